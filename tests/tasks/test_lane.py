"""The lane: order, threads, errors, cancelling, and an end that loses nothing."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot

from tracker.errors import Offline
from tracker.tasks.lane import Lane
from tracker.tasks.task import Cancelled, Progress, Step


class Resource:
    """Remembers on which threads it was opened, used and closed."""

    def __init__(self) -> None:
        self.opened_on = QThread.currentThread()
        self.closed_on: QThread | None = None
        self.done: list[object] = []

    def close(self) -> None:
        self.closed_on = QThread.currentThread()


class Asker(QObject):
    """Somebody on the GUI thread."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[object] = []
        self.errors: list[Exception] = []
        self.steps: list[Step] = []
        self.threads: set[threading.Thread] = set()

    @Slot(object)
    def take(self, value: object) -> None:
        self.values.append(value)
        self.threads.add(threading.current_thread())

    @Slot(object)
    def fail(self, error: Exception) -> None:
        self.errors.append(error)
        self.threads.add(threading.current_thread())

    @Slot(object)
    def step(self, step: Step) -> None:
        self.steps.append(step)


class Bench:
    """A lane with a resource and somebody who asks."""

    def __init__(self) -> None:
        self.made: list[Resource] = []
        self.asker = Asker()
        self.lane: Lane[Resource] = Lane("test", self.open, Resource.close)

    def open(self) -> Resource:
        self.made.append(Resource())
        return self.made[-1]


@pytest.fixture
def bench(qapp: object) -> Iterator[Bench]:
    made = Bench()
    yield made
    made.lane.shutdown(drain=False)


def thread_of(_resource: Resource, _progress: Progress) -> threading.Thread:
    return threading.current_thread()


def test_work_runs_off_the_gui_thread_and_its_result_comes_back_to_it(bench: Bench, qtbot: QtBot):
    bench.lane.ask(thread_of, bench.asker.take)
    qtbot.waitUntil(lambda: len(bench.asker.values) == 1)
    assert bench.asker.values[0] is not threading.main_thread()
    assert bench.asker.threads == {threading.main_thread()}


def test_work_runs_in_the_order_it_was_asked_for(bench: Bench, qtbot: QtBot):
    for number in range(200):
        bench.lane.ask(lambda resource, _p, n=number: resource.done.append(n) or n, bench.asker.take)
    qtbot.waitUntil(lambda: not bench.lane.busy)
    assert bench.asker.values == list(range(200)) == bench.made[0].done


def test_five_thousand_results_arrive(bench: Bench, qtbot: QtBot):
    for _ in range(5000):
        bench.lane.ask(lambda _r, _p: True, bench.asker.take)
    qtbot.waitUntil(lambda: not bench.lane.busy, timeout=20_000)
    assert bench.asker.values.count(True) == 5000


def test_the_resource_is_opened_once_and_closed_on_the_thread_that_opened_it(bench: Bench, qtbot: QtBot):
    assert bench.made == []
    for _ in range(3):
        bench.lane.ask(thread_of, bench.asker.take)
    qtbot.waitUntil(lambda: not bench.lane.busy)
    assert bench.lane.shutdown()
    assert len(bench.made) == 1
    assert bench.made[0].closed_on is bench.made[0].opened_on


def test_what_the_world_does_is_told_to_whoever_asked(bench: Bench, qtbot: QtBot):
    bench.lane.ask(raising(Offline("No network.")), bench.asker.take, bench.asker.fail)
    qtbot.waitUntil(lambda: len(bench.asker.errors) == 1)
    assert isinstance(bench.asker.errors[0], Offline)
    assert bench.asker.values == []
    assert bench.asker.threads == {threading.main_thread()}


def test_what_nobody_asked_to_hear_goes_to_the_lane(bench: Bench, qtbot: QtBot):
    with qtbot.waitSignal(bench.lane.failed) as told:
        bench.lane.ask(raising(Offline("No network.")))
    assert str(told.args[0]) == "No network."


def test_a_bug_reaches_the_hook_and_the_lane_goes_on(bench: Bench, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch):
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: caught.append(error))
    bench.lane.ask(raising(ZeroDivisionError()), bench.asker.take, bench.asker.fail)
    bench.lane.ask(lambda _r, _p: "alive", bench.asker.take)
    qtbot.waitUntil(lambda: bench.asker.values == ["alive"])
    assert [type(error) for error in caught] == [ZeroDivisionError]
    assert [type(error) for error in bench.asker.errors] == [ZeroDivisionError]


