"""What the window says has happened."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import tracker
from tracker.ui.words import done

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
