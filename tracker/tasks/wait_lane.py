"""The lane that waits for news from the server: a second small thread with a connection of its own.

It says that there are news and rests until it is told where to wait next, so it never does anything about them. What
one question is lies in `tracker.sync.wait`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from tracker.sync.backoff import Backoff
from tracker.sync.transport import Http
from tracker.sync.wait import SECONDS, Heard, Post, wait
from tracker.tasks.lane import Lane
from tracker.tasks.task import Progress


@dataclass
class _Lines:
    """The connections, closed on the lane's thread."""

    open: list[Http] = field(default_factory=list)

    def drop(self, line: Http) -> None:
        self.open.remove(line)
        line.close()

    def close(self) -> None:
        for line in self.open:
            line.close()


@dataclass(frozen=True)
class _Outcome:
    line: Http
    at: Post
    heard: Heard


class WaitLane(QObject):
    """Waits at the server for what other devices write.

    `news` says that a sync is worth while; after it the lane rests until the next `wait`. `regained` says that the
    server can be reached again after it could not.
    """

    news = Signal()
    regained = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines = _Lines()
        self._lane: Lane[_Lines] = Lane("wait", self._open, _Lines.close, self)
        self._line: Http | None = None
        self._post: Post | None = None
        self._told: Post | None = None
        self._asking = False
        self._lost = False
        self._closed = False
        self._backoff = Backoff()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._ask)

    def wait(self, post: Post, *, reachable: bool) -> None:
        """Wait at `post` from now on.

        Args:
            post: where the device stands now.
            reachable: the server answered just now.
        """
        if self._closed:
            return
        if self._post is not None and (self._post.server, self._post.account) != (post.server, post.account):
            self.stop()
        told, self._told = self._told, None
        self._post = post
        if self._asking or (self._rest.isActive() and not (reachable and self._lost)):
            return
        if told == post:
            self._pause()  # the news did not get us any further
            return
        if told is not None:
            self._backoff.reset()
        self._ask()

    def hurry(self) -> None:
        """Something happened that makes a try worth while now."""
        self._backoff.reset()
        if self._rest.isActive():
            self._ask()

    def stop(self) -> None:
        """Wait no more, at once."""
        self._rest.stop()
        self._post = self._told = None
        self._asking = self._lost = False
        self._backoff.reset()
        line, self._line = self._line, None
        if line is not None:
            line.abort()
            if not self._closed:
                self._lane.ask(lambda lines, _progress: lines.drop(line))

    def shutdown(self, wait_ms: int = 8_000) -> bool:
        """Wait no more and end the thread; returns whether it ended in time."""
        self._closed = True
        self.stop()
        return self._lane.shutdown(drain=False, wait_ms=wait_ms)

    # ---------------------------------------------------------------------------------------------- helpers

    def _open(self) -> _Lines:
        return self._lines

    @Slot()
    def _ask(self) -> None:
        self._rest.stop()
        if self._post is None:
            return
        if self._line is None:
            self._line = Http(self._post.server)
            self._lines.open.append(self._line)
        line, at = self._line, self._post
        seconds = 0 if self._lost else SECONDS  # whether the server is back is known soonest from a short question

        def work(_lines: _Lines, _progress: Progress) -> _Outcome:
            return _Outcome(line, at, wait(at, line, seconds))

        self._asking = True
        self._lane.ask(work, self._answered)

    @Slot(object)
    def _answered(self, outcome: _Outcome) -> None:
        heard, at = outcome.heard, self._post
        if outcome.line is not self._line or at is None:
            return  # it was stopped meanwhile
        self._asking = False
        regained, self._lost = self._lost, heard.what == "lost"
        if heard.what == "lost" or heard.what == "refused":
            self._pause(heard.pause)
        elif outcome.at != at:
            self._ask()  # a sync went further meanwhile, and what was heard may be our own writing
        elif heard.what == "nothing":
            if not regained:  # a short question proves little
                self._backoff.reset()
            self._ask()
        else:
            self._told = at
            self.news.emit()
        if regained and not self._lost:
            self.regained.emit()

    def _pause(self, at_least: float = 0.0) -> None:
        self._rest.start(round(1000 * max(at_least, self._backoff.pause())))
