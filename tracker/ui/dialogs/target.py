"""Setting what a day aims at, from a day on: from the profile, by own numbers, or nothing."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.domain.body.sorts import OWN
from tracker.errors import BadInput
from tracker.operations import targets
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries.targets import set_on
from tracker.store.rows import Target
from tracker.store.rows_of_body import Basis, Targets
from tracker.ui.desk import Desk
from tracker.ui.dialogs.writing import WritingDialog
from tracker.ui.health.target_fields import OtherDays
from tracker.ui.health.target_panes import ComputedTarget, OwnTarget
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.text import Text
from tracker.ui.words import short_date

COMPUTED, BY_HAND, NONE = "computed", "own", "none"
WAYS = ((COMPUTED, "From your profile"), (BY_HAND, "Own numbers"), (NONE, "No target"))
NOTHING_SET = Targets("", Target(), {}, Basis())
CAUTION = "Tracker is not a medical device. Ask a doctor or dietitian if you are ill, pregnant or unsure."


class TargetDialog(WritingDialog):
    """Asks what a day aims at, and shows how it comes about."""

    def __init__(self, desk: Desk, over: QWidget, since: date) -> None:
        when = short_date(since, desk.today)
        said = when.lower() if when in ("Today", "Tomorrow", "Yesterday") else when
        holds = f"It holds from {said} on; the days before keep theirs."
        super().__init__(desk, over, "Daily target", holds, width=640)
        self._since = since
        before = set_on(desk.store, since.isoformat()) or NOTHING_SET
        self._way = ChipBar(WAYS, "How the target is set")
        self._way.chosen.connect(self._show_way)
        self._computed = ComputedTarget(desk, since.isoformat(), before)
        self._own = OwnTarget(desk, since.isoformat(), before.usual)
        self._own.changed.connect(self._show_result)
        self._own.week_wanted.connect(self._keep_week)
        self._none = Text("Today shows what you eat, and no goal beside it.", "muted", wrap=True)
        self._others = OtherDays(before.others, desk.words)
        self._others.changed.connect(self._show_result)
        row = QHBoxLayout()
        row.addWidget(self._way)
        row.addStretch(1)
        self.body.addLayout(row)
        for part in (self._computed, self._own, self._none, self._others):
            self.body.addWidget(part)
        self.body.addWidget(Text(CAUTION, "small", wrap=True))
        self._way.choose(BY_HAND if before.usual and before.basis.formula == OWN else COMPUTED)
        self._show_way(self._way.current)
        self._prefilled = self._said()
        self.guard(self._changed)
        self.saved.connect(self._save)

    def open(self) -> None:
        super().open()
        self._focus_first()

    def _focus_first(self) -> None:
        first = {COMPUTED: self._computed.form.first_unknown, BY_HAND: self._own.fields.fields["energy"]}
        first.get(self._way.current, self._way).setFocus()

    @Slot(str)
    def _show_way(self, way: str) -> None:
        for key, pane in ((COMPUTED, self._computed), (BY_HAND, self._own), (NONE, self._none)):
            pane.setVisible(key == way)
        self._others.setVisible(way != NONE)
        self._show_result()

    @Slot()
    def _show_result(self) -> None:
        try:
            others = self._others.targets()
        except BadInput:
            others = {}
        self._own.show_result(others)

    @Slot()
    def _keep_week(self) -> None:
        """Scale all days alike, so that the week comes to seven times the usual energy."""
        try:
            target, others = self._own.fields.target(), self._others.targets()
        except BadInput as error:
            self.show_error(error)
            return
        if target.energy is not None:
            usual, energies = targets.same_week(target.energy, others)
            self._own.fields.show_energy(usual)
            self._others.scale(energies)

    def _said(self) -> tuple[object, ...]:
        """Everything that could be lost by closing."""
        fields = [field.text().strip() for field in self._own.fields.fields.values()]
        found: list[object] = []
        for ask in (self._computed.told, self._others.targets):
            try:
                found.append(ask())
            except BadInput as error:
                found.append(str(error))
        return (self._way.current, fields, self._computed.by_measure, *found)

    def _changed(self) -> bool:
        return self._said() != self._prefilled

    @Slot()
    def _save(self) -> None:
        since, way = self._since.isoformat(), self._way.current
        write = self._desk.lane.write
        try:
            others = {} if way == NONE else self._others.targets()
            if way == COMPUTED:
                self._computed.plan()
                said = (self._computed.told(), self._computed.by_measure, others)
                write(_set_computed, since, *said, on_done=self.done, on_failed=self.failed)
                return
            target = self._own.fields.target() if way == BY_HAND else Target()
        except BadInput as error:
            self.show_error(error)
            return
        write(targets.set_target, since, target, others, on_done=self.done, on_failed=self.failed)


def _set_computed(store: Store, since: str, told: dict, by_measure: bool, others: dict[str, Target]) -> Changes:
    return targets.set_computed(store, since, told, by_measure=by_measure, others=others)
