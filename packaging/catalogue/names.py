"""Turns the laboratory's names of foods into names that a person reads: "MILK,WHOLE" style out, "Milk, whole" in.

The head noun comes first, abbreviations are spelled out, codes and capitals go, a brand stands in brackets at the end.
What no rule reaches is listed in `resources/foods/names.csv`, applied by `tidy` before everything else.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

RENAMED = Path(__file__).parents[2] / "resources" / "foods" / "names.csv"

_GROUPS = {
    "alcoholic beverage": ("alcohol",),
    "alcoholic beverages": ("alcohol",),
    "beverages": ("drink",),
    "candies": ("candy",),
    "carbonated beverage": ("soft drink", "soda"),
    "cereals ready-to-eat": ("breakfast cereal",),
    "crustaceans": ("shellfish", "seafood"),
    "desserts": ("dessert",),
    "fish": ("fish",),
    "frozen novelties": ("ice cream",),
    "fungi": ("mushroom",),
    "game meat": ("game", "meat"),
    "leavening agents": (),
    "mollusks": ("shellfish", "seafood"),
    "nuts": ("nuts",),
    "seeds": ("seeds",),
    "snack": ("snack",),
    "snacks": ("snack",),
    "spices": ("spice", "herb"),
    "sweeteners": ("sweetener",),
}
"""First parts that name a shelf, not a food: they are taken off and become words to search by."""

_STAYS_FISH = re.compile(
    r"^fish, (?!sticks)(raw|canned|cooked|smoked|pickled|cake|stick|white,|drum|spot|sucker|pout|ns\b|nfs|tofu)",
    re.I,
)

_PLACES = {"restaurant": "restaurant", "fast food": "fast food", "fast foods": "fast food"}
"""First parts that say where the food was bought; they move to the end, in brackets."""

_RULES = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        (r"\s+", " "),
        (r",(?=\S)", ", "),
        (r" ,", ","),
        (r"^Baby Toddler (food, )?|^Babyfood, ", "Baby food, "),
        (r",? \(?(NFS|N\.F\.S\.)\)?(?=,|$)", ""),
        (r",? NS as to [^,)]*", ""),
        (r"\bw/o\b", "without"),
        (r"\bw/ ?", "with "),
        (r"\bLF\b", "low fat"),
        (r" ?/ ?(?=[a-z])", " or "),
        (r"(\d)%fat", r"\1% fat"),
        (r"\bn' ?|\b'n ", "and "),
        (r" & ", " and "),
        (r"\bcatsup\b", "ketchup"),
        (r"\bcreme\b(?!-| b| f)", "cream"),
        (r"\bturrnip\b", "turnip"),
        (r"\bbluberries\b", "blueberries"),
        (r"\bchesnut\b", "chestnut"),
        (r"\bpannetone\b", "panettone"),
        (r"\bhotdog\b", "hot dog"),
        (r"\bsour dough\b", "sourdough"),
        (r"\bshortribs\b", "short ribs"),
        (r"\bsnowpeas\b", "snow peas"),
        (r"\bmahimahi\b", "mahi-mahi"),
        (r"\bgefiltefish\b", "gefilte fish"),
        (r"\bbrazilnuts\b", "brazil nuts"),
        (r"\bcoffeecake\b", "coffee cake"),
        (r"\bangelfood\b", "angel food"),
        (r"\bhalavah\b", "halva"),
        (r"\bjellybeans\b", "jelly beans"),
        (r"\bsoymilk\b", "soy milk"),
        (r"\bWEND'YS\b", "Wendy's"),
        (r"\bMcDonalds\b", "McDonald's"),
        (r"\blow ?fat\b", "low fat"),
        (r"\bnon-fat\b", "nonfat"),
        (r"(, )?\ball (commercial varieties|varieties|areas|types|classes)\b", ""),
        (r", year round average\b", ""),
        (r", (mixed species|unspecified( type)?|not specified|fluid|crude|fresh(?=, raw))\b", ""),
        (r", analyzed \d{4}", ""),
        (r", Latino bakery item", ""),
        (r" \(approximately 11% fat\)", ""),
        (r"\bseparable (?=fat|lean)", ""),
        (r"\b(lean only|lean and fat|peel|skin)( not)? eaten\b", lambda m: _eaten(m[1].lower(), m[2])),
        (r"\bcooked, dry heat\b", "baked or grilled"),
        (r"\bcooked, moist heat\b", "steamed or boiled"),
        (r"\bcooked, boiled[,.] drained\b", "boiled"),
        (
            r"\bcooked, (?=roasted|broiled|simmered|stewed|braised|baked|pan-|microwaved|grilled|boiled|steamed|fried)",
            "",
        ),
        (r"\bcooked, (?=scrambled|poached|hard-boiled|omelet)", ""),
        (r"\bbaked or broiled\b", "baked or grilled"),
        (r"\bbroiled\b", "grilled"),
        (r"\bdrained solids\b", "drained"),
        (r"\bsolids and liquids\b", "with liquid"),
        (r"\bmature seeds, raw\b", "dry, uncooked"),
        (r"\b(im)?mature seeds, ", ""),
        (r"\buncooked(?=$)|\bunprepared\b", "uncooked"),
        (
            r"\b(prepared-from-recipe|prepared from recipe|made from home recipe|home[- ]prepared|home[- ]?recipe)\b",
            "homemade",
        ),
        (r"\bcommercially prepared\b", "ready-made"),
        (r"\b(prepackaged or deli, luncheon meat)\b", "cold cut"),
        (r"\bready[- ]to[- ]serve\b|\bready[- ]to[- ]eat\b|\bready-to-heat\b", "ready-made"),
        (r"(, ready-made){2,}", ", ready-made"),
        (r"\b(\w+)-flavou?r(ed)?\b", r"\1 flavored"),
        (r"\b(chocolate|vanilla|fruit|orange|lime|lemon) flavor\b", r"\1 flavored"),
        (r"\blite\b", "light"),
        (
            r"^(Pudding|Cake|Ice cream|Frozen yogurt|Frosting|Syrup|Sugar|Topping|Cookie|Milk shake|Muffin|Bagel|Croissant"
            r"|Waffle|Pancake|Biscuit|Roll|Cracker|Taco shell|Tortilla|Cereal)s,",
            r"\1,",
        ),
        (r"^(Oil), ([^,]+)(?=,|$)", lambda m: f"{m[2]} oil"),
        (r"^(Salad dressing), (.*?)( dressing)?(?=,|$)", lambda m: _dressing(m[2])),
        (r"^Frankfurter\b", "Hot dog"),
        (r"^Fruit butters, apple", "Apple butter"),
        (r"\s*\((includes [^)]*)\)", ""),
        (r"^Kiwifruit \(kiwi\)", "Kiwifruit"),
        (r", \(([^)]*)\)", r" (\1)"),
        (r"(\w)\. (?=with\b)", r"\1, "),
        (r"(, )+(?=,|$)|[.,;]+$", ""),
        (r" {2,}", " "),
        (r"\( +| +\)", lambda m: m[0].strip()),
    )
)
"""What is rewritten, in this order."""

_PROPER = (
    "africa alaska alaskan america american anjou argentina asian atlantic australian bartlett boston brazil british "
    "brussels bulgaria caesar california canadian chinese cornish cuban danish dutch dungeness edam english ethiopian "
    "europe european florida french fuji gala german greek greenland hass hawaii hawaiian hungarian indian irish italian "
    "japan japanese korean kung latino mexican mexico navajo napoleon new pacific peking peruvian polish puerto rican "
    "russian scotch spanish swedish swiss szechuan texas thai thousand turkish valencia vienna vietnamese virginia york "
    "zealand alfredo benedict cajun creole waldorf worcestershire"
).split()
_PROPER_WORD = re.compile(r"\b(" + "|".join(_PROPER) + r")\b")
_NOT_PROPER = re.compile(r"\bNew(?=$|,)")
_KEPT_CAPITALS = {
    "BBQ",
    "KFC",
    "NY",
    "USA",
    "US",
    "AR",
    "NOS",
    "XS",
    "AMP",
    "EAS",
    "DHA",
    "KC",
    "BLT",
    "T-BONE",
}
_CAPITALS = re.compile(r"(?<![\w'&])(?:Mc)?[A-Z][A-Z0-9'’&.-]*[A-Z](?:'S)?(?![\w])|\bMc[A-Z]{2,}[A-Z']*\b")
_BRAND = re.compile(r"^((?:Mc)?[A-Z][A-Z'&.!-]+(?: (?:[A-Z'&.!-]{2,}|USA|US))*),? (?=\S)")
_MAKERS = (
    "Archway Home Style Cookies", "Oscar Mayer", "Nabisco", "Keebler", "Glutino", "Schar", "Andrea's", "Udi's", "Van's",
    "Vitasoy USA Azumaya", "Vitasoy USA Nasoya", "Vitasoy USA Organic Nasoya", "Vitasoy USA", "Lean Pockets", "Hormel",
    "Kraft", "M&M MARS", "MARS SNACKFOOD US", "KRAFT BREAKSTONE'S", "HOUSE FOODS", "LEAN POCKETS", "Quaker", "Post",
    "CAMPBELL'S CHUNKY", "RALSTON", "POST", "SILK", "MORI-NU",
)  # fmt: skip


def tidy(original: str) -> tuple[str, tuple[str, ...]]:
    """The name to show for a food that its source calls `original`, and the words of the shelf it stood on."""
    known = _renamed().get(original)
    if known is not None:
        return known, ()
    name = " ".join(original.replace("\xa0", " ").split())
    name, place, group = _without_shelf(name)
    name, brand = _without_brand(name)
    for pattern, replacement in _RULES:
        name = pattern.sub(replacement, name)
    name = _calm(name.strip(" ,"))
    end = ", ".join(part for part in (brand, place) if part)
    return (f"{name} ({end})" if end and f"({end})" not in name else name), group


@cache
def _renamed() -> dict[str, str]:
    with RENAMED.open(encoding="utf-8", newline="") as file:
        return {row["original"]: row["name"] for row in csv.DictReader(file)}


def _without_shelf(name: str) -> tuple[str, str, tuple[str, ...]]:
    """`name` without the shelf before its first comma, with where it was bought, and the shelf's words."""
    first, comma, rest = name.partition(",")
    shelf = first.strip().lower()
    if not comma or (shelf == "fish" and _STAYS_FISH.match(name)):
        return name, "", ()
    if shelf == "restaurant":
        kind, _, dish = rest.strip().partition(", ")
        return dish, "restaurant" if kind == "family style" else f"{kind} restaurant", ()
    if shelf in _PLACES:
        return rest.strip(), _PLACES[shelf], ()
    if shelf not in _GROUPS:
        return name, "", ()
    kept = f"Cereal, {rest.strip()}" if shelf == "cereals ready-to-eat" else rest.strip()
    return kept, "", _GROUPS[shelf]


