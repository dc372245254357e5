"""The way of a recording: over nothing, or over the map of a server that the person named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle
from tests.web_server import Answer, WebServer, serving
from tracker import paths
from tracker.domain.activity import Telemetry
from tracker.operations.settings import set_value
from tracker.ui.desk import Desk
from tracker.ui.training.plot.recording import Recording
from tracker.ui.training.plot.track_card import TrackCard
from tracker.ui.widgets.text import Text

BLUE = "#3366cc"
NOWHERE = "http://127.0.0.1:9/{z}/{x}/{y}.png"


def recording(**channels: list[float]) -> Recording:
    count = len(next(iter(channels.values())))
    telemetry = Telemetry(np.arange(count) * 1000, {name: np.array(values) for name, values in channels.items()})
    return Recording("w", telemetry, (), ())


SOME_WAY = recording(latitude=[52.50, 52.51, 52.52], longitude=[13.40, 13.41, 13.40])


def picture() -> bytes:
    image = QImage(256, 256, QImage.Format.Format_RGB32)
    image.fill(QColor(BLUE))
    told = QByteArray()
    buffer = QBuffer(told)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(told.data())


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> Iterator[WebServer]:
    """A server that draws every tile blue; its tiles are kept in a folder of the test."""
    monkeypatch.setattr(paths, "cache", lambda: tmp_path)

    with serving() as made:
        everywhere(made, Answer(picture()))
        yield made


def everywhere(server: WebServer, answer: Answer) -> None:
    """Answer the same whatever is asked for."""
    server.answers = defaultdict(lambda: answer)


@pytest.fixture
def card(qtbot: QtBot, empty_desk: Desk) -> TrackCard:
    made = TrackCard(empty_desk)
    qtbot.addWidget(made)
    made.resize(500, 380)
    return made


def name_server(qtbot: QtBot, desk: Desk, address: str, credit: str = "") -> None:
    desk.lane.write(set_value, "map_tiles", address)
    desk.lane.write(set_value, "map_credit", credit)
    settle(qtbot, desk)


def blue(card: TrackCard) -> int:
    """How many of some places on the map are of the colour of its tiles, though it is dimmed a little."""
    image = card.track.grab().toImage()
    places = [(x, y) for x in range(20, image.width(), 20) for y in range(20, image.height() - 20, 20)]
    found = [image.pixelColor(x, y) for x, y in places]
    return sum(one.blue() > 190 > 110 > one.red() for one in found)


def said(card: TrackCard) -> str:
    return "\n".join(one.text() for one in card.findChildren(Text) if one.isVisible())


def test_north_is_up_and_a_degree_east_is_shorter_far_from_the_equator(card: TrackCard) -> None:
    card.show_recording(recording(latitude=[60.0, 60.0, 61.0], longitude=[10.0, 11.0, 11.0]))
    card.show()
    corner, east, north = card.track._places()
    assert east.x() > corner.x()
    assert north.y() < east.y()
    assert (east.x() - corner.x()) / (east.y() - north.y()) == pytest.approx(0.5, abs=0.02)
    card.track.show_span((0, 1000))
    card.track.show_moment(1.0)
    card.grab()


def test_without_positions_there_is_no_card(card: TrackCard) -> None:
    card.show_recording(recording(power=[100.0, 200.0]))
    assert card.isHidden()
    card.show_recording(recording(latitude=[60.0, float("nan")], longitude=[10.0, 11.0]))
    assert card.isHidden()
    card.show_recording(None)
    assert card.isHidden()


def test_who_stood_still_is_drawn_too(card: TrackCard) -> None:
    card.show_recording(recording(latitude=[52.5] * 3, longitude=[13.4] * 3))
    card.show()
    card.grab()
    assert len(set(map(str, card.track._places()))) == 1


def test_no_server_no_map_and_no_network(card: TrackCard, server: WebServer, empty_desk: Desk) -> None:
    card.show_recording(SOME_WAY)
    card.show()
    card.grab()
    assert "maps" not in empty_desk.__dict__, "the lane that would fetch was not even made"
    assert blue(card) == 0


def test_the_map_of_the_named_server_lies_behind_with_its_credit(
    qtbot: QtBot, card: TrackCard, server: WebServer, empty_desk: Desk
) -> None:
    name_server(qtbot, empty_desk, server.address + "/{z}/{x}/{y}.png", "Maps by Example")
    card.show()
    card.show_recording(SOME_WAY)
    qtbot.waitUntil(lambda: blue(card) > 200 and not empty_desk.maps.busy)
    asked = len(server.asked)
    assert 4 <= asked <= 20
    assert card.track.tiles.credit == "Maps by Example"
    card.show_recording(None)
    card.show_recording(SOME_WAY)
    qtbot.waitUntil(lambda: not empty_desk.maps.busy)
    assert len(server.asked) == asked, "they are here"


def test_tiles_that_are_missing_leave_the_plain_track(
    qtbot: QtBot, card: TrackCard, server: WebServer, empty_desk: Desk
) -> None:
    everywhere(server, Answer(b"", 404))
    name_server(qtbot, empty_desk, server.address + "/{z}/{x}/{y}.png")
    card.show()
    card.show_recording(SOME_WAY)
    qtbot.waitUntil(lambda: bool(server.asked) and not empty_desk.maps.busy)
    assert blue(card) == 0
    assert "Without a map" not in said(card)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        (NOWHERE, "Without a map: 127.0.0.1 cannot be reached."),
        ("", "Without a map: The map server answers with something else than a map."),
    ],
    ids=["nobody there", "a web page"],
)
def test_a_server_that_does_not_answer_is_told_once_and_not_asked_again(
    qtbot: QtBot, card: TrackCard, server: WebServer, empty_desk: Desk, address: str, sentence: str
) -> None:
    everywhere(server, Answer(b"<html>Welcome</html>"))
    name_server(qtbot, empty_desk, address or server.address + "/{z}/{x}/{y}")
    card.show()
    card.show_recording(SOME_WAY)
    qtbot.waitUntil(lambda: sentence in said(card))
    qtbot.waitUntil(lambda: not empty_desk.maps.busy)
    asked = len(server.asked)
    card.resize(520, 400)
    qtbot.wait(30)
    assert len(server.asked) == asked <= 1, "what waits behind the first one that failed is not asked for"
    card.show_recording(None)
    card.show_recording(recording(latitude=[1.0, 1.0], longitude=[1.0, 1.1]))
    qtbot.waitUntil(lambda: not empty_desk.maps.busy)
