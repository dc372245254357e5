"""The card around a recording: what it says where nothing can be drawn, and that it fits a small window."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot

from tests.ui.training.recordings import HOUR, recording, workout
from tracker.domain.activity import Telemetry
from tracker.ui.desk import Desk
from tracker.ui.training.plot.recording import Recording, made_ready
from tracker.ui.training.plot.recording_card import RecordingCard
from tracker.ui.widgets.chips import Chip
from tracker.ui.widgets.text import Text


def sparse(*seconds: int, **channels: list[float]) -> Recording:
    values = {name: np.array(of, float) for name, of in channels.items()}
    return made_ready(workout(), Telemetry(np.array(seconds, np.int64) * 1000, values))


@pytest.fixture
def card(qtbot: QtBot, empty_desk: Desk) -> RecordingCard:
    made = RecordingCard(empty_desk)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def said(card: RecordingCard) -> str:
    return "\n".join(one.text() for one in card.findChildren(Text) if one.isVisible())


@pytest.mark.parametrize(
    "made",
    [
        sparse(),
        sparse(power=[]),
        sparse(3, power=[200], heart_rate=[120]),
        sparse(*range(50), power=[np.nan] * 50, heart_rate=[np.nan] * 50),
        sparse(*range(50), power=[0] * 50),
    ],
    ids=["no channels", "no samples", "one sample", "nothing known", "a power meter that was off"],
)
def test_what_cannot_be_drawn_is_said_in_words(card: RecordingCard, made: Recording) -> None:
    card.show_recording(recording())
    assert card.plot.isVisible()
    card.show_recording(made)
    assert not card.plot.isVisible()
    assert "Nothing was recorded that could be drawn." in said(card)
    assert not [one for one in card.findChildren(Chip) if one.isVisible()]
    card.turn_over()
    card.plot.zoom(True)
    card.show_recording(None)


def test_samples_of_one_moment_and_two_moments_are_drawn(card: RecordingCard) -> None:
    for made in (sparse(*[0] * 9, heart_rate=[120] * 9), sparse(0, 5, power=[200, 210])):
        card.show_recording(made)
        assert card.plot.isVisible()
        card.plot.zoom(True)
        card.grab()


def test_tab_goes_from_the_plot_to_the_channels_below_it(card: RecordingCard) -> None:
    card.show_recording(recording())
    after, one = [], card.plot.nextInFocusChain()
    while len(after) < 3:
        after += [one.text()] if isinstance(one, Chip) else []
        one = one.nextInFocusChain()
    assert after == ["Power", "Heart rate", "Speed"]


def test_channels_stay_chosen_from_workout_to_workout(card: RecordingCard) -> None:
    card.show_recording(recording(cadence=np.full(HOUR, 90.0)))
    for name in ("Cadence", "Power"):
        next(one for one in card.findChildren(Chip) if one.text() == name and one.isVisible()).click()
    card.show_recording(recording(cadence=np.full(HOUR, 85.0), altitude=np.arange(HOUR)))
    assert [strip.channel.key for strip in card.plot.strips] == ["heart_rate", "cadence", "speed", "altitude"]


def test_in_a_small_window_the_controls_take_several_lines_and_nothing_overlaps(qtbot: QtBot, empty_desk: Desk) -> None:
    card = RecordingCard(empty_desk)
    card.show_recording(recording(cadence=np.full(HOUR, 90.0), altitude=np.arange(HOUR), temperature=np.arange(HOUR)))
    scroll = QScrollArea()
    qtbot.addWidget(scroll)
    scroll.setWidget(card)
    scroll.setWidgetResizable(True)
    scroll.resize(240, 300)
    scroll.show()
    chips = [one for one in card.findChildren(Chip) if one.isVisible() and one.text() not in ("Time", "Distance")]

    def lies_apart() -> bool:
        bottom = card.plot.mapTo(card, card.plot.rect().bottomLeft()).y()
        tops = [one.mapTo(card, one.rect().topLeft()).y() for one in chips]
        return min(tops) >= bottom and max(tops) + 24 <= card.height()

    qtbot.waitUntil(lambda: card.width() <= scroll.viewport().width() and lies_apart())
    assert len(chips) == 6
