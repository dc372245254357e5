"""Typed lines on a real catalogue and a filled profile: what is found, what is asked, what is written."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ui import desk_content
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadInput
from tracker.operations import foods, measurement_kinds, quick_add
from tracker.operations.quick_lines import Line
from tracker.operations.settings import set_value
from tracker.store import undo
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries.measurements import latest, own_kinds
from tracker.store.rows import Entry, Portion
from tracker.store.search import search

DAY = "2026-11-21"


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("quick") / "profile"
    with Store.open(made, clock=desk_content.clock()) as store:
        desk_content.fill(store)
    return made


@pytest.fixture
def store(profile: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(profile, tmp_path / "profile")
    with Store.open(tmp_path / "profile", clock=FixedClock(desk_content.NOW, desk_content.ZONE)) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader(profile: Path) -> Iterator[Store]:
    with Store.open(profile, clock=desk_content.clock(), readonly=True) as opened:
        yield opened


def line(store: Store, text: str, **given: object) -> Line:
    found = quick_add.understand(store, text, **given)
    assert found.problems == ()
    assert len(found.lines) == 1
    return found.lines[0]


def problem(store: Store, text: str, **given: object) -> str:
    found = quick_add.understand(store, text, **given)
    assert not found
    return found.problems[0].sentence


def added(store: Store, text: str, day: str = DAY, **given: object) -> list[Entry]:
    before = {one.id for one in days.day(store, day).entries}
    quick_add.add(store, quick_add.understand(store, text, **given))
    return [one for one in days.day(store, day).entries if one.id not in before]


# What is understood


@pytest.mark.parametrize(
    ("text", "title", "amount", "unit", "slot", "energy"),
    [
        ("2 eggs breakfast", "Egg", 2000, "egg", "breakfast", 1430),
        ("150g skyr @snack", "Skyr, plain", 150_000, "g", "snacks", 945),
        ("1/2 cup oats 7:30", "Oats, rolled", 500, "cup", "breakfast", 1516),
        ("mac and cheese", "Macaroni and cheese", 1000, "cup", "lunch", 5129),
        ("plan dinner beef chili", "Beef chili", 1000, "serving", "dinner", 5239),
        ("recipe beef chili 1.5", "Beef chili", 1500, "serving", "lunch", 7859),
        ("beer 0,5l", "Beer", 500, "l", "lunch", 2581),
    ],
)
def test_a_food_is_found_with_its_amount_and_meal(
    reader: Store, text: str, title: str, amount: int, unit: str, slot: str, energy: int
) -> None:
    found = line(reader, text)
    assert (found.title, found.amount, found.unit, found.slot.id) == (title, amount, unit, slot)
    assert abs(found.energy - energy) <= 1


def test_a_missing_meal_goes_by_the_clock(store: Store) -> None:
    clock = store.clock
    assert isinstance(clock, FixedClock)
    clock.instant = desk_content.at(desk_content.TODAY, 7, 30)
    assert line(store, "banana").slot.id == "breakfast"
    clock.instant = desk_content.at(desk_content.TODAY, 19, 0)
    assert line(store, "banana").slot.id == "dinner"
    assert line(store, "banana", slot="lunch").slot.id == "lunch"


def test_a_missing_unit_takes_the_foods_last_portion(store: Store) -> None:
    quick_add.add(store, quick_add.understand(store, "3 slices crispbread"))
    assert (line(store, "crispbread").amount, line(store, "crispbread").unit) == (3000, "slice")


def test_a_unit_that_only_another_hit_has_chooses_that_one(reader: Store) -> None:
    assert line(reader, "1 can tuna").title.startswith("Tuna, canned")


def test_a_unit_that_no_hit_has_is_asked_for(reader: Store) -> None:
    said = problem(reader, "2 slices skyr")
    assert "Tracker does not know what one slice of Skyr, plain weighs." in said
    assert "container" in said


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("xyzzy", "Tracker knows no food called “xyzzy”."),
        ("300g", "300 g of what?"),
        ("2-3 eggs", "Is “2-3” 2 or 3?"),
        ("quick p30", "A quick entry needs its energy."),
        ("copy dinner 2026-01-01", "There was no dinner on Thursday, 1 January."),
    ],
)
def test_what_is_not_understood_says_so(reader: Store, text: str, sentence: str) -> None:
    assert problem(reader, text).startswith(sentence)


# Foods are taken only where they are called that


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("weight", "How much? Type weight 81.4."),
        ("weight tomorrow", "How much? Type weight 81.4."),
        ("run 45", "45 what? Type 45min or 45km."),
        ("quick", "How much? Type quick 450kcal."),
        ("sleep", "How much? Type sleep 7h20."),
        ("copy", "Copy what? Type copy lunch -1."),
        ("squat", "How many? Type weight, repetitions and sets: squat 100x5x3."),
        ("note", "Note what? Type note knee sore."),
        ("eg", "Tracker knows no food called “eg”."),
        ("weight vest", "Tracker knows no food called “weight vest”."),
        ("egg, xyzzy", "Tracker knows no food called “egg, xyzzy”."),
    ],
)
def test_no_food_is_logged_for_what_is_only_somewhat_like_its_name(reader: Store, text: str, sentence: str) -> None:
    assert problem(reader, text).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("banan", "Banana"),
        ("bananna", "Banana"),
        ("choc milk", "Chocolate milk"),
        ("chiken brest", "Chicken breast"),
        ("white egg", "Egg white"),
        ("coke", "Cola"),
    ],
)
def test_a_beginning_a_slip_another_order_and_a_synonym_are_the_food_all_the_same(
    reader: Store, text: str, title: str
) -> None:
    assert line(reader, text).title == title


def test_a_food_of_ones_own_may_be_called_by_a_symbol_or_a_number(store: Store) -> None:
    foods.save(store, foods.Draft("🍕", nutrition=Nutrition(2660), portions=(Portion("slice", 107_000),)))
    foods.save(store, foods.Draft("Burger 🍔 special", nutrition=Nutrition(2660)))
    foods.save(store, foods.Draft("100", nutrition=Nutrition(1000)))
    assert (line(store, "2 🍕").title, line(store, "🍕 2 slices").amount) == ("🍕", 2000)
    assert line(store, "🍔").title == "Burger 🍔 special"
    assert line(store, '"100"').title == "100"
    assert [hit.title for hit in search(store, "🍕")] == ["🍕"]


def test_a_long_name_is_shortened_in_the_sentence(reader: Store) -> None:
    assert problem(reader, "x" * 10_000).startswith(f"Tracker knows no food called “{'x' * 59}…”.")


# Lists


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("2 eggs and banana and 1 apple", ["Egg | 2 eggs", "Banana | banana", "Apple | 1 apple"]),
        ("egg, banana, apple", ["Egg | egg", "Banana | banana", "Apple | apple"]),
        ("egg + banan", ["Egg | egg", "Banana | banan"]),
        ("egg\nbanana", ["Egg | egg", "Banana | banana"]),
        ("egg and egg", ["Egg | egg", "Egg | egg"]),
        ("mac and cheese", ["Macaroni and cheese | mac and cheese"]),
        ("mac and cheese, banana", ["Macaroni and cheese | mac and cheese", "Banana | banana"]),
        ("salt, pepper", ["Salt | salt", "Bell pepper, red | pepper"]),
        ("egg, raw", ["Egg, whole, raw | egg, raw"]),
        ("peanut butter and jelly", ["Peanut butter and jelly | peanut butter and jelly"]),
    ],
)
def test_a_list_is_several_foods_where_its_whole_is_none(reader: Store, text: str, titles: list[str]) -> None:
    found = quick_add.understand(reader, text)
    assert found.problems == ()
    assert [f"{one.title} | {text[one.start : one.end]}" for one in found.lines] == titles


def test_an_amount_in_a_list_counts_the_food_beside_it(reader: Store) -> None:
    eggs, banana = quick_add.understand(reader, "2 eggs and banana").lines
    assert (eggs.amount, banana.amount, banana.unit) == (2000, 1000, "banana")


def test_what_is_absurd_is_doubted_but_can_be_added(store: Store) -> None:
    found = quick_add.understand(store, "500 eggs")
    assert found.lines[0].doubt == "Egg would be 35\u202f750 kcal; is the amount right?"
    assert found
    assert line(store, "weight 18.4").doubt.startswith("It was 81.4 kg last time")
    assert line(store, "weight 80.2").doubt == ""


def test_sleep_reads_as_hours(reader: Store) -> None:
    assert line(reader, "sleep 7h20").title == "Sleep 7 h 20 min"


def test_a_decimal_comma_is_understood_either_way(reader: Store) -> None:
    for comma in (True, False):
        assert line(reader, "0,5 l beer", decimal_comma=comma).amount == 500


def test_a_reading_is_shown_with_the_persons_mark_and_kept_as_typed(store: Store) -> None:
    found = quick_add.understand(store, "weight 81,4")
    assert found.lines[0].title == "Weight 81.4 kg"
    assert line(store, "weight 81.4", decimal_comma=True).title == "Weight 81,4 kg"
    assert "It was 81,4 kg last time" in line(store, "weight 18.4", decimal_comma=True).doubt
    quick_add.add(store, found)
    assert days.day(store, DAY).measurements[-1].typed == "81,4"


@pytest.mark.parametrize(
    ("unit", "text", "value", "title"),
    [
        ("lb", "weight 179.4", 81_374, "Weight 179.4 lb"),
        ("lb", "weight 81.4 kg", 81_400, "Weight 81.4 kg"),
        ("st", "weight 12.8", 81_284, "Weight 12.8 st"),
        ("lb", "squat 225x5", None, "squat 225 lb × 5"),
        ("st", "squat 100x5", None, "squat 100 kg × 5"),
    ],
)
def test_a_number_without_a_unit_is_in_that_of_the_setting(
    store: Store, unit: str, text: str, value: int | None, title: str
) -> None:
    set_value(store, "weight_unit", unit)
    found = quick_add.understand(store, text)
    assert found.lines[0].title == title
    if value is not None:
        quick_add.add(store, found)
        assert latest(store, "weight")[0].value == value


@pytest.mark.parametrize(
    ("weights", "lengths", "text", "value", "title"),
    [
        ("lb", "weight", "waist 34", 864, "Waist 34 in"),
        ("kg", "in", "upper arm 14,5", 368, "Upper arm 14.5 in"),
        ("lb", "cm", "waist 86", 860, "Waist 86 cm"),
        ("st", "weight", "hips 98", 980, "Hips 98 cm"),
        ("lb", "weight", "waist 86cm", 860, "Waist 86 cm"),
    ],
)
def test_a_circumference_without_a_unit_is_in_that_of_the_person(
    store: Store, weights: str, lengths: str, text: str, value: int, title: str
) -> None:
    set_value(store, "weight_unit", weights)
    set_value(store, "length_unit", lengths)
    found = quick_add.understand(store, text)
    assert found.lines[0].title == title
    quick_add.add(store, found)
    assert latest(store)[0].value == value


def test_a_circumference_far_from_the_last_one_is_doubted(store: Store) -> None:
    quick_add.add(store, quick_add.understand(store, "waist 84"))
    assert line(store, "waist 34").doubt == "It was 84 cm last time; is 34 cm right?"
    assert not line(store, "waist 34in").doubt


def test_what_is_possible_is_told_in_the_unit_that_is_taken(store: Store) -> None:
    set_value(store, "length_unit", "in")
    (problem,) = quick_add.understand(store, "waist 8").problems
    assert problem.sentence == "8 in is out of range: 12 to 118 in is possible."


def test_a_portion_is_called_as_the_person_named_it(store: Store) -> None:
    roll = Portion("Stück", 65_000)
    foods.save(store, foods.Draft("Dinkelbrötchen", Nutrition(2650), (roll, Portion("halbes Brötchen", 30_000))))
    found = line(store, "3 stück Dinkelbrötchen")
    assert (found.title, found.amount, found.unit) == ("Dinkelbrötchen", 3000, "Stück")
    assert quick_add.understand(store, "3 Becher Dinkelbrötchen").problems[0].unknown == "Becher Dinkelbrötchen"


def test_a_doubted_weight_is_held_against_the_last_one_in_the_same_unit(store: Store) -> None:
    set_value(store, "weight_unit", "lb")
    assert line(store, "weight 240").doubt.startswith("It was 179.5 lb last time")


# Another food


def test_another_food_keeps_what_was_said(reader: Store) -> None:
    found = line(reader, "2 eggs breakfast")
    boiled = next(hit for hit in found.others if hit.title == "Egg, boiled")
    chosen = quick_add.choose(reader, found, boiled)
    assert (chosen.title, chosen.amount, chosen.unit, chosen.slot.id) == ("Egg, boiled", 2000, "egg", "breakfast")
    assert found.title in [hit.title for hit in chosen.others]


def test_another_food_without_the_unit_says_what_it_takes_instead(reader: Store) -> None:
    found = line(reader, "1 can tuna")
    steak = next(hit for hit in search(reader, "tuna steak", kind="food") if hit.title == "Tuna steak")
    chosen = quick_add.choose(reader, found, steak)
    assert chosen.title == "Tuna steak"
    assert "does not know what one can of Tuna steak weighs" in chosen.doubt
    assert chosen.energy is not None


# Days


def test_a_line_is_for_the_day_that_is_shown(reader: Store) -> None:
    assert line(reader, "banana", day="2026-11-18").day == "2026-11-18"


def test_a_named_day_counts_from_today_wherever_one_is(reader: Store) -> None:
    assert line(reader, "yesterday banana", day="2026-11-18").day == "2026-11-20"
    assert line(reader, "tomorrow banana", day="2026-11-18").day == "2026-11-22"


def test_the_past_is_eaten_and_the_future_planned(reader: Store) -> None:
    assert line(reader, "banana", day="2026-11-18").eaten
    assert not line(reader, "banana", day="2026-11-23").eaten
    assert not line(reader, "quick 300kcal", day="2026-11-23").eaten
    assert not line(reader, "tomorrow banana").eaten
    assert not line(reader, "plan banana").eaten


# Writing


def test_all_items_are_one_step(store: Store) -> None:
    made = added(store, "2 eggs and 1 slice rye bread breakfast; weight 81,2")
    assert [(one.title, one.slot, one.eaten) for one in made] == [
        ("Egg", "breakfast", True), ("Rye bread", "breakfast", True),
    ]  # fmt: skip
    weight = days.day(store, DAY).measurements[-1]
    assert (weight.value, weight.typed, weight.unit) == (81_200, "81,2", "kg")
    assert undo.next_undo(store) == "Add 3 entries"
    undo.undo(store)
    assert len(days.day(store, DAY).entries) == 6


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("banana", "Add Banana"),
        ("plan banana", "Plan Banana"),
        ("tomorrow banana", "Plan Banana for tomorrow"),
        ("yesterday egg, banana", "Add 2 entries for yesterday"),
        ("14.11. banana", "Add Banana for Saturday, 14 November"),
        ("banana; tomorrow egg", "Add 2 entries"),
        ("yesterday weight 81,4", "Add weight 81.4 kg for yesterday"),
    ],
)
def test_a_step_names_the_day_that_is_not_today_and_what_is_planned(store: Store, text: str, label: str) -> None:
    assert quick_add.add(store, quick_add.understand(store, text)).label == label


def test_with_a_problem_nothing_is_written(store: Store) -> None:
    with pytest.raises(BadInput):
        added(store, "2 eggs; 1 xyzzy")
    assert len(days.day(store, DAY).entries) == 6


def test_nothing_is_not_added(store: Store) -> None:
    with pytest.raises(BadInput, match="nothing to add"):
        added(store, "  ")


def test_quick_energy_keeps_its_macros(store: Store) -> None:
    made = added(store, "quick 450kcal p30 c40 f18 lunch")[0]
    got = made.nutrition
    assert (got.energy, got.protein, got.carbs, got.fat) == (4500, 30_000, 40_000, 18_000)


def test_the_same_breakfast_is_eaten_and_the_same_dinner_planned(store: Store) -> None:
    assert all(one.eaten for one in added(store, "same breakfast"))
    dinner = added(store, "same dinner")
    assert [(one.title, one.eaten) for one in dinner] == [("Pizza Margherita", False)]


def test_a_meal_is_copied_to_another_meal(store: Store) -> None:
    made = added(store, "copy lunch yesterday to dinner")
    assert [(one.title, one.slot) for one in made] == [("Chicken salad", "dinner")]


def test_workouts_and_readings_go_where_they_belong(store: Store) -> None:
    added(store, "run 45min 8km")
    added(store, "bp 122/78")
    day = days.day(store, DAY)
    run = next(one for one in day.workouts if one.title == "Running")
    assert (run.duration, run.distance, run.status) == (45 * 60_000, 80_000, "completed")
    pressure = next(one for one in day.measurements if one.kind == "blood_pressure" and one.value == 122)
    assert pressure.value2 == 78


# Robustness


WORDS = """
2 ½ 1,5 eggs milk g ml 7:30 breakfast @snack plan yesterday and ; + - / quick kcal p30 copy same run 5km weight 81.4 -1
""".split()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(WORDS) | st.text(max_size=6),
        max_size=7,
    )
)
def test_no_line_is_wrong_enough_to_fail(reader: Store, parts: list[str]) -> None:
    found = quick_add.understand(reader, " ".join(parts))
    assert all(one.sentence for one in found.problems)


# ------------------------------------------------------------------------------------- kinds of one's own


@pytest.mark.parametrize(
    ("text", "value", "typed"),
    [
        ("grip strength 41,5", 41_500, ("41,5", "kg")), ("grip strength 41.5 kg", 41_500, ("41.5", "kg")),
        ("yesterday 7:30 grip strength 40kg", 40_000, ("40", "kg")),
    ],
)  # fmt: skip
def test_a_reading_of_a_kind_of_ones_own_is_its_name_and_a_number(
    store: Store, text: str, value: int, typed: tuple[str, str]
) -> None:
    measurement_kinds.add(store, "Grip strength", "kg", 1)
    (kind,) = own_kinds(store)
    understood = quick_add.understand(store, text, decimal_comma="," in text)
    assert understood.lines[0].title.startswith("Grip strength")
    quick_add.add(store, understood)
    (made,) = latest(store, kind.id)
    assert (made.value, (made.typed, made.unit)) == (value, typed)


@pytest.mark.parametrize("text", ["grip strength bar 40g", "grip strength", "2 grip strength 40"])
def test_what_says_more_than_that_is_no_reading(store: Store, text: str) -> None:
    measurement_kinds.add(store, "Grip strength", "kg", 1)
    assert all(line.kind != "measurement" for line in quick_add.understand(store, text).lines)
