"""Deciding conflicts: two versions of a record, field by field, one record after the other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError, NotFound
from tracker.store.changes import Changes
from tracker.sync import conflicts, resolve
from tracker.sync.conflicts import ConflictDetail, ConflictSummary, Option
from tracker.sync.typed import Own
from tracker.sync.words import NOTHING
from tracker.ui.desk import Desk
from tracker.ui.models.picks import PicksModel
from tracker.ui.widgets.buttons import Button
from tracker.ui.widgets.cards import ChoiceCard
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.picks_table import PicksTable
from tracker.ui.widgets.text import Text

WIDTH, DELETION_WIDTH = 980, 620


def open_conflicts(desk: Desk, over: QWidget, first: str = "") -> Dialog | None:
    """Open the dialog on the conflict of the record `first`, or on the oldest; None where nothing waits."""
    waiting = conflicts.open_conflicts(desk.store)
    chosen = next((one for one in waiting if one.id == first), waiting[0] if waiting else None)
    if chosen is None:
        desk.window.say("No conflicts wait.")
        return None
    return _open(desk, over, chosen, [one for one in waiting if one != chosen], len(waiting))


def _open(desk: Desk, over: QWidget, one: ConflictSummary, rest: Sequence[ConflictSummary], of: int) -> Dialog | None:
    try:
        detail = conflicts.conflict(desk.store, one.c, one.id)
    except NotFound:
        return _open(desk, over, rest[0], rest[1:], of) if rest else None
    kind = FieldsDialog if detail.kind == "fields" else DeletionDialog
    dialog = kind(desk, over, detail, rest, of)
    dialog.open()
    return dialog


class ConflictDialog(Dialog):
    """What both kinds of conflict share: the place in the queue, and going on to the next one."""

    def __init__(
        self,
        desk: Desk,
        over: QWidget,
        detail: ConflictDetail,
        rest: Sequence[ConflictSummary],
        of: int,
        width: int = WIDTH,
    ) -> None:
        super().__init__(over, detail.heading, detail.sentence, save="Save result", cancel="Decide later", width=width)
        self._desk, self._over, self._detail, self._rest, self._of = desk, over, detail, rest, of
        if of > 1:
            self.add_corner(Pill(f"{of - len(rest)} of {of}"))
        desk.sync.finished.connect(self._look_again)

    @property
    def detail(self) -> ConflictDetail:
        """The conflict that is shown."""
        return self._detail

    def show_again(self, detail: ConflictDetail) -> None:
        """Show a newer version of the conflict; what was chosen stays."""
        self._detail = detail
        self.set_words(detail.heading, detail.sentence)

    @Slot(object)
    def _look_again(self, _: object) -> None:
        """A sync ended: the server's side may be another one now, or the conflict may be over."""
        try:
            now = conflicts.conflict(self._desk.store, self._detail.c, self._detail.id)
        except NotFound as over:
            self.accept()
            self._desk.window.say(str(over))
            return
        if now.kind != self._detail.kind:
            self.accept()
            _open(self._desk, self._over, _summary(self._desk, now), self._rest, self._of)
        elif now.version != self._detail.version:
            changed = KnownError(f"It was changed again on {now.theirs_device}.", "Your choices are kept; look again.")
            self.show_again(now)
            self.show_error(changed)

    @Slot(object)
    def _decided(self, _: Changes) -> None:
        self._desk.window.say(f"“{self._detail.title}” is resolved.", undo=True)
        self.accept()
        if self._rest:
            _open(self._desk, self._over, self._rest[0], self._rest[1:], self._of)

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, resolve.ChangedAgain | NotFound):
            self._look_again(None)
        elif isinstance(error, KnownError):
            self.show_error(error)

    def _option(self, key: str) -> Option | None:
        return next((one for one in self._detail.options if one.key == key), None)


