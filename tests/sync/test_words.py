"""Values in words, and words as values: what people read and type in a conflict."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sync.test_cycle import SALAD
from tests.sync.world import START, Device, ingredient, recipe
from tracker.errors import BadInput
from tracker.store.collections import BY_NAME
from tracker.store.records import write_bodies
from tracker.sync.parts import ABSENT
from tracker.sync.places import place
from tracker.sync.typed import Own, editable, lacks_unit, read
from tracker.sync.words import Words, duration, nutrient_label, nutrient_value, plain, quantity

DAY = 86_400_000


@pytest.fixture
def words(desktop: Device) -> Words:
    desktop.put("recipe", SALAD, recipe("Salad"))
    desktop.put("food", "own", {**FOOD, "name": "Our bread"})
    return Words(desktop.store)


FOOD = {
    "name": "Bread", "brand": "", "barcode": "", "category": "", "source": "", "energy": None, "protein": None,
    "carbs": None, "fat": None, "nutrients": {}, "notes": "", "created_at": START, "portions": [],
}  # fmt: skip


@pytest.mark.parametrize(
    ("collection", "field", "value", "said"),
    [
        ("recipe", "servings", 2500, "2.5"),
        ("recipe", "photo", [{"blob": "ab12"}], "A picture"),
        ("shopping_item", "amounts", [{"amount": 400_000, "unit": "g"}, {"amount": 2000, "unit": ""}], "400 g, 2"),
        ("meal_plan_entry", "parts", [{"name": "Tofu", "amount": 90_000, "unit": "g", "food": None}], "90 g Tofu"),
        ("meal_plan_entry", "parts", [7], "1 part"),
        ("recipe", "minutes", 25, "25 min"),
        ("recipe", "cooked_mass", 1_200_000, "1200 g"),
        ("recipe", "minutes", None, "—"),
        ("recipe", "tags", ["quick", "cheap"], "quick, cheap"),
        ("recipe", "notes", "", "—"),
        ("recipe", "name", ABSENT, "—"),
        ("recipe", "created_at", START, "today 00:00"),
        ("recipe", "created_at", START - 1, "yesterday 23:59"),
        ("recipe", "created_at", START - 400 * DAY, "31 Aug 2023 00:00"),
        ("meal_plan_entry", "day", "2024-10-04", "4 Oct"),
        ("meal_plan_entry", "day", "2023-10-04", "4 Oct 2023"),
        ("meal_plan_entry", "day", "soon", "soon"),
        ("meal_plan_entry", "slot", "lunch", "Lunch"),
        ("meal_plan_entry", "status", "eaten", "Eaten"),
        ("meal_plan_entry", "source", SALAD, "Salad"),
        ("meal_plan_entry", "source", "own", "Our bread"),
        ("meal_plan_entry", "source", "usda:0", "something that is not here"),
        ("meal_plan_entry", "energy", 2275, "227.5 kcal"),
        ("meal_plan_entry", "nutrients", {"fiber": 3000, "odd_one": 4}, "Fiber 3 g, odd one 4"),
        ("meal_slot", "starts_at", 605, "10:05"),
        ("workout", "duration", 3_900_000, "1 h 05 min"),
        ("workout", "distance", 253, "25.3 m"),
        ("workout", "sport", "cycling", "Cycling"),
        ("workout", "laps", [{"a": 1}, {"a": 2}], "2 parts"),
        ("workout", "laps", [{"a": 1}], "1 part"),
        ("preference", "value", True, "On"),
        ("preference", "value", False, "Off"),
    ],
)  # fmt: skip
def test_values_read_as_people_say_them(words: Words, collection: str, field: str, value: Any, said: str) -> None:
    assert words.value(BY_NAME[collection].field(field), value) == said


def test_energy_reads_in_the_unit_that_was_chosen_and_can_be_typed_in_either(desktop: Device) -> None:
    write_bodies(desktop.store, BY_NAME["preference"], {"p": {"key": "energy_unit", "value": "kJ"}})
    energy = BY_NAME["food"].field("energy")
    assert Words(desktop.store).value(energy, 2275) == "951.9 kJ"
    there = place(BY_NAME["food"], "energy")
    assert there is not None
    assert [read(there, Own(text), None) for text in ("951.9 kJ", "227.5 kcal", "227,5")] == [2275, 2275, 2275]
    assert [lacks_unit(there, Own(text)) for text in ("952 kJ", "227 kcal", "227", "")] == [False, False, True, False]


def test_durations_quantities_and_nutrients() -> None:
    assert duration(1_510_000) == "25 min 10 s"
    assert duration(1_500_000) == "25 min"
    assert quantity(2270, 10, "kcal") == "227 kcal"
    assert (nutrient_label("vitamin_b12"), nutrient_value("vitamin_b12", 250)) == ("Vitamin B12", "2.5 µg")
    assert (nutrient_label("odd_one"), nutrient_value("odd_one", 3)) == ("Odd one", "3")
    assert nutrient_value("fiber", ABSENT) == "—"
    assert plain("text") == "text"


@pytest.mark.parametrize(
    ("collection", "body", "title"),
    [
        ("recipe", recipe("Beef chili"), "Beef chili"),
        ("recipe", None, "Recipe"),
        ("measurement", {"kind": "weight", "typed": "81.4", "unit": ""}, "Weight 81.4 kg"),
        ("measurement", {"kind": "grip_strength", "typed": "50", "unit": "kg"}, "Grip strength 50 kg"),
        ("meal_plan_entry", {"title": "Skyr", "slot": "lunch", "day": "2024-10-04"}, "Skyr · Lunch, 4 Oct"),
        ("favorite", {"kind": "recipe", "target": SALAD}, "Star on Salad"),
        ("target", {"since": "2024-10-04"}, "Target from 4 Oct"),
        ("preference", {"key": "week_starts"}, "Setting “Week starts on”"),
        ("preference", {"key": "odd_one"}, "Setting “Odd one”"),
    ],
)
def test_records_have_titles(words: Words, collection: str, body: Any, title: str) -> None:
    assert words.title(BY_NAME[collection], body) == title


# -------------------------------------------------------------------------------------------- typed values


def typed(collection: str, path: str, text: str, present: Any = None) -> Any:
    there = place(BY_NAME[collection], path)
    assert there is not None
    return read(there, Own(text), present)


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("name", " Big salad ", "Big salad"),
        ("notes", " kept as typed\n", " kept as typed\n"),
        ("minutes", "25", 25),
        ("minutes", "25 min", 25),
        ("minutes", "", None),
        ("cooked_mass", "1,5", 1500),
        ("tags", "quick, cheap,, quick", ["cheap", "quick"]),
    ],
)
def test_typed_values_are_understood(path: str, text: str, value: Any) -> None:
    assert typed("recipe", path, text) == value


def test_typed_choices_and_days() -> None:
    assert typed("workout", "status", "completed") == "completed"
    assert typed("workout", "status", "Planned") == "planned"
    assert typed("target", "since", "2026-01-31") == "2026-01-31"
    assert typed("food", "nutrients/fiber", "2.5 g") == 2500


def test_a_typed_amount_takes_along_what_depends_on_it() -> None:
    present = {
        "title": "Skyr", "amount": 150_000, "unit": "g", "mass": 150_000, "energy": 950, "protein": 16_500,
        "carbs": None, "fat": 300, "nutrients": {"fiber": 30},
    }  # fmt: skip
    assert typed("meal_plan_entry", "@food", "300 g", present) == {
        "title": "Skyr", "amount": 300_000, "unit": "g", "mass": 300_000, "energy": 1900, "protein": 33_000,
        "carbs": None, "fat": 600, "nutrients": {"fiber": 60},
    }  # fmt: skip
    assert typed("meal_plan_entry", "@food", "0.3 kg", present)["energy"] == 1900
    assert typed("meal_plan_entry", "@food", "300", present)["unit"] == "g"
    assert typed("recipe", "ingredients/i1/@food", "2", {"name": "Egg", "amount": None, "unit": None})["amount"] == 2000


@pytest.mark.parametrize(
    ("collection", "path", "text", "present", "sentence"),
    [
        ("recipe", "minutes", "soon", None, "is not a number"),
        ("recipe", "minutes", "25 kg", None, "Cooking time is in min"),
        ("workout", "status", "lost", None, "is not a choice for Status"),
        ("target", "since", "tomorrow", None, "is not a day"),
        ("meal_plan_entry", "@food", "0 g", {"amount": 1, "unit": "g"}, "more than nothing"),
        ("meal_plan_entry", "@food", "3 ml", {"amount": 1, "unit": "g"}, "do not convert"),
        ("meal_plan_entry", "@food", "3 g", ABSENT, "no amount here"),
        ("workout", "@recording", "3", {}, "cannot be typed"),
        ("recipe", "ingredients/i1", "3", {}, "cannot be typed"),
    ],
)
def test_what_is_no_value_is_refused_in_a_sentence(
    collection: str, path: str, text: str, present: Any, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        typed(collection, path, text, present)


# ------------------------------------------------------------------------------------------------- places


def test_a_path_leads_to_a_value_and_puts_another_there() -> None:
    collection, body = BY_NAME["food"], {**FOOD, "nutrients": {"fiber": 1}, "portions": [ITEM]}
    for path, before, after in (
        ("name", "Bread", "Rye"),
        ("nutrients/fiber", 1, 2),
        ("nutrients/iron", ABSENT, 2),
        ("portions/p1/@portion", {"name": "slice", "mass": 1}, {"name": "slice", "mass": 2}),
        ("portions/p1", ITEM, ABSENT),
        ("portions/p2", ABSENT, {**ITEM, "_id": "p2"}),
    ):
        there = place(collection, path)
        assert there is not None
        assert there.get(body) == before
        changed = there.put(body, after)
        assert there.get(changed) == after
        assert there.put(changed, before) == body


ITEM = {"_id": "p1", "_ord": "a", "name": "slice", "mass": 1}


def test_paths_that_lead_nowhere() -> None:
    assert place(BY_NAME["food"], "color") is None
    assert place(BY_NAME["food"], "portions/p1/color") is None
    there = place(BY_NAME["food"], "portions/p9/@portion")
    assert there is not None
    assert there.get(FOOD) is ABSENT
    assert there.put(FOOD, {"name": "x"}) == FOOD


def test_only_what_can_be_read_back_is_editable() -> None:
    paths = {"name": True, "ingredients/i1/@food": True, "ingredients/i1": False, "created_at": False, "tags": True}
    for path, answer in paths.items():
        there = place(BY_NAME["recipe"], path)
        assert there is not None
        assert editable(there) is answer
    assert ingredient("i1")["_id"] == "i1"
