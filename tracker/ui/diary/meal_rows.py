"""A day's meals as rows of a list: a heading with its sums for each, its entries under it."""

from __future__ import annotations

from tracker.domain.nutrients import Total, total
from tracker.store.rows import Day, Entry, Meal
from tracker.ui.widgets.rows import Cell, Column, Row
from tracker.ui.words import Words

MEAL = "meal:"
"""Before the id of a meal whose heading is a row of the list."""
COLUMNS = (
    Column("Food"), Column("Energy", 98, right=True), Column("Protein", 78, right=True, tone="muted"),
    Column("Carbs", 70, right=True, tone="muted"), Column("Fat", 49, right=True, tone="muted"),
)  # fmt: skip


def rows_of(day: Day, words: Words) -> list[Row]:
    """The rows of a day: meals that have something, each under its heading."""
    rows: list[Row] = []
    for meal in day.meals:
        if meal.entries:
            rows.append(_heading(meal, words))
            rows.extend(_row(one, words) for one in meal.entries)
    return rows


def _heading(meal: Meal, words: Words) -> Row:
    if words.hidden:
        return Row(f"{MEAL}{meal.slot.id}", (meal.slot.name, "", "", "", ""), group=True)
    sums = {key: total((one.nutrition for one in meal.entries), key) for key in ("energy", "protein", "carbs", "fat")}
    macros = ", ".join(f"{_at_least(sums[key], words.grams(sums[key].value))} g {key}" for key in ("protein", "carbs",
                       "fat") if sums[key].known)  # fmt: skip
    title = Cell(meal.slot.name, suffix=f"   {macros}" if macros else "", tip=_coverage(meal, sums))
    found = sums["energy"]
    energy = _at_least(found, words.energy_with_unit(found.value)) if found.known else ""
    return Row(f"{MEAL}{meal.slot.id}", (title, Cell(energy, tip=title.tip), "Protein", "Carbs", "Fat"), group=True)


def _at_least(found: Total, text: str) -> str:
    return text if found.complete else f"≥ {text}"


def _coverage(meal: Meal, sums: dict[str, Total]) -> str:
    """What the sums of a meal leave out; nothing where they are whole."""
    lacking = [f"{key} of {found.known}" for key, found in sums.items() if not found.complete]
    return f"Known of {len(meal.entries)}: {', '.join(lacking)}." if lacking else ""


def _row(one: Entry, words: Words) -> Row:
    amount = words.amount(one.amount, one.unit, one.title)
    nutrition = one.nutrition
    title = Cell(one.title, suffix=f" · {amount}" if amount else "", star=one.starred, tip=one.note)
    macros = (words.grams(nutrition.protein), words.grams(nutrition.carbs), words.grams(nutrition.fat))
    return Row(one.id, (title, words.energy(nutrition.energy), *macros), checked=one.eaten)
