"""Work on many files in other processes, so that neither the window nor anything else here waits for it.

A file that brings its process down costs that file alone: what was under way is done again, one piece at a time, until
it is known which one it was. A piece that takes long says how far it is with `tell`, and ends there when nobody waits
for it any more.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, MutableSequence, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from multiprocessing.sharedctypes import RawArray
from typing import Generic, TypeVar

R = TypeVar("R")
T = TypeVar("T")
FEW = 4
"""Up to so many pieces are done here: a process takes as long to start as they do."""
AHEAD = 3
"""Pieces that each process has waiting: enough to keep it busy, and few whose results fill memory."""
NICENESS = 10
LISTEN_S = 0.1
Given = Sequence[tuple[object, ...]]
Heard = Callable[[int, int], None]
"""Hears every tenth of a second how far the piece under way says it is, (0, 0) where it says nothing; it may raise to
give up."""


class GivenUp(Exception):
    """Nobody waits for this piece any more."""


class _Here(threading.local):
    """Where the pieces done on this thread tell how far they are."""

    heard: Heard | None = None
    board: MutableSequence[int] | None = None


_here = _Here()
_DONE, _TOTAL, _GIVEN_UP = range(3)


def tell(done: int, total: int) -> None:
    """Say how far a piece is; to be called from within one, now and then.

    Raises:
        GivenUp: nobody waits for it any more; what it wrote is to be taken back.
    """
    if _here.heard is not None:
        _here.heard(done, total)
    if _here.board is not None:
        if _here.board[_GIVEN_UP]:
            raise GivenUp
        _here.board[_DONE], _here.board[_TOTAL] = done, total


def each(
    function: Callable[..., T],
    given: Given,
    *,
    left: Callable[[T], None],
    broken: Callable[..., T],
    few: int = FEW,
    heard: Heard = lambda _done, _total: None,
) -> Generator[T, None, None]:
    """`function(*arguments)` for each of `given`, in their order, done in other processes where they are many.

    Args:
        function: of a module, so that another process finds it; it returns what goes wrong rather than raising it.
        given: arguments that can be sent to another process.
        left: gets each result that was made and never taken, because whoever took them stopped.
        broken: gets the arguments that brought their process down, and makes the result.
        few: up to so many are done here.
        heard: hears how far it is while it is waited for.
    """
    if len(given) <= few:
        for arguments in given:
            yield _done_here(function, arguments, heard)
        return
    run = _Run(function, given, heard)
    try:
        for place in range(len(given)):
            yield run.result(place, broken)
    finally:
        run.stop(left)


def _done_here(function: Callable[..., T], arguments: tuple[object, ...], heard: Heard) -> T:
    _here.heard = heard
    try:
        return function(*arguments)
    finally:
        _here.heard = None


class _Run(Generic[T]):
    """The pieces under way, by their place."""

    def __init__(self, function: Callable[..., T], given: Given, heard: Heard) -> None:
        self._function, self._given, self._heard = function, given, heard
        self._board = RawArray("q", 3)
        self._processes = min(max((os.cpu_count() or 2) - 1, 1), len(given))
        self._pool: ProcessPoolExecutor | None = None
        self._futures: dict[int, Future[T]] = {}
        self._alone = -1
        self._here = False

    def result(self, place: int, broken: Callable[..., T]) -> T:
        """The result of one piece, when it is there; the next ones are begun meanwhile."""
        while not self._here:
            try:
                self._begin(place)
                made = self._waited_for(self._futures[place])
            except BrokenProcessPool:
                was_alone = self._alone == place
                self._throw_away()
                self._alone = -1 if was_alone else place
                if was_alone:
                    return broken(*self._given[place])
                continue
            except KeyError:  # no process can be started here at all
                break
            del self._futures[place]
            return made
        return _done_here(self._function, self._given[place], self._heard)

    def _waited_for(self, future: Future[R]) -> R:
        """The result of a piece, when it is there; how far it is is heard meanwhile."""
        while True:
            try:
                return future.result(LISTEN_S)
            except TimeoutError:
                if future.done():  # its own
                    raise
                self._heard(self._board[_DONE], self._board[_TOTAL])

    def stop(self, left: Callable[[T], None]) -> None:
        """Begin nothing more, have what is under way given up, and hand over what was made."""
        self._board[_GIVEN_UP] = 1
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for one in self._futures.values():
            if _is_made(one):
                left(one.result())

    def _begin(self, place: int) -> None:
        if self._pool is None:
            # Never a fork: it would copy the locks of the window's threads as they happen to be.
            self._pool = ProcessPoolExecutor(self._processes, get_context("spawn"), _begin_work, (self._board,))
            try:
                with _uninterrupted():
                    first = self._pool.submit(int)
                self._waited_for(first)
            except BrokenProcessPool:
                self._throw_away()
                self._here = True
                return
        last = place if self._alone == place else place + AHEAD * self._processes - 1
        for one in range(place, min(last + 1, len(self._given))):
            if one not in self._futures:
                with _uninterrupted():
                    self._futures[one] = self._pool.submit(self._function, *self._given[one])

    def _throw_away(self) -> None:
        """Let go of processes that are gone; what they made before stays."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None
        self._futures = {place: one for place, one in self._futures.items() if _is_made(one)}


def _is_made(one: Future[T]) -> bool:
    return one.done() and not one.cancelled() and one.exception() is None


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Hear Ctrl+C only after this: in the midst of starting processes it would leave some that nobody ends.

    They inherit that it is kept from them: this process alone decides what it ends, in good order.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if hasattr(signal, "pthread_sigmask") else None
    try:
        yield
    finally:
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, before)
        if heard:
            signal.raise_signal(signal.SIGINT)


def _begin_work(board: MutableSequence[int]) -> None:
    """Know where to tell how far it is, and let the window go first."""
    _here.board = board
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # where it could not be inherited
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
