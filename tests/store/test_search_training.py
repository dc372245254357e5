"""Plans, usual weeks and exercises of one's own are found by search."""

from __future__ import annotations

from tests.store.bodies import PLAIN
from tracker.domain.training.plan.week import Item
from tracker.operations import plans, usual_week
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.search import search


def found(store: Store, text: str, kind: str = "") -> list[tuple[str, str, str]]:
    return [(hit.kind, hit.title, hit.detail) for hit in search(store, text, kind=kind)]


def test_a_plan_is_found_by_its_name_and_says_its_sport_and_length(store: Store) -> None:
    plans.add(store, "Sweet spot 3×12", "cycling", "warm-up 15min 55%, 3x(12min 90%, rest 4min)")
    assert found(store, "sweet sp")[0] == ("workout_plan", "Sweet spot 3×12", "plan · cycling · 1 h 03 min")


def test_a_usual_week_is_found_and_follows_its_name(store: Store) -> None:
    record = usual_week.keep(store, "Zwischenwoche", [Item(1, 1080, "", "running")]).ids[0]
    assert found(store, "zwisch") == [("workout_plan", "Zwischenwoche", "usual week")]
    usual_week.keep(store, "Rampenwoche", [Item(1, 1080, "", "running")], record)
    assert found(store, "rampen", "workout_plan") == [("workout_plan", "Rampenwoche", "usual week")]
    plans.delete(store, [record])
    assert found(store, "rampen", "workout_plan") == []


def test_an_exercise_of_ones_own_is_found_by_name_and_equipment(store: Store) -> None:
    records.write_bodies(store, BY_NAME["exercise"], {"x": PLAIN["exercise"]})
    assert found(store, "sled pu", "exercise") == [("exercise", "Sled push", "quadriceps, sled")]
    assert found(store, "sled push")[0][0] == "exercise"
