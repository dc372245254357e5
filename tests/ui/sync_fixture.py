"""A window on a profile in the midst of syncing; see `sync_content` for what is in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import sync_content
from tests.ui.desk_fixture import Opened, shown
from tracker.ui.desk import Desk


@pytest.fixture(scope="session")
def syncing_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profile that every test copies."""
    folder = tmp_path_factory.mktemp("syncing")
    sync_content.fill(folder / "profile", folder / "others")
    return folder / "profile"


@pytest.fixture
def syncing_desk(qtbot: QtBot, qapp: QApplication, syncing_profile: Path, tmp_path: Path) -> Iterator[Desk]:
    """A window on it; nothing is sent from there."""
    profile = tmp_path / "profile"
    shutil.copytree(syncing_profile, profile)
    yield from shown(qtbot, Opened(profile))
