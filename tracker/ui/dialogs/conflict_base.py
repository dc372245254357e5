"""What the dialogs about a conflict share: the place in the queue, what happens meanwhile, and going on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from tracker.errors import BadInput, KnownError, NotFound
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.sync import conflicts, resolve
from tracker.sync.conflicts import ConflictDetail, Option
from tracker.sync.day_total import day_total
from tracker.sync.resolve import Pick
from tracker.sync.typed import Own
from tracker.ui.desk import Desk
from tracker.ui.dialogs.decide_all import DecideAllDialog
from tracker.ui.sync.conflict_queue import ConflictQueue
from tracker.ui.widgets.buttons import IconButton, LinkButton
from tracker.ui.widgets.chips import Pill
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.text import Text, shown_if
from tracker.ui.words import short_date

Go = Callable[[ConflictQueue], object]
WIDTH = 980
OVER = KnownError("This was decided meanwhile.", "Save writes what you typed into it all the same.")
NEXT, PREVIOUS = "Ctrl+PgDown", "Ctrl+PgUp"


class ConflictDialog(Dialog):
    """What both kinds of conflict share.

    Args:
        queue: the conflicts that wait, at this one.
        go: opens the dialog on another one of them.
        width: of the card.
    """

    def __init__(
        self, desk: Desk, over: QWidget, detail: ConflictDetail, queue: ConflictQueue, go: Go, width: int = WIDTH
    ) -> None:
        super().__init__(over, detail.heading, detail.sentence, save="Save result", cancel="Decide later", width=width)
        self._desk, self._detail, self._queue, self._go = desk, detail, queue, go
        self._is_over = False
        if len(queue.items) > 1:
            self.add_corner(self._build_place())
            self.bind(NEXT, self.show_next)
            self.bind(PREVIOUS, self.show_previous)
        self._day = Text("", "muted", wrap=True)
        shown_if(self._day, False)
        desk.sync.finished.connect(self._look_again)

    def _build_place(self) -> QWidget:
        """Where this one is among those that wait, with the way to the others."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(12, 0, 0, 0)
        row.setSpacing(8)
        all_of_them = LinkButton("Decide all…", tone="muted", pixels=13)
        all_of_them.clicked.connect(self.decide_all)
        row.addWidget(all_of_them)
        if self._queue.others:
            before, after = IconButton("‹", "Conflict before", PREVIOUS), IconButton("›", "Next conflict", NEXT)
            before.clicked.connect(self.show_previous)
            after.clicked.connect(self.show_next)
            row.addWidget(before)
            row.addWidget(Pill(self._queue.label))
            row.addWidget(after)
        else:
            row.addWidget(Pill(self._queue.label))
        return holder

    @property
    def detail(self) -> ConflictDetail:
        """The conflict that is shown."""
        return self._detail

    def show_again(self, detail: ConflictDetail) -> None:
        """Show a newer version of the conflict; what was chosen stays."""
        self._detail = detail
        self.set_words(detail.heading, detail.sentence)

    # The queue

    @Slot()
    def show_next(self) -> None:
        """Leave this one for later and show the next."""
        self._turn(1)

    @Slot()
    def show_previous(self) -> None:
        """Leave this one for later and show the one before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        following = self._queue.step(by)
        if following is None or following.at == self._queue.at:
            return
        if self.half_done():
            question = KnownError("This is not saved yet.", "Save it, or throw away what you typed.")
            self.show_error(question, "Throw away", self.forget_and_close)
            return
        self.accept()
        self._go(following)

    @property
    def typed(self) -> Mapping[str, Own]:
        """What was typed in place of both versions, by path."""
        return self._queue.typed

    def half_done(self) -> bool:
        """Whether something was typed that leaving would lose."""
        return bool(self.typed)

    def finish_typing(self) -> bool:
        """Take in what is being typed; False where it is no value yet."""
        return True

    def forget_and_close(self) -> None:
        """Close without saving."""
        self.accept()

    @Slot()
    def decide_all(self) -> None:
        """Decide many of those that wait at once."""
        dialog = DecideAllDialog(self._desk, self, self._queue.left, self._detail.c)
        dialog.decided.connect(self._many_decided)
        dialog.open()

    @Slot()
    def _many_decided(self) -> None:
        """Go on with what still waits; this one may be over."""
        waiting = {(one.c, one.id) for one in conflicts.open_conflicts(self._desk.store)}
        gone = {number for number, one in enumerate(self._queue.items) if (one.c, one.id) not in waiting}
        self._queue = replace(self._queue, over=self._queue.over | gone)
        if self._queue.at in gone:
            self._go_on()

    def _go_on(self) -> None:
        self.accept()
        following = self._queue.finished().step(1)
        if following is not None:
            self._go(following)

    # What happens meanwhile

    @Slot(object)
    def _look_again(self, _: object) -> None:
        """A sync ended: the server's side may be another one now, or the conflict may be over."""
        try:
            now = conflicts.conflict(self._desk.store, self._detail.c, self._detail.id)
        except NotFound as over:
            if not self.finish_typing() or self.half_done():
                self._is_over = True
                self.save_button.setEnabled(True)
                self.show_error(OVER, "Throw away", self._go_on)
            else:
                self._desk.window.say(str(over))
                self._go_on()
            return
        self._is_over = False
        if (now.kind, now.version) == (self._detail.kind, self._detail.version) or not self.finish_typing():
            return
        if now.kind != self._detail.kind:
            typed = self.typed
            self.accept()
            self._go(replace(self._queue, typed=typed))
        else:
            changed = KnownError(f"Changed again on {now.theirs_device} – refreshed.", "Your other choices are kept.")
            self.show_again(now)
            self.show_error(changed)

    def save_picks(self, picks: Mapping[str, Pick]) -> None:
        """Decide as it was chosen; what was typed is written also where there is nothing to decide any more."""
        one = self._detail
        work = partial(_write_typed, one, self.typed) if self._is_over else partial(_save_picks, one, picks)
        self._desk.lane.write(work, on_done=self._decided, on_failed=self._failed)

    @Slot(object)
    def _decided(self, changes: Changes) -> None:
        self._desk.window.say(f"“{self._detail.title}” is resolved.", undo=bool(changes.label))
        self._go_on()

    @Slot(object)
    def _failed(self, error: Exception) -> None:
        if isinstance(error, resolve.ChangedAgain | NotFound) and not self._is_over:
            self._look_again(None)
        elif isinstance(error, KnownError):
            self.show_error(error)

    # Parts

    def _option(self, key: str) -> Option | None:
        return next((one for one in self._detail.options if one.key == key), None)

    def tell_day(self, picks: Mapping[str, Pick]) -> None:
        """Say what the day of a meal entry comes to with the result."""
        try:
            found = day_total(self._desk.store, self._detail.c, self._detail.id, picks)
        except (NotFound, BadInput):
            return
        if found is None:
            return
        words, after = self._desk.words, found.after
        day = short_date(date.fromisoformat(found.day), self._desk.today)
        now = "" if found.now == after else f" ({words.energy_with_unit(found.now.energy or 0)} as it is here now)"
        grams = ", ".join(
            f"{name} {words.grams(value)} g"
            for name, value in (("protein", after.protein), ("carbs", after.carbs), ("fat", after.fat))
            if value is not None
        )
        total = words.energy_with_unit(after.energy or 0)
        self._day.setText(f"{day} comes to {total} with this result{now}{': ' if grams else ''}{grams}.")
        self._day.show()


def _write_typed(detail: ConflictDetail, typed: Mapping[str, Own], store: Store) -> Changes:
    return resolve.write_typed(store, detail.c, detail.id, typed)


def _save_picks(detail: ConflictDetail, picks: Mapping[str, Pick], store: Store) -> Changes:
    return resolve.resolve(store, detail.c, detail.id, picks, seen=detail.version)
