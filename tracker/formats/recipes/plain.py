"""Values of recipes as strangers write them: text with markup, durations, lists that are one text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import Any

from tracker.formats.recipes.limits import MOST_TEXT

_TAG = re.compile(r"<(?:br|/p|/li|/div|/h[1-6])\s*/?>", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]{1,2000}>")
_DURATION = re.compile(
    r"P(?:(?P<d>[0-9.]+)D)?(?:T(?:(?P<h>[0-9.]+)H)?(?:(?P<m>[0-9.]+)M)?(?:(?P<s>[0-9.]+)S)?)?", re.IGNORECASE
)
_SPOKEN = re.compile(r"([0-9]+(?:[.,][0-9]+)?)\s*(d|h|m|hour|hr|stunde|std|min)", re.IGNORECASE)
MOST_TAGS = 12
MOST_MINUTES = 60 * 24 * 60


def text(value: Any) -> str:
    """One line of plain text."""
    return " ".join(prose(value).split())


def prose(value: Any) -> str:
    """Plain text with its lines, without markup; anything that is no text is none."""
    if isinstance(value, list | tuple):
        return "\n".join(part for part in map(prose, value) if part)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    plain = _MARKUP.sub("", _TAG.sub("\n", str(value)))
    lines = (" ".join(line.split()) for line in html.unescape(plain).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()[:MOST_TEXT]


def texts(value: Any) -> tuple[str, ...]:
    """Several short texts: a list, one text with commas, or things that have a name."""
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, str):
        value = re.split(r"[,;\n]", value)
    if not isinstance(value, list | tuple):
        return ()
    names = (text(one.get("name")) if isinstance(one, dict) else text(one) for one in value)
    return tuple(dict.fromkeys(name for name in names if name and len(name) <= 60))


def tags(*values: Any) -> tuple[str, ...]:
    """The first few of several lists of tags; what is a path or an address is none."""
    found = dict.fromkeys(one for value in values for one in texts(value) if "/" not in one)
    return tuple(found)[:MOST_TAGS]


def minutes(value: Any) -> int | None:
    """A duration in minutes: PT1H30M, 90, "1 h 30 min"; None where it says none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return _taken(float(value))
    if not isinstance(value, str):
        return None
    found = _DURATION.fullmatch(value.strip())
    if found and any(found.groupdict().values()):
        parts = {key: float(number or 0) for key, number in found.groupdict().items()}
        return _taken(parts["d"] * 1440 + parts["h"] * 60 + parts["m"] + parts["s"] / 60)
    if value.strip().isdigit():
        return _taken(float(value))
    scale = {"d": 1440, "h": 60, "s": 60, "m": 1}
    spoken = _SPOKEN.findall(value)
    return _taken(sum(float(number.replace(",", ".")) * scale[unit[0].lower()] for number, unit in spoken))


def _taken(value: float) -> int | None:
    return round(value) if 0 < value <= MOST_MINUTES else None


def summed(values: Iterable[int | None]) -> int | None:
    """The known of several durations together."""
    known = [value for value in values if value]
    return sum(known) if known else None
