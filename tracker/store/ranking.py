"""How well a name answers what was typed. Pure arithmetic on words: no database.

In this order: the exact name, a name whose noun the words are (rye bread is a bread), a name that begins with them, one
that only begins like them, the words in any place, words one slip away. Within that: what the person eats often and
lately at this meal, what they starred, what is their own, and what is ordinary.

Hundreds of names are judged between two keystrokes, so names are cut up once and compared as whole strings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import log2

from tracker.store.words import numbers, split

EXACT, SYNONYM, HEAD, END, START, BEGUN, LATER = 100.0, 92.0, 84.0, 79.0, 78.0, 75.0, 67.0
ANYWHERE, OTHER_SYNONYM, NOWHERE = 60.0, 50.0, 0.0
HEAD_SYNONYM, BEGUN_SYNONYM = 81.0, 69.0
SLIP = 45.0
HABIT, HABIT_HERE, STARRED, OWN, CURATED, BRANDED = 6.0, 6.0, 4.0, 6.0, 3.0, -4.0
WHOLE = 7.0
"""What one's own and everyday foods have more where whole words were typed, and not beginnings of others."""
LONG, LESS_ORDINARY = -0.01, -0.6
TELLING = 3
"""Letters from which a text is compared with synonyms of everyday foods whose own name answers it too."""
_LINKED = frozenset({"with", "and", "in", "of", "on", "from", "for", "without"})
"""Words after which a name tells what else there is: coffee with milk is no milk."""
_BRAND = re.compile(r"\(([^)]*[A-Z][^)]*)\)")


@dataclass(frozen=True)
class Word:
    """One typed word with everything that counts as it.

    Attributes:
        beginnings: what a word may begin with: the word itself, and what it may mean where it is misspelt.
        others: its singulars and plurals that do not begin with it.
        wholes: the words that are just this one, in singular or plural.
        in_key: beginnings and others as they stand in a key.
        slipped: whether it is taken for misspelt.
    """

    text: str
    beginnings: tuple[str, ...]
    others: tuple[str, ...]
    wholes: frozenset[str]
    in_key: tuple[str, ...]
    slipped: bool = False

    def fits(self, word: str) -> bool:
        """Whether a word of a name is this one, or begins like it."""
        return word.startswith(self.beginnings) or word in self.others

    def within(self, key: str) -> bool:
        """Whether a word of the name with this key fits."""
        for one in self.in_key:  # noqa: SIM110 - any() takes twice as long, and this runs a thousand times a keystroke
            if one in key:
                return True
        return False


def word(text: str, meant: tuple[str, ...] = ()) -> Word:
    """A typed word; with `meant`, what it may mean beside itself."""
    beginnings = (text, *meant)
    others = tuple(sorted(one for one in numbers(text) if not one.startswith(beginnings)))
    in_key = (*(f" {one}" for one in beginnings), *(f" {one} " for one in others))
    return Word(text, beginnings, others, frozenset().union(*map(numbers, beginnings)), in_key, bool(meant))


class Query:
    """What was typed, ready to be compared with many names.

    Attributes:
        exact: the keys that names have which are just the typed words, in this order.
        wholes: the same, as beginnings of longer names.
        first: how a name may begin to begin with the first word.
        anywhere: how a name may begin to begin with one of the words.
    """

    def __init__(self, words: tuple[Word, ...]) -> None:
        self.words = words
        self.first = words[0].in_key
        self.anywhere = tuple(one for each in words for one in each.in_key)
        self.single = len(words) == 1
        spellings = [one.wholes if len(words) < 4 else one.beginnings for one in words]
        self.exact = frozenset(f" {' '.join(one)} " for one in product(*spellings))
        self.wholes = tuple(self.exact)
        self.letters = sum(len(one.text) for one in words)
        self.slipped = any(one.slipped for one in words)

    def begins(self, key: str) -> bool:
        """Whether a name begins with the typed words, in this order."""
        if not key.startswith(self.first):
            return False
        if self.single:
            return True
        there = key.split()
        return len(there) >= len(self.words) and all(map(Word.fits, self.words, there))

    def is_whole_in(self, key: str) -> bool:
        """Whether the typed words stand in a name as whole words, one after the other."""
        for one in self.wholes:  # noqa: SIM110 - a generator would take three times as long
            if one in key:
                return True
        return False

    def turned_round(self, key: str) -> bool:
        """Whether a name is just the typed words in another order."""
        there = key.split()
        return len(there) == len(self.words) and all(any(one in typed.wholes for typed in self.words) for one in there)

    def within(self, key: str) -> bool:
        """Whether every typed word is in a name."""
        for one in self.words:  # noqa: SIM110 - as above
            if not one.within(key):
                return False
        return True


