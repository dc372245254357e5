"""What is in conflict says so where it stands, and Enter or the menu opens the decision there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests.sync.world import START, Pair, entry, recipe, weight
from tests.ui.desk_fixture import Opened, settle, shown, with_page
from tests.ui.hands import Key, focus, shell
from tracker.operations import workouts
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.store.queries.contested import contested
from tracker.sync.resolve import resolve_all
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict_base import ConflictDialog
from tracker.ui.dialogs.entry import EntryDialog
from tracker.ui.dialogs.measurement import MeasurementDialog
from tracker.ui.diary.week_grid import WeekGrid
from tracker.ui.page import Page
from tracker.ui.pages.favorites import FavoritesPage
from tracker.ui.pages.health import HealthPage
from tracker.ui.pages.meal_plan import MealPlanPage
from tracker.ui.pages.today import TodayPage
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.widgets.rows_view import RowsView

SKYR, TOAST, SOUP, KILOS = (new_id(START + number) for number in range(4))


class Disagreeing(Pair):
    """A recipe, an entry, a reading and a workout that both devices edited, and an entry that nobody did."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        here, there = self.desktop, self.laptop
        here.put("recipe", SOUP, recipe("Soup"))
        here.put("meal_plan_entry", SKYR, entry())
        here.put("meal_plan_entry", TOAST, entry("Toast", position=2))
        here.put("measurement", KILOS, weight(80_000))
        self.run = workouts.add(here.store, workouts.Draft("Run", "running", "completed", START, 1_800_000, 0, 0)).ids[
            0
        ]
        self.sync()
        for device, word in ((here, "mine"), (there, "theirs")):
            device.edit("recipe", SOUP, name=f"Soup {word}")
            device.edit("meal_plan_entry", SKYR, note=word)
            device.edit("measurement", KILOS, note=word)
            device.edit("workout", self.run, title=f"Run {word}")
        there.sync()
        here.sync()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Disagreeing]:
    made = Disagreeing(tmp_path)
    yield made
    made.close()


@pytest.fixture
def window(qtbot: QtBot, qapp: QApplication, world: Disagreeing) -> Iterator[Desk]:
    assert len(contested(world.desktop.store)) == 4
    yield from shown(qtbot, Opened(world.desktop.store.profile))


def lists(page: Page) -> RowsView:
    return next(pane for pane in page.panes() if isinstance(pane, RowsView))


def marks(view: RowsView) -> dict[str, str]:
    rows = [view.rows.row_at(number) for number in range(view.rows.rowCount())]
    return {row.id: row.mark for row in rows if row.mark}


@pytest.mark.parametrize(
    ("name", "factory", "of"),
    [
        ("today", TodayPage, lambda _: SKYR),
        ("health", HealthPage, lambda _: KILOS),
        ("favorites", FavoritesPage, lambda _: SOUP),
        ("workouts", WorkoutsPage, lambda world: world.run),
    ],
)
def test_a_row_in_conflict_is_marked_and_enter_decides_it(
    world: Disagreeing,
    window: Desk,
    qtbot: QtBot,
    name: str,
    factory: Callable[[Desk], Page],
    of: Callable[[Disagreeing], str],
) -> None:
    page, record = with_page(window, name, factory), of(world)
    settle(qtbot, window)
    page.open_item(record)
    settle(qtbot, window)
    view = lists(page)
    assert marks(view) == {record: "conflict"}
    assert view.select(record)
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Return)
    dialog = shell(window).findChild(ConflictDialog)
    assert dialog is not None
    assert dialog.isVisible()
    qtbot.keyClick(focus(), Key.Key_Left)
    qtbot.keyClick(focus(), Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert record not in contested(window.store)
    assert marks(view) == {}


def test_f2_still_edits_and_other_rows_open_as_ever(window: Desk, qtbot: QtBot) -> None:
    page = with_page(window, "today", TodayPage)
    page.open_item(SKYR)
    view = lists(page)
    qtbot.keyClick(view, Key.Key_F2)
    shell(window).findChild(EntryDialog).reject()
    settle(qtbot, window)
    assert view.select(TOAST)
    qtbot.keyClick(view, Key.Key_Return)
    assert shell(window).findChild(ConflictDialog) is None
    assert shell(window).findChild(EntryDialog) is not None


def test_the_menu_begins_with_the_decision_where_there_is_one(window: Desk, qtbot: QtBot) -> None:
    page = with_page(window, "health", HealthPage)
    settle(qtbot, window)
    view = lists(page)
    view.select(KILOS)
    window.window.show_menu(("health.edit",), QPoint(20, 20))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert next(action.text() for action in menu.actions() if action.text()).startswith("Resolve this conflict…")
    menu.close()
    shell(window).run("sync.resolve_this")
    assert shell(window).findChild(ConflictDialog) is not None
    assert shell(window).findChild(MeasurementDialog) is None


def test_without_a_conflict_the_menu_is_as_ever(world: Disagreeing, window: Desk, qtbot: QtBot) -> None:
    with Store.open(window.store.profile) as store:
        resolve_all(store, "measurement", KILOS, "mine")
    page = with_page(window, "health", HealthPage)
    settle(qtbot, window)
    lists(page).select(KILOS)
    window.window.show_menu(("health.edit",), QPoint(20, 20))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions()] == ["Edit reading…"]
    menu.close()


def test_a_card_of_the_plan_is_marked_and_enter_decides_it(window: Desk, qtbot: QtBot) -> None:
    page = with_page(window, "plan", MealPlanPage)
    page.open_item(SKYR)
    settle(qtbot, window)
    grid = page.findChild(WeekGrid)
    assert grid.week.contested == {SKYR}
    assert grid.selected_ids[0] == SKYR
    grid.setFocus()
    qtbot.keyClick(grid, Key.Key_Return)
    assert shell(window).findChild(ConflictDialog) is not None


def test_who_hears_the_window_hears_the_mark(window: Desk, qtbot: QtBot) -> None:
    page = with_page(window, "today", TodayPage)
    page.open_item(SKYR)
    view = lists(page)
    spoken = view.rows.data(view.rows.index(view.rows.number_of(SKYR), 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Skyr, conflict")