def test_a_resource_that_cannot_be_opened_fails_the_work_and_is_tried_again(qapp: object, qtbot: QtBot):
    tries: list[int] = []

    def open_at_second_try() -> Resource:
        tries.append(1)
        if len(tries) == 1:
            raise Offline("Locked.")
        return Resource()

    asker = Asker()
    lane: Lane[Resource] = Lane("test", open_at_second_try, Resource.close)
    lane.ask(lambda _r, _p: 1, asker.take, asker.fail)
    lane.ask(lambda _r, _p: 2, asker.take, asker.fail)
    qtbot.waitUntil(lambda: asker.values == [2])
    assert [str(error) for error in asker.errors] == ["Locked."]
    assert lane.shutdown()


def test_progress_arrives_and_cancelling_stops_the_work(bench: Bench, qtbot: QtBot):
    reached = threading.Event()

    def endless(_resource: Resource, progress: Progress) -> None:
        done = 0
        while True:
            done += 1
            progress.report(done, 0, "counting")
            if done == 3:
                reached.set()

    task = bench.lane.ask(endless, bench.asker.take, bench.asker.fail)
    task.progressed.connect(bench.asker.step)
    qtbot.waitUntil(lambda: reached.is_set() and len(bench.asker.steps) > 0)
    task.cancel()
    qtbot.waitUntil(lambda: len(bench.asker.errors) == 1)
    assert isinstance(bench.asker.errors[0], Cancelled)
    assert bench.asker.steps[0].text == "counting"


def test_a_listener_that_was_destroyed_is_not_told(bench: Bench, qtbot: QtBot):
    gone = Asker()
    values = gone.values
    started, go = threading.Event(), threading.Event()
    bench.lane.ask(lambda _r, _p: started.set() or go.wait(5), gone.take)
    started.wait(5)
    gone.deleteLater()
    with qtbot.waitSignal(gone.destroyed):
        pass
    go.set()
    qtbot.waitUntil(lambda: not bench.lane.busy)
    assert values == []


def test_shutting_down_finishes_every_write_that_waits_and_tells_of_them(bench: Bench):
    for number in range(50):
        bench.lane.ask(lambda resource, _p, n=number: resource.done.append(n) or n, bench.asker.take)
    assert bench.lane.shutdown()
    assert bench.made[0].done == list(range(50)) == bench.asker.values


def test_shutting_down_without_draining_skips_what_waits(bench: Bench):
    started = threading.Event()

    def until_cancelled(_resource: Resource, progress: Progress) -> None:
        started.set()
        while True:
            progress.check()

    bench.lane.ask(until_cancelled, bench.asker.take, bench.asker.fail)
    bench.lane.ask(lambda resource, _p: resource.done.append("never"), bench.asker.take, bench.asker.fail)
    started.wait(5)
    assert bench.lane.shutdown(drain=False)
    assert bench.made[0].done == []
    assert [type(error) for error in bench.asker.errors] == [Cancelled, Cancelled]


def test_a_lane_that_was_shut_down_takes_no_more_work(bench: Bench):
    assert bench.lane.shutdown()
    assert bench.lane.shutdown()
    with pytest.raises(RuntimeError):
        bench.lane.ask(thread_of)


def test_busy_is_told_when_it_begins_and_ends(bench: Bench, qtbot: QtBot):
    states: list[bool] = []
    bench.lane.busy_changed.connect(states.append)
    bench.lane.ask(thread_of, bench.asker.take)
    bench.lane.ask(thread_of, bench.asker.take)
    qtbot.waitUntil(lambda: len(bench.asker.values) == 2)
    assert states == [True, False]


def raising(error: Exception):
    def work(_resource: Resource, _progress: Progress) -> None:
        raise error

    return work


def test_what_a_library_keeps_for_the_thread_lasts_from_one_piece_of_work_to_the_next(bench: Bench, qtbot: QtBot):
    kept = threading.local()

    def keep(_resource: Resource, _progress: Progress) -> None:
        kept.connection = "open"

    def look(_resource: Resource, _progress: Progress) -> object:
        return getattr(kept, "connection", "lost")

    bench.lane.ask(keep)
    qtbot.waitUntil(lambda: not bench.lane.busy)
    bench.lane.ask(look, bench.asker.take)
    qtbot.waitUntil(lambda: not bench.lane.busy)
    assert bench.asker.values == ["open"]
