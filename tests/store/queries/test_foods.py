"""Foods of the person's own and of the catalogue, and recipes made of them."""

from __future__ import annotations

from tests.store.bodies import PLAIN
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries.foods import food, foods, last_amount
from tracker.store.queries.recipes import in_short, recipe, recipes, serving_energies, tags
from tracker.store.rows import Portion

RECIPE = BY_NAME["recipe"]


def write(store: Store, name: str, **bodies: records.Body) -> None:
    records.write_bodies(store, BY_NAME[name], {key: {**PLAIN[name], **body} for key, body in bodies.items()})


def test_a_food_of_the_catalogue_has_its_values_and_portions(store: Store) -> None:
    egg = food(store, "tracker:egg")
    assert egg is not None
    assert (egg.name, egg.nutrition.energy, egg.own, egg.starred) == ("Egg", 1430, False, False)
    assert egg.portions[0] == Portion("egg", 50_000)
    assert egg.nutrition.others["saturated_fat"] > 0


def test_an_own_food_has_its_values_and_portions_in_order(store: Store) -> None:
    first = PLAIN["food"]["portions"][0]
    portions = [{**first, "_id": "p2", "_ord": "a", "name": "pack"}, first]
    write(store, "food", own={"portions": portions, "notes": "crisp"})
    own = food(store, "own")
    assert own is not None
    assert (own.name, own.brand, own.barcode, own.notes, own.own) == (
        "Knäckebröd", "Wasa", "7300400481595", "crisp", True,
    )  # fmt: skip
    assert [one.name for one in own.portions] == ["pack", "slice"]
    assert own.nutrition.get("fiber") == 15_000


def test_an_own_food_stands_in_for_the_catalogues_with_its_id(store: Store) -> None:
    write(store, "food", **{"tracker:egg": {"name": "Our egg"}})
    egg = food(store, "tracker:egg")
    assert egg is not None
    assert (egg.name, egg.own) == ("Our egg", True)
    assert [one.name for one in egg.portions] == ["slice"]


def test_a_food_that_nobody_knows_is_none(store: Store) -> None:
    assert food(store, "nowhere") is None
    assert foods(store, ["nowhere", "tracker:egg"]).keys() == {"tracker:egg"}


def test_more_foods_than_fit_a_statement_are_found(store: Store) -> None:
    ids = [row[0] for row in store.rows("SELECT id FROM catalogue.food LIMIT 1203")]
    assert foods(store, ids).keys() == set(ids)


def test_a_star_is_seen_on_both_kinds_of_foods(store: Store) -> None:
    write(store, "food", own={})
    write(
        store,
        "favorite",
        a={"target": "own"},
        b={"target": "tracker:egg"},
        c={"kind": "recipe", "target": "tracker:milk-whole"},
    )
    starred = {key for key, one in foods(store, ["own", "tracker:egg", "tracker:milk-whole"]).items() if one.starred}
    assert starred == {"own", "tracker:egg"}


def test_the_last_amount_is_that_of_the_latest_day(store: Store) -> None:
    egg = {"source": "tracker:egg", "amount": 1000}
    write(
        store, "meal_plan_entry", a={**egg, "day": "2026-11-01", "amount": 3000, "unit": "egg"},
        b={**egg, "day": "2026-10-01"}, c={**egg, "day": "2026-11-02", "amount": None},
        d={**egg, "source_kind": "recipe"},
    )  # fmt: skip
    assert last_amount(store, "food", "tracker:egg") == (3000, "egg")
    assert last_amount(store, "food", "tracker:milk-whole") is None


def test_a_serving_is_a_share_of_what_is_matched(store: Store) -> None:
    write(store, "recipe", r={})
    beef = food(store, "tracker:ground-beef")
    chili = recipe(store, "r")
    assert beef is not None
    assert chili is not None
    assert beef.nutrition.energy is not None
    assert chili.serving.energy == round(beef.nutrition.energy * 5 / 4)
    assert [one.nutrition is None for one in chili.ingredients] == [False, True]
    assert (chili.ingredients[0].food_name, chili.tags, chili.starred) == ("Ground beef", ("batch", "spicy"), False)


def test_a_recipe_of_nothing_known_has_no_energy(store: Store) -> None:
    write(store, "recipe", a={"ingredients": []}, b={"ingredients": PLAIN["recipe"]["ingredients"][1:]})
    assert {key: one.serving.energy for key, one in recipes(store, ["a", "b"]).items()} == {"a": None, "b": None}
    assert serving_energies(store, ["a", "b"]) == {"a": None, "b": None}


def test_the_short_forms_say_what_the_whole_recipe_says(store: Store) -> None:
    rows = store.rows("SELECT id FROM catalogue.food ORDER BY rowid LIMIT 60")
    first = PLAIN["recipe"]["ingredients"][0]
    write(store, "food", own={"energy": None}, **{"tracker:egg": {"energy": 1}})
    for number in range(12):
        used = [row[0] for row in rows[number * 5 : number * 5 + 5]] + ["own", "tracker:egg", "nowhere"]
        items = [
            {
                **first,
                "_id": f"{number}-{place}",
                "_ord": f"{place}i",
                "food": key,
                "mass": None if place == 3 else 33_333 * place,
            }
            for place, key in enumerate(used)
        ]
        write(store, "recipe", **{f"r{number}": {"servings": 1000 * number + 700, "ingredients": items}})
    ids = [f"r{number}" for number in range(12)]
    whole = recipes(store, ids)
    assert serving_energies(store, ids) == {key: one.serving.energy for key, one in whole.items()}
    short = {one.id: (one.name, one.energy, one.protein, one.tags) for one in in_short(store, ids)}
    assert short == {key: (one.name, one.serving.energy, one.serving.protein, one.tags) for key, one in whole.items()}


def test_a_recipe_that_is_gone_is_none(store: Store) -> None:
    assert recipe(store, "nowhere") is None
    assert recipes(store, []) == serving_energies(store, []) == {}


def test_every_tag_in_use_is_listed_once(store: Store) -> None:
    write(store, "recipe", a={"tags": ["quick", "Batch"], "ingredients": []}, b={"tags": ["quick"], "ingredients": []})
    assert tags(store) == ("Batch", "quick")
