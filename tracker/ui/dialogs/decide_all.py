"""Deciding many conflicts at once: all that wait, or all of one kind, after saying how many that is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.sync.conflicts import ConflictSummary
from tracker.sync.decide_all import Decided, Side, decide_all, kinds, newest_here
from tracker.ui.desk import Desk
from tracker.ui.widgets.cards import ChoiceCard
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text
from tracker.ui.words import count

ALL = "all"
SIDES: tuple[tuple[Side, str], ...] = (
    ("mine", "Keep this device's"), ("theirs", "Keep the server's"), ("newest", "Keep the newest"),
)  # fmt: skip


class DecideAllDialog(Dialog):
    """Which conflicts, and whose version; saving decides them in one step that can be undone."""

    decided = Signal()

    def __init__(self, desk: Desk, over: QWidget, waiting: Sequence[ConflictSummary], kind: str = "") -> None:
        super().__init__(
            over,
            "Decide several conflicts at once",
            "What is not kept stays under earlier versions for 90 days.",
            save="Decide",
            width=560,
        )
        self._desk, self._waiting = desk, tuple(waiting)
        known = kinds(waiting)
        choices = [(ALL, f"All {len(waiting)}"), *((one.c, f"{one.label} {one.number}") for one in known)]
        self._scope = ChipBar(choices if len(known) > 1 else choices[:1], "Which conflicts")
        if kind and len(known) > 1:
            self._scope.choose(kind)
        self._scope.chosen.connect(self._tell)
        self.body.addWidget(self._scope, 0, Qt.AlignmentFlag.AlignLeft)
        self.cards: dict[Side, ChoiceCard] = {}
        for side, label in SIDES:
            card = ChoiceCard(label, _MEANS[side])
            card.clicked.connect(self._tell)
            self.cards[side] = card
            self.body.addWidget(card)
        self._count = Text("", wrap=True)
        self.body.addWidget(self._count)
        self.saved.connect(self._decide)
        self._tell()

    @property
    def records(self) -> list[tuple[str, str]]:
        """The conflicts that would be decided: collection and id of each."""
        return [(one.c, one.id) for one in self._waiting if self._scope.current in (ALL, one.c)]

    @property
    def side(self) -> Side | None:
        """Whose version was chosen."""
        return next((side for side, card in self.cards.items() if card.isChecked()), None)

    @Slot()
    @Slot(str)
    def _tell(self, _: str = "") -> None:
        """Say what saving would do, in numbers."""
        number, side = len(self.records), self.side
        conflicts = count(number, "conflict")
        self.save_button.setText(f"Decide {conflicts}")
        self.save_button.setAccessibleName(self.save_button.text())
        self.save_button.setEnabled(side is not None)
        self.save_button.updateGeometry()
        whose = {"mine": "this device's version", "theirs": "the server's version"}
        if side is None:
            self._count.setText("Choose whose version is kept.")
        elif side == "newest":
            here = newest_here(self._desk.store, self.records)
            self._count.setText(
                f"{conflicts} will be decided: this device's version of {here}, the server's of {number - here}."
            )
        else:
            self._count.setText(f"{conflicts} will be decided: {whose[side]} of {'it' if number == 1 else 'each'}.")

    @Slot()
    def _decide(self) -> None:
        if self.side is not None:
            lane = self._desk.lane
            lane.write(decide_all, self.side, self.records, on_done=self._done, on_failed=self.failed)

    @Slot(object)
    def _done(self, done: Decided) -> None:
        said = f"{count(done.decided, 'conflict')} {'is' if done.decided == 1 else 'are'} resolved."
        left = f" {count(done.left, 'conflict')} changed meanwhile." if done.left else ""
        self._desk.window.say(said + left, undo=bool(done.changes.label))
        self.accept()
        self.decided.emit()


_MEANS: dict[Side, str] = {
    "mine": "What was changed or deleted here counts.",
    "theirs": "What was changed or deleted on the other device counts.",
    "newest": "Of each, the version that was changed last counts.",
}