class FieldsDialog(ConflictDialog):
    """Both devices changed the same record: choose field by field."""

    def __init__(
        self, desk: Desk, over: QWidget, detail: ConflictDetail, rest: Sequence[ConflictSummary], of: int
    ) -> None:
        super().__init__(desk, over, detail, rest, of)
        self._model = PicksModel(self._preview, self)
        self.table = PicksTable(self._model)
        self.table.refused.connect(self._failed)
        self.body.addWidget(self.table)
        mine, theirs = Button("All mine"), Button("All from server")
        mine.clicked.connect(self.all_mine)
        theirs.clicked.connect(self.all_theirs)
        self.add_left(mine, theirs)
        both = self._option("both")
        if both:
            button = Button(both.label)
            button.setToolTip(both.explanation)
            button.clicked.connect(self.keep_both)
            self.add_left(button)
        self._comfort = Text("Undo any time with Ctrl+Z.", "muted")
        self.add_left(self._comfort)
        self._model.picked.connect(self._picked)
        self.bind("Alt+Left", self.all_mine)
        self.bind("Alt+Right", self.all_theirs)
        self._model.show_detail(detail)
        self.table.grown.connect(self.place)
        self.saved.connect(self._save)
        self.guard(self._half_done)

    def open(self) -> None:
        super().open()
        self.place()
        self.table.go_to(next(iter(self._model.open_rows), 0))
        self.table.setFocus()

    def place(self) -> None:
        self._comfort.setVisible(self.stage().width() > WIDTH)
        super().place()

    def _half_done(self) -> bool:
        return any(isinstance(pick, Own) for pick in self._model.picks.values())

    def _preview(self, path: str, own: Own) -> str:
        return resolve.preview(self._desk.store, self._detail.c, self._detail.id, path, own)

    @Slot()
    def _picked(self) -> None:
        self.error.clear()
        self.save_button.setEnabled(not self._model.open_rows)
        self.save_button.setToolTip("" if not self._model.open_rows else "Choose a version of every field first.")

    @Slot()
    def all_mine(self) -> None:
        """Choose this device's version of every contested field."""
        self._model.pick_all("mine")

    @Slot()
    def all_theirs(self) -> None:
        """Choose the server's version of every contested field."""
        self._model.pick_all("theirs")

    @Slot()
    def keep_both(self) -> None:
        """Keep the server's version, and this device's as a copy."""
        one = self._detail
        self._desk.lane.write(resolve.keep_both, one.c, one.id, on_done=self._decided, on_failed=self._failed)

    @Slot()
    def _save(self) -> None:
        if self._model.open_rows:
            self.table.go_to(self._model.open_rows[0])
            return
        self._desk.lane.write(_resolve, self._detail, self._model.picks, on_done=self._decided, on_failed=self._failed)

    def show_again(self, detail: ConflictDetail) -> None:
        super().show_again(detail)
        self._model.show_detail(detail)
        self.place()

    def _save_by_key(self) -> None:
        if self.table.finish_typing():
            super()._save_by_key()


class DeletionDialog(ConflictDialog):
    """One device deleted what another one changed: keep it or let it go."""

    def __init__(
        self, desk: Desk, over: QWidget, detail: ConflictDetail, rest: Sequence[ConflictSummary], of: int
    ) -> None:
        super().__init__(desk, over, detail, rest, of, DELETION_WIDTH)
        self.cards: dict[str, ChoiceCard] = {}
        there = detail.kind == "deleted_here"
        if detail.rows:
            self.body.addWidget(Text(f"Changed on {detail.theirs_device}" if there else "Changed here", "heading"))
            self._changes = FormRows()
            for row in detail.rows:
                after = row.theirs if there else row.mine
                words = after if row.before == NOTHING else f"{row.before} → {after}"
                self._changes.add(row.label, Text(words, "muted", wrap=True))
            self.body.addWidget(self._changes)
        for option in detail.options:
            card = ChoiceCard(option.label, option.explanation)
            card.clicked.connect(self._chosen)
            self.cards[option.key] = card
            self.body.addWidget(card)
        self.save_button.setEnabled(False)
        self.saved.connect(self._save)

    def _chosen(self) -> None:
        self.save_button.setEnabled(True)

    @Slot()
    def _save(self) -> None:
        side = next((key for key, card in self.cards.items() if card.isChecked()), "")
        if side in ("mine", "theirs"):
            self._desk.lane.write(_resolve, self._detail, {"*": side}, on_done=self._decided, on_failed=self._failed)


def _summary(desk: Desk, detail: ConflictDetail) -> ConflictSummary:
    return next(one for one in conflicts.open_conflicts(desk.store) if (one.c, one.id) == (detail.c, detail.id))


def _resolve(store: object, detail: ConflictDetail, picks: dict[str, object]) -> Changes:
    return resolve.resolve(store, detail.c, detail.id, picks, seen=detail.version)  # type: ignore[arg-type]
