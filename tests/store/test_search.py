"""What a search finds, and in which order, over the real catalogue."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.bodies import PLAIN
from tests.store.everyday_words import FIRST_FIVE
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.rows import Hit
from tracker.store.search import search

TODAY = date(2026, 11, 17)
FIRST = {
    "egg": "Egg", "eggs": "Egg", "EGG": "Egg", "e": "Egg", "eg": "Egg", "boiled egg": "Egg, boiled",
    "milk": "Milk, whole", "mil": "Milk, whole", "skimmed milk": "Milk, skimmed", "oat milk": "Oat milk",
    "apple": "Apple", "apples": "Apple", "aple": "Apple", "apple juice": "Apple juice",
    "chicken breast": "Chicken breast", "chicken br": "Chicken breast", "chick bre": "Chicken breast",
    "breast chicken": "Chicken breast", "chiken brest": "Chicken breast", "chicken breasts": "Chicken breast",
    "rye bread": "Rye bread", "rye b": "Rye bread", "bread, rye": "Rye bread", "rye-bread": "Rye bread",
    "yogurt": "Yogurt, plain", "yoghurt": "Yogurt, plain", "yogurts": "Yogurt, plain", "yougurt": "Yogurt, plain",
    "greek yogurt": "Greek yogurt, plain", "skyr": "Skyr, plain",
    "oats": "Oats, rolled", "oat": "Oats, rolled", "porridge": "Oatmeal", "porrige": "Oatmeal",
    "coffee": "Coffee", "cofee": "Coffee", "coffe": "Coffee", "coffees": "Coffee",
    "tomatoes": "Tomato", "tomatos": "Tomato", "cherry": "Cherries", "brocoli": "Broccoli", "banan": "Banana",
    "courgette": "Zucchini", "aubergine": "Eggplant", "prawns": "Shrimp, cooked", "crisps": "Potato chips",
    "mince": "Ground beef", "wholemeal bread": "Whole wheat bread", "beer": "Beer", "bere": "Beer",
    "brötchen": "Bread roll", "brotchen": "Bread roll", "BRÖTCHEN": "Bread roll",
    "cheese": "Cheddar cheese", "bread": "White bread", "rice": "Rice, white, cooked", "butter": "Butter",
}  # fmt: skip


def first(store: Store, text: str, **wanted: object) -> str:
    found = search(store, text, **wanted)
    return found[0].title if found else ""


@pytest.fixture
def food(store: Store) -> str:
    records.write_bodies(store, BY_NAME["food"], {"own": PLAIN["food"]})
    return "own"


def eat(store: Store, food: str, title: str, *, days: int, slot: str = "breakfast", until: date = TODAY) -> None:
    entries = {
        f"{food}-{slot}-{back}": {
            **PLAIN["meal_plan_entry"], "title": title, "source": food, "slot": slot,
            "day": (until - timedelta(days=back)).isoformat(),
        }
        for back in range(days)
    }  # fmt: skip
    records.write_bodies(store, BY_NAME["meal_plan_entry"], entries)


@pytest.mark.parametrize(("text", "expected"), FIRST.items())
def test_what_a_person_means_stands_first(text: str, expected: str, store: Store) -> None:
    assert first(store, text) == expected


@pytest.mark.parametrize("name", ["Chicken breast", "Rye bread", "Coffee", "Banana", "Olive oil"])
def test_the_food_stays_in_sight_while_its_name_is_typed(name: str, store: Store) -> None:
    for end in range(4, len(name) + 1):
        assert name in [hit.title for hit in search(store, name[:end], kind="food", limit=5)]


def test_a_common_food_says_what_is_in_it_and_where_that_is_from(store: Store) -> None:
    assert search(store, "chicken breast")[0] == Hit(
        "food", "tracker:chicken-breast", "Chicken breast", "165 kcal / 100 g · USDA"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        '"',
        "'",
        "-",
        "*",
        "NEAR(",
        "egg AND",
        "\0",
        "\ud800",
        "🥚",
        "(" * 50,
        "🏳️\u200d🌈",
        "a:b^c{d}",
        ";--",
        "\\",
    ],
)
def test_no_text_is_wrong(text: str, store: Store) -> None:
    search(store, text)


def test_texts_without_a_word_find_nothing(store: Store) -> None:
    assert search(store, "") == search(store, '"*-') == search(store, "egg", limit=0) == []


def test_signs_around_a_word_do_not_matter(store: Store) -> None:
    plain = search(store, "rye bread")
    assert search(store, '"rye" (bread)*') == search(store, "  RYE/bread! ") == plain


@given(text=st.text(max_size=40) | st.text("egg milk\"()*:^-+{}'", max_size=30))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_typed(text: str, store: Store) -> None:
    assert len(search(store, text, limit=5)) <= 5


def test_a_very_long_text_is_answered(store: Store) -> None:
    assert search(store, "egg " * 100_000) == search(store, " ".join(["egg"] * 10))
    search(store, "x" * 1_000_000)


def test_a_name_with_an_accent_is_found_with_and_without(food: str, store: Store) -> None:
    for text in ("knäckebröd", "knackebrod", "KNÄCKE", "knäkebröd", "knackebord"):
        assert search(store, text)[0] == Hit("food", "own", "Knäckebröd", "Wasa · 334 kcal / 100 g · own"), text


def test_an_own_food_is_found_by_its_brand(food: str, store: Store) -> None:
    assert search(store, "wasa")[0].id == food
    assert search(store, "wasa knäcke")[0].id == food


def test_an_own_food_stands_before_the_catalogues_of_the_same_name(store: Store) -> None:
    records.write_bodies(store, BY_NAME["food"], {"own": {**PLAIN["food"], "name": "Egg", "brand": "Our hens"}})
    found = [hit.id for hit in search(store, "egg")]
    assert found[:2] == ["own", "tracker:egg"]


def test_a_food_of_unknown_energy_says_so(store: Store) -> None:
    records.write_bodies(store, BY_NAME["food"], {"own": {**PLAIN["food"], "energy": None, "brand": ""}})
    assert search(store, "knäckebröd")[0].detail == "energy unknown / 100 g · own"


def test_energy_is_told_in_the_unit_that_was_chosen(store: Store) -> None:
    records.write_bodies(store, BY_NAME["preference"], {"p": {"key": "energy_unit", "value": "kJ"}})
    assert search(store, "chicken breast")[0].detail == "690 kJ / 100 g · USDA"


def test_the_generic_food_stands_before_a_brand_unless_the_brand_is_typed(store: Store) -> None:
    titles = [hit.title for hit in search(store, "hamburger", kind="food", limit=30)]
    assert "(" not in titles[0]
    assert first(store, "hamburger mcdonald's") == "Hamburger (McDonald's)"


def test_what_is_eaten_often_moves_up(store: Store) -> None:
    plain = [hit.id for hit in search(store, "egg", kind="food", limit=100)]
    eat(store, "tracker:scrambled-eggs", "Scrambled eggs", days=20)
    eaten = [hit.id for hit in search(store, "egg", kind="food", limit=100)]
    assert eaten[0] == "tracker:egg"
    assert eaten.index("tracker:scrambled-eggs") < plain.index("tracker:scrambled-eggs")
    assert first(store, "e", kind="food") == "Egg"
    assert first(store, "scr", kind="food") == "Scrambled eggs"


def test_what_is_eaten_at_this_meal_moves_up_at_this_meal(store: Store) -> None:
    eat(store, "tracker:tea-green", "Tea, green", days=30, slot="dinner")
    eat(store, "tracker:tea-black", "Tea, black", days=30, slot="breakfast")
    assert first(store, "te", kind="food", slot="dinner") == "Tea, green"
    assert first(store, "te", kind="food", slot="breakfast") == "Tea, black"
    assert first(store, "te", kind="food", minute=18 * 60) == "Tea, green"
    assert first(store, "te", kind="food", minute=7 * 60) == "Tea, black"


def test_what_was_eaten_lately_stands_before_what_was_eaten_then(store: Store) -> None:
    eat(store, "tracker:tea-green", "Tea, green", days=10, until=TODAY - timedelta(days=100))
    eat(store, "tracker:tea-black", "Tea, black", days=5)
    assert first(store, "te", kind="food") == "Tea, black"


def test_what_is_eaten_is_found_among_however_many_ordinary_foods(store: Store) -> None:
    rare = store.rows("SELECT id, name FROM catalogue.food WHERE name LIKE 'c%' ORDER BY rowid DESC LIMIT 1")[0]
    assert rare[0] not in [hit.id for hit in search(store, "c", kind="food")]
    eat(store, *rare, days=30)
    assert rare[0] in [hit.id for hit in search(store, "c", kind="food")[:5]]


def test_a_star_moves_up_and_is_shown(store: Store) -> None:
    records.write_bodies(store, BY_NAME["favorite"], {"s": {**PLAIN["favorite"], "target": "tracker:tea-green"}})
    found = search(store, "te", kind="food")
    assert (found[0].title, found[0].starred) == ("Tea, green", True)
    assert not found[1].starred


def test_a_write_elsewhere_is_seen_at_the_next_keystroke(store: Store) -> None:
    with Store.open(store.profile, readonly=True, clock=store.clock) as window:
        assert search(window, "zwurbel") == []
        records.write_bodies(store, BY_NAME["food"], {"own": {**PLAIN["food"], "name": "Zwurbel"}})
        assert search(window, "zwurbel")[0].id == "own"
        assert search(window, "zwurbl")[0].id == "own"
        records.change(store, "food", "own", name="Crispbread of ours")
        assert search(window, "crispbread of")[0].id == "own"
        assert search(window, "zwurbel") == []


def test_a_recipe_says_what_a_serving_brings(store: Store) -> None:
    records.write_bodies(store, BY_NAME["recipe"], {"r": PLAIN["recipe"]})
    assert search(store, "beef chili")[0] == Hit("recipe", "r", "Beef chili", "326 kcal / serving")
    assert search(store, "spicy", kind="recipe")[0].id == "r"
    assert search(store, "mexican", kind="recipe")[0].id == "r"


def test_a_workout_says_its_sport_and_day(store: Store) -> None:
    records.write_bodies(store, BY_NAME["workout"], {"w": PLAIN["workout"]})
    assert search(store, "morn ride")[0] == Hit("workout", "w", "Morning ride", "cycling · 15 Nov 2026")
    assert search(store, "windy")[0].id == "w"


@pytest.mark.parametrize("status", ["deleted", "archived"])
def test_a_workout_that_was_put_away_is_not_found(status: str, store: Store) -> None:
    records.write_bodies(store, BY_NAME["workout"], {"w": {**PLAIN["workout"], "status": status}})
    assert search(store, "morning ride", kind="workout") == []


def test_an_entry_says_its_day_and_meal(store: Store) -> None:
    lasagna = {**PLAIN["meal_plan_entry"], "title": "Grandma's lasagna", "day": "2026-11-16", "slot": "dinner"}
    planned = {**lasagna, "day": "2026-11-24", "slot": "lunch", "status": "planned"}
    then = {**lasagna, "day": "2025-12-24", "note": "Christmas"}
    records.write_bodies(store, BY_NAME["meal_plan_entry"], {"a": lasagna, "b": planned, "c": then})
    details = {hit.id: hit.detail for hit in search(store, "grandma's lasagna")}
    assert details["a"] == "eaten Mon 16 Nov, dinner"
    assert details["b"] == "planned Tue 24 Nov, lunch"
    assert [hit.detail for hit in search(store, "christmas", kind="meal_plan_entry")] == [
        "eaten Wed 24 Dec 2025, dinner"
    ]


def test_a_title_of_many_days_brings_only_the_nearest(store: Store) -> None:
    eat(store, "tracker:egg", "Egg", days=200, until=TODAY + timedelta(days=100))
    entries = [hit for hit in search(store, "egg") if hit.kind == "meal_plan_entry"]
    assert [hit.detail.split(",")[0] for hit in entries] == ["eaten Tue 17 Nov", "eaten Wed 18 Nov", "eaten Mon 16 Nov"]
    assert search(store, "egg")[0].kind == "food"


def test_every_kind_is_seen_among_many_foods(store: Store) -> None:
    records.write_bodies(store, BY_NAME["recipe"], {"r": {**PLAIN["recipe"], "name": "Salad with chicken"}})
    records.write_bodies(store, BY_NAME["workout"], {"w": {**PLAIN["workout"], "title": "Run to the chicken farm"}})
    eat(store, "x", "Grilled chicken", days=1)
    assert {hit.kind for hit in search(store, "chicken", limit=12)} == {"food", "recipe", "meal_plan_entry", "workout"}


@pytest.mark.parametrize("kind", ["food", "recipe", "meal_plan_entry", "workout"])
def test_one_kind_alone_can_be_searched(kind: str, store: Store) -> None:
    for name in ("food", "recipe", "meal_plan_entry", "workout"):
        title = BY_NAME[name].title
        records.write_bodies(store, BY_NAME[name], {name: {**PLAIN[name], title: "Quixotic thing"}})
    assert [hit.id for hit in search(store, "quixotic", kind=kind)] == [kind]
    assert {hit.id for hit in search(store, "quixotic")} == {"food", "recipe", "meal_plan_entry", "workout"}


def test_a_word_that_is_known_is_not_taken_for_a_slip(store: Store) -> None:
    assert first(store, "chickem") == "Chicken breast"
    records.write_bodies(store, BY_NAME["food"], {"own": {**PLAIN["food"], "name": "Chickem"}})
    assert [hit.id for hit in search(store, "chickem")] == ["own"]


@pytest.mark.parametrize("text", ["xyzzy", "qwrtp zxcvb", "egg xyzzyx"])
def test_what_is_nowhere_is_not_found(text: str, store: Store) -> None:
    assert search(store, text) == []


@pytest.mark.parametrize(("word", "titles"), FIRST_FIVE.items())
def test_the_first_five_of_an_everyday_word_are_what_people_mean(
    word: str, titles: tuple[str, ...], store: Store
) -> None:
    assert tuple(hit.title for hit in search(store, word, kind="food", limit=5)) == titles


def test_thousands_of_foods_from_a_file_do_not_bury_the_everyday_ones(store: Store) -> None:
    body = {**PLAIN["food"], "brand": "", "source": "USDA SR28"}
    records.write_bodies(store, BY_NAME["food"], {f"n{n}": {**body, "name": f"Milk, kind {n}"} for n in range(40)})
    assert [hit.title for hit in search(store, "milk", kind="food", limit=5)] == list(FIRST_FIVE["milk"])
    assert search(store, "milk kind 7", kind="food")[0].id == "n7"


def test_a_looked_up_product_stands_behind_the_plain_food_until_its_brand_is_typed(store: Store) -> None:
    body = {**PLAIN["food"], "name": "Milk, whole", "brand": "Arla", "source": "Open Food Facts"}
    records.write_bodies(store, BY_NAME["food"], {"arla": body})
    assert search(store, "milk", kind="food")[0].id == "tracker:milk-whole"
    assert search(store, "arla milk", kind="food")[0].id == "arla"