@lru_cache(1 << 14)
def keys(text: str) -> tuple[str, str]:
    """A name as the keys that are compared: ' egg whole raw ', and that of a brand in it."""
    key = f" {' '.join(split(text))} "
    return key, f" {' '.join(split(' '.join(_BRAND.findall(text))))}" if "(" in text else ""


@lru_cache(1 << 14)
def head(text: str) -> str:
    """The key of a name's part before its first comma or bracket."""
    if "," not in text and "(" not in text:
        return keys(text)[0]
    return f" {' '.join(split(text.partition('(')[0].partition(',')[0]))} "


@lru_cache(1 << 13)
def synonyms(text: str) -> tuple[str, ...]:
    """The keys of the synonyms in a list that semicolons separate."""
    return tuple(f" {' '.join(split(one))} " for one in text.split(";"))


@lru_cache(1 << 13)
def heads(text: str) -> frozenset[str]:
    """The keys of what stands before a comma in a list of synonyms: cheese of "gouda cheese; cheese, gouda"."""
    return frozenset(head(one) for one in text.split(";") if "," in one)


def of_name(query: Query, text: str) -> float:
    """How well a name alone answers; NOWHERE where a typed word is not in it."""
    key = keys(text)[0]
    if key in query.exact:
        return EXACT
    if query.begins(key):
        if not key.startswith(query.wholes):
            return BEGUN  # butter is no butternut squash
        return HEAD if head(text) in query.exact else START
    if not query.within(key):
        return NOWHERE
    if query.is_whole_in(key):  # which most names of what is still being typed are not, and cutting them up takes time
        noun = head(text)
        if noun.endswith(query.wholes) and _LINKED.isdisjoint(noun.split()):
            return SYNONYM if query.turned_round(key) else END
    if query.single or key.startswith(query.anywhere):
        return SYNONYM if query.turned_round(key) else LATER
    return ANYWHERE


def of_synonyms(query: Query, text: str, *, curated: bool) -> float:
    """How well the best of a food's other names answers. Those of everyday foods were chosen by hand."""
    others = synonyms(text)
    if not query.exact.isdisjoint(others):
        return SYNONYM if curated else BEGUN_SYNONYM
    if curated and not query.exact.isdisjoint(heads(text)):
        return HEAD_SYNONYM
    if any(query.begins(one) for one in others):
        return BEGUN_SYNONYM if curated else LATER
    return OTHER_SYNONYM


def score(
    query: Query,
    text: str,
    others: str,
    habit: tuple[float, float],
    *,
    starred: bool = False,
    own: bool = False,
    curated: bool = False,
    place: int = 1,
    brand: str = "",
) -> float:
    """How far up a name belongs; larger is further up.

    Args:
        query: what was typed.
        text: the name.
        others: its synonyms, separated by semicolons, or what else of it is searched.
        habit: how much it is eaten lately, and of that at this meal, as weights of entries.
        starred: the person starred it.
        own: the person keeps it.
        curated: an everyday food of Tracker's own list.
        place: its place in the order of ordinariness, 1 being the most ordinary.
        brand: whose product it is, where its name does not say so in brackets.
    """
    key, in_name = keys(text)
    brands = f"{in_name} {keys(brand)[0]}" if brand else in_name
    points = of_name(query, text)
    if not points or (curated and points < SYNONYM and query.letters >= TELLING):
        points = max(points, of_synonyms(query, others, curated=curated))
    points = points or OTHER_SYNONYM
    known = WHOLE * (points >= START and (own or curated)) + OWN * own + CURATED * curated
    if query.slipped:
        points -= SLIP
    usual = _share(habit[0])
    if usual:
        points += HABIT * usual + HABIT_HERE * _share(habit[1])
    if brands and not any(one.within(brands) for one in query.words):
        points += BRANDED * (1 - usual)
    if starred:
        points += STARRED
    return points + LONG * len(key) + LESS_ORDINARY * (1 - usual) * log2(place) + known


def _share(weight: float) -> float:
    """From 0 for never towards 1 for every day: three entries of late are half way."""
    return weight / (weight + 3)
