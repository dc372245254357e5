"""The look as values: colours of both schemes, sizes, fonts, and the switch between them.

The style sheet generated from these values lives in `style`; widgets that paint themselves ask `theme()` while
painting, so that a switch at run time reaches them too.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from tracker.paths import resources
from tracker.ui.style import style_sheet
from tracker.values import Frozen

FAMILY = "Inter"
STYLE = "fusion"
BODY, TITLE, SMALL, BUTTON, HINT = 14, 22, 12, 13, 11
REGULAR, MEDIUM, SEMIBOLD, BOLD = 400, 500, 600, 700
RADIUS, CARD_RADIUS = 8, 12
ROW, TWO_LINE_ROW, GROUP_ROW, HEADER = 35, 55, 42, 35


class Colors(Frozen):
    """One scheme; the names are those of the design, the `soft` ones are fills behind text of the same name."""

    window: str
    surface: str
    text: str
    muted: str
    line: str
    accent: str
    selection: str
    protein: str
    carbs: str
    fat: str
    ok: str
    warn: str
    bad: str
    on_accent: str
    accent_text: str
    accent_soft: str
    warn_text: str
    warn_soft: str
    bad_soft: str
    hover: str


LIGHT = Colors(
    window="#F6F6F4",
    surface="#FFFFFF",
    text="#1F2328",
    muted="#636C76",
    line="#E4E5E1",
    accent="#0F766E",
    selection="#E6F2F0",
    protein="#2563EB",
    carbs="#D97706",
    fat="#BE3E82",
    ok="#1A7F37",
    warn="#9A6700",
    bad="#C4291F",
    on_accent="#FFFFFF",
    accent_text="#0B5A54",
    accent_soft="#D8EFEC",
    warn_text="#8F6000",
    warn_soft="#FFF4D1",
    bad_soft="#FFE9E6",
    hover="#EEEFEC",
)

DARK = Colors(
    window="#15181B",
    surface="#1D2125",
    text="#E8EAED",
    muted="#9DA7B1",
    line="#30363D",
    accent="#3FB6A8",
    selection="#1B3532",
    protein="#6EA0FF",
    carbs="#E8A33D",
    fat="#E57BB0",
    ok="#57AB5A",
    warn="#D4A72C",
    bad="#F47067",
    on_accent="#06231F",
    accent_text="#7FD6CB",
    accent_soft="#12403B",
    warn_text="#D4A72C",
    warn_soft="#3A3015",
    bad_soft="#3D2120",
    hover="#262B30",
)


class Theme(QObject):
    """The scheme in use. `apply` switches it at run time; `changed` tells those who keep colours of their own."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.mode = "system"
        self.colors = LIGHT
        self._applied: Colors | None = None
        self._dressed: Colors | None = None
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def dark(self) -> bool:
        """Whether the dark scheme is shown now."""
        return self.colors is DARK

    def apply(self, mode: str = "system", *, dress: bool = True) -> None:
        """Show a scheme: "light", "dark", or "system" to follow the desktop.

        Qt's own colour scheme hint does nothing on many desktops, hence a palette and a style sheet of our own.
        Cheap where nothing changes. Without `dress` the style sheet is left to a call of `dress`.
        """
        self.mode = mode
        system_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        self.colors = DARK if mode == "dark" or (mode == "system" and system_dark) else LIGHT
        changes = self.colors is not self._applied
        if changes:
            self._paint_with(self.colors)
        if dress:
            self.dress()
        if changes:
            self.changed.emit()

    def dress(self) -> None:
        """Give the application the style sheet of the scheme.

        Putting widgets together once it is there costs twice as much: each of them is looked at whenever it, or what
        it lies in, is put into another one. So `app` does this when its window is complete.
        """
        if self.colors is not self._dressed:
            self._dressed = self.colors
            _application().setStyleSheet(style_sheet(self.colors))

    def _paint_with(self, colors: Colors) -> None:
        self._applied = colors
        application = _application()
        if application.property("styled") != STYLE:  # asking for `style()` has PySide make 600 members of QStyle
            application.setStyle(STYLE)
            application.setProperty("styled", STYLE)
        application.setFont(font())
        application.setPalette(palette(colors))

    def color(self, name: str) -> QColor:
        """A colour of the scheme by its name."""
        return QColor(getattr(self.colors, name))

    @Slot()
    def _system_changed(self) -> None:
        if self.mode == "system":
            self.apply()


def _application() -> QApplication:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application


@cache
def theme() -> Theme:
    """The one theme of the application; needs a QApplication."""
    return Theme()


@cache
def font(pixels: int = BODY, weight: int = REGULAR, *, tabular: bool = False) -> QFont:
    """Tracker's typeface in a size (device independent pixels) and weight; figures have equal width if tabular."""
    load_fonts()
    made = QFont(FAMILY)
    made.setPixelSize(pixels)
    made.setWeight(QFont.Weight(weight))
    made.setFeature(QFont.Tag("tnum"), int(tabular))
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@cache
def load_fonts() -> None:
    """Make the typeface known to Qt."""
    for path in sorted((resources() / "fonts").glob("*.otf")):
        QFontDatabase.addApplicationFont(str(path))


def palette(colors: Colors) -> QPalette:
    """The palette Fusion paints with where no rule of the style sheet applies."""
    made = QPalette()
    role = QPalette.ColorRole
    roles = {
        role.Window: colors.surface,
        role.WindowText: colors.text,
        role.Base: colors.surface,
        role.AlternateBase: colors.window,
        role.Text: colors.text,
        role.Button: colors.surface,
        role.ButtonText: colors.text,
        role.BrightText: colors.bad,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.Link: colors.accent,
        role.LinkVisited: colors.accent,
        role.ToolTipBase: colors.surface,
        role.ToolTipText: colors.text,
        role.PlaceholderText: colors.muted,
        role.Accent: colors.accent,
        role.Light: colors.surface,
        role.Midlight: colors.window,
        role.Mid: colors.line,
        role.Dark: colors.line,
        role.Shadow: colors.line,
    }
    for which, value in roles.items():
        made.setColor(which, QColor(value))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colors.muted))
    return made
