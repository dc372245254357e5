"""Amounts of food: a number, a fraction or a number word, with or without a unit, before or after the name.

A number that touches a word which is no unit is part of a name (7up), and so is one that counts something else
(5 km, 450 kcal): amounts are never guessed out of those.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from tracker.domain.quick_add.numbers import (
    NUMBER,
    NUMBER_WORDS,
    read_decimal,
    read_fraction,
    read_number,
    spellings,
)
from tracker.domain.quick_add.tokens import GLYPHS, Chunk, word_at, words
from tracker.domain.units import Unit, find

FOOD_KINDS = frozenset({"mass", "volume", "household"})
LONGEST = 5
"""An amount has at most this many chunks: 1 1/2 fl oz of."""
_OTHER_COUNTS = frozenset({"w", "watt", "watts", "bpm", "rpm", "%", "rep", "reps", "set", "sets", "am", "pm"})
_RANGE_WORDS = frozenset({"to", "or", "-", "–", "—"})
_ARTICLES = frozenset({"a", "an", "the", "my"})
_HALF = Fraction(1, 2)
_PHRASES = {
    "half a dozen": Fraction(6),
    "half dozen": Fraction(6),
    "a dozen": Fraction(12),
    "dozen": Fraction(12),
    "half a": _HALF,
    "half an": _HALF,
    "a half": _HALF,
    "half": _HALF,
    "a": Fraction(1),
    "an": Fraction(1),
}
"""The longer before what they begin with."""
_CHUNK = re.compile(
    rf"""(?P<sign>[-−])?
    (?:(?P<fraction>[0-9]{{1,3}}[/⁄][0-9]{{1,2}}|[0-9]{{0,6}}[{GLYPHS}])
     | (?P<low>{NUMBER})(?:[a-z]{{0,2}}[-–—](?P<high>{NUMBER}))?)
    (?P<unit>[^0-9{GLYPHS}]*)""",
    re.VERBOSE,
)
_TIMES = re.compile(r"(?P<count>[0-9]{1,3})[x×*](?P<each>.*)")
_TIMES_SIGNS = frozenset({"x", "×", "*"})
_GLUED = re.compile(r"(?P<name>[^\W\d]+)\([0-9]{1,3}\)")
_TIMES_AFTER = re.compile(r"[x×*](?P<count>[0-9]{1,3})")


_OFTEN = re.compile(r"[x×]([1-9][0-9]{0,3})")


@dataclass(frozen=True)
class Amount:
    """An amount as found.

    Args:
        value: the number; the first reading where `choices` says that there are several.
        unit: its unit, None for a plain count.
        used: how many chunks it takes.
        start, end: where it stands.
        number_end: where its number ends, the unit apart.
        choices: what may be written for start…number_end instead, if the number is ambiguous.
        spelled: whether the number is a word (one, half, a).
        times: whether it says how often a measured amount after the name counts (2x).
    """

    value: Fraction
    unit: Unit | None
    used: int
    start: int
    end: int
    number_end: int
    choices: tuple[str, ...] = ()
    spelled: bool = False
    times: bool = False

    @property
    def measured(self) -> bool:
        """Whether it is a mass or a volume."""
        return self.unit is not None and self.unit.size is not None


def amount_at(chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> Amount | None:
    """The amount that begins at chunk `index`, or None."""
    if index >= len(chunks) or chunks[index].sort != "word":
        return None
    found = _times(chunks, index, decimal_comma) or _number(chunks, index, decimal_comma) or _spelled(chunks, index)
    if found is None:
        return None
    if found.unit is None:
        found = _with_unit(found, chunks, index)
    return None if found is None else _with_of(found, chunks, index)


def amount_ending(chunks: Sequence[Chunk], decimal_comma: bool) -> Amount | None:
    """The longest amount that ends the chunks and leaves a name before it, or None. After a name, x2 is two of it."""
    last = chunks[-1] if len(chunks) > 1 else None
    if last is not None and (often := _OFTEN.fullmatch(last.word)):
        return Amount(Fraction(int(often[1])), None, 1, last.start, last.end, last.end)
    for used in range(min(LONGEST, len(chunks) - 1), 0, -1):
        found = amount_at(chunks, len(chunks) - used, decimal_comma)
        if found and found.used == used and not found.times:
            return found if found.unit or not (found.spelled or _numbers_a_kind(chunks[-used - 1])) else None
    return None


def _numbers_a_kind(chunk: Chunk) -> bool:
    """Whether a number after this word is part of a name: vitamin b 12, omega 3."""
    return (len(chunk.word) == 1 and chunk.word.isascii() and chunk.word.isalpha()) or chunk.word == "omega"


def plainly(chunks: Sequence[Chunk], decimal_comma: bool) -> list[Chunk]:
    """The chunks with other spellings of an amount behind a name undone: eggs (2), egg(2), egg * 2, egg x2 as egg 2."""
    found: list[Chunk] = []
    for index, chunk in enumerate(chunks):
        after = word_at(chunks, index + 1)
        counted, glued = _TIMES_AFTER.fullmatch(chunk.word), _GLUED.fullmatch(chunk.word)
        if found and counted and _is_name(found[-1]):
            found.append(replace(chunk, word=counted["count"], start=chunk.start + 1))
        elif glued:
            cut = len(glued["name"])
            found.append(replace(chunk, text=chunk.text[:cut], word=glued["name"], end=chunk.start + cut))
            found.append(replace(chunk, text=chunk.text[cut:], word=chunk.word[cut:], start=chunk.start + cut))
        elif not (found and chunk.word in _TIMES_SIGNS and after.isdecimal() and _is_name(found[-1])):
            found.append(chunk)
    return _without_brackets(found, decimal_comma)


def _is_name(chunk: Chunk) -> bool:
    return not chunk.word[:1].isdecimal() and not chunk.soft


def _without_brackets(chunks: Sequence[Chunk], decimal_comma: bool) -> list[Chunk]:
    """The chunks without the brackets around an amount, the amount with its own words in it only."""
    for first in range(1, len(chunks)):
        if not chunks[first].word.startswith("("):
            continue
        last = next((at for at in range(first, len(chunks)) if chunks[at].word.endswith(")")), -1)
        inside = list(chunks[first : last + 1])
        if not inside or inside[0].word == "(":
            continue
        inside[0] = replace(inside[0], word=inside[0].word[1:], start=inside[0].start + 1)
        inside[-1] = replace(inside[-1], word=inside[-1].word[:-1], end=inside[-1].end - 1)
        found = amount_at(inside, 0, decimal_comma)
        if found and found.used == len(inside):
            return [*chunks[:first], *inside, *chunks[last + 1 :]]
    return list(chunks)


def food_unit(text: str) -> Unit | None:
    """The unit `text` spells, if food is measured in it."""
    unit = find(text.rstrip("."))
    return unit if unit and unit.kind in FOOD_KINDS else None


def _number(chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> Amount | None:
    chunk = chunks[index]
    match = _CHUNK.fullmatch(chunk.word)
    # Folding can change a word's length only where letters are, so the number's place in it holds.
    if match is None:
        return None
    unit = food_unit(match["unit"]) if match["unit"] else None
    if match["unit"] and unit is None:
        return None
    low = match["fraction"] or match["low"]
    readings = read_number(low, decimal_comma)
    if not readings:
        return None
    choices = spellings(low, decimal_comma) if len(readings) > 1 else ()
    number_end = chunk.end - len(match["unit"])
    if match["high"]:
        high = read_decimal(match["high"], decimal_comma)
        if not high or high[0] <= readings[0]:
            return None
        choices = (low, match["high"])
    value = -readings[0] if match["sign"] else readings[0]
    found = Amount(value, unit, 1, chunk.start, chunk.end, number_end, choices)
    if choices:
        return found
    return _range(found, chunks, index, decimal_comma) if unit else _continued(found, chunks, index, decimal_comma)


def _continued(found: Amount, chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> Amount:
    """A number that goes on in the next chunks: 1 1/2, 2 and a half, 2 dozen, 2 to 3, 2 x 150g."""
    following = index + found.used
    after = word_at(chunks, following)
    if after == "dozen":
        return _longer(found, chunks, index, 2, found.value * 12)
    if after in ("and", "&"):
        for count, phrase in ((3, "a half"), (2, "half")):
            if words(chunks, following + 1, count - 1) == phrase and word_at(chunks, following + count) != "and":
                return _longer(found, chunks, index, count + 1, found.value + _HALF)
        following += 1
        after = word_at(chunks, following)
    if found.value.denominator == 1 and (part := _proper_fraction(after)):
        glued = found if following == index + 1 else replace(found, used=found.used + 1)
        return _with_fraction(glued, chunks[following], part)
    return _range(found, chunks, index, decimal_comma)


def _proper_fraction(text: str) -> re.Match[str] | None:
    match = _CHUNK.fullmatch(text)
    if match is None or not match["fraction"] or match["sign"] or (match["unit"] and not food_unit(match["unit"])):
        return None
    value = read_fraction(match["fraction"])
    return match if value is not None and value < 1 else None


def _with_fraction(found: Amount, chunk: Chunk, match: re.Match[str]) -> Amount:
    part = read_fraction(match["fraction"]) or Fraction(0)
    return replace(
        found,
        value=found.value - part if found.value < 0 else found.value + part,
        unit=food_unit(match["unit"]) if match["unit"] else None,
        used=found.used + 1,
        end=chunk.end,
        number_end=chunk.end - len(match["unit"]),
    )


def _range(found: Amount, chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> Amount:
    """2 to 3, two or three, 100g - 150g: an amount that must be asked for. Anything else is left as it is."""
    if word_at(chunks, index + 1) not in _RANGE_WORDS or index + 2 >= len(chunks):
        return found
    high = _number(chunks, index + 2, decimal_comma) or _word_number(chunks, index + 2)
    if high is None or high.choices or high.value <= found.value or (found.unit and found.unit != high.unit):
        return found
    first, last = chunks[index].word, chunks[index + 2].word
    return replace(
        found,
        unit=high.unit,
        used=high.used + 2,
        end=high.end,
        number_end=high.number_end,
        choices=(
            first[: len(first) - (found.end - found.number_end)],
            last[: len(last) - (high.end - high.number_end)],
        ),
    )


def _longer(found: Amount, chunks: Sequence[Chunk], index: int, used: int, value: Fraction) -> Amount:
    end = chunks[index + used - 1].end
    return replace(found, value=value, used=used, end=end, number_end=end)


def _word_number(chunks: Sequence[Chunk], index: int) -> Amount | None:
    chunk = chunks[index]
    value = NUMBER_WORDS.get(chunk.word)
    return None if value is None else Amount(value, None, 1, chunk.start, chunk.end, chunk.end, spelled=True)


def _spelled(chunks: Sequence[Chunk], index: int) -> Amount | None:
    """One, two and a half, half a dozen, an."""
    found = _word_number(chunks, index)
    if found and found.value == 1 and word_at(chunks, index + 1) == "half":
        return _longer(found, chunks, index, 2, _HALF)
    if found:
        return _continued(found, chunks, index, decimal_comma=False)
    for phrase, value in _PHRASES.items() if chunks[index].word in _PHRASES else ():
        used = phrase.count(" ") + 1
        if words(chunks, index, used) == phrase:
            if phrase == "half" and word_at(chunks, index + 1) in ("and", "&", "n"):
                return None
            chunk = chunks[index]
            one = Amount(value, None, 1, chunk.start, chunk.end, chunk.end, spelled=True)
            return _longer(one, chunks, index, used, value)
    return _one_of(chunks, index)


def _one_of(chunks: Sequence[Chunk], index: int) -> Amount | None:
    """A measure without a number before “of” is one of it: cup of coffee, handful of almonds."""
    unit = food_unit(chunks[index].word)
    if unit is None or not unit.spoken or word_at(chunks, index + 1) != "of" or index + 2 >= len(chunks):
        return None
    start, end = chunks[index].start, chunks[index].end
    return Amount(Fraction(1), unit, 1, start, end, end, spelled=True)


def _times(chunks: Sequence[Chunk], index: int, decimal_comma: bool) -> Amount | None:
    """2x eggs, 2x 150g skyr, 2x150g skyr, 2 x 150g skyr."""
    chunk = chunks[index]
    apart = chunk.word.isdecimal() and word_at(chunks, index + 1) in _TIMES_SIGNS
    match = _TIMES.fullmatch(chunk.word + ("x" if apart else ""))
    if match is None:
        return None
    count, head = int(match["count"]), 2 if apart else 1
    end = chunks[index + head - 1].end
    if match["each"]:
        each_chunk = replace(chunk, word=match["each"], start=chunk.end - len(match["each"]))
        rest, head = [each_chunk, *chunks[index + 1 :]], 0
    else:
        rest = list(chunks[index + head : index + head + LONGEST])
    each = _number(rest, 0, decimal_comma) if rest and rest[0].sort == "word" else None
    if each and each.unit is None:
        each = _with_unit(each, rest, 0)
    if each and each.measured and not each.choices:
        value = each.value * count
        return Amount(value, each.unit, head + each.used, chunk.start, each.end, each.number_end)
    if match["each"] or each:
        return None
    return Amount(Fraction(count), None, head, chunk.start, end, end, times=True)


def _with_unit(found: Amount, chunks: Sequence[Chunk], index: int) -> Amount | None:
    """The amount with the unit word after it; None if what follows shows that it counts something else."""
    following = index + found.used
    for count in (2, 1):
        text = words(chunks, following, count)
        unit = food_unit(text) if text else None
        if unit:
            return replace(found, unit=unit, used=found.used + count, end=chunks[following + count - 1].end)
    after = word_at(chunks, following)
    other = find(after) if after else None
    return None if other or after in _OTHER_COUNTS else found


def _with_of(found: Amount, chunks: Sequence[Chunk], index: int) -> Amount:
    """The amount with the “of” that ties it to the name: 2 slices of, half of a."""
    following = index + found.used
    if word_at(chunks, following) != "of" or (found.unit is None and found.value.denominator == 1):
        return found
    article = word_at(chunks, following + 1) in _ARTICLES and following + 2 < len(chunks)
    return replace(found, used=found.used + (2 if article else 1))
