"""A workout while it goes on."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.live import Event, Live, finished, telemetry

START = 1_794_916_800_000


def ride() -> list[Event]:
    """A minute at 200 W, a pause of half a minute, and a second lap of a minute at 300 W."""
    first = [Event(second * 1000, {"power": 200.0, "heart_rate": 120.0}) for second in range(60)]
    between = [Event(60_000, mark="pause"), Event(70_000, {"power": 0.0}), Event(90_000, mark="resume")]
    second = [Event(90_000, mark="lap"), *(Event(second * 1000, {"power": 300.0}) for second in range(90, 150))]
    return first + between + second


def test_the_timer_stands_while_paused():
    live = Live(ride()[:61])
    assert live.is_paused
    assert live.timer(75_000) == 60_000
    live.add(Event(90_000, mark="resume"))
    assert live.timer(100_000) == 70_000


def test_laps_have_their_own_averages_and_the_pause_counts_in_none():
    laps = Live(ride()).laps(150_000)
    assert [(lap.number, lap.timer, lap.averages["power"]) for lap in laps] == [(1, 60_000, 200), (2, 60_000, 300)]
    assert Live(ride()).averages()["power"] == 250


def test_a_value_is_the_present_one_for_five_seconds():
    live = Live([Event(1000, {"heart_rate": 140.0})])
    assert live.present("heart_rate", 6000) == 140
    assert live.present("heart_rate", 6001) is None
    assert live.present("power", 1000) is None


def test_what_makes_no_sense_is_left_out():
    live = Live([Event(1000, {"power": 1.0})])
    assert not live.add(Event(500, {"power": 2.0}))
    assert not live.add(Event(1000, mark="resume"))
    assert live.add(Event(2000, mark="pause"))
    assert not live.add(Event(2000, mark="pause"))
    assert not live.add(Event(3000, mark="lap"))


def test_samples_of_one_instant_are_one_and_missing_ones_are_not_zero():
    samples = telemetry([Event(0, {"power": 200.0}), Event(0, {"heart_rate": 120.0}), Event(1000, {"power": 210.0})])
    assert samples.time.tolist() == [0, 1000]
    assert samples.channels["power"].tolist() == [200, 210]
    assert np.isnan(samples.channels["heart_rate"][1])


def test_what_it_was_has_its_timer_its_totals_and_its_laps():
    done = finished(ride(), sport="cycling", sub_sport="", start=START, end=152_000)
    assert (done.summary.duration_ms, done.summary.elapsed_ms) == (122_000, 152_000)
    assert (done.summary.avg_power, done.summary.max_power) == (250, 300)
    assert [(lap.start_ms, lap.duration_ms, lap.avg_power) for lap in done.laps] == [
        (0, 60_000, 200), (90_000, 62_000, 300),
    ]  # fmt: skip
    assert len(done.telemetry) == 120


def test_without_any_sensor_the_time_counts():
    done = finished([], sport="running", sub_sport="", start=START, end=1_800_000)
    assert done.summary.duration_ms == 1_800_000
    assert len(done.telemetry) == 0


events = st.lists(
    st.builds(
        Event,
        st.integers(0, 100_000),
        st.dictionaries(st.sampled_from(["power", "heart_rate", "mood"]), st.floats(0, 500), max_size=2),
        st.sampled_from([None, None, "pause", "resume", "lap"]),
    ),
    max_size=40,
)


@given(events)
def test_what_was_taken_makes_the_same_state_again_and_laps_fill_the_timer(said: list[Event]):
    live = Live(said)
    again = Live(live.events)
    end = live.last + 1000
    assert again.events == live.events
    assert again.laps(end) == live.laps(end)
    assert sum(lap.timer for lap in live.laps(end)) == live.timer(end)
    assert 0 <= live.timer(end) <= end
