"""Work in other processes: in order, given up cleanly, and without a trace of what nobody took."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from contextlib import closing
from multiprocessing.context import SpawnProcess
from pathlib import Path

import pytest

from tests.formats.rides import START, ride
from tracker.operations import pool
from tracker.operations.importing import import_files
from tracker.store import blobs
from tracker.store.database import Store


class Enough(Exception):
    """Somebody pressed cancel."""


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    return [ride(tmp_path / f"{day}.fit", start=START - day * 86_400, seconds=60 + day) for day in range(8)]


def test_results_come_in_order_and_those_left_are_handed_over() -> None:
    left: list[int] = []
    with closing(pool.each(pow, [(base, 2) for base in range(9)], left=left.append, broken=pow)) as found:
        assert [next(found) for _ in range(3)] == [0, 1, 4]
    assert set(left) <= {9, 16, 25, 36, 49, 64}
    assert list(pool.each(pow, [(3, 2)], left=left.append, broken=pow)) == [9]


def fragile(number: int) -> int:
    """Brings its process down at 3 and 6, as a library may."""
    if number in (3, 6):
        os._exit(1)
    return number * number


def test_a_piece_that_brings_its_process_down_costs_itself_alone() -> None:
    found = pool.each(fragile, [(number,) for number in range(8)], left=lambda _: None, broken=lambda number: -number)
    assert list(found) == [0, 1, 4, -3, 16, 25, -6, 49]


def test_many_files_are_read_by_another_process_and_a_bad_one_stops_nothing(store: Store, files: list[Path]) -> None:
    files[3].write_bytes(files[3].read_bytes()[:40])
    heard: list[tuple[int, int]] = []
    report = import_files(store, files, report=lambda done, total, _: heard.append((done, total)))
    assert [one.status for one in report.files] == ["imported"] * 3 + ["failed"] + ["imported"] * 4
    assert (8, 8) in heard
    assert heard[-1] == (7, 8)
    assert report.changes.label == "Import 7 workouts"


@pytest.mark.parametrize("when", ["Reading", "Writing"])
def test_a_cancelled_import_leaves_nothing(store: Store, files: list[Path], when: str) -> None:
    def stop(done: int, _total: int, words: str) -> None:
        if done == 3 and words.startswith(when):
            raise Enough

    with pytest.raises(Enough):
        import_files(store, files, report=stop)
    assert store.rows("SELECT COUNT(*) FROM workout") == [(0,)]
    assert list(blobs.files(store.profile / "blobs")) == []


def slow(number: int) -> int:
    """Takes long, and says how far it is; ends where nobody waits for it any more."""
    for step in range(3000):
        pool.tell(step, 3000)
        time.sleep(0.01)
    return number


def test_a_piece_that_takes_long_is_heard_and_given_up_at_once() -> None:
    heard: list[tuple[int, int]] = []

    def listen(done: int, total: int) -> None:
        heard.append((done, total))
        if done:
            raise Enough

    pieces = pool.each(slow, [(1,)], left=lambda _: None, broken=slow, few=0, heard=listen)
    begun = time.monotonic()
    with pytest.raises(Enough), closing(pieces) as found:
        next(found)
    assert time.monotonic() - begun < 20, "30 s is how long it would have taken"
    assert heard[-1][1] == 3000


def test_a_piece_that_is_done_here_is_heard_as_well() -> None:
    heard: list[tuple[int, int]] = []

    def listen(done: int, total: int) -> None:
        heard.append((done, total))
        if done == 2:
            raise Enough

    with pytest.raises(Enough):
        next(pool.each(slow, [(1,)], left=lambda _: None, broken=slow, heard=listen))
    assert heard == [(0, 3000), (1, 3000), (2, 3000)]
    pool.tell(1, 2)  # and afterwards nobody hears


def test_a_piece_that_fails_by_a_time_out_of_its_own_is_not_waited_for_again() -> None:
    with (
        pytest.raises(TimeoutError),
        closing(pool.each(times_out, [(1,)], left=lambda _: None, broken=times_out, few=0)) as found,
    ):
        next(found)


def times_out(_: int) -> int:
    raise TimeoutError


def test_ctrl_c_while_a_process_starts_leaves_none_that_nobody_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    start, before = SpawnProcess.start, signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupted(process: SpawnProcess) -> None:
        start(process)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(SpawnProcess, "start", interrupted)
    try:
        with (
            pytest.raises(KeyboardInterrupt),
            closing(pool.each(pow, [(2, 2)], left=lambda _: None, broken=pow, few=0)) as found,
        ):
            next(found)
        assert multiprocessing.active_children() == []
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
        for one in multiprocessing.active_children():
            one.kill()
