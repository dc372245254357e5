"""What can be done about sync: deciding, restoring, sending again, answering, verifying, signing out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from tracker.errors import KnownError, NotFound
from tracker.store.changes import Changes
from tracker.sync import events, kept, newer, policy, questions, refused, rules, status
from tracker.sync.only_here import in_words, only_here
from tracker.sync.report_log import report_log
from tracker.ui.bug_report import version_of
from tracker.ui.desk import Desk
from tracker.ui.dialogs.conflict import open_conflicts
from tracker.ui.dialogs.kept import KeptDialog
from tracker.ui.dialogs.policies import PoliciesDialog
from tracker.ui.dialogs.question_list import QuestionListDialog
from tracker.ui.dialogs.refused import RefusedDialog
from tracker.ui.dialogs.remove_device import RemoveDeviceDialog
from tracker.ui.dialogs.restore_many import RestoreManyDialog
from tracker.ui.dialogs.unread import UnreadDialog
from tracker.ui.sync.history import VERSIONS


class SyncDeeds(QObject):
    """The deeds of the Sync page; `answered` tells that an answer was carried out or could not be.

    Args:
        desk: what they work with.
        over: the page; dialogs open over it.
    """

    answered = Signal()

    def __init__(self, desk: Desk, over: QWidget) -> None:
        super().__init__(over)
        self._desk, self._over = desk, over

    def nothing_refused(self) -> str | None:
        """Why nothing can be sent again."""
        return None if status.sync_status(self._desk.store).refused else "The server took everything."

    def no_account(self) -> str | None:
        """Why something needs an account."""
        return None if status.sync_status(self._desk.store).server else "Sign in to a server first."

    def no_conflict(self) -> str | None:
        """Why nothing can be decided."""
        return None if status.sync_status(self._desk.store).conflicts else "No conflicts wait."

    @Slot(str)
    def resolve(self, row_id: str) -> None:
        """Open the conflict of a row, or say why the server does not take it."""
        record = row_id.partition(":")[2] or row_id
        rows = status.waiting(self._desk.store, record=record)
        if rows and rows[0].state == "conflict":
            open_conflicts(self._desk, self._over, record)
        elif rows and rows[0].state == "refused":
            self._open_refused(rows[0].c, record)

    def _open_refused(self, c: str, record: str) -> None:
        try:
            RefusedDialog(self._desk, self._over, refused.refusal(self._desk.store, c, record)).open()
        except NotFound as over:
            self._desk.window.say(str(over))

    @Slot(str, object)
    def look_at(self, kind: str, keys: Sequence[str]) -> None:
        """Open an earlier version, or what another device deleted; of several what they are."""
        which: kept.Kind = "version" if kind == VERSIONS else "deleted"
        try:
            if len(keys) == 1:
                KeptDialog(self._desk, self._over, kept.kept(self._desk.store, which, keys[0])).open()
            else:
                RestoreManyDialog(self._desk, self._over, which, keys).open()
        except NotFound as over:
            self._desk.window.say(str(over))

    @Slot()
    def show_unread(self) -> None:
        """Show what a newer Tracker wrote and this one has no place for."""
        UnreadDialog(self._over, newer.unread(self._desk.store)).open()

    @Slot()
    def copy_log(self) -> None:
        """Copy what sync did, for a report."""
        QGuiApplication.clipboard().setText(report_log(self._desk.store, version_of("tracker")))
        self._desk.window.say("The log is copied. It holds no personal data.")

    def try_again(self) -> None:
        """Send everything again that was refused."""
        self._desk.lane.write(refused.try_all_again, on_done=self._sent_again)

    @Slot(object)
    def _sent_again(self, _: Changes) -> None:
        self._desk.sync.sync_now()

    @Slot(str, str)
    @Slot(str, str, object)
    def answer(self, kind: str, key: str, only: Sequence[str] | None = None) -> None:
        """Answer what sync asks, of all or `only` of some records; the next sync goes on from there."""
        task = self._desk.lane.write(
            questions.answer, kind, key, only, on_done=self._carried_out, on_failed=self._not_answered
        )
        self._desk.window.watch(task, "Doing what you answered")

    @Slot(object)
    def _carried_out(self, _: Changes) -> None:
        self.answered.emit()
        self._desk.sync.sync_now()

    @Slot(object)
    def _not_answered(self, error: Exception) -> None:
        if isinstance(error, KnownError):
            self._desk.window.show_error(error)
        self.answered.emit()

    @Slot()
    def show_list(self) -> None:
        """List what the question is about."""
        asked = questions.pending(self._desk.store)
        if asked is not None:
            dialog = QuestionListDialog(self._over, asked, self._desk.store)
            dialog.answered.connect(self.answer)
            dialog.open()

    def resolve_next(self) -> None:
        """Open the oldest conflict."""
        open_conflicts(self._desk, self._over)

    @Slot()
    def verify(self) -> None:
        """Compare everything with the server."""
        self._desk.sync.verify()
        self._desk.window.say("Everything is compared with the server. What was found stands on this page.")

    @Slot()
    def pause_or_go_on(self) -> None:
        """Stop syncing by itself, or start again."""
        lane = self._desk.sync
        pauses = not lane.state.paused
        self._desk.lane.write(events.pause, pauses, here=True)
        if pauses:
            lane.pause()
        else:
            lane.resume()

    @Slot()
    def sign_out(self) -> None:
        """Sign out; all data stays here."""
        missing = only_here(self._desk.store)
        self._desk.sync.logout()
        waiting = f" {in_words(missing)}" if missing else ""
        self._desk.window.say(f"Signed out. Everything stays here.{waiting}")

    @Slot(str)
    def set_policy(self, chosen: str) -> None:
        """Choose what happens where two devices changed the same thing."""
        self._desk.lane.write(policy.set_policy, chosen)

    @Slot()
    def show_rules(self) -> None:
        """Show what happens by kind of record, and by field."""
        PoliciesDialog(
            self._desk, self._over, "When two devices changed the same thing", rules.kinds(self._desk.store)
        ).open()

    @Slot(str, str)
    def remove_device(self, device: str, name: str) -> None:
        """Ask before a device is signed out from here."""
        RemoveDeviceDialog(self._desk, self._over, device, name).open()
