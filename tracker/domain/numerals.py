"""Numbers as text, taken exactly. A few letters can stand for a number that takes minutes to write out: 1e999999999."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

MOST_DIGITS = 30
"""Digits before or after the point beyond which a number is none that anyone means."""
_LONGEST = 100


def exact(text: str) -> Fraction:
    """The number that a text is, with a decimal point or comma.

    Raises:
        ValueError: it is none, or beyond all measure.
    """
    if len(text) > _LONGEST:
        raise ValueError(text[:_LONGEST])
    try:
        value = Decimal(text.strip().replace(",", ".").replace("−", "-"))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value:
        return Fraction(0)
    if not value.is_finite() or not -MOST_DIGITS <= value.adjusted() <= MOST_DIGITS:
        raise ValueError(text)
    return Fraction(value)
