"""What the palette finds and what its choices do: search, quick add, dates, and where each kind of hit opens."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from tracker.domain.date_words import date_of
from tracker.operations import entries, favorites, quick_add
from tracker.operations.entries import Wanted
from tracker.store.changes import Changes
from tracker.store.queries import days, foods
from tracker.store.rows import Hit
from tracker.store.rows import Slot as Meal
from tracker.ui import elsewhere
from tracker.ui.diary.meaning import chip
from tracker.ui.palette_rows import SearchHit
from tracker.ui.screens import PAGES, UNLISTED
from tracker.ui.words import done

if TYPE_CHECKING:
    from tracker.ui.desk import Desk
    from tracker.ui.shell import Shell

RECENT = 6
KINDS = {"meal_plan_entry": "meal", "workout_plan": "plan"}
"""Kinds of the search by the palette's own words, where they differ."""


class Finding(QObject):
    """The palette's search over everything."""

    def __init__(self, shell: Shell, desk: Desk) -> None:
        super().__init__(shell)
        self._shell, self._desk = shell, desk
        palette = shell.palette_overlay
        palette.set_search(self.search, self.size)
        palette.set_recent(self.recent)
        palette.set_dates(self.date_of)
        palette.set_quick_add(self.understood, self.doubt)
        palette.set_actions(self.actions)
        palette.opened.connect(self._open)
        palette.added.connect(self._add)
        palette.acted.connect(self._act)
        palette.date_chosen.connect(self._go_to)
        palette.logged.connect(self._log)
        titles = {page: title for page, title, *_ in (*PAGES, *UNLISTED)}
        shell.registry.add_elsewhere(elsewhere.commands(shell, titles))

    def meal_now(self) -> Meal:
        """The meal that is usual at this hour."""
        return days.slot_now(self._desk.store)

    def search(self, text: str) -> Sequence[SearchHit]:
        """What `text` finds, best first; `#tag` finds the recipes with that tag."""
        meal = self.meal_now()
        hits = self._desk.search(
            text.lstrip("#"), kind="recipe" if text.startswith("#") else "", limit=24, slot=meal.id
        )
        return [self._hit(hit, meal) for hit in hits]

    def _hit(self, hit: Hit, meal: Meal) -> SearchHit:
        enter = f"add to {meal.name.lower()}" if hit.kind == "food" else "open"
        return SearchHit(KINDS.get(hit.kind, hit.kind), hit.id, hit.title, hit.detail, hit.starred, enter)

    def size(self) -> int:
        """How many things the search looks through."""
        rows = self._desk.store.rows(
            "SELECT (SELECT COUNT(*) FROM search_document) + (SELECT MAX(rowid) FROM catalogue.food)"
        )
        return int(rows[0][0])

    def recent(self) -> Sequence[SearchHit]:
        """What was logged last, ready to be logged again."""
        meal = self.meal_now()
        ids = days.recent_sources(self._desk.store, "food", RECENT)
        found = foods.foods(self._desk.store, ids)
        words = self._desk.words
        return [
            SearchHit("food", key, found[key].name, words.energy_per(found[key].nutrition.energy, "100 g"),
                      found[key].starred, f"add to {meal.name.lower()}")
            for key in ids if key in found
        ]  # fmt: skip

    def date_of(self, text: str) -> date | None:
        """The date that a person means by today, monday, 12.3 or 2026-11-21."""
        return date_of(text, self._desk.today)

    def understood(self, text: str) -> str | None:
        """What quick add makes of a line, in words; None where it is no line to log."""
        if not any(sign.isdigit() for sign in text):
            return None
        found = self._meaning(text)
        today = self._desk.today.isoformat()
        return "  +  ".join(chip(self._desk, line, today) for line in found.lines) if found else None

    def doubt(self, text: str) -> str:
        """Why a line to log may be a slip; "" where nothing speaks for one."""
        return next((line.doubt for line in self._meaning(text).lines if line.doubt), "")

    def _meaning(self, text: str) -> quick_add.Understanding:
        return quick_add.understand(self._desk.store, text, decimal_comma=self._desk.decimal_comma)

    def actions(self, hit: SearchHit) -> Sequence[tuple[str, str]]:
        """What else can be done with a hit."""
        if hit.kind not in ("food", "recipe"):
            return [("open", "Open")]
        meals = [(f"slot:{slot.id}", f"Add to {slot.name.lower()}") for slot in days.slots(self._desk.store)]
        return [*meals, ("star", "Remove star" if hit.starred else "Star"), ("open", "Open")]

    # What choices do

    @Slot(object)
    def _open(self, hit: SearchHit) -> None:
        if hit.kind == "food" and hit.enter != "open":
            self._add(hit)
        elif hit.kind in ("food", "recipe"):
            self._shell.show_page("favorites", hit.id)
        elif hit.kind == "workout":
            self._shell.show_page("workouts", hit.id)
        elif hit.kind == "plan":
            self._shell.show_page("workouts", f"plan:{hit.id}")
        elif hit.kind == "exercise":
            self._open_exercise(hit)
        else:
            self._shell.show_page("today", hit.id)

    def _open_exercise(self, hit: SearchHit) -> None:
        """Show the latest workout that an exercise was done in."""
        from tracker.store.queries.exercises import last_workout

        record = last_workout(self._desk.store, hit.id)
        if record:
            self._shell.show_page("workouts", record)
        else:
            self._shell.say(f"No set of {hit.title} is written down yet.")

    @Slot(object)
    def _add(self, hit: SearchHit) -> None:
        if hit.kind in ("food", "recipe"):
            self._put(hit, self.meal_now().id)
        elif hit.kind == "meal":
            today = self._desk.today.isoformat()
            self._desk.lane.write(entries.copy, [hit.id], today, on_done=self._added)
        else:
            self._open(hit)

    def _put(self, hit: SearchHit, slot: str) -> None:
        wanted = [Wanted(hit.kind, hit.id)]
        self._desk.lane.write(entries.add, self._desk.today.isoformat(), slot, wanted, on_done=self._added)

    @Slot(object, str)
    def _act(self, hit: SearchHit, action: str) -> None:
        if action.startswith("slot:"):
            self._put(hit, action.removeprefix("slot:"))
        elif action == "star":
            self._desk.lane.write(favorites.toggle, hit.kind, hit.id, on_done=self._added)
        elif hit.kind == "food":
            self._shell.show_page("favorites", hit.id)
        else:
            self._open(hit)

    @Slot(object)
    def _go_to(self, day: date) -> None:
        self._shell.show_page("today", day.isoformat())

    @Slot(str)
    def _log(self, text: str) -> None:
        self._desk.lane.write(quick_add.add, self._meaning(text), on_done=self._added)

    @Slot(object)
    def _added(self, changes: Changes) -> None:
        self._shell.say(done(changes.label), undo=True)
