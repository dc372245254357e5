"""The lane of look-ups: an answer that nobody wants any more holds up neither the next question nor the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, Slot
from pytestqt.qtbot import QtBot

from tests.web_server import Answer, WebServer, serving
from tracker.formats.web import Page, Web
from tracker.tasks.lookup_lane import LookupLane
from tracker.tasks.task import Cancelled, Progress

SOON = 4.0


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    @Slot(object)
    def hear(self, value: object) -> None:
        self.heard.append(value)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as made:
        yield made


@pytest.fixture
def hold(server: WebServer) -> Iterator[threading.Event]:
    """The page /slow stops in its middle until this is set."""
    event = threading.Event()
    server.answers["/slow"] = Answer(b"half and half", hold=event)
    server.answers["/page"] = Answer(b"hello")
    yield event
    event.set()


@pytest.fixture
def lane(qtbot: QtBot) -> Iterator[LookupLane]:
    made = LookupLane()
    yield made
    made.shutdown()


def asking(address: str) -> object:
    def work(web: Web, progress: Progress) -> Page:
        return web.get(address, stopped=progress.check)

    return work


def test_who_gives_up_can_ask_something_else_at_once(
    lane: LookupLane, server: WebServer, hold: threading.Event, qtbot: QtBot
) -> None:
    listener = Listener()
    task = lane.ask(asking(f"{server.address}/slow"), listener.hear, listener.hear)
    qtbot.waitUntil(lambda: len(server.asked) == 1)
    qtbot.wait(50)
    began = time.monotonic()
    lane.give_up(task)
    lane.ask(asking(f"{server.address}/page"), listener.hear, listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 2, timeout=10_000)
    assert time.monotonic() - began < SOON
    assert isinstance(listener.heard[0], Cancelled)
    assert isinstance(listener.heard[1], Page)
    assert listener.heard[1].body == b"hello"


def test_a_window_that_closes_waits_for_no_answer(
    lane: LookupLane, server: WebServer, hold: threading.Event, qtbot: QtBot
) -> None:
    listener = Listener()
    lane.ask(asking(f"{server.address}/slow"), listener.hear, listener.hear)
    qtbot.waitUntil(lambda: len(server.asked) == 1)
    qtbot.wait(50)
    began = time.monotonic()
    assert lane.shutdown()
    assert time.monotonic() - began < SOON
    assert [type(one) for one in listener.heard] == [Cancelled]


def test_giving_up_what_is_over_changes_nothing(
    lane: LookupLane, server: WebServer, hold: threading.Event, qtbot: QtBot
) -> None:
    listener = Listener()
    task = lane.ask(asking(f"{server.address}/page"), listener.hear, listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 1, timeout=10_000)
    lane.give_up(task)
    lane.ask(asking(f"{server.address}/page"), listener.hear, listener.hear)
    qtbot.waitUntil(lambda: len(listener.heard) == 2, timeout=10_000)
    assert isinstance(listener.heard[1], Page)
