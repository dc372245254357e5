"""Favorites: recipes, starred foods and workouts, found as one types, with what each of them holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QWidget

from tracker.operations import favorites, foods, recipes
from tracker.operations.entries import Wanted
from tracker.operations.food_library import duplicates
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.favorites import counts
from tracker.store.queries.food_use import use_of
from tracker.store.queries.foods import food as read_food
from tracker.store.queries.foods import foods as read_foods
from tracker.store.queries.recipes import recipe as read_recipe
from tracker.store.queries.workouts import workout as read_workout
from tracker.store.rows import Food, Recipe, Workout
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.dialogs.add_to_plan import AddToPlan, put
from tracker.ui.dialogs.food import FoodDialog
from tracker.ui.dialogs.foods_together import ChangeTogether, FoodsDialog, MergeFoods, SameFoods
from tracker.ui.dialogs.recipe import RecipeDialog
from tracker.ui.foods.food_details import FoodDetails, WorkoutDetails
from tracker.ui.foods.recipe_deeds import RecipeDeeds
from tracker.ui.foods.recipe_details import RecipeDetails
from tracker.ui.foods.shelf_view import ShelfView
from tracker.ui.foods.shelves import SHELVES
from tracker.ui.page import Page
from tracker.ui.widgets.buttons import PrimaryButton, SecondaryButton
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.fields import FilterField
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import done

KINDS = tuple(SHELVES)
LISTS, DETAILS = 46, 53
"""How the lists and the details share the width."""
MENU = (
    "favorites.add", "favorites.log", "", "favorites.star", "favorites.edit", "favorites.merge", "favorites.delete",
)  # fmt: skip
Shown = Recipe | Food | Workout
READ: dict[str, Callable[[Store, str], Shown | None]] = {
    "recipe": read_recipe, "food": read_food, "workout": read_workout,
}  # fmt: skip


class FavoritesPage(Page):
    """The Favorites screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._kind = "recipe"
        self._shown: Shown | None = None
        self._wanted = ""
        self._guest = ""
        self._build_lists()
        self._build_details()
        self._build_head()
        self.body.addWidget(self._title)
        content = QHBoxLayout()
        content.setSpacing(28)
        for side in (self._lists, self._details):  # the shares decide, not what is shown
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        content.addWidget(self._lists, LISTS)
        content.addWidget(self._details, DETAILS)
        self.body.addLayout(content, 1)

    def _build_head(self) -> None:
        self._title = TitleBar("Favorites")
        self._chips = ChipBar([(kind, SHELVES[kind].plural) for kind in KINDS], "What is listed")
        self._chips.chosen.connect(self.show_kind)
        self._filter = FilterField("Filter favorites", self._shelves["recipe"].view)
        self._filter.setMinimumWidth(120)
        self._filter.setMaximumWidth(220)
        self._filter.filtered.connect(self._filtered)
        self._new = PrimaryButton("New recipe")
        self._new.clicked.connect(self.new)
        self._title.add_views(self._chips)
        bring_in = SecondaryButton("Import…")
        bring_in.clicked.connect(self._deeds.import_recipe)
        self._title.add_right(self._filter, bring_in, self._new)
        self._title.spare(bring_in)

    def _build_lists(self) -> None:
        self._lists = QStackedWidget()
        self._shelves: dict[str, ShelfView] = {}
        for kind, shelf in SHELVES.items():
            view = self._shelves[kind] = ShelfView(self._desk, shelf)
            view.empty.started.connect(self.new)
            view.view.current_changed.connect(self._show_current)
            view.view.opened.connect(self._open)
            view.view.edit_requested.connect(self._edit)
            view.view.delete_requested.connect(self._delete)
            view.view.menu_requested.connect(self._show_menu)
            view.view.filter_requested.connect(self._focus_filter)
            self._lists.addWidget(view)

    def _build_details(self) -> None:
        self._details = QStackedWidget()
        self._recipe, self._food, self._workout = RecipeDetails(), FoodDetails(), WorkoutDetails()
        for details in (self._recipe, self._food, self._workout):
            details.star_wanted.connect(self.toggle_star)
            details.edit_wanted.connect(self.edit)
            details.add_wanted.connect(self.add_to_plan)
            self._details.addWidget(details)
        self._food.log_wanted.connect(self.add_to_today)
        self._recipe.ingredient_wanted.connect(self._edit_ingredient)
        self._deeds = RecipeDeeds(self._desk, self, self._recipe, self._chosen_recipe)
        self._deeds.imported.connect(self._imported)

    # Page

    def refresh(self, changes: Changes | None) -> None:
        """Show the lists and what is chosen as they are now."""
        for kind, number in zip(KINDS, counts(self._desk.store), strict=True):
            self._chips.set_text(kind, f"{SHELVES[kind].plural} {number}")
        shelf = self._shelves[self._kind]
        shelf.refresh(self._filter.text().strip(), self._guest)
        if changes is not None and self._wanted in changes.ids:
            shelf.view.select(self._wanted)
            self._wanted = ""
        shelf.view.select_first()
        self._show(self._read(shelf.view.current_id))

    def commands(self) -> Sequence[Command]:
        """What can be done with favorites."""
        nothing, no_food = self._nothing_chosen, self._nothing_to_eat
        return (
            Command("favorites.new", "New…", "Food", self.new, keys.NEW, ("recipe", "food"), self._no_new),
            Command("favorites.new_recipe", "New recipe…", "Food", self.new_recipe, (), ("cook",)),
            Command("favorites.new_food", "New food…", "Food", self.new_food, (), ("create", "own", "product")),
            *self._deeds.commands(),
            Command("favorites.add", "Add to plan…", "Food", self.add_to_plan, keys.SAVE, ("meal",), no_food),
            Command("favorites.log", "Add to today", "Food", self.add_to_today, (), ("eat", "log"), no_food),
            Command("favorites.edit", "Edit…", "Food", self.edit, keys.EDIT, ("change",), self._not_editable),
            Command("favorites.delete", "Delete", "Food", self._delete_chosen, keys.DELETE, ("remove",), nothing),
            Command("favorites.star", "Star", "Food", self.toggle_star, keys.STAR, ("favorite",), nothing),
            Command(
                "favorites.merge", "Merge…", "Food", self.merge, (), ("same", "duplicates"), self._nothing_to_merge
            ),
            Command(
                "favorites.same", "Find foods that are the same…", "Food", self.find_same, (), ("duplicates", "merge")
            ),
            Command("favorites.filter", "Filter favorites", "View", self._focus_filter, keys.FILTER, ("search",)),
            Command("favorites.recipes", "Show recipes", "View", self._show_recipes, (), ("list",)),
            Command("favorites.foods", "Show foods", "View", self._show_foods, (), ("list",)),
            Command("favorites.workouts", "Show starred workouts", "View", self._show_workouts, (), ("list",)),
        )

    def panes(self) -> Sequence[QWidget]:
        """The list, the filter, and the ingredients or portions of what is chosen."""
        inside = {"recipe": self._recipe.ingredients, "food": self._food.portions}.get(self._kind)
        return (self._shelves[self._kind].pane, self._filter, *([inside] if inside else []))

    def open_item(self, item: str) -> None:
        """Show a recipe, a food or a workout by its id; a food also where it has no star."""
        kind = next((kind for kind in KINDS if READ[kind](self._desk.store, item)), "")
        if not kind:
            return
        self._filter.clear()
        self._chips.choose(kind)
        self.show_kind(kind, guest=item)
        self._shelves[kind].view.select(item)

    # Lists

    @Slot(str)
    def show_kind(self, kind: str, guest: str = "") -> None:
        """Show recipes, foods or workouts; a `guest` stands among them although it has no star."""
        self._kind, self._guest = kind, guest
        shelf = self._shelves[kind]
        self._lists.setCurrentWidget(shelf)
        self._filter.target = shelf.view
        self._new.setText("New food" if kind == "food" else "New recipe")
        self._new.setAccessibleName(self._new.text())
        self._new.setVisible(kind != "workout")
        self._new.updateGeometry()
        self.refresh(None)

    def _show_recipes(self) -> None:
        self._choose("recipe")

    def _show_foods(self) -> None:
        self._choose("food")

    def _show_workouts(self) -> None:
        self._choose("workout")

    def _choose(self, kind: str) -> None:
        self._chips.choose(kind)
        self.show_kind(kind)
        self._shelves[kind].pane.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str)
    def _filtered(self, _: str) -> None:
        self.refresh(None)

    @Slot()
    def _focus_filter(self) -> None:
        self._filter.focus()

    @Slot(str, QPoint)
    def _show_menu(self, _: str, where: QPoint) -> None:
        self._desk.window.show_menu(MENU, where)

    # Details

    @Slot(str)
    def _show_current(self, record: str) -> None:
        self._show(self._read(record))

    def _read(self, record: str) -> Shown | None:
        return READ[self._kind](self._desk.store, record) if record else None

    def _show(self, found: Shown | None) -> None:
        self._shown = found
        words = self._desk.words
        if isinstance(found, Recipe):
            self._recipe.show_recipe(found, words, self._deeds.photo(found))
            self._details.setCurrentWidget(self._recipe)
        elif isinstance(found, Food):
            self._food.show_food(found, words, use_of(self._desk.store, found.id), self._desk.today)
            self._details.setCurrentWidget(self._food)
        elif isinstance(found, Workout):
            self._workout.show_workout(found, words, self._desk.today)
            self._details.setCurrentWidget(self._workout)
        self._details.setVisible(found is not None)

    def _chosen_recipe(self) -> Recipe | None:
        return self._shown if isinstance(self._shown, Recipe) else None

    def _nothing_chosen(self) -> str | None:
        return None if self._shown else "Choose something in the list first."

    def _nothing_to_eat(self) -> str | None:
        return None if isinstance(self._shown, Recipe | Food) else "Choose a recipe or a food first."

    def _not_editable(self) -> str | None:
        return None if isinstance(self._shown, Recipe | Food) else "Choose a recipe or a food first."

    def _nothing_to_merge(self) -> str | None:
        return None if len(self._chosen_foods()) > 1 else "Select two or more foods first: Shift and Down does it."

    def _chosen_foods(self) -> list[Food]:
        if self._kind != "food":
            return []
        ids = self._shelves["food"].view.selected_ids
        found = read_foods(self._desk.store, ids)
        return [found[one] for one in ids if one in found]

    def _no_new(self) -> str | None:
        return None if self._kind != "workout" else "Workouts are added on the Workouts page."

    # What is done

    @Slot(str)
    def _imported(self, record: str) -> None:
        """Choose what was brought in, once the list has it."""
        self._wanted = record
        self._filter.clear()
        if self._kind != "recipe":
            self._choose("recipe")
        if self._shelves["recipe"].view.select(record):
            self._wanted = ""

    @Slot()
    def new(self) -> None:
        """Write down a new recipe, or a new food where foods are listed."""
        if self._kind == "food":
            self.new_food()
        else:
            self.new_recipe()

    def new_recipe(self) -> None:
        """Write down a new recipe."""
        self._open_editor(RecipeDialog(self._desk, self), "recipe")

    def new_food(self) -> None:
        """Write down a food of one's own."""
        self._open_editor(FoodDialog(self._desk, self), "food")

    def _open_editor(self, dialog: RecipeDialog | FoodDialog, kind: str) -> None:
        if kind != self._kind:
            self._choose(kind)
        dialog.written.connect(self._written)
        dialog.open()

    @Slot()
    def edit(self) -> None:
        """Edit what is chosen."""
        if isinstance(self._shown, Recipe):
            self._open_editor(RecipeDialog(self._desk, self, self._shown), "recipe")
        elif len(together := [food for food in self._chosen_foods() if food.own]) > 1:
            self._open_deed(ChangeTogether(self._desk, self, together))
        elif isinstance(self._shown, Food):
            self._open_editor(FoodDialog(self._desk, self, self._shown), "food")

    def _open_deed(self, dialog: FoodsDialog) -> None:
        dialog.written.connect(self._written)
        dialog.open()

    @Slot()
    def merge(self) -> None:
        """Make the foods that are selected one."""
        self._merge(self._chosen_foods())

    @Slot(object)
    def _merge(self, foods: Sequence[Food]) -> None:
        if len(foods) > 1:
            self._open_deed(MergeFoods(self._desk, self, foods))

    @Slot()
    def find_same(self) -> None:
        """List foods of one's own that seem to be the same."""
        dialog = SameFoods(self._desk, self, duplicates(self._desk.store))
        dialog.group_wanted.connect(self._merge)
        self._choose("food")
        dialog.open()

    @Slot(str)
    def _edit(self, _: str) -> None:
        reason = self._not_editable()
        if reason:
            self._desk.window.say(reason)
        else:
            self.edit()

    @Slot(str)
    def _edit_ingredient(self, ingredient: str) -> None:
        if isinstance(self._shown, Recipe):
            self._open_editor(RecipeDialog(self._desk, self, self._shown, ingredient), "recipe")

    @Slot(object)
    def _written(self, changes: Changes) -> None:
        """Choose what was written, once the list has it."""
        self._wanted = changes.ids[0] if changes.ids else ""
        self._desk.window.say(done(changes.label), undo=True)
        if self._shelves[self._kind].view.select(self._wanted):
            self._wanted = ""

    @Slot(str)
    def _open(self, record: str) -> None:
        if self._kind == "workout":
            self._desk.window.show_page("workouts", record)
        else:
            self.add_to_plan()

    @Slot()
    def add_to_plan(self) -> None:
        """Ask when and how much of what is chosen to eat; open a workout."""
        if isinstance(self._shown, Recipe | Food):
            AddToPlan(self._desk, self, self._shown).open()
        elif self._shown:
            self._desk.window.show_page("workouts", self._shown.id)

    @Slot()
    def add_to_today(self) -> None:
        """Log what is chosen into the meal of this hour, in the amount of last time."""
        if isinstance(self._shown, Recipe | Food):
            wanted = Wanted("recipe" if isinstance(self._shown, Recipe) else "food", self._shown.id)
            slot = days.slot_now(self._desk.store).id
            self._desk.lane.write(put, self._desk.today.isoformat(), slot, wanted, True, on_done=self._done)

    @Slot()
    def toggle_star(self) -> None:
        """Give what is chosen a star, or take it away."""
        if self._shown:
            self._desk.lane.write(favorites.toggle, self._kind, self._shown.id, on_done=self._done)

    @Slot(object)
    def _delete(self, ids: tuple[str, ...]) -> None:
        if not ids:
            return
        self._guest = ""
        if self._kind == "workout":
            self._desk.lane.write(favorites.unstar, "workout", ids, on_done=self._done)
        else:
            remove = recipes.delete if self._kind == "recipe" else foods.remove
            self._desk.lane.write(remove, ids, on_done=self._done)

    def _delete_chosen(self) -> None:
        chosen = self._shelves[self._kind].view.selected_ids
        self._delete(chosen or ((self._shown.id,) if self._shown else ()))

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        if changes:
            self._desk.window.say(done(changes.label), undo=True)
        else:
            self.refresh(None)
