"""A line of a recipe: what is read as its amount, its unit and its name, in the ways that recipes write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.recipes.line import IngredientText, read_ingredient, to_taste
from tracker.domain.units import format_amount

READ: dict[str, tuple[str, int | None, str | None]] = {
    "600 g chicken breast": ("chicken breast", 600_000, "g"),
    "250g green lentils, dry": ("green lentils, dry", 250_000, "g"),
    "3 tbsp olive oil": ("olive oil", 3000, "tbsp"),
    "olive oil 3 tbsp": ("olive oil", 3000, "tbsp"),
    "1 bunch parsley": ("parsley", 1000, "bunch"),
    "a pinch of salt": ("salt", 1000, "pinch"),
    "Pinch of salt": ("salt", 1000, "pinch"),
    "2 large eggs": ("eggs", 2000, "large"),
    "one egg": ("egg", 1000, None),
    "a dozen eggs": ("eggs", 12_000, None),
    "2 dozen eggs": ("eggs", 24_000, None),
    "2 and a half cups flour": ("flour", 2500, "cup"),
    "half a lemon": ("lemon", 500, None),
    "½ onion": ("onion", 500, None),
    "1 1/2 cups flour": ("flour", 1500, "cup"),
    "1-½ cups crumbs": ("crumbs", 1500, "cup"),
    "1½ tsp yeast": ("yeast", 1500, "tsp"),
    "1⁄3 cup oil": ("oil", 333, "cup"),
    "1,5 kg potatoes": ("potatoes", 1500, "kg"),
    "1,500 g rice": ("rice", 1_500_000, "g"),
    "1,500 kg rice": ("rice", 1500, "kg"),
    "2 rolls": ("rolls", 2000, None),
    "five spice powder 1 tsp": ("five spice powder", 1000, "tsp"),
    "omega 3 eggs": ("omega 3 eggs", None, None),
    "  200 g   carrots, peeled and diced ": ("carrots, peeled and diced", 200_000, "g"),
    "• 2 carrots": ("carrots", 2000, None),
    "- 2 carrots": ("carrots", 2000, None),
    "salt": ("salt", None, None),
    "salt and pepper": ("salt and pepper", None, None),
    "7up": ("7up", None, None),
    "80/20 beef": ("80/20 beef", None, None),
    "tomato breakfast sausage": ("tomato breakfast sausage", None, None),
    "For the sauce:": ("For the sauce:", None, None),
    "": ("", None, None),
    # ranges
    "2-3 scallions": ("scallions (2-3)", 2500, None),
    "1 1/2 - 2 pounds chicken": ("chicken (1 1/2 - 2)", 1750, "lb"),
    "600–700ml milk": ("milk (600–700)", 650_000, "ml"),
    "2 to 3 cloves garlic": ("garlic (2 to 3)", 2500, "clove"),
    # containers with what they hold
    "1 (14 oz) can coconut milk": ("coconut milk", 1000, "can (14 oz)"),
    "1 14- ounce can of coconut milk": ("coconut milk", 1000, "can (14 oz)"),
    "15 oz can white beans (drained)": ("white beans (drained)", 1000, "can (15 oz)"),
    "2 (5-ounce) cans tuna": ("tuna", 2000, "can (5 oz)"),
    "four 8-ounce packages cream cheese": ("cream cheese", 4000, "package (8 oz)"),
    "Two 15 oz (425 g) cans diced tomato": ("diced tomato", 2000, "can (15 oz)"),
    "1 10-13 oz Bag Tortilla Chips": ("Tortilla Chips", 1000, "bag (11.5 oz)"),
    "1 bag (11 ounces) chips": ("chips", 1000, "bag (11 oz)"),
    "1 (1⁄4-oz.) envelope dry yeast": ("dry yeast", 1000, "sachet (0.25 oz)"),
    "1, 9-inch pie crust": ("pie crust", 1000, None),
    # two amounts: the weight counts, and what stood there stays
    "¼ cups (32g) cornstarch": ("cornstarch (¼ cup)", 32_000, "g"),
    "1 large leek (200g), finely sliced": ("leek, finely sliced (1 large)", 200_000, "g"),
    "2 chicken breasts (200 g each)": ("chicken breasts (2)", 400_000, "g"),
    "75g/2½oz smoked mackerel": ("smoked mackerel (2½oz)", 75_000, "g"),
    "2 Tbsp (30ml) cold water": ("cold water (30ml)", 2000, "tbsp"),
    # sums and the juice of a fruit
    "1 tbsp plus 2 teaspoons paprika": ("paprika", 1667, "tbsp"),
    "1 cup + 2 tbsp sugar": ("sugar", 1125, "cup"),
    "Juice of 1/2 lemon": ("lemon juice", 500, "piece"),
    # other languages
    "2 EL Olivenöl": ("Olivenöl", 2000, "tbsp"),
    "2 Zehen Knoblauch": ("Knoblauch", 2000, "clove"),
    "1 Stück Ingwer": ("Ingwer", 1000, "piece"),
    "2 msk smör": ("smör", 2000, "tbsp"),
    "2 krm svartpeppar": ("svartpeppar", 2000, "ml"),
    "2 c. à s. d'huile d'olive": ("huile d'olive", 2000, "tbsp"),
    "1 c. à c. de sel": ("sel", 1000, "tsp"),
    "Une vingtaine d'olives noires": ("olives noires", 20_000, None),
    "500 grama | gramas de alcatra (cortada)": ("alcatra (cortada)", 500_000, "g"),
    "1 colher (sopa) | colheres (sopa) de ketchup": ("ketchup", 1000, "tbsp"),
    "2,5 su bardağı süt": ("süt", 500_000, "ml"),
    "2 yemek kaşığı un": ("un", 2000, "tbsp"),
    "3 žlice soka": ("soka", 3000, "tbsp"),
    "1 teentje knoflook": ("knoflook", 1000, "clove"),
    "лимон - 1 шт (цедра и сок)": ("лимон, (цедра и сок)", 1000, "piece"),
    "петрушка - 2 ст л. мелко": ("петрушка, мелко", 2000, "tbsp"),
    "しょうゆ 大さじ1": ("しょうゆ", 1000, "tbsp"),
    "卵(60g 程度) 2個": ("卵(60g 程度)", 2000, "piece"),
}


@pytest.mark.parametrize("text", READ)
def test_a_line_is_read(text: str) -> None:
    found = read_ingredient(text)
    assert (found.name, found.amount, found.unit) == READ[text]
    assert not found.question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("600 g", "600 g of what?"),
        ("0 g oil", "An amount is more than nothing."),
        ("-2 eggs", "An amount is more than nothing."),
    ],
)
def test_what_is_not_clear_is_asked_and_keeps_its_words(text: str, question: str) -> None:
    assert read_ingredient(text) == IngredientText(text, question=question)


def test_a_range_says_that_it_is_one() -> None:
    assert read_ingredient("2-3 scallions").about
    assert not read_ingredient("2 scallions").about


def test_the_decimal_mark_of_the_person_decides() -> None:
    assert read_ingredient("1.500 kg rice", decimal_comma=True).amount == 1500
    assert read_ingredient("1.500 g rice", decimal_comma=True).amount == 1_500_000


def test_a_second_volume_is_there_where_the_first_amount_has_no_weight() -> None:
    assert read_ingredient("1 large head fennel, chopped (about 2 cups)").also == (2000, "cup")


def test_what_is_left_to_taste_is_known_in_several_languages() -> None:
    assert all(map(to_taste, ("Salt to taste", "sal (a gosto)", "соль по вкусу", "水 適量")))
    assert not to_taste("2 tsp salt")


def test_a_line_that_names_a_part_of_the_recipe_is_a_heading() -> None:
    assert read_ingredient("For the sauce:").heading
    assert not read_ingredient("2 onions").heading


@given(st.text())
def test_no_text_is_wrong_and_none_is_lost(text: str) -> None:
    found = read_ingredient(text)
    assert found.amount is None or found.amount > 0
    assert bool(found.name) == bool(text.split()) or found.amount is not None
    assert isinstance(found.foods, tuple)


@given(st.lists(st.sampled_from("1 ½ 2-3 14 oz can ( ) g cup plus of de / , - x 大さじ EL tbsp salt to taste".split())))
def test_no_heap_of_recipe_words_is_wrong(words: list[str]) -> None:
    found = read_ingredient(" ".join(words))
    assert found.amount is None or found.amount > 0
    assert found.name or not words


@given(
    st.integers(1, 9_999_999),
    st.sampled_from(["g", "ml", "tbsp", "cup", "slice", "kg", "can (14 oz)", "package (250 g)"]),
    st.sampled_from(["chicken breast", "green lentils, dry", "Öl", "omega 3 eggs", "garlic (2-3)"]),
    st.booleans(),
)
@example(amount=1_814_400, unit="tbsp", name="chicken breast", comma=False)
def test_what_is_shown_is_read_as_the_same(amount: int, unit: str, name: str, comma: bool) -> None:
    text = f"{format_amount(amount, unit, ',' if comma else '.')} {name}"
    found = read_ingredient(text, comma)
    assert (found.name, found.amount, found.unit) == (name, amount, unit)
