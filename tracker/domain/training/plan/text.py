"""The line in which a structured workout is typed: warm-up 15min 55%, 3x(12min 88-94%, 4min 50%), cool-down 10min.

    workout := part {("," | ";" | new line) part}
    part    := [N "x"] "(" step {"," step} ")" | N "x" step {"/" step} | step
    step    := [warm-up | rest | cool-down] length [aim] [note]
    length  := 12min · 1h30 · 90s · 400m · 1.5km · 1mi · lap
    aim     := 90% · 88-94% · 250w · 150bpm · 85% lthr · 4:30/km · rpe 8 · z2

`write` gives the line that reads as the same workout.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from tracker.domain.fixed import DISTANCE, to_fixed
from tracker.domain.quick_add.durations import read_duration
from tracker.domain.training.plan.steps import (
    MOST_STEPS,
    SCALES,
    SECOND,
    Aim,
    Kind,
    Measure,
    Part,
    Repeat,
    Step,
    unrolled,
)
from tracker.domain.units import METRES_PER_MILE
from tracker.errors import BadInput

HINT = "Write it like: warm-up 15min 55%, 3x(12min 90%, 4min 50%), cool-down 10min 50%."
_WORDS: dict[str, Kind] = {
    "warm-up": "warmup", "warmup": "warmup", "wu": "warmup", "work": "work",
    "rest": "rest", "recovery": "rest", "recover": "rest",
    "cool-down": "cooldown", "cooldown": "cooldown", "cd": "cooldown",
}  # fmt: skip
_KINDS: dict[Kind, str] = {"warmup": "warm-up", "work": "", "rest": "rest", "cooldown": "cool-down"}
ZONES = (0, 550, 750, 900, 1050, 1200, 1500, 2000)
"""Where the zones of power begin, in 0.1 % of the threshold, and where the last one ends (Coggan's seven)."""
_METRES = {"m": Fraction(1), "km": Fraction(1000), "k": Fraction(1000), "mi": METRES_PER_MILE}
_UNITS = ("h", "min", "s")
_NUMBER = r"[0-9]+(?:[.,][0-9]+)?"
_RANGE = rf"(?P<low>{_NUMBER})(?:[-–](?P<high>{_NUMBER}))?"
_DISTANCE = re.compile(rf"(?P<value>{_NUMBER})(?P<unit>m|km|k|mi)")
_AIMS: tuple[tuple[Measure, re.Pattern[str]], ...] = (
    ("lthr", re.compile(rf"{_RANGE}% ?(?:lthr|hr)")),
    ("ftp", re.compile(rf"{_RANGE}%(?: ?ftp)?")),
    ("power", re.compile(rf"{_RANGE}w")),
    ("heart_rate", re.compile(rf"{_RANGE}bpm")),
    ("rpe", re.compile(rf"(?:rpe ?|@){_RANGE}")),
)
_PACE = re.compile(
    r"(?P<low>[0-9]{1,2}:[0-5][0-9](?:\.[0-9]+)?)(?:[-–](?P<high>[0-9]{1,2}:[0-5][0-9](?:\.[0-9]+)?))?/(?P<unit>km|mi)"
)
_ZONE = re.compile(r"z(?P<zone>[1-7])")
_TIMES = re.compile(r"(?P<times>[0-9]{1,3}) ?[x×] ?(?P<rest>.*)", re.DOTALL)
_PIECES = re.compile(r'"[^"]*"|[^\s]+')


def read(text: str) -> tuple[Part, ...]:
    """The workout that `text` says.

    Raises:
        BadInput: which part is not understood.
    """
    parts = tuple(_part(piece) for piece in _split(text))
    if not parts:
        raise BadInput("There is no step yet.", HINT)
    if sum(1 for _ in unrolled(parts)) > MOST_STEPS:
        raise BadInput(f"A workout has at most {MOST_STEPS} steps.")
    return parts


def write(parts: Sequence[Part]) -> str:
    """The line that reads as these parts."""
    return ", ".join(_write_repeat(part) if isinstance(part, Repeat) else write_step(part) for part in parts)


def write_part(part: Part) -> str:
    """A part as people say it, on a line of its own: 3 × 12min 90%, rest 4min 50%."""
    if isinstance(part, Repeat):
        return f"{part.times} × {', '.join(map(write_step, part.steps))}"
    return write_step(part)


def write_step(step: Step) -> str:
    """One step as it is typed."""
    length = write_time(step.time) if step.time else write_distance(step.distance) if step.distance else "lap"
    note = f'"{step.note}"' if step.note else ""
    return " ".join(filter(None, (_KINDS[step.kind], length, write_aim(step.aim) if step.aim else "", note)))


def write_time(ms: int) -> str:
    """A duration as it is typed: 1h30min, 12min, 2min30s."""
    hours, minutes, seconds = ms // 3_600_000, ms // 60_000 % 60, ms // SECOND % 60
    said = (hours, minutes or (hours and seconds), seconds)
    parts = [
        f"{value}{unit}"
        for value, unit, is_said in zip((hours, minutes, seconds), _UNITS, said, strict=True)
        if is_said
    ]
    return "".join(parts)


def write_distance(tenths: int) -> str:
    """A distance as it is typed: 400m, 1.5km."""
    return f"{_plain(tenths, 10_000)}km" if tenths >= 10_000 and not tenths % 100 else f"{_plain(tenths, 10)}m"


def write_aim(aim: Aim) -> str:
    """An aim as it is typed."""
    if aim.measure == "pace":
        ends = [_clock(aim.low), _clock(aim.high)]
        return f"{'-'.join(ends if aim.low != aim.high else ends[:1])}/km"
    scale = SCALES[aim.measure]
    ends = [_plain(aim.low, scale), _plain(aim.high, scale)]
    values = "-".join(ends if aim.low != aim.high else ends[:1])
    forms = {"ftp": "{}%", "power": "{}w", "lthr": "{}%lthr", "heart_rate": "{}bpm", "rpe": "@{}"}
    return forms[aim.measure].format(values)


def _write_repeat(repeat: Repeat) -> str:
    return f"{repeat.times}x({', '.join(map(write_step, repeat.steps))})"


def _part(text: str) -> Part:
    match = _TIMES.fullmatch(text)
    if match is None:
        return _step(text)
    times, rest = int(match["times"]), match["rest"].strip()
    if rest.startswith("(") and rest.endswith(")"):
        steps = [_step(piece) for piece in _split(rest[1:-1])]
    else:
        first, *others = re.split(r" ?/ ?(?!km|mi)", rest)
        steps = [_step(first), *(_step(piece, "rest") for piece in others)]
    if times < 2:
        raise BadInput(f"“{text}” is not repeated.", "Write 2x or more before what is repeated.")
    try:
        return Repeat(times, tuple(steps))
    except ValueError:
        raise BadInput(f"“{text}” cannot be repeated so.", HINT) from None


def _step(text: str, kind: Kind = "work") -> Step:
    words = _PIECES.findall(text)
    if words and words[0].casefold().rstrip(":") in _WORDS:
        kind = _WORDS[words.pop(0).casefold().rstrip(":")]
    length, words = _length(words, text)
    aim, words = _aim(words, text)
    note = " ".join(word.strip('"') for word in words)
    strange = next((word for word in words if re.search("[0-9()]", word) and not word.startswith('"')), None)
    if strange:
        raise BadInput(f"“{strange}” in “{text}” is no length and no aim.", HINT)
    try:
        return Step(kind, *length, aim, note)
    except ValueError:
        raise BadInput(f"“{text}” is too short or too long for one step.", HINT) from None


def _length(words: list[str], text: str) -> tuple[tuple[int | None, int | None], list[str]]:
    if words and words[0].casefold() == "lap":
        return (None, None), words[1:]
    for count in (2, 1):
        length = "".join(words[:count]).casefold()
        if len(words) < count:
            continue
        if match := _DISTANCE.fullmatch(length):
            metres = Fraction(match["value"].replace(",", ".")) * _METRES[match["unit"]]
            return (None, to_fixed(metres, DISTANCE)), words[count:]
        if re.search("[a-z:]", length) and (time := read_duration(length)):
            return (round(time / SECOND) * SECOND, None), words[count:]
    raise BadInput(f"“{text}” does not begin with how long or how far.", HINT)


def _aim(words: list[str], text: str) -> tuple[Aim | None, list[str]]:
    for count in (2, 1):
        if len(words) < count:
            continue
        spelled = " ".join(words[:count]).casefold()
        try:
            found = _read_aim(spelled) or _read_aim(spelled.replace(" ", ""))
        except ValueError:
            raise BadInput(f"“{spelled}” in “{text}” is out of range.", "The smaller number comes first.") from None
        if found:
            return found, words[count:]
    return None, words


def _read_aim(text: str) -> Aim | None:
    if match := _ZONE.fullmatch(text):
        zone = int(match["zone"])
        return Aim("ftp", ZONES[zone - 1], ZONES[zone])
    if match := _PACE.fullmatch(text):
        ends = sorted(_pace(match[name], match["unit"]) for name in ("low", "high") if match[name])
        return Aim("pace", ends[0], ends[-1])
    for measure, form in _AIMS:
        if match := form.fullmatch(text):
            scale = SCALES[measure]
            low, high = (
                to_fixed(Fraction((value or match["low"]).replace(",", ".")), scale) for value in match.groups()
            )
            return Aim(measure, low, high)
    return None


def _pace(text: str, unit: str) -> int:
    minutes, seconds = text.split(":")
    per = (int(minutes) * 60 + Fraction(seconds)) * 1000
    return round(per * 1000 / METRES_PER_MILE) if unit == "mi" else round(per)


def _split(text: str) -> list[str]:
    """The parts between separators that stand outside brackets, quotes and decimal numbers; none of them empty."""
    parts, depth, quoted, begin = [], 0, False, 0
    for place, char in enumerate(text):
        quoted ^= char == '"'
        depth += 0 if quoted else (char == "(") - (char == ")")
        is_decimal = char == "," and text[place - 1 : place].isdigit() and text[place + 1 : place + 2].isdigit()
        if char in ",;\n" and not depth and not quoted and not is_decimal:
            parts.append(text[begin:place])
            begin = place + 1
    return [part.strip() for part in (*parts, text[begin:]) if part.strip()]


def _plain(value: int, scale: int) -> str:
    whole, rest = divmod(value, scale)
    return f"{whole}.{str(scale + rest)[1:].rstrip('0')}" if rest else str(whole)


def _clock(ms: int) -> str:
    minutes, rest = divmod(ms, 60_000)
    seconds, rest = divmod(rest, 1000)
    return f"{minutes}:{seconds:02}{f'.{rest:03}'.rstrip('0') if rest else ''}"
