"""The app's icon: drawn once, there in every size."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication

from tracker.paths import resources
from tracker.ui.shell import Shell


@pytest.mark.parametrize("size", [16, 24, 32, 48, 64, 128, 256, 512])
def test_every_picture_is_the_drawing_in_its_size(size: int, qapp: QApplication):
    picture = QImage(str(resources() / "icons" / f"tracker-{size}.png"))
    drawn = QIcon(str(resources() / "icons" / "tracker.svg")).pixmap(QSize(size, size), 1.0).toImage()
    assert (picture.width(), picture.height()) == (size, size)
    assert picture.convertToFormat(drawn.format()) == drawn


def test_windows_and_macos_get_theirs(qapp: QApplication):
    assert QImage(str(resources() / "icons" / "tracker.ico")).width() in (16, 24, 32, 48, 64, 256)
    assert (resources() / "icons" / "tracker.icns").read_bytes().startswith(b"icns")


def test_the_window_has_it(shell: Shell):
    assert not shell.windowIcon().isNull()
