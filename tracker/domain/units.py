"""Units people weigh, pour, count and measure in: their spellings, their names, their conversions.

Conversions are exact fractions; rounding happens where a number is stored. What one slice or bowl of a given
food weighs is the food's own portion and not known here. A millilitre is not a gram unless a density says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from tracker.domain.fixed import AMOUNT
from tracker.errors import BadInput
from tracker.values import Frozen

GRAMS_PER_POUND = Fraction("453.59237")
"""International pound, exact by definition (1959)."""
KILOJOULES_PER_KILOCALORIE = Fraction("4.184")
"""Thermochemical calorie, exact by definition."""
METRES_PER_MILE = Fraction("1609.344")
"""International mile, exact by definition."""
MILLILITRES_PER_CUP = Fraction("236.5882365")
"""US customary cup, exact: half a US pint of 473.176473 ml. Metric (250 ml) and imperial cups differ."""

FRACTIONS: Mapping[str, Fraction] = MappingProxyType(
    {
        "½": Fraction(1, 2),
        "⅓": Fraction(1, 3),
        "⅔": Fraction(2, 3),
        "¼": Fraction(1, 4),
        "¾": Fraction(3, 4),
        "⅛": Fraction(1, 8),
        "⅜": Fraction(3, 8),
        "⅝": Fraction(5, 8),
        "⅞": Fraction(7, 8),
        "⅕": Fraction(1, 5),
        "⅖": Fraction(2, 5),
        "⅗": Fraction(3, 5),
        "⅘": Fraction(4, 5),
        "⅙": Fraction(1, 6),
        "⅚": Fraction(5, 6),
    }
)
"""Vulgar fractions people read and type."""

_GLYPHS = {round(value * AMOUNT): glyph for glyph, value in FRACTIONS.items()}


class Unit(Frozen):
    """One unit.

    Args:
        name: the canonical name, as stored.
        kind: mass, volume, household, energy, length or time; only units of one kind convert.
        size: how much of the kind's base unit (g, ml, kcal, m, s) it is; None for household words.
        plural: what more than one are called.
        spoken: whether people say its amounts as fractions (½ cup) rather than decimals (0.5 g).
    """

    name: str
    kind: str
    size: Fraction | None
    plural: str
    spoken: bool = False


_SPOON = MILLILITRES_PER_CUP / 48
_MEASURED: tuple[tuple[str, str, Fraction, str], ...] = (
    ("g", "mass", Fraction(1), "gram grams gramme grammes gr"),
    ("kg", "mass", Fraction(1000), "kgs kilo kilos kilogram kilograms"),
    ("mg", "mass", Fraction(1, 1000), "milligram milligrams"),
    ("µg", "mass", Fraction(1, 1_000_000), "μg ug mcg microgram micrograms"),
    ("oz", "mass", GRAMS_PER_POUND / 16, "ounce ounces"),
    ("lb", "mass", GRAMS_PER_POUND, "lbs pound pounds"),
    ("st", "mass", GRAMS_PER_POUND * 14, "stone stones"),
    ("ml", "volume", Fraction(1), "millilitre millilitres milliliter milliliters"),
    ("cl", "volume", Fraction(10), "centilitre centilitres centiliter centiliters"),
    ("dl", "volume", Fraction(100), "decilitre decilitres deciliter deciliters"),
    ("l", "volume", Fraction(1000), "litre litres liter liters"),
    ("fl oz", "volume", MILLILITRES_PER_CUP / 8, "floz fluid|ounce fluid|ounces fl|ounce fl|ounces fl.|oz"),
    ("kcal", "energy", Fraction(1), "cal cals calorie calories kilocalorie kilocalories"),
    ("kJ", "energy", 1 / KILOJOULES_PER_KILOCALORIE, "kilojoule kilojoules"),
    ("m", "length", Fraction(1), "metre metres meter meters"),
    ("km", "length", Fraction(1000), "k kms kilometre kilometres kilometer kilometers"),
    ("cm", "length", Fraction(1, 100), "centimetre centimetres centimeter centimeters"),
    ("mm", "length", Fraction(1, 1000), "millimetre millimetres millimeter millimeters"),
    ("mi", "length", METRES_PER_MILE, "mile miles"),
    ("yd", "length", METRES_PER_MILE / 1760, "yds yard yards"),
    ("ft", "length", METRES_PER_MILE / 5280, "foot feet"),
    ("in", "length", METRES_PER_MILE / 63360, "inch inches"),
    ("h", "time", Fraction(3600), "hr hrs hour hours"),
    ("min", "time", Fraction(60), "mins minute minutes"),
    ("s", "time", Fraction(1), "sec secs second seconds"),
)
"""Name, kind, size in the kind's base unit, other spellings (| stands for a space). The plural is the name."""

_SPOONS: tuple[tuple[str, Fraction, str], ...] = (
    ("tsp", _SPOON, "tsps teaspoon teaspoons"),
    ("tbsp", _SPOON * 3, "tbsps tbs tblsp tablespoon tablespoons"),
    ("cup", _SPOON * 48, "cups"),
    ("pint", _SPOON * 96, "pints"),
    ("quart", _SPOON * 192, "quarts"),
)
"""US kitchen measures, which people say in fractions."""