def _without_brand(name: str) -> tuple[str, str]:
    """`name` without the maker in front of it, and the maker."""
    head, body = ("Cereal, ", name[8:]) if name.startswith("Cereal, ") else ("", name)
    for maker in _MAKERS:
        if body.startswith(maker):
            rest = body[len(maker) :].lstrip(", ")
            return (head + rest, _calm(maker)) if rest else (name, "")
    found = _BRAND.match(body)
    if found is None or "," not in found[0]:
        return name, ""
    return head + body[found.end() :], _calm(found[1])


def _eaten(part: str, without: str | None) -> str:
    if part.startswith("lean"):
        return part
    return f"without {part}" if without else f"with {part}"


def _dressing(kind: str) -> str:
    return kind if "mayonnaise" in kind.lower() or "dressing" in kind.lower() else f"{kind} dressing"


def _calm(text: str) -> str:
    """`text` with capitals only where a sentence has them."""
    lower = _CAPITALS.sub(lambda found: _capitalised(found[0]), text)
    proper = _PROPER_WORD.sub(lambda found: found[0].capitalize(), lower)
    proper = _NOT_PROPER.sub("new", proper)
    return proper[:1].upper() + proper[1:]


def _capitalised(word: str) -> str:
    if word in _KEPT_CAPITALS or len(word) < 2:
        return word
    if word.startswith("Mc"):
        return "Mc" + word[2:].capitalize()
    return "-".join(
        "&".join(bit[:1] + bit[1:].lower() for bit in part.split("&")) for part in word.split("-")
    )
