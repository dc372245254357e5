"""What `catalogue.names` rewrites: shelves, makers, abbreviations and words, as tables."""

from __future__ import annotations

import re
from collections.abc import Callable

Rewriting = str | Callable[[re.Match[str]], str]

SHELVES = {
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

STAYS_FISH = re.compile(
    r"^fish, (?!sticks)(raw|canned|cooked|smoked|pickled|cake|stick|white,|drum|spot|sucker|ns\b|nfs|tofu)",
    re.IGNORECASE,
)
"""Names whose "Fish" is the food, or keeps a fish from being taken for something else."""

PLACES = {"restaurant": "restaurant", "fast food": "fast food", "fast foods": "fast food"}
"""First parts that say where the food was bought; they move to the end, in brackets."""

MAKERS = {
    "Archway Home Style Cookies": ("Cookies, ", "Archway"),
    "SMART SOUP": ("Soup, ", "Smart Soup"),
    "Oscar Mayer": ("", "Oscar Mayer"),
    "Nabisco": ("", "Nabisco"),
    "Keebler": ("", "Keebler"),
    "Glutino": ("", "Glutino"),
    "Schar": ("", "Schär"),
    "Andrea's": ("", "Andrea's"),
    "Udi's": ("", "Udi's"),
    "Van's": ("", "Van's"),
    "KRAFT": ("", "Kraft"),
    "M&M MARS": ("", "Mars"),
    "MARS SNACKFOOD US": ("", "Mars"),
    "HERSHEY'S": ("", "Hershey's"),
    "HERSHEYS": ("", "Hershey's"),
    "HERSHEY": ("", "Hershey's"),
    "NESTLE": ("", "Nestlé"),
    "QUAKER": ("", "Quaker"),
    "RALSTON": ("", "Ralston"),
    "Post": ("", "Post"),
    "POST": ("", "Post"),
    "SILK": ("", "Silk"),
    "WEND'YS": ("", "Wendy's"),
    "T.G.I. FRIDAY'S": ("", "T.G.I. Friday's"),
}
"""Makers that a name starts with: what the food is called before the rest, and how the maker is written."""


def _eaten(found: re.Match[str]) -> str:
    part = found[1].lower()
    if part.startswith("lean"):
        return part
    return f"without {part}" if found[2] else f"with {part}"


def _dressing(found: re.Match[str]) -> str:
    kind = found[1]
    return kind if re.search("mayonnaise|dressing", kind, re.IGNORECASE) else f"{kind} dressing"


_SPELLING: tuple[tuple[str, Rewriting], ...] = (
    (r"\s+", " "),
    (r",(?=\S)", ", "),
    (r" ,", ","),
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
    (r"\bMcDonalds\b", "McDonald's"),
    (r"\boriental\b", "Asian"),
    (r"\blite\b", "light"),
    (r"\blow ?fat\b", "low fat"),
    (r"\bnon-fat\b", "nonfat"),
)
"""Misspellings, and words written in more than one way."""

_SHORT: tuple[tuple[str, Rewriting], ...] = (
    (r"^Baby Toddler (food, )?|^Babyfood, ", "Baby food, "),
    (r",? \(?(NFS|N\.F\.S\.)\)?(?=,|$)", ""),
    (r",? NS as to [^,)]*", ""),
    (r"\bw/o\b", "without"),
    (r"\bw/ ?", "with "),
    (r"(\d)%fat", r"\1% fat"),
    (r"(\d%) lean(?: meat)? ?/ ?", r"\1 lean, "),
    (r"(\d) ?g protein/8 oz", r"\1 g protein per 8 oz"),
    (r"\band/or\b", "or"),
    (r" ?/ ?(?=[a-z])", " or "),
    (r"(?<= )'?n'? (?=[a-z])", "and "),
    (r" & ", " and "),
)
"""Abbreviations and signs, spelled out or, where they say "not specified", taken out."""

_NEEDLESS: tuple[tuple[str, Rewriting], ...] = (
    (r"(, )?\ball (commercial varieties|varieties|areas|types|classes)\b", ""),
    (r", year round average\b", ""),
    (r", (mixed species|unspecified( type)?|not specified|fluid|crude|fresh(?=, raw))\b", ""),
    (r", analyzed \d{4}", ""),
    (r", Latino bakery item", ""),
    (r" \(approximately 11% fat\)", ""),
    (r",?\s*\(includes [^)]*\)", ""),
    (r"\bseparable (?=fat|lean)", ""),
)
"""What matters to the laboratory only."""

_COOKED = (
    "roasted|broiled|simmered|stewed|braised|baked|pan-|microwaved|grilled|boiled|steamed|fried|scrambled|poached"
    "|hard-boiled|omelet"
)
_KITCHEN: tuple[tuple[str, Rewriting], ...] = (
    (r"\b(lean only|lean and fat|peel|skin)( not)? eaten\b", _eaten),
    (r"\bcooked, dry heat\b", "baked or grilled"),
    (r"\bcooked, moist heat\b", "steamed or boiled"),
    (r"\bcooked, boiled[,.] drained\b", "boiled"),
    (rf"(?<!fully )\bcooked, (?={_COOKED})", ""),
    (r"\bbaked or broiled\b", "baked or grilled"),
    (r"\bgrilled or broiled\b|\bbroiled\b", "grilled"),
    (r"\bdrained solids\b", "drained"),
    (r"\bsolids and liquids\b", "with liquid"),
    (r"(?<!im)\bmature seeds, raw\b", "dry, uncooked"),
    (r"\b(im)?mature seeds, ", ""),
    (r"\bunprepared\b", "uncooked"),
    (r"\b(prepared[- ]from[- ]recipe|made from home recipe|home[- ]prepared|home[- ]?recipe)\b", "homemade"),
    (r"\bcommercially prepared\b", "ready-made"),
    (r"\bprepackaged or deli, luncheon meat\b", "cold cut"),
    (r"\bready[- ]to[- ](serve|eat|heat)\b", "ready-made"),
    (r"(, ready-made){2,}", ", ready-made"),
    (r"\b(\w+)-flavou?r(ed)?\b", r"\1 flavored"),
    (r"\b(chocolate|vanilla|fruit|orange|lime|lemon) flavor\b", r"\1 flavored"),
)
"""How the food was prepared, in a cook's words."""

_SINGULAR = (
    "Pudding|Cake|Ice cream|Frozen yogurt|Frosting|Syrup|Sugar|Topping|Milk shake|Muffin|Bagel|Croissant|Waffle|Biscuit"
    "|Roll|Taco shell|Tortilla|Cereal"
)
_HEADS: tuple[tuple[str, Rewriting], ...] = (
    (rf"^({_SINGULAR})s,", r"\1,"),
    (r"^Oil, ([^,(]+?)(?=,| \(|$)", r"\1 oil"),
    (r"^Sauce, (?!homemade|ready|salsa|.* mix\b)([^,]+?)( sauce)?(, ready-made)?(?=,|$)", r"\1 sauce"),
    (r"^Sauce, salsa(, verde)?, ready-made", r"Salsa\1"),
    (r"^Salad dressing, (.*?)(?: dressing)?(?=,|$)", _dressing),
    (r"^(.+), soy milk$", lambda found: f"Soy milk, {found[1].lower().replace('dha', 'DHA')}"),
    (r"^Frankfurter\b", "Hot dog"),
    (r"^Fruit butters, apple", "Apple butter"),
    (r"^Kiwifruit \(kiwi\)", "Kiwifruit"),
    (r", \(([^)]*)\)", r" (\1)"),
    (r"(\w)\. (?=with\b)", r"\1, "),
    (r"(\s*,)+\s*", ", "),
    (r"[ .,;]+$", ""),
    (r" {2,}", " "),
)
"""The head of the name, and what is left over between its parts."""

RULES: tuple[tuple[re.Pattern[str], Rewriting], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), rewriting)
    for pattern, rewriting in _SPELLING + _SHORT + _NEEDLESS + _KITCHEN + _HEADS
)
"""Everything that is rewritten, in this order."""

