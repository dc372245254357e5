"""Steps as they are stored and as they are done."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from tests.domain.training.plan.parts import parts
from tracker.domain.training.plan.steps import Aim, Part, Place, Repeat, Step, from_json, to_json, unrolled


@given(parts())
def test_what_is_stored_is_read_back(whole: tuple[Part, ...]):
    assert from_json(json.loads(json.dumps(to_json(whole)))) == whole


@pytest.mark.parametrize(
    "stored",
    [
        None, {}, [1], [{}], [{"kind": "sprint"}], [{"kind": "work", "time": 1.5}], [{"kind": "work", "time": True}],
        [{"kind": "work", "time": 0}], [{"kind": "work", "time": 1, "distance": 1}],
        [{"kind": "work", "aim": {"measure": "mood", "low": 1, "high": 2}}],
        [{"kind": "work", "aim": {"measure": "ftp", "low": 2, "high": 1}}], [{"times": 2, "steps": []}],
        [{"times": 2, "steps": [{"times": 2, "steps": []}]}], [{"times": 100, "steps": [{"kind": "work"}] * 11}],
    ],
)  # fmt: skip
def test_what_another_version_wrote_is_refused_in_one_way(stored: object):
    with pytest.raises(ValueError):
        from_json(stored)


def test_repeats_are_done_round_by_round():
    work, rest, end = Step(time=1000), Step("rest", 5000), Step("cooldown")
    assert list(unrolled([Repeat(2, (work, rest)), end])) == [
        Place(work, 1, 2), Place(rest, 1, 2), Place(work, 2, 2), Place(rest, 2, 2), Place(end),
    ]  # fmt: skip


def test_an_aim_lies_in_its_range():
    with pytest.raises(ValueError):
        Aim("heart_rate", 100, 300)
