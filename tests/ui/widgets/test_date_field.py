"""Days and times in a form, by keyboard."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from tests.ui.hands import Key, press
from tracker.ui.shell import Shell
from tracker.ui.widgets.date_field import DateField
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.when_field import TimeField, WhenField


def test_tab_goes_through_a_day_and_a_time_and_out_again(shell: Shell) -> None:
    dialog = Dialog(shell, "When")
    when, note = WhenField(datetime(2026, 11, 21, 13, 58)), QLineEdit()  # noqa: DTZ001 - a form knows no zone
    dialog.body.addWidget(when)
    dialog.body.addWidget(note)
    dialog.open()
    day = when.findChild(DateField)
    assert day.hasFocus()
    press(Key.Key_1, Key.Key_9)
    press(Key.Key_Tab, Key.Key_0, Key.Key_7, Key.Key_Tab)
    assert note.hasFocus()
    assert when.moment == datetime(2026, 11, 19, 7, 58)  # noqa: DTZ001 - as on the wall
    press(Key.Key_Backtab, Key.Key_Backtab)
    assert day.hasFocus()
    assert day.day == date(2026, 11, 19)


def test_the_widest_day_has_room(shell: Shell) -> None:
    dialog = Dialog(shell, "When")
    row = QHBoxLayout()
    fields = [DateField(date(2026, 11, 23)), DateField(date(2026, 12, 30))]
    for field in fields:
        row.addWidget(field)
    row.addStretch(1)
    dialog.body.addLayout(row)
    dialog.open()
    for field in fields:
        line = field.lineEdit()
        assert line.fontMetrics().horizontalAdvance(line.text()) + 6 <= line.width()


@pytest.mark.parametrize("language", [QLocale.Language.Arabic, QLocale.Language.German, QLocale.Language.Hindi])
def test_days_and_times_speak_as_the_window_does_whatever_the_system_speaks(
    shell: Shell, language: QLocale.Language
) -> None:
    shell.setLocale(QLocale(language))
    dialog = Dialog(shell, "When")
    when = WhenField(datetime(2026, 11, 21, 13, 58))  # noqa: DTZ001 - a form knows no zone
    dialog.body.addWidget(when)
    dialog.open()
    day, time = when.findChild(DateField), when.findChild(TimeField)
    assert (day.text(), time.text()) == ("Sat, 21 Nov 2026", "13:58")
    press(Key.Key_1, Key.Key_9)
    assert day.day == date(2026, 11, 19)
