"""The style sheet, generated from the colours of a scheme. Fonts are set by code, never here.

Our own widgets paint themselves or carry a `role`; the rest are Qt's standard widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.paths import resources

if TYPE_CHECKING:
    from tracker.ui.theme import Colors


def style_sheet(c: Colors) -> str:
    """The rules for every standard widget in one scheme."""
    scheme = "dark" if c.on_accent != "#FFFFFF" else "light"
    icons = (resources() / "icons").as_posix()
    return _TEMPLATE.format(icons=icons, scheme=scheme, **vars(c))


_TEMPLATE = """
QMainWindow, QDialog {{ background: {surface}; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 4px 6px; }}

QLabel[role="muted"], QLabel[role="small"], QLabel[role="heading"], QLabel[role="big-muted"] {{ color: {muted}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QLabel[tone="muted"] {{ color: {muted}; }}
QLabel[tone="protein"] {{ color: {protein}; }}
QLabel[tone="carbs"] {{ color: {carbs}; }}
QLabel[tone="fat"] {{ color: {fat}; }}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {{
    background: {surface}; color: {text}; border: 1px solid {line}; border-radius: 8px; padding: 5px 9px;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {{
    border: 1px solid {accent};
}}
QLineEdit[plain="true"], QLineEdit[plain="true"]:focus, QAbstractSpinBox QLineEdit {{
    background: transparent; border: none; padding: 0;
}}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled {{
    color: {muted}; background: {window};
}}
QComboBox {{ padding-right: 24px; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: url("{icons}/chevron.svg"); width: 12px; height: 12px; }}
QAbstractSpinBox::up-button {{ subcontrol-origin: border; subcontrol-position: top right; width: 24px; border: none; }}
QAbstractSpinBox::down-button {{
    subcontrol-origin: border; subcontrol-position: bottom right; width: 24px; border: none;
}}
QAbstractSpinBox::up-arrow {{ image: url("{icons}/chevron-up.svg"); width: 10px; height: 10px; }}
QAbstractSpinBox::down-arrow {{ image: url("{icons}/chevron.svg"); width: 10px; height: 10px; }}
QDateEdit::drop-down, QDateTimeEdit::drop-down {{ border: none; width: 26px; }}
QDateEdit::down-arrow {{ image: url("{icons}/chevron.svg"); width: 12px; height: 12px; }}
QCheckBox {{ spacing: 8px; color: {text}; }}
QCheckBox::indicator {{ width: 13px; height: 13px; border: 1px solid {muted}; border-radius: 4px; }}
QCheckBox::indicator:focus {{ border: 1px solid {accent}; }}
QCheckBox::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{icons}/tick-{scheme}.svg");
}}
QCheckBox:focus {{ color: {accent_text}; }}
QComboBox QAbstractItemView {{
    background: {surface}; color: {text}; border: 1px solid {line}; outline: 0;
    selection-background-color: {selection}; selection-color: {text};
}}

QDialog QHeaderView {{ background: {surface}; }}
QDialog QHeaderView::section {{
    background: {surface}; color: {muted}; border: none; border-bottom: 1px solid {line}; padding: 4px 8px;
}}

QMenuBar {{ background: {window}; color: {text}; border-bottom: 1px solid {line}; }}
QMenuBar::item {{ padding: 5px 10px; background: transparent; }}
QMenuBar::item:selected {{ background: {selection}; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 4px; }}
QMenu::item {{ padding: 6px 28px 6px 14px; border-radius: 6px; }}
QMenu::item:selected {{ background: {selection}; color: {text}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 4px 8px; }}

QAbstractScrollArea {{ background: transparent; }}
QScrollArea {{ border: none; }}
QTableView, QListView, QTreeView {{
    border: none; outline: 0; background: transparent; selection-background-color: {selection};
    selection-color: {text};
}}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {line}; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QCalendarWidget QWidget {{ alternate-background-color: {window}; }}
"""
