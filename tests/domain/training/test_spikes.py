"""Values that a sensor made up are found by a rule that is told, and missing afterwards rather than zero."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.activity import Telemetry
from tracker.domain.training.spikes import POSITION, RULES, beyond, fixable, known_in, spikes, without


def recording(**channels: list[float]) -> Telemetry:
    count = len(next(iter(channels.values())))
    return Telemetry(
        np.arange(count, dtype=np.int64) * 1000, {name: np.array(v, float) for name, v in channels.items()}
    )


def found(channel: str, values: list[float]) -> list[int]:
    return np.flatnonzero(spikes(recording(**{channel: values}), channel)).tolist()


def test_what_cannot_be_is_a_spike_however_long_it_lasts() -> None:
    assert found("power", [200, 4000, 4000, 4000, 210, -5]) == [1, 2, 3, 5]
    assert found("heart_rate", [120] * 5 + [255] * 40 + [0]) == list(range(5, 46))


def test_a_single_second_stands_out_and_a_sprint_does_not() -> None:
    assert found("power", [200, 210, 1400, 205, 190]) == [2]
    assert found("power", [200, 210, 1300, 1400, 1350, 400, 190]) == []
    assert found("power", [0, 0, 900, 950, 0, 0]) == []
    assert found("power", [1400, 200, 210]) == [0]


def test_to_stop_pedalling_is_no_spike_and_a_heart_rate_that_falls_at_once_is() -> None:
    assert found("cadence", [90, 91, 0, 90, 92]) == []
    assert found("cadence", [90, 91, 200, 90, 92]) == [2]
    assert found("heart_rate", [150] * 30 + [90] * 5 + [150] * 30) == list(range(30, 35))


def test_a_rise_at_the_start_of_an_interval_is_no_spike() -> None:
    assert found("heart_rate", [*[100] * 60, *range(100, 170, 2), *[170] * 60]) == []


def test_missing_values_are_neither_spikes_nor_in_the_way() -> None:
    assert found("power", [np.nan, 200, np.nan, 1400, np.nan, 210, np.nan]) == [3]
    assert found("power", [np.nan]) == []
    assert found("power", [200]) == []


def test_a_position_far_from_those_around_it_is_a_spike() -> None:
    here = recording(
        latitude=[50.0, 50.0001, 50.1, 50.0003, 50.0004], longitude=[180.0, -179.9999, 8, -179.9997, -179.9996]
    )
    assert np.flatnonzero(spikes(here, POSITION)).tolist() == [2]
    mended = without(here, POSITION, spikes(here, POSITION))
    assert np.isnan(mended.channels["latitude"]).tolist() == np.isnan(mended.channels["longitude"]).tolist()
    assert np.isnan(mended.channels["latitude"]).sum() == 1


def test_only_what_was_measured_can_be_mended() -> None:
    whole = recording(power=[1, 2], altitude=[np.nan, np.nan], latitude=[5, 6], longitude=[7, 8], temperature=[1, 1])
    assert fixable(whole) == ("power", POSITION)
    assert fixable(recording(cadence=[90], latitude=[5])) == ("cadence",)


def test_values_above_a_limit_and_values_of_a_part() -> None:
    whole = recording(power=[100, np.nan, 900, 901])
    assert beyond(whole, "power", 900).tolist() == [False, False, False, True]
    assert known_in(whole, "power", 1000, 3000).tolist() == [False, False, True, False]


@pytest.mark.parametrize("channel", [one for one in RULES if one != POSITION])
@given(values=st.lists(st.one_of(st.just(np.nan), st.floats(-1e4, 1e4)), min_size=1, max_size=60))
def test_what_is_no_spike_stays_and_nothing_is_made_up(channel: str, values: list[float]) -> None:
    whole = recording(**{channel: values})
    which = spikes(whole, channel)
    after = without(whole, channel, which)
    np.testing.assert_array_equal(after.time, whole.time)
    np.testing.assert_array_equal(after.channels[channel][~which], whole.channels[channel][~which])
    assert np.isnan(after.channels[channel][which]).all()
    assert np.isfinite(whole.channels[channel][which]).all()
    assert not np.any(after.channels[channel] > RULES[channel].high)
