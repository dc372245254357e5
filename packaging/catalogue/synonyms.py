"""Other words for what a food's name says: British for American, its shelf, the other number of its head noun."""

from __future__ import annotations

import csv
import re
from pathlib import Path

_PLURALS_IN_IE = ("cookies", "brownies", "smoothies", "pies")
_NO_PLURAL = re.compile(r"(ss|us|is|ous|ese|ch|sh)$")
_WORD = re.compile(r"[a-zà-ÿ'-]+")


class Synonyms:
    """A table of words, each with what else people call it."""

    def __init__(self, table: Path) -> None:
        """Reads `table`, a CSV file with the columns `word` and `synonyms` (divided by semicolons)."""
        with table.open(encoding="utf-8", newline="") as file:
            rows = [(row["word"], row["synonyms"].split(";")) for row in csv.DictReader(file)]
        self._table = [
            (re.compile(rf"\b{re.escape(word)}\b", re.IGNORECASE), tuple(other.strip() for other in others))
            for word, others in rows
        ]

    def of(self, name: str, group: tuple[str, ...]) -> tuple[str, ...]:
        """What else a food called `name` may be looked up by, apart from the words of its name."""
        found = [*group]
        for word, others in self._table:
            if word.search(name):
                found.extend(others)
        own = set(_WORD.findall(name.lower()))
        return tuple(dict.fromkeys(other for other in found if not set(_WORD.findall(other.lower())) <= own))


def other_number(name: str) -> tuple[str, ...]:
    """The singular or the plural of the head noun of `name`: the last word before its first comma or bracket."""
    head = _WORD.findall(re.split(r"[,(]| with | and | or ", name, maxsplit=1)[0].lower())
    if not head or len(head[-1]) < 3:
        return ()
    word = head[-1]
    if word.endswith("eaves"):
        return (word[:-3] + "f",)
    if word.endswith("ies") and word not in _PLURALS_IN_IE:
        return (word[:-3] + "y",)
    if word.endswith(("oes", "ches", "shes", "xes", "sses")):
        return (word[:-2],)
    if word.endswith("s") and not _NO_PLURAL.search(word):
        return (word[:-1],)
    if word.endswith("y") and word[-2] not in "aeiou":
        return (word[:-1] + "ies",)
    return () if word.endswith("s") else (word + ("es" if word.endswith(("ch", "sh", "x", "o")) else "s"),)