_HOUSEHOLD = """
    piece slice serving portion bowl plate glass mug can tin bottle jar pot tub carton box bag pack packet package
    sachet bar scoop handful pinch dash drop splash drizzle spoonful ladle shot clove sprig stick sheet leaf stalk
    head bunch ear rasher strip fillet patty ball wedge square cube chunk segment loaf roll
"""
_IRREGULAR = {"leaf": "leaves", "loaf": "loaves", "patty": "patties", "half": "halves"}
_ITEMS = frozenset(
    """
    apple apricot banana biscuit block breast bulb bun burger carrot chip chop container cookie egg fig finger floret
    half heart lemon lime link meatball muffin mushroom mussel nugget nut olive onion orange oyster pancake peach pear
    pepper plum pod potato pretzel prune rib ring roll sandwich sardine sausage scallop scone skewer spear sprout steak
    strawberry taco tangerine tomato tortilla waffle wing wrap zucchini
    """.split()
)
"""What portions in the catalogue are called beside the household units: things that are counted."""
_SIZES = ("small", "medium", "large")
"""Portion sizes as food tables name them: 2 large eggs."""


def _plural(word: str) -> str:
    if word in ("potato", "tomato"):
        return f"{word}es"
    if word.endswith("rry"):
        return f"{word[:-1]}ies"
    return _IRREGULAR.get(word) or word + ("es" if word.endswith(("ss", "sh", "ch", "x")) else "s")


def _spellings() -> Iterator[tuple[str, Unit]]:
    for name, kind, size, others in _MEASURED:
        unit = Unit(name, kind, size, name)
        yield from ((spelling.replace("|", " "), unit) for spelling in (name.casefold(), *others.split()))
    for name, size, others in _SPOONS:
        unit = Unit(name, "volume", size, name if name in ("tsp", "tbsp") else f"{name}s", spoken=True)
        yield from ((spelling, unit) for spelling in (name, *others.split()))
    for name in _HOUSEHOLD.split():
        unit = Unit(name, "household", None, _plural(name), spoken=True)
        yield from ((spelling, unit) for spelling in (name, unit.plural))
    for name in _SIZES:
        yield name, Unit(name, "household", None, name, spoken=True)


_BY_SPELLING = dict(_spellings())


def find(text: str) -> Unit | None:
    """The unit that `text` spells in any case, singular, plural or abbreviated; None where it is no unit."""
    return _BY_SPELLING.get(text.casefold().strip())


def named(text: str) -> Unit:
    """The unit that `text` spells; BadInput where it is none."""
    unit = find(text)
    if unit is None:
        raise BadInput(f"“{text}” is not a unit Tracker knows.")
    return unit


def convert(value: int | Fraction, source: str, target: str) -> Fraction:
    """`value` of unit `source` in unit `target`, exactly.

    Raises:
        BadInput: one of them is no unit, or they measure different things.
    """
    return value * ratio(source, target)


def ratio(source: str, target: str) -> Fraction:
    """How many `target` one `source` is, exactly; raises as `convert` does."""
    one, other = named(source), named(target)
    if one.name == other.name:
        return Fraction(1)
    if one.size is None or other.size is None or one.kind != other.kind:
        raise BadInput(f"{one.plural} do not convert to {other.plural}.")
    return one.size / other.size


class Sized(Frozen):
    """A container with what one of it holds: can (14 oz). `holds` is 0.001 of `unit`."""

    container: Unit
    holds: int
    unit: str


_SIZED = re.compile(
    r"(?P<container>[^\W\d_]+) \((?P<number>[0-9]+(?:\.[0-9]{1,3})?|[½¼¾⅓⅔⅛]) ?(?P<unit>[^\W\d_][^()]*)\)"
)


@lru_cache(1 << 8)
def sized(text: str) -> Sized | None:
    """What `text` says as a container with its size, or None."""
    match = _SIZED.fullmatch(text.strip())
    container = find(match["container"]) if match else None
    unit = find(match["unit"]) if match else None
    if match is None or container is None or unit is None or unit.size is None:
        return None
    number = FRACTIONS.get(match["number"]) or Fraction(match["number"])
    return Sized(container, round(number * AMOUNT), unit.name)


def format_number(value: int, decimal: str = ".", spoken: bool = False) -> str:
    """A number fixed at 0.001 with all its digits and no more, never grouped; as 1½ where `spoken` allows."""
    sign, size = ("-" if value < 0 else ""), abs(value)
    whole, part = divmod(size, AMOUNT)
    if spoken and part in _GLYPHS:
        return f"{sign}{whole or ''}{_GLYPHS[part]}"
    digits = f"{part:03d}".rstrip("0")
    return f"{sign}{whole}{decimal}{digits}" if digits else f"{sign}{whole}"


def format_amount(value: int, unit: str | None = None, decimal: str = ".") -> str:
    """An amount for people: 150000, "g" is “150 g”; 1500, "cup" is “1½ cups”; 2000 alone is “2”.

    Args:
        value: in 0.001 of `unit`.
        unit: a known unit or a portion's own name, which is shown as it is unless it is a thing that is counted (3
            mussels); None for a plain count.
        decimal: the decimal separator.
    """
    known = find(unit) if unit else None
    number = format_number(value, decimal, spoken=known.spoken if known else not unit or unit in _ITEMS)
    if not unit:
        return number
    pack = sized(unit) if known is None else None
    if pack is not None and abs(value) > AMOUNT:
        return f"{number} {pack.container.plural}{unit[len(pack.container.name) :]}"
    if known is None:
        return f"{number} {_plural(unit) if unit in _ITEMS and not 0 < abs(value) <= AMOUNT else unit}"
    return f"{number} {known.name if 0 < abs(value) <= AMOUNT else known.plural}"
