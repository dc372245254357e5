"""What the columns of somebody's own table of foods mean, by their headings in several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.nutrients import BY_KEY

_WORDS: Mapping[str, str] = {
    "name": "name food product productname foodname description item title lebensmittel bezeichnung produkt name_en "
    "nom aliment produit nombre alimento nome naam voedingsmiddel",
    "brand": "brand marke marque marca merk manufacturer hersteller",
    "barcode": "barcode ean gtin upc code ean13 strichcode codebarre",
    "category": "category group foodgroup kategorie categorie categoria",
    "notes": "notes note comment notizen bemerkung remarque",
    "per": "per basis reference per_g amount_g quantity_g referenceamount bezugsmenge base",
    "portion": "portion portionname servingname serving household measure",
    "portion_g": "portiong servingg servingsize servingsizeg portionsize portionsizeg portionweight servingweight "
    "gramsperserving gramsperportion portionsgrosse portionsgrosseg",
    "kcal": "kcal calories calorie cal energykcal energy kalorien brennwert brennwertkcal energie energiekcal "
    "caloriesperserving energia calorias",
    "kj": "kj kilojoules energykj brennwertkj energiekj joule",
    "salt": "salt salz sel sal sale zout",
    "protein": "protein proteins eiweiss eiweis proteine proteines proteina proteinas eiwit",
    "carbs": "carbs carb carbohydrate carbohydrates totalcarbohydrate totalcarbohydrates kohlenhydrate glucides "
    "carbohidratos hidratos carboidrati koolhydraten",
    "fat": "fat totalfat lipids fett lipides matieresgrasses grasas grasa grassi vet lipid",
    "fiber": "fiber fibre dietaryfiber dietaryfibre ballaststoffe fibres fibra fibras vezels",
    "sugars": "sugar sugars totalsugars zucker sucres azucar azucares zuccheri suikers",
    "saturated_fat": "saturatedfat saturated satfat saturates gesattigtefettsauren gesattigtefette davongesattigte "
    "saturatedfattyacids acidesgrassatures grassissaturos verzadigd",
    "cholesterol": "cholesterol cholesterin", "sodium": "sodium natrium sodio", "potassium": "potassium kalium",
    "calcium": "calcium kalzium", "iron": "iron eisen fer hierro", "magnesium": "magnesium",
    "alcohol": "alcohol alkohol ethanol", "water": "water wasser", "caffeine": "caffeine koffein",
    "vitamin_a": "vitamina", "vitamin_c": "vitaminc", "vitamin_d": "vitamind", "vitamin_e": "vitamine",
    "vitamin_k": "vitamink", "vitamin_b6": "vitaminb6", "vitamin_b12": "vitaminb12", "folate": "folate folat folsaure",
    "zinc": "zinc zink", "phosphorus": "phosphorus phosphor", "trans_fat": "transfat transfats",
    "monounsaturated_fat": "monounsaturatedfat monounsaturated",
    "polyunsaturated_fat": "polyunsaturatedfat polyunsaturated",
}  # fmt: skip
"""By meaning, the headings without spaces and signs."""
_MEANING = {word: meaning for meaning, words in _WORDS.items() for word in words.replace("_", "").split()}
_UNIT = re.compile(r"[\[(,/_ ]\s*(kcal|kj|mg|g|µg|μg|mcg|ug|ml)\s*[\])]?\s*$", re.IGNORECASE)
_PER = re.compile(r"(?:per|pro|je|par|por|/)\s*100\s*(?:g|ml)|100\s*g", re.IGNORECASE)
_OF_DIARY = frozenset({"date", "day", "meal", "time", "datum", "tag", "mahlzeit", "jour", "repas", "fecha"})


@dataclass(frozen=True)
class Meaning:
    """A column: its place, what it is (a nutrient's key, or name, brand, kcal, per …), its unit, and its heading."""

    place: int
    of: str
    unit: str
    heading: str


def meanings(header: Sequence[str]) -> list[Meaning]:
    """The columns that are understood, each meaning once, the first of it."""
    found: dict[str, Meaning] = {}
    for place, heading in enumerate(header):
        bare = _PER.sub("", heading)
        unit = match[1].casefold() if (match := _UNIT.search(bare)) else ""
        of = _MEANING.get(_plain(_UNIT.sub("", bare))) or _MEANING.get(_plain(bare))
        if of == "kcal" and unit == "kj":
            of = "kj"
        if of == "portion" and unit in ("g", "ml"):
            of = "portion_g"
        if of is not None:
            found.setdefault(of, Meaning(place, of, {"μg": "µg", "mcg": "µg", "ug": "µg"}.get(unit, unit), heading))
    return list(found.values())


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFD", text.casefold().replace("ß", "ss"))
    return "".join(letter for letter in folded if letter.isalnum() and letter.isascii())


def is_foods(header: Sequence[str]) -> bool:
    """Whether a table with these headings is one of foods: it names them and their energy, and no days or meals."""
    found = {one.of for one in meanings(header)}
    words = {_plain(cell) for cell in header}
    return "name" in found and bool(found & {"kcal", "kj", "protein"}) and _OF_DIARY.isdisjoint(words)


def unit_of(meaning: Meaning) -> str:
    """The unit of a nutrient's column: the one in its heading, else the usual one."""
    return meaning.unit or (BY_KEY[meaning.of].unit if meaning.of in BY_KEY else "g")
