"""Barcodes of products: EAN-8, UPC-A, EAN-13 and GTIN-14, whose last digit checks the others."""

from __future__ import annotations

import re

from tracker.errors import BadInput

LENGTHS = (8, 12, 13, 14)
_SEPARATORS = re.compile(r"[\s\-]+")


def looks_like_one(text: str) -> bool:
    """Whether what was typed is meant as a barcode: digits alone, as many as one has, or nearly."""
    digits = _SEPARATORS.sub("", text)
    return digits.isascii() and digits.isdecimal() and LENGTHS[0] <= len(digits) <= LENGTHS[-1]


def is_barcode(digits: str) -> bool:
    """Whether these digits have the length of a barcode and their check digit fits.

    GS1 General Specifications, section 7.9: from the right, every other digit counts three times.
    """
    if not (digits.isascii() and digits.isdecimal()) or len(digits) not in LENGTHS:
        return False
    *counted, check = map(int, digits)
    weighed = sum(digit * (1 if place % 2 else 3) for place, digit in enumerate(reversed(counted)))
    return (weighed + check) % 10 == 0


def barcode(text: str) -> str:
    """The digits of a barcode as they were typed or scanned, without spaces and hyphens.

    Raises:
        BadInput: it is none, or a digit was mistyped.
    """
    digits = _SEPARATORS.sub("", text)
    if is_barcode(digits):
        return digits
    if looks_like_one(digits) and len(digits) in LENGTHS:
        raise BadInput(f"The digits {digits} do not fit together.", "Check them against the package.")
    raise BadInput(f"“{text.strip()}” is not a barcode.", "Type the 8 to 14 digits below the bars.")


def same(one: str, other: str) -> bool:
    """Whether two barcodes are of one product: a UPC-A is an EAN-13 that begins with 0."""
    return bool(one) and one.lstrip("0") == other.lstrip("0")
