"""Reading one line of a recipe: 600 g chicken breast, 1 (14 oz) can tomatoes, 2 EL Öl, olive oil 3 tbsp, salt.

What is no amount is the ingredient's name, and stays as it was written: nothing of a line is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.domain import units
from tracker.domain.fixed import AMOUNT
from tracker.domain.quick_add.tokens import GLYPHS
from tracker.domain.recipes import names
from tracker.domain.recipes.quantities import Amount, amount_at

_START = re.compile(r"^(?:[•▢☐◦·●*✓]+\s*|[–—-]+\s+)(?=\S)")
_BOTH_NUMBERS = re.compile(r"^([0-9/.,½⅓¼¾\s]+?)\s+\S.*?\s\|\s(\S.*?)(?=\s+de\s|\s*$)(.*)$")
"""Brazilian pages write both numbers of a word: 500 grama | gramas de alcatra."""
_SPOON = re.compile(
    r"\b(colher(?:es)?|x[ií]caras?|copos?)\s*\((sopa|chá|cha|sobremesa|café|americano)\)", re.IGNORECASE
)
_FRENCH = re.compile(r"\bc(?:uill?[èe]res?|\.)?\s*à\s*(s|c)(?:oupe|afé|\.)?(?:\s|\.|$)\s*", re.IGNORECASE)
_JUICE = re.compile(
    rf"^(?:the\s+)?(?P<what>juice|zest)(?:\s+and\s+zest)?\s+(?:of|from)\s+(?P<amount>[0-9{GLYPHS}].*|an?\s.*|half\s.*)$",
    re.IGNORECASE,
)
_APART = re.compile(r"\s+[-–—]\s*(?=[0-9½¼¾⅓⅔])|\s*:\s*(?=[0-9½¼¾⅓⅔])|\s*[…]+\s*|\s*\.{3,}\s*")
_UNIT_FIRST = re.compile(r"(大さじ|小さじ|カップ)\s*([0-9]+(?:\s*と\s*[0-9]+/[0-9]+|/[0-9]+|\.[0-9]+)?|[½⅓¼¾])")
_NO_SPACES = re.compile(r"[぀-ヿ㐀-鿿]")
_TRAILING = re.compile(rf"(?:^|(?<=[\s)）]))(?=[0-9{GLYPHS}])")
_BRACKET = re.compile(r"\s*[(（]\s*(?:about|approx\.?|~|ca\.?|circa|total(?:ly)?)?\s*([^()（）]*)[)）]")
_TASTE = re.compile(
    r"\bto taste\b|\ba gosto\b|\bnach (?:geschmack|belieben)\b|\bnaar smaak\b|\befter smak\b|\better smak\b|"
    r"по вкусу|\bselon (?:le |votre )?goût\b|\bal gusto\b|\bq\.?\s?b\.?|\bpo ukusu\b|適量|少々|\bto your liking\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class IngredientText:
    """An ingredient as read.

    Args:
        name: what it is, as written; the whole line where there is a question.
        amount: 0.001 of `unit`; None where no amount is given.
        unit: None for a plain count.
        question: what must be made clear first, as a sentence.
        about: whether the amount is the middle of a range.
        also: a second amount of the same, as (value, unit), where the first one may have no weight.
    """

    name: str
    amount: int | None = None
    unit: str | None = None
    question: str = ""
    about: bool = False
    also: tuple[int, str] | None = None

    @property
    def foods(self) -> tuple[str, ...]:
        """What foods the name may mean, without what is said beside them; the first is the one that is meant."""
        return names.food_names(self.name)

    @property
    def heading(self) -> bool:
        """Whether it only says what the lines below are for: “For the sauce:”."""
        return self.amount is None and self.name.endswith(":")


def read_ingredient(text: str, decimal_comma: bool = False) -> IngredientText:
    """The amount, unit and name in one line; its amount stands before or after the name.

    Args:
        text: one line.
        decimal_comma: whether the person's decimal separator is a comma; the other one is understood too.
    """
    line = _prepared(text)
    if re.match(r"[-−][0-9]", line) or re.match(r"0+(?:[.,]0+)?\s*[^\W\d_]", line):
        return IngredientText(line, question="An amount is more than nothing.")
    juice = _JUICE.match(line)
    if juice:
        return _of_juice(juice, decimal_comma)
    found = amount_at(line, 0, decimal_comma)
    if found is not None and found.unit is None and not re.match(r"[0-9½⅓¼¾⅔⅛]", line):
        behind = _amount_behind(line, decimal_comma)  # five spice powder 1 tsp
        found = found if behind is None or behind.unit is None else None
    if found is not None:
        rest = _rest(line[found.end :])
        if not rest:
            return _amount_alone(line, found)
        if not (found.unit is None and re.match(r"[0-9]", rest)):
            return _measured(found, rest, decimal_comma)
    return _amount_behind(line, decimal_comma) or IngredientText(line)


def to_taste(text: str) -> bool:
    """Whether the line leaves the amount to the cook's taste in so many words."""
    return _TASTE.search(text) is not None


def _prepared(text: str) -> str:
    line = " ".join(text.replace("\u2044", "/").replace("\u00a0", " ").split())
    line = _START.sub("", line)
    both = _BOTH_NUMBERS.match(line)
    line = f"{both[1]} {both[2]}{both[3]}" if both else line
    line = _SPOON.sub(r"\1 de \2", line)
    return _FRENCH.sub(lambda match: "cas " if match[1].casefold() == "s" else "cac ", line)


