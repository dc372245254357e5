"""What the formulas ask of a person, as a form. Nothing is kept before its dialog saves."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from tracker import settings
from tracker.domain.body.height import height_text, read_height
from tracker.domain.body.person import ACTIVITIES
from tracker.errors import BadInput
from tracker.operations import profile
from tracker.settings import Value
from tracker.ui.desk import Desk
from tracker.ui.widgets.fields import FormRows
from tracker.ui.words import Words

PACES = (25, 50, 75, 100)
LABEL_WIDTH = 150
SHORTEST = 12
"""Letters that a box has room for; it takes what room there is."""


class ProfileForm(FormRows):
    """Year of birth, height, sex, activity, goal and formula. `changed`: something was typed or chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, label_width=LABEL_WIDTH)
        self._words: Words = desk.words
        told = profile.of(desk.store)
        self._year = self._line("birth_year", "Year of birth", str(told["birth_year"] or ""), "1986")
        self._height = self._line("height", "Height", height_text(int(told["height"]), desk.words.decimal), "180 cm")
        self._boxes = {key: self._box(key, str(told[key])) for key in ("sex", "activity", "goal")}
        self._pace = self._paces(int(told["pace"]))
        self._boxes |= {key: self._box(key, str(told[key])) for key in ("formula", "protein_goal")}
        self._fat = QSpinBox()
        declared = settings.BY_KEY["fat_share"]
        self._fat.setRange(declared.least, declared.most)
        self._fat.setSuffix(" % of the energy")
        self._fat.setValue(int(told["fat_share"]))
        self._fat.valueChanged.connect(self._tell)
        self.add("Fat", self._fat)
        self._expecting = QCheckBox("Pregnant or breastfeeding")
        self._expecting.setChecked(bool(told["expecting"]))
        self._expecting.toggled.connect(self._tell)
        self.add("", self._expecting)
        self._show_pace()

    def _line(self, key: str, label: str, text: str, example: str) -> QLineEdit:
        field = QLineEdit(text)
        field.setObjectName(key)
        field.setPlaceholderText(example)
        field.textChanged.connect(self._tell)
        self.add(label, field)
        return field

    def _box(self, key: str, now: str) -> QComboBox:
        box = QComboBox()
        box.setObjectName(key)
        for choice, text in settings.BY_KEY[key].choices:
            more = f": {ACTIVITIES[choice].detail}" if key == "activity" else ""
            box.addItem(f"{text}{more}", choice)
        box.setCurrentIndex(max(0, box.findData(now)))
        box.currentIndexChanged.connect(self._tell)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(SHORTEST)
        self.add(settings.BY_KEY[key].label, box)
        return box

    def _paces(self, now: int) -> QComboBox:
        box = QComboBox()
        box.setObjectName("pace")
        for pace in sorted({*PACES, now}):
            number = f"{pace / 100:g}".replace(".", self._words.decimal)
            box.addItem(f"{number} % of the body weight a week", pace)
        box.setCurrentIndex(box.findData(now))
        box.currentIndexChanged.connect(self._tell)
        self.add("Pace", box)
        return box

    @property
    def first_unknown(self) -> QWidget:
        """The field to begin with: the first that is empty, else the goal."""
        return next((field for field in (self._year, self._height) if not field.text().strip()), self._boxes["goal"])

    def told(self) -> dict[str, Value]:
        """What the form says now.

        Raises:
            BadInput: the year of birth or the height cannot be read; it is said at the field, too.
        """
        found: dict[str, Value] = {key: str(box.currentData()) for key, box in self._boxes.items()}
        found |= {
            "pace": int(self._pace.currentData()), "fat_share": self._fat.value(),
            "expecting": self._expecting.isChecked(),
        }  # fmt: skip
        wrong: BadInput | None = None
        for key, field, read in (("birth_year", self._year, _year), ("height", self._height, read_height)):
            text = field.text().strip()
            try:
                found[key] = read(text) if text else 0
                self.show_wrong(field, "")
            except BadInput as error:
                self.show_wrong(field, str(error))
                wrong = wrong or error
        if wrong is not None:
            raise wrong
        return found

    @Slot()
    def _tell(self) -> None:
        self._show_pace()
        self.changed.emit()

    def _show_pace(self) -> None:
        self._pace.setEnabled(self._boxes["goal"].currentData() != "keep")


def _year(text: str) -> int:
    found = settings.BY_KEY["birth_year"].read(text)
    assert isinstance(found, int)
    return found
