"""Words as the search sees them: folded, cut out of a text, in singular and plural, misspelt.

Which words there are is in `vocabulary`; which names they find is in `search`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from string import ascii_lowercase

_WORD = re.compile(r"[^\W_]+")
_ASCII = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
MOST_WORDS = 10
LONGEST = 40
_HISSING = ("s", "x", "z", "o", "ch", "sh")
_ONLY_SEVERAL = frozenset({"fries"})
"""Words that are no plural of the word that they look like one of."""
_HISSED = tuple(f"{ending}es" for ending in _HISSING)


def fold(text: str) -> str:
    """Lower case without diacritics, as the index's tokenizer (unicode61, remove_diacritics 2) sees it."""
    if text.isascii():
        return text.lower()
    return "".join(one for one in unicodedata.normalize("NFD", text.lower()) if not unicodedata.combining(one))


def split(text: str) -> list[str]:
    """The folded words of a text; everything else separates."""
    if text.isascii():  # most names are, and hundreds are cut up between two keystrokes
        return text.translate(_ASCII).split()
    return _WORD.findall(fold(text))


def typed(text: str) -> list[str]:
    """The words of what somebody typed; nobody means more than ten."""
    return [word[:LONGEST] for word in split(text[:1000])[:MOST_WORDS]]


def pictures(text: str) -> str:
    """A text that begins with a picture such as 🍕, which is no word and may be a name; "" for any other."""
    said = text.strip()[:LONGEST]
    return said if unicodedata.category(said[:1] or " ") == "So" else ""


def numbers(word: str) -> set[str]:
    """The word in singular and plural, as far as English spelling tells: eggs and egg, leaves and leaf.

    Some of them are no words; those find nothing.
    """
    found = {word, f"{word}s"}
    if word.endswith(_HISSING):
        found.add(f"{word}es")
    if len(word) < 4:
        return found
    if word[-1] == "s" and word[-2] not in "sui":
        found.add(word[:-1])
    if word in _ONLY_SEVERAL:
        return found
    if word.endswith(_HISSED):
        found.add(word[:-2])
    for singular, plural in (("y", "ies"), ("f", "ves"), ("fe", "ves")):
        if word.endswith(plural):
            found.add(word.removesuffix(plural) + singular)
        if word.endswith(singular):
            found.add(word.removesuffix(singular) + plural)
    return found


def misspelt(word: str) -> Iterator[str]:
    """Every word that is one slip away: a letter left out, added or mistaken (twice where doubled), two exchanged."""
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        if after:
            yield before + after[1:]
        for letter in ascii_lowercase:
            if after:
                yield before + letter + after[1:]
            if len(after) > 1 and after[0] == after[1]:
                yield before + letter * 2 + after[2:]
            yield before + letter + after
