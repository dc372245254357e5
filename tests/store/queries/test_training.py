"""Training over time, from totals and curves."""

from __future__ import annotations

import numpy as np
import pytest

from tests.store.bodies import PLAIN
from tests.store.test_curves import DAY, add, ride
from tracker.domain.training.curves import DRIFT, UNKNOWN
from tracker.operations import thresholds as operations
from tracker.store import curves
from tracker.store.database import Store
from tracker.store.queries import training
from tracker.store.queries.thresholds import listed, thresholds
from tracker.store.queries.workouts import workout

HOUR = 3_600_000


def threshold(store: Store, kind: str, value: int, since: str = "2026-01-01", sport: str = "") -> None:
    operations.put(store, kind, value, since, sport=sport)


@pytest.fixture
def athlete(store: Store) -> Store:
    for kind, value in (("ftp", 250), ("lthr", 160), ("max_hr", 190), ("rest_hr", 60)):
        threshold(store, kind, value)
    return store


def of(store: Store, record: str) -> training.Analysis:
    found = workout(store, record)
    assert found is not None
    return training.analysis(store, found)


def test_an_hour_at_threshold_loads_100_and_zones_follow_from_what_is_kept(athlete: Store) -> None:
    add(
        athlete,
        "a",
        ride(250, 3600, heart_rate=160),
        duration=HOUR,
        weighted_power=250,
        avg_power=250,
        avg_heart_rate=160,
    )
    found = of(athlete, "a")
    assert found.loads.load == found.loads.by_power == pytest.approx(100)
    assert found.loads.by_heart_rate == pytest.approx(100)
    assert (found.loads.intensity, found.variability, found.efficiency) == (1, 1, pytest.approx(250 / 160))
    assert found.drift == pytest.approx(0)
    assert found.power_zones is not None
    assert found.power_zones.seconds == (0, 0, 0, 3600, 0, 0, 0)
    assert found.heart_rate_zones is not None
    assert (found.heart_rate_zones.scheme, found.heart_rate_zones.seconds[4]) == ("heart_rate_cycling", 3600)


def test_a_new_threshold_changes_what_follows_and_not_what_was(athlete: Store) -> None:
    add(athlete, "before", ride(250), day=0, duration=HOUR, weighted_power=250)
    add(athlete, "after", ride(250), day=20, duration=HOUR, weighted_power=250)
    threshold(athlete, "ftp", 300, since="2026-11-10")
    assert of(athlete, "before").loads.load == pytest.approx(100)
    assert of(athlete, "after").loads.load == pytest.approx((250 / 300) ** 2 * 100)


def test_without_thresholds_nothing_is_made_up(store: Store) -> None:
    add(store, "a", ride(250, heart_rate=150), duration=HOUR, weighted_power=250)
    found = of(store, "a")
    assert found.loads == training.Loads()
    assert (found.power_zones, found.heart_rate_zones) == (None, None)
    assert training.fitness_by_day(store, "2026-11-30").unknown == 1


def test_heart_rate_stands_in_for_power_and_its_mean_for_its_samples(athlete: Store) -> None:
    add(athlete, "samples", ride(0, 3600, heart_rate=160), duration=HOUR, weighted_power=None, sport="running")
    add(athlete, "mean", duration=HOUR, weighted_power=None, avg_heart_rate=160, sport="running")
    assert of(athlete, "samples").loads.load == pytest.approx(100)
    assert of(athlete, "mean").loads.load == pytest.approx(100)
    zones = of(athlete, "samples").heart_rate_zones
    assert zones is not None
    assert zones.scheme == "heart_rate_running"


def test_zones_by_the_reserve_where_no_threshold_heart_rate_is_known(store: Store) -> None:
    threshold(store, "max_hr", 180)
    threshold(store, "rest_hr", 60)
    add(store, "a", ride(0, 600, heart_rate=140))
    zones = of(store, "a").heart_rate_zones
    assert zones is not None
    assert (zones.scheme, zones.seconds) == ("heart_rate_reserve", (0, 0, 600, 0, 0, 0))


def test_the_power_curve_of_a_season_has_dated_bests(store: Store) -> None:
    add(store, "long", ride(200, 600), day=0)
    add(store, "short", ride(400, 60), day=10)
    found = training.best_curve(store)
    places = {int(duration): place for place, duration in enumerate(found.durations)}
    assert (found.values[places[60]], found.workouts[places[60]], found.days[places[60]]) == (
        400,
        "short",
        "2026-11-11",
    )
    assert (found.values[places[300]], found.workouts[places[300]]) == (200, "long")
    assert found.durations[-1] == 600
    assert training.best_curve(store, until="2026-11-05").values[places[60]] == 200
    assert len(training.best_curve(store, "cadence").durations) == 0


def test_fitness_counts_every_day_up_to_the_last(athlete: Store) -> None:
    add(athlete, "a", day=0, duration=HOUR, weighted_power=250)
    add(athlete, "b", day=0, duration=HOUR, weighted_power=250)
    add(athlete, "unknown", day=1, duration=HOUR, weighted_power=None, avg_heart_rate=None)
    found = training.fitness_by_day(athlete, "2026-11-07")
    assert found.days == tuple(f"2026-11-{day:02}" for day in range(1, 8))
    assert found.loads.tolist() == pytest.approx([200, 0, 0, 0, 0, 0, 0])
    assert found.form.fitness[0] == pytest.approx(2 * 2.3528, abs=1e-3)
    assert found.unknown == 1
    assert training.fitness_by_day(athlete, "2026-10-01").days == ()


def test_a_threshold_of_the_same_day_is_replaced_and_one_out_of_range_refused(store: Store) -> None:
    threshold(store, "ftp", 250)
    threshold(store, "ftp", 255)
    assert [one.value for one in listed(store)] == [255]
    threshold(store, "threshold_speed", 3500)
    assert thresholds(store).at("threshold_speed", "2026-11-01") == 3.5
    for kind, value, since in (("ftp", 5, "2026-01-01"), ("luck", 7, "2026-01-01"), ("ftp", 250, "soon")):
        with pytest.raises(Exception, match=r"between|no threshold|not a date"):
            operations.put(store, kind, value, since)
    operations.delete(store, next(one.id for one in listed(store) if one.kind == "ftp"))
    assert [one.kind for one in listed(store)] == ["threshold_speed"]


def test_the_drift_of_speed_stands_in_where_there_is_no_power(store: Store) -> None:
    add(store, "a")
    curves.write(store, {"a": {DRIFT: np.array([UNKNOWN, 325], np.int32)}})
    assert of(store, "a").drift == 3.25
    assert PLAIN["workout"]["start_at"] % DAY is not None


def test_the_loads_of_all_workouts_by_power_and_by_heart_rate(athlete: Store) -> None:
    add(athlete, "both", ride(250, 3600, heart_rate=160), duration=HOUR, weighted_power=250)
    add(athlete, "run", ride(0, 3600, heart_rate=160), day=1, duration=HOUR, weighted_power=None, sport="running")
    found = training.loads(athlete)
    assert found["both"][0] == "2026-11-01"
    assert found["both"][1].by_power == pytest.approx(100)
    assert found["both"][1].by_heart_rate == found["run"][1].load == pytest.approx(100)
    assert training.loads(athlete, since="2026-11-02").keys() == {"run"}
    assert training.fitness_by_day(athlete, "2026-11-02").loads.tolist() == pytest.approx([100, 100])
