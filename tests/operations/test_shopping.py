"""The shopping list: made from the plan, written on by hand, ticked off."""

from __future__ import annotations

from datetime import date

import pytest

from tests.operations.test_recipes import CHICKEN, LENTILS, SALAD
from tracker.domain.fixed import AMOUNT
from tracker.errors import BadInput, NotFound
from tracker.operations import entries, recipes, shopping
from tracker.operations.entries import Wanted
from tracker.store import undo
from tracker.store.database import Store
from tracker.store.queries import shopping as queries
from tracker.store.rows import ShoppingItem

MONDAY, SUNDAY = date(2026, 11, 16), date(2026, 11, 22)


def listed(store: Store) -> dict[str, ShoppingItem]:
    return {one.name: one for one in queries.items(store)}


@pytest.fixture
def planned(store: Store) -> str:
    """Half of the salad on Tuesday and a quarter on Friday, 100 g of chicken besides, and something that is eaten."""
    [salad] = recipes.save(store, SALAD).ids
    entries.add(store, "2026-11-17", "lunch", [Wanted("recipe", salad, 2 * AMOUNT, "serving")], eaten=False)
    entries.add(store, "2026-11-20", "lunch", [Wanted("recipe", salad, AMOUNT, "serving")], eaten=False)
    entries.add(store, "2026-11-21", "dinner", [Wanted("food", CHICKEN, 100 * AMOUNT, "g")], eaten=False)
    entries.add(store, "2026-11-17", "breakfast", [Wanted("food", "tracker:egg", 2 * AMOUNT, "egg")])
    return salad


def test_the_plan_is_summed_across_recipes_and_foods(store: Store, planned: str) -> None:
    shopping.make(store, MONDAY, SUNDAY)
    found = listed(store)
    assert set(found) == {"Chicken breast", "Lentils, dry", "Olive oil", "parsley"}
    assert shopping.amount_text(found["Chicken breast"]) == "700 g"
    assert shopping.amount_text(found["Lentils, dry"]) == "190 g"
    assert found["Chicken breast"].used_in == ("Chicken and lentil salad",)
    assert (found["parsley"].aisle, shopping.amount_text(found["parsley"])) == ("Other things", "1 bunch")
    assert [one.aisle for one in queries.items(store)] == [
        "Meat and fish", "Beans, nuts and seeds", "Oils, sauces and spices", "Other things",
    ]  # fmt: skip


def test_only_the_days_asked_for_count(store: Store, planned: str) -> None:
    shopping.make(store, date(2026, 11, 17), date(2026, 11, 17))
    assert shopping.amount_text(listed(store)["Chicken breast"]) == "400 g"
    assert listed(store)["Chicken breast"].since == "2026-11-17"


def test_made_again_it_keeps_ticks_and_what_was_written_by_hand(store: Store, planned: str) -> None:
    shopping.make(store, MONDAY, SUNDAY)
    shopping.add(store, ["2 l milk"])
    shopping.tick(store, [listed(store)["Lentils, dry"].id, listed(store)["Chicken breast"].id], True)
    entries.add(store, "2026-11-22", "dinner", [Wanted("food", CHICKEN, 300 * AMOUNT, "g")], eaten=False)
    shopping.make(store, MONDAY, SUNDAY)
    found = listed(store)
    assert found["Lentils, dry"].bought
    assert not found["Chicken breast"].bought  # more of it is needed than was bought
    assert shopping.amount_text(found["Chicken breast"]) == "1 kg"
    assert (found["milk"].planned, found["milk"].aisle) == (False, "Dairy and eggs")


def test_what_is_not_planned_any_more_leaves_the_list(store: Store, planned: str) -> None:
    shopping.make(store, MONDAY, SUNDAY)
    shopping.make(store, date(2026, 12, 1), date(2026, 12, 2))
    assert listed(store) == {}


def test_two_devices_give_the_same_line_the_same_name(store: Store, planned: str) -> None:
    first = {one.id for one in queries.items(store)}
    shopping.make(store, MONDAY, SUNDAY)
    again = {one.id for one in queries.items(store)}
    shopping.delete(store, sorted(again))
    shopping.make(store, MONDAY, SUNDAY)
    assert first == set()
    assert {one.id for one in queries.items(store)} == again


