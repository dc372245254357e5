"""What was starred."""

from __future__ import annotations

from tracker.store.database import Store
from tracker.store.queries.foods import foods
from tracker.store.queries.recipes import all_ids, recipes
from tracker.store.queries.workouts import workouts
from tracker.store.rows import Food, Recipe, Workout


def _ids(store: Store, kind: str) -> tuple[str, ...]:
    return tuple(
        row[0] for row in store.rows("SELECT target FROM favorite WHERE kind = ? ORDER BY created_at DESC, id", (kind,))
    )


def starred_foods(store: Store) -> tuple[Food, ...]:
    """Starred foods by name; one whose food is not here yet is left out."""
    return tuple(sorted(foods(store, _ids(store, "food")).values(), key=lambda food: food.name.casefold()))


def starred_workouts(store: Store) -> tuple[Workout, ...]:
    """Starred workouts, latest first."""
    return tuple(sorted(workouts(store, _ids(store, "workout")), key=lambda one: one.start_at, reverse=True))


def own_recipes(store: Store) -> tuple[Recipe, ...]:
    """All recipes by name; the starred ones carry their star."""
    found = recipes(store, all_ids(store))
    return tuple(found.values())


def counts(store: Store) -> tuple[int, int, int]:
    """How many recipes there are, and how many foods and workouts are starred."""
    rows = store.rows(
        "SELECT (SELECT COUNT(*) FROM recipe), (SELECT COUNT(*) FROM favorite WHERE kind = 'food'), "
        "(SELECT COUNT(*) FROM favorite WHERE kind = 'workout')"
    )
    recipes_, foods_, workouts_ = rows[0]
    return recipes_, foods_, workouts_


def is_starred(store: Store, kind: str, record: str) -> bool:
    """Whether the food, recipe or workout has a star."""
    return bool(store.rows("SELECT 1 FROM favorite WHERE kind = ? AND target = ?", (kind, record)))
