"""The screens of the window in their order, each with its key; one is imported and made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.ui.desk import Desk
from tracker.ui.page import Page

if TYPE_CHECKING:
    from tracker.ui.shell import Shell


def _today(desk: Desk) -> Page:
    from tracker.ui.pages.today import TodayPage

    return TodayPage(desk)


def _meal_plan(desk: Desk) -> Page:
    from tracker.ui.pages.meal_plan import MealPlanPage

    return MealPlanPage(desk)


def _favorites(desk: Desk) -> Page:
    from tracker.ui.pages.favorites import FavoritesPage

    return FavoritesPage(desk)


def _workouts(desk: Desk) -> Page:
    from tracker.ui.pages.workouts import WorkoutsPage

    return WorkoutsPage(desk)


def _health(desk: Desk) -> Page:
    from tracker.ui.pages.health import HealthPage

    return HealthPage(desk)


def _sync(desk: Desk) -> Page:
    from tracker.ui.pages.sync import SyncPage

    return SyncPage(desk)


def _settings(desk: Desk) -> Page:
    from tracker.ui.pages.settings import SettingsPage

    return SettingsPage(desk)


PAGES: tuple[tuple[str, str, str, Callable[[Desk], Page], bool], ...] = (
    ("today", "Today", "Ctrl+1", _today, False),
    ("meal_plan", "Meal plan", "Ctrl+2", _meal_plan, False),
    ("favorites", "Favorites", "Ctrl+3", _favorites, False),
    ("workouts", "Workouts", "Ctrl+4", _workouts, False),
    ("health", "Health", "Ctrl+5", _health, False),
    ("sync", "Sync", "F9", _sync, True),
    ("settings", "Settings", "Ctrl+,", _settings, True),
)


def _reports(desk: Desk) -> Page:
    from tracker.ui.pages.reports import ReportsPage

    return ReportsPage(desk)


UNLISTED: tuple[tuple[str, str, str, str, Callable[[Desk], Page]], ...] = (
    ("reports", "Reports", "Ctrl+6", "Go", _reports),
)
"""Pages that have no place in the sidebar: with the menu in which their command stands."""


def add_to(shell: Shell, maker: Callable[[Callable[[Desk], Page]], Callable[[], Page]]) -> None:
    """Register every page with the window; `maker` turns what makes a page for a desk into what makes it here."""
    for page_id, title, key, factory, bottom in PAGES:
        shell.add_page(page_id, title, key, maker(factory), bottom=bottom)
    for page_id, title, key, menu, factory in UNLISTED:
        shell.add_page(page_id, title, key, maker(factory), menu=menu)
