"""A workout that was recorded on another device: its samples come when it is opened, else words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.end_to_end.world import EMAIL, PASSWORD
from tests.formats.rides import ride
from tests.server.process import Server, running_server
from tests.ui import desk_content
from tests.ui.desk_fixture import Opened, settle, shown, with_page
from tests.ui.hands import words
from tracker.operations.activities import import_files
from tracker.store import blobs
from tracker.store.database import Store
from tracker.sync import account, engine
from tracker.sync.secrets import Vault, vault_of
from tracker.ui.desk import Desk
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot
from tracker.ui.widgets.text import Text

PATIENCE = 20_000


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "server").mkdir()
    with running_server(tmp_path / "server") as server:
        yield server


@pytest.fixture
def window(qtbot: QtBot, qapp: object, server: Server, tmp_path: Path) -> Iterator[Callable[[], Desk]]:
    """A window of a device that has synced, after a ride was recorded on another one."""
    with Store.open(tmp_path / "laptop", clock=desk_content.clock()) as laptop:
        vault = Vault(laptop.profile)
        account.register(laptop, vault, server.url, EMAIL, PASSWORD, "memory")
        import_files(laptop, [ride(tmp_path / "ride.fit")])
        laptop.connection.execute("UPDATE workout SET start_at = 0")  # too old to be fetched by itself
        assert engine.synchronise(laptop, vault).state == "ok"
    profile = tmp_path / "desktop"
    with Store.open(profile, clock=desk_content.clock()) as desktop:
        account.login(desktop, vault_of(profile), server.url, EMAIL, PASSWORD, "memory")
        assert engine.synchronise(desktop, vault_of(profile)).received
    opened = shown(qtbot, Opened(profile))
    yield lambda: next(opened)
    for _ in opened:
        pass


def page_of(qtbot: QtBot, desk: Desk) -> WorkoutsPage:
    page = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    settle(qtbot, desk)
    return page


def plot(page: WorkoutsPage) -> TelemetryPlot:
    found: TelemetryPlot = page.findChild(TelemetryPlot)
    return found


def download(page: WorkoutsPage) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == "Download")


def copies(desk: Desk) -> list[Path]:
    return list(blobs.files(desk.store.profile / "blobs"))


def test_the_samples_come_when_the_workout_is_opened(qtbot: QtBot, window: Callable[[], Desk]) -> None:
    desk = window()
    assert copies(desk) == []
    page = page_of(qtbot, desk)
    qtbot.waitUntil(plot(page).isVisible, timeout=PATIENCE)
    assert copies(desk)
    assert not download(page).isVisible()


def test_offline_it_is_said_where_they_are_and_a_key_fetches_them_later(
    qtbot: QtBot, window: Callable[[], Desk], server: Server
) -> None:
    desk = window()
    server.stop()
    page = page_of(qtbot, desk)
    qtbot.waitUntil(download(page).isVisible, timeout=PATIENCE)
    assert f"Samples are on {account.device_name()}." in words(page)
    assert "cannot be reached. Try again when you are online." in words(page)
    assert not plot(page).isVisible()
    assert "avg power" in "\n".join(label.text() for label in page.findChildren(Text)), "its numbers are here"
    server.start()
    download(page).setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(download(page), Qt.Key.Key_Return)
    qtbot.waitUntil(plot(page).isVisible, timeout=PATIENCE)
    assert not download(page).isVisible()


def test_a_damaged_copy_is_fetched_again(qtbot: QtBot, window: Callable[[], Desk]) -> None:
    desk = window()
    page = page_of(qtbot, desk)
    qtbot.waitUntil(plot(page).isVisible, timeout=PATIENCE)
    for path in copies(desk):
        path.write_bytes(b"damaged")
    page.view._detail.show_workout(None)
    page.refresh(None)
    qtbot.waitUntil(plot(page).isVisible, timeout=PATIENCE)
    assert all(blobs.blob_id(path.read_bytes()) == path.name for path in copies(desk))


def test_choosing_another_workout_or_closing_breaks_the_download_off(qtbot: QtBot, window: Callable[[], Desk]) -> None:
    """The window is closed by the fixture right after; a thread that goes on would fail the test."""
    desk = window()
    page = page_of(qtbot, desk)
    qtbot.waitUntil(lambda: "Fetching samples" in words(page), timeout=PATIENCE)
    page.view._detail.show_workout(None)
    qtbot.waitUntil(lambda: not desk.sync.recordings._lane.busy, timeout=PATIENCE)
    assert not plot(page).isVisible()
    page.refresh(None)
