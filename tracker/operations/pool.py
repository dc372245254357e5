"""Work on many files in other processes, so that neither the window nor anything else here waits for it.

A file that brings its process down costs that file alone: what was under way is done again, one piece at a time, until
it is known which one it was.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_context
from typing import Generic, TypeVar

T = TypeVar("T")
FEW = 4
"""Up to so many pieces are done here: a process takes as long to start as they do."""
AHEAD = 3
"""Pieces that each process has waiting: enough to keep it busy, and few whose results fill memory."""
NICENESS = 10
Given = Sequence[tuple[object, ...]]


def each(
    function: Callable[..., T],
    given: Given,
    *,
    left: Callable[[T], None],
    broken: Callable[..., T],
    few: int = FEW,
) -> Generator[T, None, None]:
    """`function(*arguments)` for each of `given`, in their order, done in other processes where they are many.

    Args:
        function: of a module, so that another process finds it; it returns what goes wrong rather than raising it.
        given: arguments that can be sent to another process.
        left: gets each result that was made and never taken, because whoever took them stopped.
        broken: gets the arguments that brought their process down, and makes the result.
        few: up to so many are done here.
    """
    if len(given) <= few:
        for arguments in given:
            yield function(*arguments)
        return
    run = _Run(function, given)
    try:
        for place in range(len(given)):
            yield run.result(place, broken)
    finally:
        run.stop(left)


class _Run(Generic[T]):
    """The pieces under way, by their place."""

    def __init__(self, function: Callable[..., T], given: Given) -> None:
        self._function, self._given = function, given
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
                made = self._futures[place].result()
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
        return self._function(*self._given[place])

    def stop(self, left: Callable[[T], None]) -> None:
        """Begin nothing more, and hand over what was made."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        for one in self._futures.values():
            if _is_made(one):
                left(one.result())

    def _begin(self, place: int) -> None:
        if self._pool is None:
            # Never a fork: it would copy the locks of the window's threads as they happen to be.
            self._pool = ProcessPoolExecutor(self._processes, get_context("spawn"), _step_back)
            try:
                self._pool.submit(int).result()
            except BrokenProcessPool:
                self._throw_away()
                self._here = True
                return
        last = place if self._alone == place else place + AHEAD * self._processes - 1
        for one in range(place, min(last + 1, len(self._given))):
            if one not in self._futures:
                self._futures[one] = self._pool.submit(self._function, *self._given[one])

    def _throw_away(self) -> None:
        """Let go of processes that are gone; what they made before stays."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = None
        self._futures = {place: one for place, one in self._futures.items() if _is_made(one)}


def _is_made(one: Future[T]) -> bool:
    return one.done() and not one.cancelled() and one.exception() is None


def _step_back() -> None:
    """Let the window go first."""
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
