"""A recipe as it was found somewhere else: in a page, in another app's export. Nothing of it is matched yet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction

from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.recipes.quantities import amount_at
from tracker.domain.recipes.untold import NOT_KNOWN

_SERVINGS = frozenset(
    """serving servings serves people persons person portion portions portionen personen porties port portioner
    porsjoner porciones porções porzioni personnes personne porcji porcija porcije kişilik порций порции porsiyon
    personas pessoas persone 人分 人前""".split()
)
_NUMBER = re.compile(r"[0-9½¼¾⅓⅔⅛]")
_WORDS = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)?")
MOST_SERVINGS = 10_000


@dataclass(frozen=True)
class Yield:
    """What a recipe makes: how many (0.001), and of what where these are no plain servings, such as slices."""

    servings: int
    what: str = ""


UNTOLD = Yield(AMOUNT, NOT_KNOWN)


@dataclass(frozen=True)
class FoundRecipe:
    """A recipe of somebody else's.

    Attributes:
        name: what it is called.
        lines: its ingredients as written; a line that ends in a colon is a heading.
        makes: how many servings; None where it does not say.
        steps: how it is made, a step a line.
        minutes: from start to end.
        source: the page's address, a book, a person.
        photo: the bytes of a picture of it.
        photo_at: the address of one.
        language: two letters, where it says.
    """

    name: str
    lines: tuple[str, ...]
    makes: Yield | None = None
    steps: str = ""
    cuisine: str = ""
    tags: tuple[str, ...] = ()
    minutes: int | None = None
    notes: str = ""
    source: str = ""
    photo: bytes = field(default=b"", repr=False)
    photo_at: str = ""
    language: str = ""


def read_yield(text: str) -> Yield | None:
    """What a recipe's own words say that it makes: 4 servings, Serves 4–6 (the lower), 24 cookies, 1 loaf.

    None where there is no number in them.
    """
    text = " ".join(text.split())
    place = _NUMBER.search(text)
    if place is None:
        return None
    lower = re.split(r"\s*[-–—]\s*(?=[0-9])|\s+(?:to|bis|à)\s+(?=[0-9])", text[place.start() :])[0]
    number = re.match(r"[0-9]+(?:[.,][0-9]+)?(?:\s*[½¼¾⅓⅔⅛]|\s+[0-9]/[0-9])?|[½¼¾⅓⅔⅛]|[0-9]/[0-9]", lower)
    if number is None:
        return None
    value = _value(number[0])
    if value is None or not 0 < value <= MOST_SERVINGS:
        return None
    after = re.sub(r"^(?:\s*[-–—]\s*[0-9]+|\s+(?:to|bis|à)\s+[0-9]+)", "", text[place.start() + number.end() :])
    found = _WORDS.search(after.split("(")[0].split(",")[0])
    word = found[0].strip() if found else ""
    plain = {one.casefold() for one in word.split()} & _SERVINGS
    return Yield(to_fixed(value, AMOUNT), "" if plain or len(word) > 40 else word)


def _value(text: str) -> Fraction | None:
    whole = re.fullmatch(r"[0-9]+", text)
    if whole:
        return Fraction(int(text)) if len(text) < 7 else None
    found = amount_at(f"{text} x", 0, decimal_comma="," in text)
    return None if found is None else Fraction(found.value, AMOUNT)
