"""Where the main window opens and how small it may become: never larger than the screen, never beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

SMALLEST, ORDINARY = QSize(880, 600), QSize(1280, 800)


def open_on_screen(window: QMainWindow) -> None:
    """Give a new window its ordinary size, or as much of it as the screen has room for."""
    room = _room_for(window)
    window.setMinimumSize(SMALLEST.boundedTo(room.size()))
    window.resize(ORDINARY.boundedTo(room.size()))


def keep_on_screen(window: QMainWindow) -> None:
    """Bring a window back whose remembered place is partly or wholly off the screens there are now."""
    room = _room_for(window)
    window.setMinimumSize(SMALLEST.boundedTo(room.size()))
    if not (window.isMaximized() or window.isFullScreen()):
        window.setGeometry(inside(window.geometry(), room))


def inside(wanted: QRect, room: QRect) -> QRect:
    """A rectangle as near to the wanted one as the room allows, and no larger than it."""
    size = wanted.size().boundedTo(room.size())
    left = min(max(wanted.left(), room.left()), room.right() + 1 - size.width())
    top = min(max(wanted.top(), room.top()), room.bottom() + 1 - size.height())
    return QRect(left, top, size.width(), size.height())


def _room_for(window: QMainWindow) -> QRect:
    # Not window.screen(): PySide makes the screen it returns a child of the window, destroyed when that is collected.
    screen = QGuiApplication.screenAt(window.frameGeometry().center()) or QGuiApplication.primaryScreen()
    return screen.availableGeometry()
