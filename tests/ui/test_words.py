"""What the window says has happened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tracker
from tracker.ui.words import done, to_amount

STEP = re.compile(r'\.(?:step|rename)\(f?"([A-Z][a-z]+)\b')
SAME = {"Note", "Put", "Set", "Split"}
"""Words that are their own past, or none of their own."""


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Make the shopping list", "Made the shopping list."), ("Mark Mon as complete", "Marked Mon as complete."),
        ("Import 3 workouts", "Imported 3 workouts."), ("Note for Saturday", "Note for Saturday."),
    ],
)  # fmt: skip
def test_a_step_that_was_done_is_told_as_past(label: str, said: str) -> None:
    assert done(label) == said


def test_every_step_can_be_told_so() -> None:
    rooms = Path(tracker.__file__).parent
    verbs = {verb for room in rooms.rglob("*.py") for verb in STEP.findall(room.read_text("utf-8"))}
    assert "Add" in verbs
    assert {verb for verb in verbs - SAME if done(verb) == f"{verb}."} == set()


@pytest.mark.parametrize("text", ["1e400", "1e999999999", "nan", "-inf", "9" * 500, "x", ""])
def test_an_amount_beyond_all_measure_is_none(text: str) -> None:
    assert to_amount(text) is None


@pytest.mark.parametrize(("text", "amount"), [("1,5", 1500), ("1\u202f000.25", 1_000_250), ("-3", -3000), ("0", 0)])
def test_an_amount_is_read_with_point_or_comma(text: str, amount: int) -> None:
    assert to_amount(text) == amount
