"""Numbers in tables of foods as people and programs write them."""

from __future__ import annotations

import re
from typing import Any

MOST = 1e9
"""No label has such a number, and no column of the database room for many times more."""
_NUMBER = re.compile(r"^[<~≈>≤≥]?\s*([0-9][0-9 \u00a0\u202f.,']*)\s*[a-zA-Zµμ%]*$")
_NOTHING = frozenset({"", "-", "–", "—", "n/a", "na", "null", "none", "tr", "trace", "traces"})


def number(value: Any) -> float | None:
    """A number that is not negative and below `MOST`, from a number or from text with a point or a comma; else None.

    Of two different marks the last one is the decimal mark. A single comma or point before three digits at the end
    counts as a decimal mark: 1,234 g of protein in 100 g is 1.234, never a thousand.
    """
    found = _number(value)
    return found if found is not None and 0 <= found < MOST else None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return float(value) if abs(value) < MOST else None
    text = str(value).strip()
    if text.casefold() in _NOTHING:
        return None
    found = _NUMBER.match(text)
    if found is None:
        return _scientific(text)
    digits = re.sub(r"[ \u00a0\u202f']", "", found[1]).rstrip(".,")
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return float(digits)
    mark = digits[last]
    whole, part = digits[:last], digits[last + 1 :]
    if whole.count(mark):  # 1.234.567: the mark groups thousands
        whole, part = whole + part, ""
    try:
        return float(f"{re.sub('[.,]', '', whole) or '0'}.{part or '0'}")
    except ValueError:
        return None


def _scientific(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
