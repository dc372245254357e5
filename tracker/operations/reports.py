"""What a stretch of days comes to: nutrients against targets, where they came from, and its weeks.

Every average names its days, every sum says how much of it is known. Nothing is written here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from tracker.domain.averages import Denominator, average, counted_days, denominator
from tracker.domain.nutrients import BY_KEY, NUTRIENTS, Nutrient, Nutrition, Total, total
from tracker.domain.trend import TrendPoint, weight_trend
from tracker.domain.weeks import first_of
from tracker.errors import BadInput
from tracker.store.database import Store
from tracker.store.queries import days as day_queries
from tracker.store.queries import diary, eaten, measurements
from tracker.store.queries.settings import week_begins
from tracker.store.queries.targets import target_on
from tracker.store.rows import Target

LONGEST = 366 * 5
TOP = 12
"""Foods that are named as the ones most of a nutrient comes from."""
MACROS = ("energy", "protein", "carbs", "fat")


@dataclass(frozen=True)
class DayTotals:
    """A day: what was said of it, the sums of what was eaten, and what it aimed at."""

    day: date
    status: str
    entries: int
    totals: dict[str, Total]
    target: Target


@dataclass(frozen=True)
class NutrientLine:
    """A nutrient: its average over the counted days, and the average of their targets where there were any."""

    nutrient: Nutrient
    average: Total
    target: int | None


@dataclass(frozen=True)
class Contributor:
    """A food, what it gave of a nutrient, how often it was eaten, and its share of all that is known."""

    title: str
    value: int
    times: int
    share: float


@dataclass(frozen=True)
class Week:
    """A week: averages over its counted days, the change of the weight's trend (g), and training (ms)."""

    first: date
    last: date
    days: Denominator
    averages: dict[str, Total]
    weight_change: float | None
    training: int
    workouts: int


@dataclass(frozen=True)
class Report:
    """Everything over a stretch of days.

    Attributes:
        days: one for each, today among them.
        counted: those that averages are over.
        lines: the nutrients that anything is known of.
        weights: the trend of the weight on these days, in g.
    """

    first: date
    last: date
    today: date
    days: tuple[DayTotals, ...]
    counted: frozenset[date]
    denominator: Denominator
    lines: tuple[NutrientLine, ...]
    weeks: tuple[Week, ...]
    weights: tuple[TrendPoint, ...]
    eaten: tuple[tuple[date, str, Nutrition], ...]

    def contributors(self, key: str, limit: int = TOP) -> list[Contributor]:
        """The foods that most of a nutrient came from on the counted days, the first one most."""
        sums: dict[str, list[int]] = defaultdict(list)
        for day, title, nutrition in self.eaten:
            found = nutrition.get(key)
            if found is not None and day in self.counted:
                sums[title].append(found)
        whole = sum(map(sum, sums.values()))
        ordered = sorted(sums.items(), key=lambda one: (-sum(one[1]), one[0]))
        return [
            Contributor(title, sum(values), len(values), sum(values) / whole if whole else 0.0)
            for title, values in ordered[:limit]
            if sum(values)
        ]

    def line(self, key: str) -> NutrientLine | None:
        """The average of one nutrient, None where nothing is known of it."""
        return next((line for line in self.lines if line.nutrient.key == key), None)


def report(store: Store, first: date, last: date) -> Report:
    """The report of the days `first` to `last`, both included.

    Raises:
        BadInput: the last day is before the first one, or there are more than five years between them.
    """
    if last < first:
        raise BadInput("The last day is before the first one.", "Turn them round.")
    if (last - first).days >= LONGEST:
        raise BadInput("A report covers at most five years.", "Choose fewer days.")
    now = diary.today(store)
    begin, end = first.isoformat(), last.isoformat()
    found = tuple((date.fromisoformat(day), title, one) for day, title, one in eaten.eaten(store, begin, end))
    days = _days(store, first, last, found)
    complete = [one.day for one in days if one.status == "complete"]
    with_food = [one.day for one in days if one.entries and one.status != "not_tracked"]
    counted = counted_days(complete, with_food, first, last, now)
    trend = weight_trend((date.fromisoformat(day), grams) for day, grams, _ in measurements.values(store, "weight"))
    return Report(
        first, last, now, days, frozenset(counted), denominator(counted, complete, first, last, now),
        tuple(_lines(days, frozenset(counted))), tuple(_weeks(store, days, trend, now)),
        tuple(point for point in trend if first <= point.day <= last), found,
    )  # fmt: skip


def _days(store: Store, first: date, last: date, found: Sequence[tuple[date, str, Nutrition]]) -> tuple[DayTotals, ...]:
    states = day_queries.states(store, first.isoformat(), last.isoformat())
    by_day = {day: [one[2] for one in group] for day, group in groupby(found, key=lambda one: one[0])}
    made = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        parts = by_day.get(day, [])
        state = states.get(day.isoformat())
        keys = {*MACROS, *(key for part in parts for key in part.others)}
        totals = {key: total(parts, key) for key in keys if key in BY_KEY} if parts else {}
        target = target_on(store, day.isoformat())
        made.append(DayTotals(day, state.status if state else "open", len(parts), totals, target))
    return tuple(made)


def _lines(days: Iterable[DayTotals], counted: frozenset[date]) -> list[NutrientLine]:
    inside = [one for one in days if one.day in counted]
    lines = []
    for nutrient in NUTRIENTS:
        found = average([_of(one, nutrient.key) for one in inside])
        if found is None:
            continue
        targets = [
            aimed for one in inside if (aimed := getattr(one.target, nutrient.key, None)) is not None
        ]  # fmt: skip
        lines.append(NutrientLine(nutrient, found, round(sum(targets) / len(targets)) if targets else None))
    return lines


def _of(day: DayTotals, key: str) -> Total:
    """The sum of a nutrient on a day; of one that no entry reports, that it is known of none of them."""
    return day.totals.get(key, Total(0, 0, day.entries))


def _weeks(store: Store, days: Sequence[DayTotals], trend: Sequence[TrendPoint], today: date) -> list[Week]:
    begins = week_begins(store)
    trained = eaten.training(store, days[0].day.isoformat(), days[-1].day.isoformat())
    weeks = []
    for first, group in groupby(days, key=lambda one: first_of(one.day, begins)):
        inside = list(group)
        last = first + timedelta(days=6)
        complete = [one.day for one in inside if one.status == "complete"]
        with_food = [one.day for one in inside if one.entries and one.status != "not_tracked"]
        counted = counted_days(complete, with_food, first, last, today)
        chosen = [one for one in inside if one.day in set(counted)]
        sums = {key: found for key in MACROS if (found := average([_of(one, key) for one in chosen]))}
        workouts = [one for one in trained if first.isoformat() <= one[0] <= last.isoformat()]
        over = denominator(counted, complete, inside[0].day, inside[-1].day, today)
        change = _change(trend, first, last)
        weeks.append(Week(first, last, over, sums, change, sum(one[1] for one in workouts), len(workouts)))
    return weeks


def _change(trend: Sequence[TrendPoint], first: date, last: date) -> float | None:
    """How far the trend of the weight moved from the week before to the end of a week; None without weights in both."""
    before = [point.trend for point in trend if first - timedelta(days=7) <= point.day < first]
    inside = [point.trend for point in trend if first <= point.day <= last]
    return inside[-1] - before[-1] if before and inside else None
