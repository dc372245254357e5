"""Whether the numbers of a label can be right: mix-ups that every collection of foods has, told as sentences.

The limits are those under which a label may round (EU guidance on tolerances) and databases differ in method.
"""

from __future__ import annotations

from collections.abc import Sequence

from tracker.domain.fixed import ENERGY, MACRO
from tracker.domain.nutrients import MOST_MACROS, Nutrition
from tracker.domain.units import KILOJOULES_PER_KILOCALORIE

KJ = float(KILOJOULES_PER_KILOCALORIE)
KJ_SHARE, KJ_LEAST = 0.10, 8.0
"""kJ and kcal of one label may differ by this share, or by so many kJ."""
MACRO_SHARE, MACRO_LEAST = 0.20, 15.0
"""Energy may differ from what protein, carbs and fat have by this share, or by so many kcal."""
MOST_KCAL = 950.0
SALT_PER_SODIUM = 2.5
"""Salt is 2.5 times its sodium, as EU Regulation 1169/2011, annex I defines it."""
WHOLE_AND_PART = (("sugars", "carbs", "sugars", "carbs"), ("saturated_fat", "fat", "saturated fat", "fat in all"))


def kcal_from_macros(nutrition: Nutrition) -> tuple[float, float] | None:
    """The least and the most kcal that protein, carbs and fat have (4, 4 and 9 kcal/g; fiber 2, alcohol 7).

    Where fiber counts as carbs (US) it has 2 of their 4 kcal, where it does not (EU) it comes on top. None where one
    of the three is unknown.
    """
    protein, carbs, fat = nutrition.protein, nutrition.carbs, nutrition.fat
    if protein is None or carbs is None or fat is None:
        return None
    fiber = min(nutrition.others.get("fiber", 0), carbs)
    base = (4 * protein + 4 * carbs + 9 * fat + 7 * nutrition.others.get("alcohol", 0)) / MACRO
    return base - 4 * fiber / MACRO, base + 2 * nutrition.others.get("fiber", 0) / MACRO


def kilojoules_disagree(kcal: float, kilojoules: float) -> bool:
    """Whether two numbers that should be the same energy are not."""
    return abs(kilojoules - KJ * kcal) > max(KJ_SHARE * KJ * kcal, KJ_LEAST)


def energy_fits(kcal: float, nutrition: Nutrition) -> bool:
    """Whether so many kcal can come from the macronutrients; True where one of them is unknown."""
    bounds = kcal_from_macros(nutrition)
    if bounds is None:
        return True
    least, most = bounds
    return least - _slack(least) <= kcal <= most + _slack(most)


def _slack(kcal: float) -> float:
    return max(MACRO_SHARE * kcal, MACRO_LEAST)


def doubts(nutrition: Nutrition) -> list[str]:
    """What cannot be right, or is surprising, in the nutrition of 100 g."""
    found = []
    if nutrition.energy is not None:
        found += _energy_doubts(nutrition.energy / ENERGY, nutrition)
    sum_of = sum(_macros(nutrition))
    if sum_of > MOST_MACROS:
        found.append(
            f"Protein, carbs and fat come to {sum_of / MACRO:.0f} g in 100 g; they may be for a whole package."
        )
    for part, whole, part_name, whole_name in WHOLE_AND_PART:
        of, least = nutrition.get(whole), nutrition.get(part)
        if of is not None and least is not None and least > of + MACRO:
            found.append(f"It has more {part_name} than {whole_name}.")
    return found


def _macros(nutrition: Nutrition) -> tuple[int, int, int]:
    """Protein, carbs and fat, as far as they are known."""
    return nutrition.protein or 0, nutrition.carbs or 0, nutrition.fat or 0


def _energy_doubts(kcal: float, nutrition: Nutrition) -> list[str]:
    bounds = kcal_from_macros(nutrition)
    if bounds is not None and not energy_fits(kcal, nutrition):
        middle = sum(bounds) / 2
        if energy_fits(kcal / KJ, nutrition):
            return [f"{kcal:.0f} kcal looks like kJ: protein, carbs and fat have about {middle:.0f} kcal."]
        if energy_fits(kcal * KJ, nutrition) and middle > 2 * MACRO_LEAST:
            return [f"{kcal:.0f} kcal was divided by 4.184 once too often: the macros have about {middle:.0f} kcal."]
        return [f"Protein, carbs and fat have about {middle:.0f} kcal, but {kcal:.0f} kcal is given."]
    known = sum(factor * value for factor, value in zip((4, 4, 9), _macros(nutrition), strict=True)) / MACRO
    if bounds is None and known - _slack(known) > kcal:
        return [f"What is known of protein, carbs and fat has {known:.0f} kcal, but {kcal:.0f} kcal is given."]
    if kcal > MOST_KCAL:
        return [f"{kcal:.0f} kcal in 100 g is more than pure fat has; it may be kJ, or for a whole package."]
    return []


def salt_doubt(salt_g: float, sodium_g: float) -> str:
    """A sentence where salt and sodium of one label disagree, else ""."""
    expected = SALT_PER_SODIUM * sodium_g
    if abs(salt_g - expected) <= max(0.1 * expected, 0.05):
        return ""
    return f"Salt ({salt_g:g} g) is not 2.5 times the sodium ({sodium_g:g} g)."


def serving_doubt(per_100: float | None, per_serving: float | None, serving: float | None) -> str:
    """A sentence where the numbers for 100 g and for a serving (of so many g or ml) do not fit, else ""."""
    if per_100 is None or per_serving is None or not serving or per_100 == 0:
        return ""
    if abs(per_serving - per_100) <= 0.01 * per_100 and abs(serving - 100) > 5:
        return f"The numbers for 100 g are the same as for a serving of {serving:g} g; one of them is wrong."
    expected = per_100 * serving / 100
    if abs(per_serving - expected) > max(0.15 * expected, 5):
        return f"A serving of {serving:g} g does not have the energy that the numbers for 100 g give it."
    return ""


def joined(sentences: Sequence[str]) -> tuple[str, ...]:
    """Those that say something, each once."""
    return tuple(dict.fromkeys(sentence for sentence in sentences if sentence))
