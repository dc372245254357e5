"""The way of a recording, drawn without a map."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tracker.domain.activity import Telemetry
from tracker.ui.training.recording import Recording
from tracker.ui.training.track_card import TrackCard


def recording(**channels: list[float]) -> Recording:
    count = len(next(iter(channels.values())))
    telemetry = Telemetry(np.arange(count) * 1000, {name: np.array(values) for name, values in channels.items()})
    return Recording("w", telemetry, (), ())


def test_north_is_up_and_a_degree_east_is_shorter_far_from_the_equator(qtbot: QtBot) -> None:
    card = TrackCard()
    qtbot.addWidget(card)
    card.show_recording(recording(latitude=[60.0, 60.0, 61.0], longitude=[10.0, 11.0, 11.0]))
    card.resize(400, 300)
    card.show()
    corner, east, north = card.track._places()
    assert east.x() > corner.x()
    assert north.y() < east.y()
    assert (east.x() - corner.x()) / (east.y() - north.y()) == pytest.approx(0.5, abs=0.02)
    card.track.show_span((0, 1000))
    card.track.show_moment(1.0)
    card.grab()


def test_without_positions_there_is_no_card(qtbot: QtBot) -> None:
    card = TrackCard()
    qtbot.addWidget(card)
    card.show_recording(recording(power=[100.0, 200.0]))
    assert card.isHidden()
    card.show_recording(recording(latitude=[60.0, float("nan")], longitude=[10.0, 11.0]))
    assert card.isHidden()
    card.show_recording(None)
    assert card.isHidden()
