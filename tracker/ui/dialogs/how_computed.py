"""How the target and the measured expenditure came about, with the person's own numbers."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from tracker.domain.body.expenditure import Measured
from tracker.domain.body.explained import Speech, lines, measured_lines
from tracker.domain.body.sorts import MEASURED
from tracker.domain.fixed import ENERGY
from tracker.errors import BadInput
from tracker.operations import profile
from tracker.store.queries.targets import set_on
from tracker.store.rows_of_body import Targets
from tracker.ui.desk import Desk
from tracker.ui.health.cards import basis_in_words
from tracker.ui.health.computation import Computation
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text


class HowComputed(Dialog):
    """The steps to the target that holds today, and to the measured expenditure."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over, "How is this computed?", save="", cancel="Close", width=620)
        self._desk = desk
        words = desk.words
        self._speech = Speech(words.decimal, words.energy_unit)
        found = set_on(desk.store, desk.today.isoformat())
        if found is None or not found.usual:
            self.body.addWidget(Text("There is no target. Targets… sets one.", "body", wrap=True))
        else:
            self._add_target(found)
        self._add_measured()

    def _add_target(self, found: Targets) -> None:
        energy = found.usual.energy
        said = basis_in_words(found.usual, found.basis, self._desk.words)
        if not said or energy is None:
            self.body.addWidget(Text("The target is made of your own numbers.", "body", wrap=True))
            return
        self.body.addWidget(Text(f"As it was set: {said}", "body", wrap=True))
        try:
            plan = profile.plan(self._desk.store, by_measure=found.basis.formula == MEASURED)
        except BadInput as error:
            self.body.addWidget(Text(f"Today it could not be computed again: {error}", "muted", wrap=True))
            return
        if plan.aim.energy * ENERGY != energy:
            now = self._speech.energy(plan.aim.energy)
            text = f"With the profile and the weight of today it would be {now}; Targets… takes that over."
            self.body.addWidget(Text(text, "body", wrap=True))
        steps = Computation()
        steps.show_lines(
            lines(plan.person, plan.formula, plan.aim, plan.direction, plan.rate, self._speech, measured=plan.measured)
        )
        self.body.addWidget(steps)

    def _add_measured(self) -> None:
        found = profile.measured_expenditure(self._desk.store)
        self.body.addWidget(Text("Measured expenditure", "section"))
        if not isinstance(found, Measured):
            more = "A day is complete once you say so: type day complete on Today."
            self.body.addWidget(Text(f"{found.sentence} {more}", "body", wrap=True))
            return
        steps = Computation()
        steps.show_lines(measured_lines(found, self._speech))
        self.body.addWidget(steps)
