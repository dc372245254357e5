"""Energy in kJ: the one unit on every screen once it is chosen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import desk_content
from tests.ui.desk_fixture import Opened, settle, shown
from tracker.operations.settings import set_value
from tracker.store.database import Store
from tracker.ui.desk import Desk
from tracker.ui.screens import PAGES

SCREENS = [page for page in PAGES if page[0] not in ("sync", "settings")]
"""Those that show food and training."""


@pytest.fixture
def desk_in_kilojoules(qtbot: QtBot, qapp: QApplication, filled_profile: Path, tmp_path: Path) -> Iterator[Desk]:
    profile = tmp_path / "profile"
    shutil.copytree(filled_profile, profile)
    with Store.open(profile, clock=desk_content.clock()) as store:
        set_value(store, "energy_unit", "kJ")
    yield from shown(qtbot, Opened(profile))


def texts(page: QWidget) -> Iterator[str]:
    """Everything that can be read on a page, aloud too."""
    for one in page.findChildren(QWidget):
        if not one.isVisible():
            continue
        yield one.accessibleName()
        if isinstance(one, QLabel | QLineEdit):
            yield one.text()
        model = one.model() if isinstance(one, QAbstractItemView) else None
        if model is not None:
            for column in range(model.columnCount()):
                yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
                yield from (str(model.index(row, column).data() or "") for row in range(min(model.rowCount(), 40)))


def test_no_screen_says_kcal_to_somebody_who_reads_kilojoules(desk_in_kilojoules: Desk, qtbot: QtBot) -> None:
    shell = desk_in_kilojoules.window
    for page_id, title, key, factory, _ in SCREENS:
        shell.add_page(page_id, title, key, lambda factory=factory: factory(desk_in_kilojoules))
        shell.show_page(page_id)
        settle(qtbot, desk_in_kilojoules)
        said = list(texts(shell.page(page_id)))
        assert [text for text in said if "kcal" in text] == [], page_id
        if page_id in ("today", "meal_plan", "favorites"):
            assert any("kJ" in text for text in said), page_id
