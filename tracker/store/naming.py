"""Whether a food is really called what was typed.

Stricter than `search`, whose hits are seen before one is taken: eggplant is no egg, and a sheepshead no sleep.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from functools import lru_cache

from tracker.store.database import Store
from tracker.store.rows import Hit
from tracker.store.words import misspelt, numbers, split

_LINKS = frozenset({"and", "und", "n", "with", "mit", "of", "the", "a", "an"})
"""Words that may be left out."""
_BEGINNING = 3
"""Letters from which the beginning of a word stands for it."""
_SLIPS_FROM, _SLIPS_TO = 4, 24
"""The lengths of words that may be misspelt."""
_MOST = 2000
"""Letters of a name that are looked at."""


class Fit(IntEnum):
    """How well a name answers; larger is better."""

    NONE = 0
    NEAR = 1
    """Every typed word begins a word of it, or is one slip away."""
    WORDS = 2
    """Every typed word stands in it."""
    BEGUN = 3
    """It begins with the typed words, in any order."""
    NAMED = 4
    """It is just the typed words, at least up to its first comma or bracket."""


def fits(store: Store, text: str, hits: Sequence[Hit]) -> list[Fit]:
    """How well each of these foods and recipes is called `text`, by its name, its brand or a synonym."""
    typed = _words(text[:_MOST])
    if not typed:
        return [_by_symbols(text, hit.title) for hit in hits]
    others = _others(store, [hit.id for hit in hits if hit.kind == "food"])
    return [fit(typed, hit.title, *others.get(hit.id, ("", ""))) for hit in hits]


def _by_symbols(text: str, name: str) -> Fit:
    """How well a name answers a text without any word, such as 🍕."""
    said = text.strip().casefold()
    if not said or said not in name.casefold():
        return Fit.NONE
    return Fit.NAMED if said == name.strip().casefold() else Fit.WORDS


def fit(typed: Sequence[str], name: str, synonyms: str = "", brand: str = "") -> Fit:
    """How well a food with this name, these synonyms (separated by semicolons) and this brand is called `typed`.

    Numbers alone are no name unless they are the whole of one, and beside words they do not say what a food is: milk 2%
    is no egg custard with 2% milk.
    """
    names = [name, *filter(None, synonyms.split(";"))]
    best = max(_of_one(typed, one) for one in names)
    said = [word for word in typed if not word.isdecimal()]
    if best < Fit.BEGUN and len(said) < len(typed):
        heads = [word for one in names for word in _head(one.partition(" with ")[0])]
        if not any(
            _is(word, other) or (best < Fit.WORDS and _is_near(word, other)) for word in said for other in heads
        ):
            return Fit.NONE
    if best >= Fit.WORDS:
        return best if said or best == Fit.NAMED else Fit.NONE
    every = [word for one in (*names, brand) for word in _words(one)]
    if _places(typed, every, _is):
        return Fit.WORDS
    seen = {*_words(name), *_words(brand)}  # what only begins another name of it would not be known again: Milch|reis
    near = _places(
        typed,
        list(dict.fromkeys(every)),
        lambda one, word: _is_near(one, word) if word in seen else _is_most(one, word),
    )
    return Fit.NEAR if near else Fit.NONE


def _of_one(typed: Sequence[str], name: str) -> Fit:
    words = _words(name)
    places = _places(typed, words, _is)
    if places is None:
        return Fit.NONE
    if set(places) != set(range(len(typed))):
        return Fit.WORDS
    return Fit.NAMED if len(typed) in (len(words), len(_head(name))) else Fit.BEGUN


def _head(name: str) -> list[str]:
    """The words of a name up to its first comma or bracket."""
    return _words(name.partition("(")[0].partition(",")[0])


def _places(typed: Sequence[str], words: Sequence[str], answers: Callable[[str, str], bool]) -> list[int] | None:
    """The place of the word that answers each typed one, none twice; None where one has no answer."""
    found: list[int] = []
    for one in typed:
        place = next((at for at, word in enumerate(words) if at not in found and answers(one, word)), None)
        if place is None:
            return None
        found.append(place)
    return found


def _is(typed: str, word: str) -> bool:
    return word in _numbers(typed)


def _is_near(typed: str, word: str) -> bool:
    begun = len(typed) >= _BEGINNING and word.startswith(typed)
    return begun or _is(typed, word) or not _numbers(word).isdisjoint(_slips(typed))


def _is_most(typed: str, word: str) -> bool:
    return _is_near(typed, word) and not (word.startswith(typed) and len(typed) * 3 < len(word) * 2)


def _words(text: str) -> list[str]:
    """The words of a name without those that only link them, unless it has no others."""
    words = split(text)
    return [word for word in words if word not in _LINKS] or words


@lru_cache(1 << 12)
def _numbers(word: str) -> frozenset[str]:
    return frozenset(numbers(word))


@lru_cache(64)
def _slips(word: str) -> frozenset[str]:
    return frozenset(misspelt(word)) if _SLIPS_FROM <= len(word) <= _SLIPS_TO else frozenset()


def _others(store: Store, ids: Sequence[str]) -> dict[str, tuple[str, str]]:
    """The synonyms and the brand of foods, by their ids."""
    marks = ", ".join("?" * len(ids))
    rows = store.rows(
        f"SELECT id, synonyms, '' FROM catalogue.food WHERE id IN ({marks}) "
        f"UNION ALL SELECT id, '', brand FROM main.food WHERE id IN ({marks})",
        (*ids, *ids),
    )
    return {key: (synonyms or "", brand or "") for key, synonyms, brand in rows}
