"""Work on many files in other processes, so that neither the window nor anything else here waits for it."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from typing import TypeVar

T = TypeVar("T")
FEW = 4
"""Up to so many pieces are done here: a process takes as long to start as they do."""
AHEAD = 3
"""Pieces that each process has waiting: enough to keep it busy, and few whose results fill memory."""
NICENESS = 10


def each(
    function: Callable[..., T], given: Sequence[tuple[object, ...]], *, left: Callable[[T], None], few: int = FEW
) -> Generator[T, None, None]:
    """`function(*arguments)` for each of `given`, in their order, done in other processes where they are many.

    Args:
        function: of a module, so that another process finds it; it returns what goes wrong rather than raising it.
        given: arguments that can be sent to another process.
        few: up to so many are done here.
        left: gets each result that was made and never taken, because whoever took them stopped.
    """
    if len(given) <= few:
        for arguments in given:
            yield function(*arguments)
        return
    processes = min(max((os.cpu_count() or 2) - 1, 1), len(given))
    # Never a fork: it would copy the locks of the window's threads as they happen to be.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_step_back)
    waiting: deque[Future[T]] = deque()
    rest = iter(given)
    try:
        for arguments in rest:
            waiting.append(pool.submit(function, *arguments))
            if len(waiting) >= AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        for one in waiting:
            if not one.cancelled() and one.exception() is None:
                left(one.result())


def _step_back() -> None:
    """Let the window go first."""
    with suppress(AttributeError, OSError):
        os.nice(NICENESS)
