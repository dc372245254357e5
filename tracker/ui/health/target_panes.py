"""The two ways to a target: from the profile, with the sum that leads to it, and by own numbers."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from tracker.domain.body.aim import concerns
from tracker.domain.body.expenditure import Measured
from tracker.domain.body.explained import Line, Speech, lines, measured_lines
from tracker.domain.body.macros import USUAL_SHARES, energy_of, shares
from tracker.domain.body.sorts import MEASURED
from tracker.domain.dates import WEEKDAYS
from tracker.domain.fixed import ENERGY, MACRO
from tracker.errors import BadInput
from tracker.operations import profile, targets
from tracker.settings import Value
from tracker.store.rows import Target
from tracker.store.rows_of_body import Targets
from tracker.ui.desk import Desk
from tracker.ui.health.computation import Computation
from tracker.ui.health.profile_form import ProfileForm
from tracker.ui.health.target_fields import TargetFields
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.text import Text, shown_if
from tracker.ui.words import Words


class ComputedTarget(QWidget):
    """The profile, what follows from it, and how."""

    def __init__(self, desk: Desk, since: str, before: Targets, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._since = desk, since
        self._measured = profile.measured_expenditure(desk.store)
        self.form = ProfileForm(desk)
        self.form.changed.connect(self.show_result)
        self._by_measure = QCheckBox("Go by your measured expenditure")
        self._by_measure.setChecked(before.basis.formula == MEASURED)
        self._by_measure.toggled.connect(self.show_result)
        self._result, self._macros = Text("", "number"), Text("", "muted", wrap=True)
        self._notes = Text("", "body", wrap=True)
        self._how = LinkButton("How is this computed?", tone="accent")
        self._how.clicked.connect(self._show_how)
        self._steps = Computation()
        column = _column(self)
        column.addWidget(self.form)
        column.addWidget(self._by_measure)
        column.addWidget(Text(self._of_measure(), "small", wrap=True))
        for part in (self._result, self._macros, self._notes, self._how, self._steps):
            column.addWidget(part)
        self._steps.hide()
        self.show_result()

    def _of_measure(self) -> str:
        """How far the measured expenditure is, under its box."""
        found, words = self._measured, self._desk.words
        self._by_measure.setEnabled(isinstance(found, Measured))
        if not isinstance(found, Measured):
            self._by_measure.setChecked(False)
            return f"Not measured yet. {found.sentence}"
        energy, margin = (words.energy_with_unit(round(one * ENERGY)) for one in (found.energy, found.margin))
        return f"{energy}, ± {margin}, from {found.days} complete days and weights of {found.weights} days."

    def told(self) -> dict[str, Value]:
        """The profile as it is in the form.

        Raises:
            BadInput: a field cannot be read.
        """
        return self.form.told()

    @property
    def by_measure(self) -> bool:
        """Whether what was measured counts instead of the formula."""
        return self._by_measure.isChecked()

    def plan(self) -> profile.Plan:
        """The target that follows.

        Raises:
            BadInput: something is not known or cannot be read, or the target would be too low.
        """
        return profile.plan(self._desk.store, self.told(), by_measure=self.by_measure)

    @Slot()
    def show_result(self) -> None:
        """Show what follows from what is in the form now, or what it lacks."""
        try:
            plan = self.plan()
        except BadInput as error:
            said, grams, notes = "", "", str(error)
            self._steps.hide()
        else:
            speech = self._speech()
            care = targets.often_lowered(self._desk.store, self._since, plan.aim.energy * ENERGY)
            said, notes = speech.energy(plan.aim.energy), " ".join([*plan.aim.notes, care]).strip()
            grams = " · ".join(f"{getattr(plan.macros, key)} g {key}" for key in ("protein", "carbs", "fat"))
            self._steps.show_lines(self._lines(plan, speech))
        for part, text in ((self._result, said), (self._macros, grams), (self._notes, notes)):
            part.setText(text)
            shown_if(part, bool(text))
        shown_if(self._how, bool(said))

    def _speech(self) -> Speech:
        words = self._desk.words
        return Speech(words.decimal, words.energy_unit)

    def _lines(self, plan: profile.Plan, speech: Speech) -> list[Line]:
        found = lines(plan.person, plan.formula, plan.aim, plan.direction, plan.rate, speech, measured=plan.measured)
        if plan.measured and isinstance(self._measured, Measured):
            return [*measured_lines(self._measured, speech), *found[1:]]
        return found

    @Slot()
    def _show_how(self) -> None:
        self._steps.setVisible(not self._steps.isVisible())


class OwnTarget(QWidget):
    """Numbers of the person's own, with what is to know of them. `week_wanted`: keep the week's total."""

    changed = Signal()
    week_wanted = Signal()

    def __init__(self, desk: Desk, since: str, usual: Target, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._since = desk, since
        self.fields = TargetFields(usual, desk.words)
        self.fields.changed.connect(self.changed)
        self._sum, self._notes = Text("", "muted", wrap=True), Text("", "body", wrap=True)
        self._week = LinkButton("Keep the week's total with these days", tone="accent")
        self._week.clicked.connect(self.week_wanted)
        column = _column(self)
        column.addWidget(self.fields)
        column.addWidget(Text("Leave a field empty to aim at nothing.", "small", wrap=True))
        for part in (self._sum, self._notes, self._week):
            column.addWidget(part)

    def show_result(self, others: Mapping[str, Target]) -> None:
        """Say how energy and macronutrients go together, and what a low target means."""
        try:
            target = self.fields.target()
        except BadInput as error:
            target, said = Target(), str(error)
        else:
            said = macro_sum(target, self._desk.words)
        notes = "" if target.energy is None else self._concerns(target.energy)
        for part, text in ((self._sum, said), (self._notes, notes)):
            part.setText(text)
            shown_if(part, bool(text))
        shown_if(self._week, target.energy is not None and any(key in WEEKDAYS for key in others))

    def _concerns(self, energy: int) -> str:
        told = profile.of(self._desk.store)
        try:
            rest: float | None = profile.at_rest(self._desk.store)
        except BadInput:
            rest = None
        found = concerns(energy / ENERGY, rest, str(told["sex"]))  # type: ignore[arg-type]  # one of its choices
        return " ".join([*found, targets.often_lowered(self._desk.store, self._since, energy)]).strip()


def macro_sum(target: Target, words: Words) -> str:
    """How far the energy of the macronutrients is from the target's: whole grams never meet it exactly."""
    grams = {key: getattr(target, key) for key in ("protein", "carbs", "fat")}
    if target.energy is None or None in grams.values():
        return ""
    parts = shares({key: value / MACRO for key, value in grams.items()})
    said = ", ".join(
        f"{key} {parts[key]:.0f} % (usual for adults: {low} to {high})" for key, (low, high) in USUAL_SHARES.items()
    )
    energy = round(energy_of({key: value / MACRO for key, value in grams.items()}) * ENERGY)
    apart = energy - target.energy
    if not apart:
        return f"Protein, carbs and fat come to exactly this energy: {said}."
    sign = "more" if apart > 0 else "less"
    return (
        f"Protein, carbs and fat come to {words.energy_with_unit(energy)}, {words.energy_with_unit(abs(apart))} {sign} "
        f"than the energy: {said}."
    )


def _column(of: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(of)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column
