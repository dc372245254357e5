"""Which food a recipe's word most likely is: pure comparison of words, without a database.

Two sources put foods up: the kitchen's own list (what recipes call the usual ingredients, in many languages; read by
`tracker.store.kitchen`) and the search of the catalogue. Both are judged here by the same points.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.recipes.measures import fold

SURE = 90.0
"""Points from which a match needs no second look."""
LIKELY = 60.0
"""Points below which a match is none."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*%?")
_SPACELESS = re.compile(r"[぀-ヿ㐀-鿿]")
_IRREGULAR = {
    "leaves": "leaf", "halves": "half", "loaves": "loaf", "calves": "calf", "knives": "knife", "mangoes": "mango",
    "filets": "fillet", "filet": "fillet", "fillets": "fillet", "chilies": "chili", "chillies": "chili",
    "chilli": "chili", "chile": "chili", "chiles": "chili", "chillis": "chili", "yoghurt": "yogurt",
    "yoghurts": "yogurt", "catsup": "ketchup", "peppers": "capsicum", "courgettes": "courgette",
    "anchovies": "anchovy", "veg": "vegetable", "molasses": "molasses", "couscous": "couscous",
    "hummus": "hummus", "asparagus": "asparagus", "swiss": "swiss", "puree": "puree", "purée": "puree",
    "skinned": "skinless", "doughs": "dough",
}  # fmt: skip
_OPTIONAL = frozenset(
    """
    all above bell frozen fraiche extra virgin light dark low sodium reduced unsalted salted salt-reduced gluten
    free dairy vegan full fat non nonfat lowfat skim whole raw unsweetened sweetened seasoned unseasoned smoked
    toasted roasted mild sharp active instant smooth crunchy style baby new young spicy sweet red green white yellow
    black brown long grain short neutral italian greek french english american mexican chinese japanese thai indian
    spanish kashmiri plain purpose self raising strong bread fillet breast meat piece clove head leaf stalk sprig
    bunch root bulb powder ground dried dry flake seed soft hard firm block cube stick granulated minute quick
    cooking blend mix brand roma kosher flaky dutch processed pitted seedless condensed heavy double thick natural
    skinless boneless cooked uncooked flat paste konc färsk hel hela gul konserverad ferske blader loose cracked
    original conecuh mello's philadelphia naked pasture wild caught farmed store crumb gluten-free dairy-free
    sodium-reduced low-sodium
""".split()
)
"""Words that may be left over without making it another food, though they count where they fit."""
_COOKED = frozenset(
    """
    cooked boiled baked fried roasted grilled steamed braised stewed broiled sauteed scrambled poached prepared
    simmered mashed breaded microwaved reheated rehydrated
""".split()
)
_DISHES = frozenset(
    """
    dishes soups sandwiches restaurant foods fast meals entrees burgers burritos pizza baby formula desserts cakes pies
    pudding smoothies snacks salads stir-fry omelets gravies casserole pasta-mixed mixed cookies doughnuts candy
""".split()
)


@dataclass(frozen=True)
class Phrase:
    """A name of a food, in one language; `words` are stems. `near` says that the food only stands in for it."""

    food: str
    words: tuple[str, ...]
    language: str = "en"
    near: bool = False


@dataclass(frozen=True)
class Guess:
    """A food that was put up, and how well it fits; at most 100. `near` as in `Phrase`."""

    food: str
    points: float
    near: bool = False

    @property
    def settled(self) -> bool:
        """Whether no other food can be meant."""
        return self.points >= SURE

    @property
    def sure(self) -> bool:
        """Whether it needs no second look."""
        return self.settled and not self.near


def stems(text: str) -> tuple[str, ...]:
    """The words of a name as they are compared: folded, in the singular."""
    return tuple(stem(word) for word in _WORD.findall(fold(text).replace("-", " ")))


