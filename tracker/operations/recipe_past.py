"""What a change of a recipe would make of the helpings that were logged from it before, and making it so.

A helping keeps the numbers it had. Where the recipe was written down wrong, a person may want them corrected as well:
this is asked, shown helping by helping, and one step of undo with the change itself. A helping that was made in another
way (`helpings`) has its own ingredients and stays as it is.
"""

from __future__ import annotations

from tracker.operations import amounts, recipes
from tracker.operations.food_past import PastChange
from tracker.operations.recipes import Draft
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.recipes import plain_helpings
from tracker.store.rows import Entry, Recipe


def past_changes(store: Store, draft: Draft, opened: Draft) -> list[PastChange]:
    """The helpings that would change with the recipe, the latest first.

    Args:
        store: the profile.
        draft: the recipe as edited.
        opened: the recipe before; helpings that still have its name take the new one.
    """
    recipe = recipes.preview(store, draft)
    found = (days.entry(store, record) for record in plain_helpings(store, draft.id))
    changed = [_changed(entry, recipe, opened.name) for entry in found if entry is not None]
    return [one for one in changed if one is not None]


def _changed(entry: Entry, recipe: Recipe, old_name: str) -> PastChange | None:
    if entry.amount is None:
        return None
    mass, nutrition = amounts.of_recipe(recipe, entry.amount, entry.unit or "serving")
    title = recipe.name if entry.title == old_name else entry.title
    if (title, mass, nutrition) == (entry.title, entry.mass, entry.nutrition):
        return None
    return PastChange(entry, title, mass, nutrition)


def save_with_past(store: Store, draft: Draft, opened: Draft) -> Changes:
    """Write the changes to a recipe and to the helpings of it, as one step. Raises as `recipes.save` does."""
    past = past_changes(store, draft, opened)
    with store.step("") as step:
        recipes.save(store, draft, opened)
        for one in past:
            values = one.nutrition
            records.change(
                store, "meal_plan_entry", one.entry.id, title=one.title, mass=one.mass, energy=values.energy,
                protein=values.protein, carbs=values.carbs, fat=values.fat, nutrients=dict(values.others),
            )  # fmt: skip
        helpings = f"{len(past)} helping{'' if len(past) == 1 else 's'}"
        step.rename(f"Change {draft.name.strip()} and {helpings}" if past else f"Change {draft.name.strip()}")
    return step.changes
