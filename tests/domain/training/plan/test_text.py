"""The line in which a structured workout is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.training.plan.parts import parts
from tracker.domain.training.plan.steps import Aim, Part, Repeat, Step
from tracker.domain.training.plan.text import read, write
from tracker.errors import BadInput

MIN = 60_000
LINES: dict[str, tuple[Part, ...]] = {
    "warm-up 15min 55%, 3x(12min 88-94%, rest 4min 50%), cool-down 10min 50%": (
        Step("warmup", 15 * MIN, None, Aim("ftp", 550, 550)),
        Repeat(
            3,
            (
                Step("work", 12 * MIN, None, Aim("ftp", 880, 940)),
                Step("rest", 4 * MIN, None, Aim("ftp", 500, 500)),
            ),
        ),
        Step("cooldown", 10 * MIN, None, Aim("ftp", 500, 500)),
    ),
    "5x3min 110%/3min 50%": (
        Repeat(
            5,
            (Step("work", 3 * MIN, None, Aim("ftp", 1100, 1100)), Step("rest", 3 * MIN, None, Aim("ftp", 500, 500))),
        ),
    ),
    "6 x 400m 4:00/km / 90s": (
        Repeat(6, (Step("work", None, 4000, Aim("pace", 240_000, 240_000)), Step("rest", 90_000))),
    ),
    "2h z2": (Step("work", 120 * MIN, None, Aim("ftp", 550, 750)),),
    "1h30 140-150bpm": (Step("work", 90 * MIN, None, Aim("heart_rate", 140, 150)),),
    "20 min 250 w": (Step("work", 20 * MIN, None, Aim("power", 250, 250)),),
    "10min rpe 7-8": (Step("work", 10 * MIN, None, Aim("rpe", 70, 80)),),
    "10min @8,5": (Step("work", 10 * MIN, None, Aim("rpe", 85, 85)),),
    "5km 85% lthr": (Step("work", None, 50_000, Aim("lthr", 850, 850)),),
    "1,5km, 1.5 km; 1mi\nlap": (
        Step("work", None, 15_000), Step("work", None, 15_000), Step("work", None, 16_093), Step(),
    ),
    "10min easy spinning": (Step("work", 10 * MIN, note="easy spinning"),),
    '10min 60% "cadence 100, seated"': (Step("work", 10 * MIN, None, Aim("ftp", 600, 600), "cadence 100, seated"),),
    "1km 8:00/mi": (Step("work", None, 10_000, Aim("pace", 298_258, 298_258)),),
    "1km 4:40-4:20/km": (Step("work", None, 10_000, Aim("pace", 260_000, 280_000)),),
    "Rest: 2min30s": (Step("rest", 150_000),),
}  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_a_line_says_a_workout(line: str):
    assert read(line) == LINES[line]


@given(parts())
def test_what_is_written_reads_as_the_same_workout(whole: tuple[Part, ...]):
    assert read(write(whole)) == whole


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("", "There is no step yet"),
        ("250w", "does not begin with how long or how far"),
        ("10min 250wt", "“250wt” in “10min 250wt” is no length and no aim"),
        ("10min 94-88%", "is out of range"),
        ("1x(10min)", "is not repeated"),
        ("101x10s", "cannot be repeated so"),
        ("3x()", "cannot be repeated so"),
        ("2x(3x(1min, 1min), 5min)", "does not begin with how long"),
        ("200h", "is too short or too long for one step"),
        ("10min (z2", "is no length and no aim"),
        (", ".join(["100x1min"] * 11), "at most 1000 steps"),
    ],
)
def test_what_is_not_understood_is_told_with_its_words(line: str, sentence: str):
    with pytest.raises(BadInput, match=sentence):
        read(line)


@given(st.text(alphabet='0123456789xX×()[]/,;:.-–%@"\n hwminskrpetlabcdoy', max_size=60))
def test_whatever_is_typed_is_read_or_refused(line: str):
    try:
        whole = read(line)
    except BadInput:
        return
    assert read(write(whole)) == whole