PROPER = re.compile(
    r"\b(african|alaskan?|americana?|anjou|argentina|asian|atlantic|australian|bartlett|boston|brazil|british|brussels"
    r"|bulgaria|caesar|california|canadian|chinese|cornish|cuban|danish|dutch|dungeness|edam|english|ethiopian"
    r"|european?|florida|french|fuji|gala|german|greek|greenland|hass|hawaii|hawaiian|hungarian|indian|irish|italian"
    r"|japan|japanese|korean|latino|mexican|mexico|navajo|pacific|peking|peruvian|polish|puerto rican|russian|scotch"
    r"|spanish|swedish|swiss|szechuan|texas|thai|turkish|valencia|vienna|vietnamese|virginia|worcestershire|alfredo"
    r"|benedict|cajun|creole|waldorf|york|zealand)\b"
)
"""Words that carry a capital wherever they stand."""

STRAY = re.compile(
    r"(?<=[ (])(Added|Apple|Berry|Blueberry|Cafe|Cappuccino|Cereal|Cheese|Chum|Citrus|Claret|Coffee|Crust|Drink|Dry"
    r"|Dulce|Fat|Free|Fresco|Granola|Ground|Ice|Iced|Juice|Kiwi|Large|Latte|Lemonade|Light|Matzo|Mix|Mocha|Muffin|No"
    r"|Oats|Oolong|Pie|Pot|Potato|Powder|Punch|Quick|Roquefort|Salad|Spread|Strawberry|Tea|Unsalted|Vegetable|Wheat)\b"
    r"(?!')"
)
"""Common words that some names write with a capital."""

ACRONYMS = frozenset(["BBQ", "KFC", "NY", "USA", "US", "AR", "NOS", "XS", "AMP", "EAS", "DHA", "KC", "BLT", "V8"])
"""Words that stay in capitals."""
