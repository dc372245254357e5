"""The top line of a page: title, chips and words at the left, fields and buttons at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from tracker.ui.widgets.text import Text

GAP, RIGHT_GAP = 12, 8


class TitleBar(QWidget):
    """The top line of a page.

    Where there is little room the views go into a line of their own, and then what is spared is left out.

    Args:
        title: the page's name, or the day or week it shows.
    """

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.title = Text(title, "title")
        self._left: list[QWidget] = [self.title]
        self._at_right: list[QWidget] = []
        self._spared: list[QWidget] = []
        self._left_out: set[QWidget] = set()
        self._views: QWidget | None = None
        self._row, self._right, self._below = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        self._row.setSpacing(GAP)
        self._right.setSpacing(RIGHT_GAP)
        self._row.addWidget(self.title)
        self._row.addStretch(1)
        self._row.addLayout(self._right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._row)
        column.addLayout(self._below)
        self._row.addStrut(38)

    def set_title(self, title: str) -> None:
        """Show another title."""
        self.title.setText(title)

    def add_before(self, *widgets: QWidget) -> None:
        """Put widgets before the title."""
        for place, widget in enumerate(widgets):
            self._left.insert(place, widget)
            self._row.insertWidget(place, widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def add_after(self, *widgets: QWidget) -> None:
        """Put widgets right after the title."""
        for widget in widgets:
            self._row.insertWidget(len(self._left), widget, 0, Qt.AlignmentFlag.AlignVCenter)
            self._left.append(widget)

    def add_views(self, views: QWidget) -> None:
        """Put the choice of what the page shows after the title, or below it where there is little room."""
        self._views = views
        self.add_after(views)

    def add_right(self, *widgets: QWidget) -> None:
        """Put widgets at the right end."""
        for widget in widgets:
            self._at_right.append(widget)
            self._right.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def spare(self, *widgets: QWidget) -> None:
        """Name what is left out where there is no room for it, the first one first: the menus have it as well."""
        self._spared.extend(widgets)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a word or a button of it changed
            self._arrange()
        return handled

    def _arrange(self) -> None:
        """Find room for everything. Nothing is touched that stays as it is: each change asks for this again."""
        left = [one for one in self._left if self._is_wanted(one)]
        right = [one for one in self._at_right if self._is_wanted(one)]
        below = self._views in left and self._needed_beside(left, right) > self.width()
        if below:
            left = [one for one in left if one is not self._views]
        left_out = set()
        for one in self._spared:
            if _needed([w for w in left if w not in left_out], [w for w in right if w not in left_out]) > self.width():
                left_out.add(one)
        for one in left_out ^ self._left_out:
            one.setVisible(one not in left_out)
        self._left_out = left_out
        if self._views is not None:
            self._views.setMinimumWidth(0 if below else self._views.sizeHint().width())
            if below != (self._below.indexOf(self._views) >= 0):
                self._move_views(below=below)

    def _needed_beside(self, left: list[QWidget], right: list[QWidget]) -> int:
        """The width with all the views in one line."""
        assert self._views is not None
        rest = [one for one in left if one is not self._views]
        return _needed(rest, right) + GAP + self._views.sizeHint().width()

    def _move_views(self, *, below: bool) -> None:
        assert self._views is not None
        if below:
            self._row.removeWidget(self._views)
            self._below.addWidget(self._views)
        else:
            self._below.removeWidget(self._views)
            self._row.insertWidget(self._left.index(self._views), self._views, 0, Qt.AlignmentFlag.AlignVCenter)

    def _is_wanted(self, widget: QWidget) -> bool:
        """Whether the page shows it. Before the first show, every widget of Qt counts as hidden."""
        told = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        return widget in self._left_out or not (told and widget.isHidden())


def _needed(left: Iterable[QWidget], right: Iterable[QWidget]) -> int:
    """The width that a line of these needs, in pixels."""
    one, other = [_narrowest(widget) for widget in left], [_narrowest(widget) for widget in right]
    return sum(one) + GAP * len(one) + sum(other) + RIGHT_GAP * max(len(other) - 1, 0)


def _narrowest(widget: QWidget) -> int:
    """How narrow a widget can be with all its words."""
    shrinks = bool(widget.sizePolicy().horizontalPolicy().value & QSizePolicy.PolicyFlag.ShrinkFlag.value)
    hint = widget.minimumSizeHint() if shrinks else widget.sizeHint()
    return max(min(hint.width(), widget.maximumWidth()), widget.minimumWidth())