@lru_cache(1 << 14)
def stem(word: str) -> str:
    """An English word in the singular; other words come out as something that both sides share."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("oes", "shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1].removesuffix("'")


class Phrases:
    """The names of the usual ingredients, ready to be looked through."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._by_word: dict[str, list[Phrase]] = defaultdict(list)
        self._foreign: dict[str, list[Phrase]] = defaultdict(list)
        for phrase in phrases:
            known = self._by_word if phrase.language == "en" else self._foreign
            for word in set(phrase.words):
                known[word].append(phrase)
        self._foreign_words = tuple(sorted(self._foreign))
        self._alike = lru_cache(1 << 12)(self._find_alike)

    def best(self, name: str, language: str = "") -> Guess | None:
        """The food that a name means, if one of the phrases is in it.

        Args:
            name: without amount and descriptions.
            language: of the recipe as two letters, where it is known; its words count more.
        """
        words = stems(name)
        if not words:
            return None
        found = [self._english(words)] if language in ("", "en") else []
        if not found or found[0] is None or not found[0].settled:
            found += [self._elsewhere(words, language), *([] if language in ("", "en") else [self._english(words)])]
        return max((one for one in found if one), key=lambda one: one.points, default=None)

    def _english(self, words: tuple[str, ...]) -> Guess | None:
        offered = {id(one): one for word in words for one in self._by_word.get(word, ())}
        judged = [(covered(words, one.words), one) for one in offered.values()]
        return _best([(points, one) for points, one in judged if points > 0])

    def _elsewhere(self, words: tuple[str, ...], language: str) -> Guess | None:
        """A phrase of another language, whose words are inflected and joined in many ways."""
        alike = [self._alike(word) for word in words]
        offered = {id(one): one for each in alike for like in each for one in self._foreign[like]}
        judged = []
        for one in offered.values():
            fits = [max((each.get(word, 0.0) for each in alike), default=0.0) for word in one.words]
            if not all(fits):
                continue
            used = {place for place, each in enumerate(alike) if any(word in each for word in one.words)}
            left = sum(1 for place, word in enumerate(words) if place not in used and word not in _OPTIONAL)
            points = 70.0 + 25.0 * sum(fits) / len(fits) - 18.0 * left + 2.0 * (len(one.words) - 1)
            points += 5.0 if one.language == language else -4.0 if language else 0.0
            judged.append((min(points, 100.0), one))
        return _best(judged)

    def _find_alike(self, word: str) -> dict[str, float]:
        """The dictionary's words that may be this one, with how much they are it: 1 for the very word."""
        found = {}
        for known in self._foreign_words:
            fit = likeness(word, known)
            if fit:
                found[known] = fit
        return found


def _best(judged: Sequence[tuple[float, Phrase]]) -> Guess | None:
    if not judged:
        return None
    points, phrase = max(judged, key=lambda one: (one[0], len(one[1].words)))
    return Guess(phrase.food, points, phrase.near)


def likeness(word: str, known: str) -> float:
    """How much a word is one of the dictionary's: the same, inflected, or part of a longer one.

    krastavca is krastavac, and nypoteter are poteter.
    """
    if word == known:
        return 1.0
    if _SPACELESS.search(known):
        return 0.9 if known in word else 0.0
    if len(known) < 4 or len(word) < 4:
        return 0.0
    shared = 0
    for one, other in zip(word, known, strict=False):
        if one != other:
            break
        shared += 1
    short = min(len(word), len(known))
    if shared >= max(4, short - (2 if short > 6 else 1)) and max(len(word), len(known)) - shared <= 3:
        return 0.85
    if len(known) >= 5 and word.endswith(known):
        return 0.8
    return 0.7 if len(known) >= 6 and word.startswith(known) else 0.0


def covered(words: Sequence[str], phrase: Sequence[str]) -> float:
    """Points for a phrase that is in a name: 100 where it is all of it, fewer for every word that is left over.

    English names its foods by their last word: butter lettuce is lettuce.
    """
    if not set(phrase) <= set(words):
        return 0.0
    left = [word for word in words if word not in phrase]
    weight = min(sum(3.0 if word in _OPTIONAL else 22.0 for word in left), 37.0)
    head = next((word for word in reversed(words) if word not in _OPTIONAL), words[-1])
    points = 98.0 - weight + min(len(phrase) - 1, 2)
    return points if head in phrase or words[-1] in phrase else points - 25.0


def of_catalogue(words: Sequence[str], name: str, synonyms: Sequence[str], category: str, *, everyday: bool) -> float:
    """Points for a food that the search put up, by its name and synonyms.

    What recipes list is raw, dry and plain; cooked foods and dishes are far behind unless that is what is written.
    """
    if all(word in _OPTIONAL for word in words):
        return 0.0
    best = max(_of_name(words, stems(one)) for one in (name, *synonyms))
    said = set(words)
    there = set(stems(name))
    if there & _COOKED and not said & _COOKED:
        best -= 22.0
    if set(re.findall(r"[a-z-]+", fold(category))) & _DISHES:
        best -= 25.0
    return best + (4.0 if everyday else 0.0)


def _of_name(words: Sequence[str], there: Sequence[str]) -> float:
    if not there:
        return 0.0
    missing = [word for word in words if word not in there]
    weight = sum(6.0 if word in _OPTIONAL else 40.0 for word in missing)
    beside = [
        word for word in there if word not in words and word not in ("raw", "dry", "fresh", "plain", "nfs", "whole")
    ]
    penalty = sum(3.0 if word in _OPTIONAL else 12.0 for word in beside)
    telling = [word for word in words if word not in _OPTIONAL and word in there]
    return 90.0 - weight - min(penalty, 48.0) - (0.0 if telling or not missing else 30.0)