def test_water_comes_from_the_tap(store: Store) -> None:
    draft = recipes.Draft("Tea", AMOUNT, (recipes.Line("water", AMOUNT, "cup", "tracker:water"),))
    [tea] = recipes.save(store, draft).ids
    entries.add(store, "2026-11-17", "lunch", [Wanted("recipe", tea, AMOUNT, "serving")], eaten=False)
    shopping.make(store, MONDAY, SUNDAY)
    assert listed(store) == {}


def test_a_portion_by_weight_takes_its_share_of_the_recipe(store: Store) -> None:
    draft = recipes.Draft(
        "Lentils", 4 * AMOUNT, (recipes.Line("lentils", 400 * AMOUNT, "g", LENTILS),), cooked_mass=AMOUNT * 1000
    )
    [dish] = recipes.save(store, draft).ids
    entries.add(store, "2026-11-17", "lunch", [Wanted("recipe", dish, 250 * AMOUNT, "g")], eaten=False)
    shopping.make(store, MONDAY, SUNDAY)
    assert shopping.amount_text(listed(store)["Lentils, dry"]) == "100 g"


def test_lines_by_hand_are_read_changed_and_deleted(store: Store) -> None:
    shopping.add(store, ["6 eggs", "light bulbs", "  "])
    found = listed(store)
    assert (shopping.amount_text(found["eggs"]), found["eggs"].food) == ("6", "tracker:egg")
    assert found["light bulbs"].aisle == "Other things"
    shopping.change(store, found["eggs"].id, "12 eggs")
    assert shopping.amount_text(listed(store)["eggs"]) == "12"
    shopping.delete(store, [found["eggs"].id])
    assert set(listed(store)) == {"light bulbs"}
    undo.undo(store)
    assert set(listed(store)) == {"eggs", "light bulbs"}


def test_what_is_written_twice_is_there_once_with_both_amounts(store: Store) -> None:
    def lines() -> list[tuple[str, str]]:
        return [(shopping.amount_text(one), one.name) for one in queries.items(store)]

    shopping.add(store, ["olives", "2 l milk"])
    shopping.add(store, ["Olives", "1 l milk"])
    assert sorted(lines()) == [("", "olives"), ("3 l", "milk")]
    undo.undo(store)
    assert sorted(lines()) == [("", "olives"), ("2 l", "milk")]
    shopping.add(store, ["500 ml milk"])
    shopping.tick(store, [one.id for one in queries.items(store)], True)
    shopping.add(store, ["olives"])
    assert sorted(lines()) == [("", "olives"), ("", "olives"), ("2 l", "milk"), ("500 ml", "milk")]


def test_a_line_of_the_plan_that_was_changed_is_ones_own(store: Store, planned: str) -> None:
    shopping.make(store, MONDAY, SUNDAY)
    shopping.change(store, listed(store)["Lentils, dry"].id, "1 kg brown lentils")
    shopping.make(store, date(2026, 12, 1), date(2026, 12, 2))
    assert set(listed(store)) == {"brown lentils"}


def test_what_is_bought_is_cleared_in_one_step(store: Store) -> None:
    shopping.add(store, ["milk", "bread"])
    with pytest.raises(NotFound):
        shopping.clear_bought(store)
    shopping.tick(store, [listed(store)["milk"].id], True)
    assert shopping.clear_bought(store).label == "Clear what is bought"
    assert set(listed(store)) == {"bread"}


def test_as_text_it_is_what_is_still_to_be_bought_by_aisle(store: Store) -> None:
    shopping.add(store, ["2 onions", "500 g rice", "milk"])
    shopping.tick(store, [listed(store)["milk"].id], True)
    assert shopping.as_text(queries.items(store)) == (
        "Vegetables and fruit\n- 2 onions\n\nPasta, rice and flour\n- 500 g rice"
    )


def test_days_that_make_no_range_are_refused(store: Store) -> None:
    with pytest.raises(BadInput, match="before"):
        shopping.make(store, SUNDAY, MONDAY)
    with pytest.raises(BadInput, match="three months"):
        shopping.make(store, MONDAY, date(2027, 11, 16))
    with pytest.raises(BadInput):
        shopping.add(store, [" "])
    with pytest.raises(NotFound):
        shopping.tick(store, ["gone"], True)
