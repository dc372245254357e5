"""Amounts at the beginning of a text: 1½ cups, 2–3 cloves, 1 (14 oz) can, 1 cup plus 2 tbsp, four 8-ounce packages.

A range is read as its middle, and said to be one. What comes after the amount is the caller's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from tracker.domain import units
from tracker.domain.fixed import AMOUNT, to_fixed
from tracker.domain.quick_add.numbers import read_number
from tracker.domain.quick_add.tokens import GLYPHS
from tracker.domain.recipes.measures import CONTAINERS, LONGEST, Measure, find, fold

_WORDS: dict[str, int | Fraction] = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "dozen": 12, "a dozen": 12, "half a dozen": 6, "half dozen": 6, "a": 1, "an": 1,
    "half a": Fraction(1, 2), "half an": Fraction(1, 2), "half": Fraction(1, 2), "a couple of": 2, "a few": 3,
    "ein": 1, "eine": 1, "einen": 1, "eines": 1, "zwei": 2, "drei": 3, "halbe": Fraction(1, 2),
    "een": 1, "halve": Fraction(1, 2), "en": 1, "ett": 1, "et": 1, "halv": Fraction(1, 2), "un": 1, "une": 1,
    "une vingtaine": 20, "une dizaine": 10, "une douzaine": 12, "une quinzaine": 15, "una": 1, "uno": 1, "dos": 2,
    "tres": 3, "um": 1, "uma": 1, "medio": Fraction(1, 2), "media": Fraction(1, 2), "meia": Fraction(1, 2),
    "yarim": Fraction(1, 2), "bir": 1, "pola": Fraction(1, 2),
}  # fmt: skip
"""Number words, folded; they count only where something follows."""
_ONLY_WITH_UNIT = frozenset("half a an un une una uno um uma en et ett ein eine een bir".split())
_NUMBER = re.compile(
    rf"""(?:
      (?P<whole>[0-9]{{1,5}})(?:\s*-\s*|\s+|)(?P<part>[{GLYPHS}]|[0-9]{{1,2}}\s*[/⁄]\s*[0-9]{{1,2}}(?![0-9]))
    | (?P<fraction>[{GLYPHS}]|[0-9]{{1,3}}\s*[/⁄]\s*[0-9]{{1,2}}(?![0-9]))
    | (?P<decimal>[0-9]{{1,6}}(?:[.,][0-9]{{1,3}})*)
    )""",
    re.VERBOSE,
)
_WHOLE_TOUCHING = re.compile(r"[0-9]+/")
_MORE = re.compile(r"\s+(?:(?P<dozen>dozen)|and\s+(?:a\s+|one\s+)?half)\b", re.IGNORECASE)
_ABOUT = re.compile(
    r"(?:about|approx(?:imately)?\.?|approximately|ca\.?|circa|around|roughly|etwa|ungefähr|cirka|env(?:iron)?\.?|~|≈|"
    r"up to|at least|generous|scant|heaping|heaped|good|plus|additional|another|extra)\s*(?=[0-9a-z½¼¾⅓⅔⅛(])",
    re.IGNORECASE,
)
_TO = re.compile(r"\s*(?:[-–—−~〜]|\b(?:to|or|à|bis|tot|till|hasta|oder|ou)\b)\s*", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\s*((?:small|medium|large) to (?:medium|large)|(?:lightly |firmly |loosely )?packed|heaping|heaped|level|rounded|"
    r"scant|generous|full|good|gehäufte[rn]?|gestrichene[rn]?|rågade?|struket|strøkne|bem cheias?|cheias?|colmadas?|"
    r"large|big|small|medium[- ]sized|medium|flat|thin|thick)\s+",
    re.IGNORECASE,
)
_LENGTHS = frozenset({"cm", "inch"})
_SIZES = ("small", "medium", "large")
_PLUS = re.compile(r"\s*(?:,?\s*\bplus\b|\+|&|\band\b)\s+(?=[0-9½¼¾⅓⅔⅛])", re.IGNORECASE)
_ONE_OF = re.compile(r"([^\W\d_]+)\s+of\s", re.IGNORECASE)
_PAREN = re.compile(r"\s*[(（\[]([^()（）\[\]]*)[)）\]]\s*")
_END = re.compile(r"[\s).,;:*/]|$")


@dataclass(frozen=True)
class Amount:
    """An amount as read.

    Args:
        value: 0.001 of `unit`.
        unit: one of Tracker's own, a container with its size such as "can (14 oz)", or None for a count.
        end: where it ends in the text.
        spread: the range as it was written, where it was one.
        other: a second amount that stands beside it, as written: the (32 g) of ¼ cup (32 g).
    """

    value: int
    unit: str | None
    end: int
    spread: str = ""
    other: str = ""


@dataclass(frozen=True)
class _Number:
    value: Fraction
    end: int
    spread: str = ""
    word: str = ""


def amount_at(text: str, start: int = 0, decimal_comma: bool = False) -> Amount | None:
    """The amount that begins at `start`, or None."""
    place = start
    about = _ABOUT.match(text, place)
    while about:
        place = about.end()
        about = _ABOUT.match(text, place)
    number = _range(text, place, decimal_comma)
    if number is None:
        return None
    packed = _packed(text, number, decimal_comma)
    if packed is not None:
        return packed
    found = _with_unit(text, number, decimal_comma)
    return None if found is None or found.value <= 0 else found


# ------------------------------------------------------------------------------------------------- numbers


def _range(text: str, place: int, comma: bool) -> _Number | None:
    """A number, or the middle of two with a dash or a word between them."""
    low = _number(text, place, comma)
    if low is None:
        return None
    between = _TO.match(text, low.end)
    high = _number(text, between.end(), comma) if between else None
    if between is None or high is None or high.value <= low.value or high.word:
        return low
    if text[low.end] == " " and between[0].strip().isalpha() and find(_word(text, high.end)) is None:
        return low  # 1 or 2 pots is a range; "4 or 5 minutes" was never an amount
    spread = text[place : high.end].strip()
    return _Number((low.value + high.value) / 2, high.end, spread)


def _number(text: str, place: int, comma: bool) -> _Number | None:
    match = _NUMBER.match(text, place)
    if match is None:
        return _number_word(text, place)
    if match["decimal"]:
        if _WHOLE_TOUCHING.match(text, place):
            return None  # 80/20 is no amount
        value = _decimal(match["decimal"], text[match.end() :], comma)
        return None if value is None else _continued(text, _Number(value, match.end()))
    value = _part(match["part"] or match["fraction"]) or Fraction(0)
    if match["whole"] and (value >= 1 or value == 0):
        return _Number(Fraction(match["whole"]), match.end("whole"))
    value += Fraction(match["whole"] or 0)
    return _Number(value, match.end()) if value else None


def _continued(text: str, number: _Number) -> _Number:
    """2 dozen, 2 and a half."""
    more = _MORE.match(text, number.end)
    if more is None:
        return number
    return _Number(number.value * 12 if more["dozen"] else number.value + Fraction(1, 2), more.end())


def _part(text: str) -> Fraction | None:
    top, slash, bottom = re.sub(r"\s", "", text).replace("⁄", "/").partition("/")
    if not slash:
        return units.FRACTIONS[text]
    return Fraction(int(top), int(bottom)) if int(bottom) else None


def _decimal(digits: str, after: str, comma: bool) -> Fraction | None:
    """The number; where a mark may group thousands, it does before the small units that recipes count in hundreds."""
    readings = read_number(digits, comma)
    if len(readings) < 2:
        return readings[0] if readings else None
    measure = find(_word(after, 0))
    return readings[1] if measure is not None and measure.unit in ("g", "ml") else readings[0]


def _number_word(text: str, place: int) -> _Number | None:
    alone = _ONE_OF.match(text, place)
    if alone and find(alone[1]) is not None:  # Pinch of salt
        return _Number(Fraction(1), place, word="one of")
    for count in (3, 2, 1):
        match = re.compile(rf"(?:[^\W\d_]+\s+){{{count}}}").match(text, place)
        word = fold(match[0].strip()) if match else ""
        if match and word in _WORDS:
            rest = text[match.end() :]
            if word in _ONLY_WITH_UNIT and not _measure_at(text, match.end()):
                return None if word != "half" else _Number(Fraction(1, 2), match.end(), word=word)
            return _Number(Fraction(_WORDS[word]), match.end(), word=word) if rest else None
    return None


# --------------------------------------------------------------------------------------------------- units


def _word(text: str, place: int) -> str:
    """The next word, as far as it may be a unit."""
    match = re.compile(r"\s*([^\W\d_]+(?:\([se]{1,2}\))?\.?)").match(text, place)
    return match[1] if match else ""


def _measure_at(text: str, place: int) -> tuple[Measure, int] | None:
    """The measure that begins at `place`, with where it ends. The longest spelling wins."""
    word = r"[^\W\d_]+(?:[.'’](?=[^\W\d_]))?[^\W\d_]*(?:\((?:s|es)\))?"
    for count in range(LONGEST, 0, -1):
        pattern = re.compile(rf"\s*-?\s*({word}(?:\.?\s+{word}){{{count - 1}}}\.?)")
        match = pattern.match(text, place)
        if match is None:
            continue
        measure = find(match[1])
        if measure is not None and _END.match(text, match.end()):
            return measure, match.end()
    joined = re.compile(r"\s*([^\W\d_]{1,3})(?=[（(\s]|$)").match(
        text, place
    )  # 2個 and 60g in the scripts without spaces
    measure = find(joined[1]) if joined else None
    return (measure, joined.end()) if joined and measure else None


def _with_unit(text: str, number: _Number, comma: bool) -> Amount | None:
    """The number with its unit, what is added to it, and what stands in brackets right after it."""
    place, size = number.end, ""
    between = _BETWEEN.match(text, place)
    while between:
        word = between[1].casefold().split()[0]
        size = word if word in _SIZES else size
        place = between.end()
        between = _BETWEEN.match(text, place)
    found = _measure_at(text, place)
    if found is None and number.word in _ONLY_WITH_UNIT and number.word != "half":
        return None
    if found is None and text[place : place + 1].isalpha() and place == number.end and not number.word:
        return None  # 7up
    if found is None:
        return _beside(text, Amount(to_fixed(number.value, AMOUNT), size or None, place, number.spread), comma)
    measure, end = found
    if measure.unit in _LENGTHS:
        piece = re.compile(r"\s*(?:-\s*)?(?:piece|knob|chunk|stück|stuk|bit|thumb)s?\b", re.IGNORECASE).match(text, end)
        end = piece.end() if piece else end
    value, unit = number.value * measure.factor, measure.unit
    until = _until(text, number, measure, end, comma)
    if until is not None:
        high, end = until
        middle = (number.value + high) / 2 * measure.factor
        return _beside(text, Amount(to_fixed(middle, AMOUNT), unit, end, text[place:end].strip()), comma)
    value, end = _plus(text, value, unit, end, comma)
    return _beside(text, Amount(to_fixed(value, AMOUNT), unit, end, number.spread), comma)


def _until(text: str, low: _Number, measure: Measure, end: int, comma: bool) -> tuple[Fraction, int] | None:
    """90 g - 120 g: the upper end of a range whose both ends have the unit."""
    between = _TO.match(text, end)
    high = _number(text, between.end(), comma) if between else None
    found = _measure_at(text, high.end) if high else None
    if high is None or found is None or found[0] != measure or high.value <= low.value:
        return None
    return high.value, found[1]


def _plus(text: str, value: Fraction, unit: str, end: int, comma: bool) -> tuple[Fraction, int]:
    """1 cup plus 2 tbsp: the sum, where both measure the same kind of thing."""
    more = _PLUS.match(text, end)
    number = _number(text, more.end(), comma) if more else None
    found = _measure_at(text, number.end) if number else None
    if number is None or found is None:
        return value, end
    one, other = units.find(unit), units.find(found[0].unit)
    if one is None or other is None or one.size is None or other.size is None or one.kind != other.kind:
        return value, end
    return value + number.value * found[0].factor * other.size / one.size, found[1]


def _beside(text: str, amount: Amount, comma: bool) -> Amount:
    """With a second amount: in brackets as in ¼ cup (32 g), or simply after it as in 1.8 oz 50 g."""
    bracket = _PAREN.match(text, amount.end)
    if bracket is not None:
        inside = amount_at(bracket[1].strip(), 0, comma)
        if inside is None or inside.unit is None or not _measures(inside.unit):
            return amount
        per_one = amount.unit in CONTAINERS and units.find(inside.unit) is not None
        if per_one:
            unit = f"{amount.unit} ({units.format_amount(inside.value, inside.unit)})"
            return Amount(amount.value, unit, bracket.end(), amount.spread)
        return replace(amount, end=bracket.end(), other=bracket[1].strip())
    second = re.compile(r"\s*/?\s*(?=[0-9])").match(text, amount.end)
    if amount.unit is not None and second and second.end() > amount.end and _measures(amount.unit):
        number = _number(text, second.end(), comma)
        found = _measure_at(text, number.end) if number else None
        if found and _measures(found[0].unit):
            return replace(amount, end=found[1], other=text[second.end() : found[1]].strip())
    return amount


def _measures(unit: str) -> bool:
    known = units.find(unit)
    return known is not None and known.kind in ("mass", "volume")


# --------------------------------------------------------------------------------------- containers of a size

_ACROSS = re.compile(
    r"[0-9]+(?:[.,][0-9]+)?\s*-?\s*(?:inch|cm|in\.)(?:es)?\b(?!\s+(?:piece|knob|chunk))", re.IGNORECASE
)
_SIZE_FIRST = re.compile(r"\s*[,x×]?\s*[(（]?\s*(?=[0-9½¼¾⅓⅔⅛])")


def _packed(text: str, count: _Number, comma: bool) -> Amount | None:
    """1 (14 oz) can, four 8-ounce packages, 2 x 400g tins, 15 oz can: containers with what each of them holds."""
    alone = _sized_container(text, count)
    if alone is not None:
        unit, end = alone
        return Amount(AMOUNT, unit, end, "")
    before = _SIZE_FIRST.match(text, count.end)
    if before is None or (before.end() == count.end and not text[count.end - 1].isspace()):
        return None
    across = _ACROSS.match(text, before.end())
    if across:  # 1, 9-inch pie crust
        return Amount(to_fixed(count.value, AMOUNT), None, across.end(), count.spread)
    each = _range(text, before.end(), comma)
    found = _sized_container(text, each) if each else None
    if found is None:
        return None
    unit, end = found
    return Amount(to_fixed(count.value, AMOUNT), unit, end, count.spread)


def _sized_container(text: str, size: _Number) -> tuple[str, int] | None:
    """A size directly followed by a container: 14-oz. can, 14 oz) can. The unit is the container with its size."""
    measured = _measure_at(text, size.end)
    if measured is None or not _measures(measured[0].unit):
        return None
    between = re.compile(r"\.?(?:\s*/\s*[0-9.,]+\s*[^\W\d_]+)?(?:\s*\([^()]*\))?\s*[)）]?[\s-]*(?:net\s+wt\s+)?").match(
        text, measured[1]
    )
    container = _measure_at(text, between.end()) if between else None
    if container is None or container[0].unit not in CONTAINERS or container[0].factor != 1:
        return None
    if container[0].unit == "piece" and "-" not in text[size.end : container[1]]:
        return None
    holds = units.format_amount(to_fixed(size.value * measured[0].factor, AMOUNT), measured[0].unit)
    return f"{container[0].unit} ({holds})", container[1]
