"""Reading numbers as people write them: decimal comma and point, thousands, vulgar fractions, number words.

Whether a number is an amount, and of what, is decided in `amounts`.
"""

from __future__ import annotations

import re
from fractions import Fraction

from tracker.domain.quick_add.tokens import GLYPHS
from tracker.domain.units import FRACTIONS

NUMBER = r"(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)"
"""A number without a sign, as a regular expression."""
_UP_TO_TWELVE = "one two three four five six seven eight nine ten eleven twelve"
NUMBER_WORDS = {word: Fraction(value) for value, word in enumerate(_UP_TO_TWELVE.split(), start=1)}
_LONGEST = 60
"""More digits than this are no number anyone means."""
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")
_DENOMINATORS = frozenset({2, 3, 4, 5, 6, 8, 10, 12, 16})
_FRACTION = re.compile(
    rf"(?P<top>[0-9]{{1,3}})[/⁄](?P<bottom>[0-9]{{1,2}})|(?P<whole>[0-9]{{0,6}})(?P<glyph>[{GLYPHS}])"
)


_ZEROS = "٠۰०০๐０"
"""The zeros of other scripts, whose other digits stand after them in Unicode."""
_WESTERN = str.maketrans(
    {chr(ord(zero) + digit): str(digit) for zero in _ZEROS for digit in range(10)} | {"٫": ".", "．": ".", "，": ","}
)


def western(text: str) -> str:
    """The text with the digits 0 to 9 in the place of those of other scripts; every letter stays where it is."""
    return text if text.isascii() else text.translate(_WESTERN)


def read_number(text: str, decimal_comma: bool) -> tuple[Fraction, ...]:
    """The readings of `text` as a number: none, one, or two where it is ambiguous, the decimal one first.

    The locale's own decimal separator is always that. The other one before exactly three digits may mean either.
    """
    fraction = read_fraction(text)
    return (fraction,) if fraction is not None else read_decimal(text, decimal_comma)


def may_be_thousands(text: str) -> bool:
    """Whether a number looks like thousands, whatever the mark in it is: 1.000, 12,500.

    Nobody ends a decimal number with a zero in the third place, as Tracker does not.
    """
    return len(re.findall("[.,]", text)) == 1 and text.endswith("0") and _THOUSANDS.fullmatch(text) is not None


def read_decimal(text: str, decimal_comma: bool) -> tuple[Fraction, ...]:
    """As `read_number`, for digits and separators alone."""
    if len(text) > _LONGEST or not re.fullmatch(NUMBER, text):
        return ()
    marks = [char for char in text if char in ".,"]
    if not marks:
        return (Fraction(text),)
    last = marks[-1]
    plain = Fraction(re.sub("[.,]", "", text))
    decimal = plain / 10 ** (len(text) - text.rindex(last) - 1)
    if len(marks) == 1:
        foreign = last != ("," if decimal_comma else ".")
        return (decimal, plain) if foreign and _THOUSANDS.fullmatch(text) else (decimal,)
    if len(set(marks)) == 1:
        return (plain,) if _THOUSANDS.fullmatch(text) else ()
    grouped = len(set(marks[:-1])) == 1 and last not in marks[:-1]
    return (decimal,) if grouped and _THOUSANDS.fullmatch(text[: text.rindex(last)]) else ()


def read_fraction(text: str) -> Fraction | None:
    """1/2, ½ or 1½; None for anything else, such as 80/20, which is no amount."""
    match = _FRACTION.fullmatch(text)
    if match is None:
        return None
    if match["glyph"]:
        return int(match["whole"] or 0) + FRACTIONS[match["glyph"]]
    bottom = int(match["bottom"])
    return Fraction(int(match["top"]), bottom) if bottom in _DENOMINATORS else None


def spellings(text: str, decimal_comma: bool) -> tuple[str, str]:
    """The two readings of an ambiguous number, each written so that it is clear in this locale."""
    whole, part = re.split("[.,]", text)
    part = part.rstrip("0")
    decimal = f"{whole}{',' if decimal_comma else '.'}{part}" if part else whole
    return decimal, re.sub("[.,]", "", text)
