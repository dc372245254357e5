"""A recipe's photo: cut to its frame with round corners, decoded no larger than it is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from tracker.errors import KnownError
from tracker.store.database import Store
from tracker.ui.desk import Desk
from tracker.ui.theme import CARD_RADIUS
from tracker.ui.widgets.buttons import Button

MOST_PIXELS = 2000
"""Of a side, whatever a file says of its picture."""


class Photo(QWidget):
    """Shows a picture, or takes no room where there is none."""

    def __init__(self, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size, self._image = size, QImage()
        self.setFixedSize(size)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Photo")
        self.hide()

    def show_bytes(self, data: bytes | None) -> bool:
        """Show the picture in a file's bytes; returns whether there is one."""
        self._image = decoded(data, self._size * self.devicePixelRatioF()) if data else QImage()
        self.setVisible(not self._image.isNull())
        self.update()
        return not self._image.isNull()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        area = QRectF(self.rect())
        frame = QPainterPath()
        frame.addRoundedRect(area, CARD_RADIUS, CARD_RADIUS)
        painter.setClipPath(frame)
        scaled = QSize(self._image.size()).scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        left, top = (self.width() - scaled.width()) / 2, (self.height() - scaled.height()) / 2
        painter.drawImage(QRectF(left, top, scaled.width(), scaled.height()), self._image)


class PhotoField(QWidget):
    """The photo of a recipe that is edited: choose one, or take it away. `photo` is how the recipe lists it."""

    def __init__(self, desk: Desk, photo: Sequence[Mapping[str, object]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.photo: tuple[Mapping[str, object], ...] = tuple(photo)
        self._choose, self._remove = Button("Photo…"), Button("Remove photo")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._choose)
        row.addWidget(self._remove)
        self._choose.clicked.connect(self.choose)
        self._remove.clicked.connect(self.remove)
        self._tell()

    def _tell(self) -> None:
        self._choose.setText("Other photo…" if self.photo else "Photo…")
        self._remove.setVisible(bool(self.photo))

    @Slot()
    def choose(self) -> None:
        """Ask for a picture's file."""
        from PySide6.QtWidgets import QFileDialog

        patterns = "Pictures (*.jpg *.jpeg *.png *.webp *.gif);;All files (*)"
        name, _ = QFileDialog.getOpenFileName(self.window(), "Photo of the recipe", str(Path.home()), patterns)
        if name:
            self.take(Path(name))

    def take(self, path: Path) -> None:
        """Keep the picture of a file; one that cannot be kept says why."""
        self._desk.lane.write(_kept, path, on_done=self._taken, on_failed=self._failed)

    @Slot()
    def remove(self) -> None:
        """The recipe has no photo."""
        self.photo = ()
        self._tell()

    @Slot(object)
    def _taken(self, photo: tuple[Mapping[str, object], ...]) -> None:
        self.photo = photo
        self._tell()
        self._choose.setText("Photo chosen ✓")

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._desk.window.say(str(error))


def _kept(store: Store, path: Path) -> tuple[Mapping[str, object], ...]:
    from tracker.formats.recipes.limits import read_file
    from tracker.operations.recipe_import import MOST_PHOTO, keep_photo

    return keep_photo(store, read_file(path, MOST_PHOTO))


def decoded(data: bytes, size: QSize) -> QImage:
    """The picture as large as it is needed to fill `size`; a null one where the bytes are none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    whole = reader.size()
    if not whole.isValid() or max(whole.width(), whole.height()) > 50 * MOST_PIXELS:
        return QImage()
    wanted = whole.scaled(size, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if wanted.width() < whole.width():
        reader.setScaledSize(wanted)
    return reader.read()
