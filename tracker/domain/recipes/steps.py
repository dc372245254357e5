"""A recipe's steps: where one ends and the next begins, and the times in them that a timer can be set to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from tracker.domain.units import FRACTIONS

_GLYPHS = "".join(FRACTIONS)
_NUMBERED = re.compile(r"^\s*(?:(?:step|schritt|steg|étape|paso)\s*)?[0-9]{1,2}[.):]\s+", re.IGNORECASE)
_WITHIN = re.compile(r"(?<=[.!?])\s+(?=[0-9]{1,2}[.)]\s)")
_NUMBER = rf"(?:[0-9]+(?:[.,][0-9]+)?\s?[{_GLYPHS}]?|[{_GLYPHS}]|(?:an?|one|two|three|half\s+an?|eine?)\b)"
_UNIT = (
    r"(?P<h>h|hrs?|hours?|stunden?|std|timmar?|timer?|uren|uur|heures?|horas?|ore|saat|sata?|час\w*)|"
    r"(?P<m>min|mins|minutes?|minuten?|minuter|minutter|minutos?|minuti|dakika|minut\w*|минут\w*|分)|"
    r"(?P<s>s|secs?|seconds?|sekunden?|sekunder|secondes?|segundos?|secondi|saniye|секунд\w*)"
)
_TIME = re.compile(
    rf"(?<![\w/])(?P<low>{_NUMBER})(?:\s*(?:-|–|—|to|bis|till|til|à|a|o|or)\s*{_NUMBER})?[\s-]*(?:more\s+)?(?:{_UNIT})(?:\b|(?<=分))(?!\s*/)",
    re.IGNORECASE,
)
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_WORDS = {"a": 1, "an": 1, "one": 1, "ein": 1, "eine": 1, "two": 2, "three": 3}
LONGEST = 48 * 3600
"""Seconds beyond which nobody waits beside the stove."""


@dataclass(frozen=True)
class Timer:
    """A time in a step: its seconds (of a range the lower end, when one looks), and the words that say it."""

    seconds: int
    words: str


def split(text: str) -> tuple[str, ...]:
    """The steps of a recipe, without their numbers. A heading that ends in a colon goes with the step below it."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = _WITHIN.split(lines[0])
    found: list[str] = []
    heading = ""
    for line in lines:
        plain = _NUMBERED.sub("", line)
        if plain.endswith(":") and len(plain) < 60:
            heading = f"{heading} {plain}".strip()
        else:
            found.append(f"{heading} {plain}".strip())
            heading = ""
    return (*found, heading) if heading else tuple(found)


def timers(step: str) -> tuple[Timer, ...]:
    """The times in a step; 1 hour 30 minutes is one time."""
    found: list[Timer] = []
    end = -1
    for match in _TIME.finditer(step):
        unit = next(name for name in _SECONDS if match[name])
        seconds = round(_value(match["low"]) * _SECONDS[unit])
        joins = found and unit != "h" and re.fullmatch(r"\s*(?:and|und|et|y|e|,)?\s*", step[end : match.start()])
        if joins and seconds < 3600:
            before = found.pop()
            seconds += before.seconds
            words = f"{before.words} {match[0].strip()}"
        else:
            words = " ".join(match[0].split())
        end = match.end()
        if 0 < seconds <= LONGEST:
            found.append(Timer(seconds, words))
    return tuple(found)


def _value(text: str) -> Fraction:
    plain = text.strip().casefold()
    if plain in _WORDS:
        return Fraction(_WORDS[plain])
    if plain.startswith("half"):
        return Fraction(1, 2)
    glyph = FRACTIONS.get(plain[-1], Fraction(0)) if plain[-1] in _GLYPHS else Fraction(0)
    digits = plain.rstrip(_GLYPHS).strip().replace(",", ".")
    return (Fraction(digits) if digits else Fraction(0)) + glyph