def _rest(text: str) -> str:
    rest = re.sub(r"^[\s,;.:–—-]+", "", text)
    rest = re.sub(r"^(?:of one of the following:\s*|of\s+(?=\S))", "", rest)
    return re.sub(r"^(?:de\s+(?=\S)|d['’]\s*|di\s+(?=\S)|du\s+|des\s+)", "", rest).strip()


def _of_juice(match: re.Match[str], comma: bool) -> IngredientText:
    """Juice of 1/2 lemon: half a lemon's juice."""
    found = amount_at(match["amount"], 0, comma)
    rest = _rest(match["amount"][found.end :]) if found else ""
    if found is None or not rest:
        return IngredientText(match[0])
    fruit, _, more = rest.partition(",")
    name = f"{fruit.strip()} {match['what'].lower()}" + (f", {more.strip()}" if more.strip() else "")
    return IngredientText(name, found.value, found.unit or "piece", about=bool(found.spread))


def _amount_alone(line: str, found: Amount) -> IngredientText:
    known = units.find(found.unit) if found.unit else None
    if known is not None and known.kind == "household":  # 2 rolls
        return IngredientText(known.name if found.value <= AMOUNT else known.plural, found.value)
    if found.unit is None:
        return IngredientText(line)
    return IngredientText(line, question=f"{line} of what?")


def _measured(found: Amount, rest: str, comma: bool) -> IngredientText:
    """The line with its amount; of two amounts, the one that is a weight."""
    other = amount_at(found.other, 0, comma) if found.other else None
    told = found.other
    if other is None:
        other, told, rest = _in_brackets(found, rest, comma)
    spread = [found.spread] if found.spread else []
    if other is None or other.unit is None:
        return IngredientText(_with(rest, spread), found.value, found.unit, about=bool(found.spread))
    if _is_mass(other.unit) and not _is_mass(found.unit or ""):
        written = units.format_amount(found.value, found.unit) if not found.spread else _written(found)
        return IngredientText(_with(rest, [written]), other.value, other.unit, about=bool(other.spread))
    return IngredientText(
        _with(rest, [*spread, told]), found.value, found.unit, about=bool(found.spread), also=(other.value, other.unit)
    )


def _written(found: Amount) -> str:
    return f"{found.spread} {found.unit or ''}".strip()


def _with(rest: str, more: list[str]) -> str:
    """What was said beside the amount stays, in brackets behind the name."""
    kept = [one for one in more if one and f"({one})" not in rest]
    return f"{rest} ({', '.join(kept)})" if kept else rest


def _in_brackets(found: Amount, rest: str, comma: bool) -> tuple[Amount | None, str, str]:
    """A second amount in brackets behind the name: 1 large leek (200g), finely sliced."""
    if found.unit is not None and _is_mass(found.unit):
        return None, "", rest
    for match in _BRACKET.finditer(rest):
        inside = amount_at(match[1].strip(), 0, comma)
        if inside is None or inside.unit is None or not (_is_mass(inside.unit) or _is_volume(inside.unit)):
            continue
        after = match[1].strip()[inside.end :].strip(" .,")
        times = re.match(r"(?:each|apiece|je|per stuk|chacun)\b", after, re.IGNORECASE)
        total = inside.value * found.value // AMOUNT if times else inside.value
        if after and not times:
            continue
        whole = rest if not _is_mass(inside.unit) else (rest[: match.start()] + rest[match.end() :]).strip()
        told = "" if not _is_mass(inside.unit) else match[1].strip()
        return Amount(total, inside.unit, 0, inside.spread), told, whole
    return None, "", rest


def _is_mass(unit: str) -> bool:
    known = units.find(unit)
    return known is not None and known.kind == "mass"


def _is_volume(unit: str) -> bool:
    known = units.find(unit)
    return known is not None and known.kind == "volume"


def _amount_behind(line: str, comma: bool) -> IngredientText | None:
    """Olive oil 3 tbsp, лимон - 1 шт (цедра и сок), しょうゆ 大さじ1."""
    first = _UNIT_FIRST.search(line)
    if first:
        number = first[2].replace("と", " ")
        found = amount_at(f"{number} {'tbsp' if first[1] == '大さじ' else 'tsp' if first[1] == '小さじ' else 'cup'}", 0)
        name = (line[: first.start()] + line[first.end() :]).strip(" ：:…")
        if found and name:
            return IngredientText(name, found.value, found.unit)
    apart = _APART.search(line)
    if apart and apart.start() > 0:
        found = amount_at(line, apart.end(), comma)
        if found is not None:
            rest = line[found.end :].strip(" ,.")
            name = line[: apart.start()].strip()
            return IngredientText(
                f"{name}, {rest}" if rest else name, found.value, found.unit, about=bool(found.spread)
            )
    return _amount_last(line, comma)


def _amount_last(line: str, comma: bool) -> IngredientText | None:
    """The longest amount that ends the line and leaves a name before it."""
    places = [match.start() for match in _TRAILING.finditer(line)]
    if _NO_SPACES.search(line):
        places += [match.start() for match in re.finditer(r"(?<=[぀-ヿ㐀-鿿ー)）])(?=[0-9])", line)]
    for place in sorted(places):
        if place == 0:
            continue
        found = amount_at(line, place, comma)
        name = line[:place].strip(" ,;:…")
        if found is None or found.end < len(line.rstrip(" .)")) or not name:
            continue
        if found.unit is None and _numbers_a_kind(name):
            continue
        return IngredientText(name, found.value, found.unit, about=bool(found.spread))
    return None


def _numbers_a_kind(name: str) -> bool:
    """Whether a number after this is part of a name: vitamin b 12, omega 3, juice of 1 lemon has none at its end."""
    last = name.split()[-1].casefold()
    return len(last) == 1 or last in ("omega", "type", "tipo", "no", "nr", "nº", "vitamin")
