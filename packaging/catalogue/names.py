"""Turns a laboratory's names of foods into names that a person reads.

"Fish, cod, Atlantic, cooked, dry heat" becomes "Cod, Atlantic, baked or grilled".
The head noun comes first, abbreviations are spelled out, codes and capitals go, a maker stands in brackets at the end.
The words are in `catalogue.wording`; what no rule reaches is listed in `resources/foods/names.csv`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from catalogue.wording import ACRONYMS, MAKERS, PLACES, PROPER, RULES, SHELVES, STAYS_FISH, STRAY

RENAMED = Path(__file__).parents[2] / "resources" / "foods" / "names.csv"

_CAPITALS = re.compile(r"(?<![\w'&])(?:Mc)?[A-Z][A-Z0-9'’&.-]*[A-Z](?:'S)?(?!\w)|\bMc[A-Z]{2,}[A-Z']*\b")
_MAKER = re.compile(r"^((?:Mc)?[A-Z][A-Z'&.!-]+(?: (?:[A-Z'&.!-]{2,}|USA|US))*), ?(?=\S)")
_LAST_MAKER = re.compile(r"^(?!Cereal, |Mc|[A-Z' ]+,|.+, NFS$)(.+), ([A-Z]{3}[A-Z' ]*)$")
_PIZZERIA = re.compile(r"^([A-Z' ]+) (\d\d) (\w+) Pizza, (.+)$")


def tidy(original: str) -> tuple[str, tuple[str, ...]]:
    """The name to show for a food that its source calls `original`, and the words of the shelf it stood on."""
    known = _renamed().get(original)
    if known is not None:
        return known, ()
    name = " ".join(original.replace("\xa0", " ").split())
    name, place, shelf = _without_shelf(name)
    name, maker = _without_maker(name)
    for pattern, rewriting in RULES:
        name = pattern.sub(rewriting, name)
    name = _calm(name.strip(" ,"))
    if not maker:
        name = STRAY.sub(lambda found: found[0].lower(), name)
    end = ", ".join(part for part in (maker, place) if part)
    return (f"{name} ({end})" if end and f"({end})" not in name else name), shelf


@cache
def _renamed() -> dict[str, str]:
    with RENAMED.open(encoding="utf-8", newline="") as file:
        return {row["original"]: row["name"] for row in csv.DictReader(file)}


def _without_shelf(name: str) -> tuple[str, str, tuple[str, ...]]:
    """`name` without the shelf before its first comma, with where it was bought, and the shelf's words."""
    first, _, rest = name.partition(",")
    shelf, rest = first.strip().lower(), rest.strip()
    if rest in {"", "NFS"} or (shelf == "fish" and STAYS_FISH.match(name)):
        return name, "", ()
    if shelf == "restaurant":
        kind, _, dish = rest.partition(", ")
        return dish, "restaurant" if kind == "family style" else f"{kind} restaurant", ()
    if shelf in PLACES:
        return rest, PLACES[shelf], ()
    if shelf not in SHELVES:
        return name, "", ()
    return (f"Cereal, {rest}" if shelf == "cereals ready-to-eat" else rest), "", SHELVES[shelf]


def _without_maker(name: str) -> tuple[str, str]:
    """`name` without its maker, and the maker."""
    pizza = _PIZZERIA.match(name)
    if pizza:
        return f"Pizza, {pizza[3].lower()}, {pizza[4].lower()}, {pizza[2]} inch", _calm(pizza[1])
    last = _LAST_MAKER.match(name)
    if last:
        return last[1], _calm(last[2])
    head, body = ("Cereal, ", name[8:]) if name.startswith("Cereal, ") else ("", name)
    for maker, (kind, written) in MAKERS.items():
        rest = body.removeprefix(maker).removeprefix(",").strip()
        if rest and body.startswith(maker):
            return head + kind + rest.removeprefix(f"{maker} "), written
    found = _MAKER.match(body)
    return (head + body[found.end() :], _calm(found[1])) if found else (name, "")


def _calm(text: str) -> str:
    """`text` with capitals only where a sentence has them."""
    lower = _CAPITALS.sub(lambda found: _capitalized(found[0]), text)
    proper = PROPER.sub(lambda found: found[0].title(), lower)
    return proper[:1].upper() + proper[1:]


def _capitalized(word: str) -> str:
    if word in ACRONYMS or len(word) < 2:
        return word
    if word.startswith("Mc"):
        return "Mc" + word[2:].capitalize()
    return "-".join("&".join(bit[:1] + bit[1:].lower() for bit in part.split("&")) for part in word.split("-"))
