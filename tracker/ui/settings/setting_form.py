"""A form made of declared settings: each change holds at once, and what another device changed shows."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from tracker.errors import KnownError
from tracker.operations.settings import set_value
from tracker.settings import SETTINGS, Group, Setting, Value
from tracker.store.queries.settings import value
from tracker.ui.desk import Desk
from tracker.ui.settings.mode_field import ModeField
from tracker.ui.widgets.fields import FormRows, RadioList
from tracker.ui.widgets.line_field import LineField

FEW = 3
"""Up to so many choices stand side by side to be seen; more go into a box."""
NUMBER_WIDTH = 110
LABEL_WIDTH = 164


class SettingField(QWidget):
    """One setting as a field. What it shows is written only by the user's hand, never by `refresh`."""

    def __init__(self, desk: Desk, setting: Setting, form: FormRows) -> None:
        super().__init__(form)
        self.hide()
        self._desk, self._setting, self._form = desk, setting, form
        self._field = self._made()
        self._is_wrong = False
        form.add(setting.label, self._field, setting.help)

    def _made(self) -> QWidget:
        setting = self._setting
        if setting.managed:
            return ModeField(self._desk)
        if isinstance(setting.default, bool):
            box = QCheckBox("On")
            box.clicked.connect(self._choose)
            return box
        if isinstance(setting.default, int):
            number = QSpinBox()
            number.setRange(setting.least, setting.most)
            number.setKeyboardTracking(False)
            number.setFixedWidth(NUMBER_WIDTH)
            number.valueChanged.connect(self._choose)
            return number
        if not setting.choices:
            line = LineField(name=setting.label)
            line.editingFinished.connect(self._typed)
            return line
        if len(setting.choices) <= FEW:
            radio = RadioList(setting.choices, setting.label)
            radio.chosen.connect(self._choose)
            return radio
        combo = QComboBox()
        for key, text in setting.choices:
            combo.addItem(text, key)
        combo.activated.connect(self._picked)
        return combo

    def refresh(self) -> None:
        """Show what holds now."""
        now = value(self._desk.store, self._setting.key)
        field = self._field
        before = field.blockSignals(True)
        if isinstance(field, QCheckBox):
            field.setChecked(bool(now))
        elif isinstance(field, QSpinBox):
            field.setValue(int(now))
        elif isinstance(field, ModeField):
            field.refresh()
        elif isinstance(field, RadioList):
            field.choose(str(now))
        elif isinstance(field, LineField):
            if not field.hasFocus() and not self._is_wrong:
                field.setText(str(now))
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(now))
        field.blockSignals(before)

    @Slot()
    def _typed(self) -> None:
        assert isinstance(self._field, LineField)
        self._choose(self._field.text().strip())

    @Slot(int)
    def _picked(self, number: int) -> None:
        assert isinstance(self._field, QComboBox)
        self._choose(self._field.itemData(number))

    @Slot(object)
    def _choose(self, chosen: Value) -> None:
        self._form.show_wrong(self._field, "")
        self._is_wrong = False
        if chosen != value(self._desk.store, self._setting.key):
            here = not self._setting.synced
            self._desk.lane.write(set_value, self._setting.key, chosen, on_failed=self._failed, here=here)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._form.show_wrong(self._field, str(error))
            self._is_wrong = isinstance(self._field, LineField)  # what was typed stays, to be put right
        self.refresh()


class SettingForm(FormRows):
    """All settings of a group."""

    def __init__(self, desk: Desk, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent, spacing=20, label_width=LABEL_WIDTH)
        self._fields = [SettingField(desk, one, self) for one in SETTINGS if one.group == group and not one.of_person]

    def refresh(self) -> None:
        """Show what holds now."""
        for field in self._fields:
            field.refresh()
