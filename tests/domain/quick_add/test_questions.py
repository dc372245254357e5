"""What is ambiguous is asked in a whole sentence, and each answer that is offered settles it."""

from __future__ import annotations

import pytest

from tests.domain.quick_add.telling import NOW, read, tell
from tracker.domain.quick_add.items import FoodItem
from tracker.domain.quick_add.parse import parse


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("1,500 g rice", "Is “1,500” 1.5 or 1500?"),
        ("2-3 eggs", "Is “2-3” 2 or 3?"),
        ("2 cola 330ml", "“330ml” each, or “330ml” in all?"),
        ("-2 eggs", "An amount cannot be negative, as -2 is."),
        ("2 eggs @foo", "There is no meal “foo”: Breakfast, Second breakfast, Lunch, Dinner, Snacks."),
        ("2 eggs @", "Which meal: Breakfast, Second breakfast, Lunch, Dinner, Snacks?"),
        ("squat 5x5", "5x5 can be 5 kg × 5 or 5 sets of 5 without weight. Which is it?"),
        ("run 5km 19:30", "Is “19:30” at 19:30 or 19m30s?"),
    ],
)
def test_questions_name_what_they_are_about(line: str, sentence: str) -> None:
    assert [problem.sentence for problem in read(line).problems] == [sentence]


@pytest.mark.parametrize(
    "line",
    [
        "1,500 g rice",
        "2-3 eggs",
        "100g to 150g rice",
        "two or three eggs",
        "2 cola 330ml",
        "2 cans cola 330ml",
        "150g skyr 2 cups",
        "skyr 2 cups 150g",
        "½ pizza 200g",
        "-1 egg",
        "-1 1/2 eggs",
        "2 eggs @",
        "2 eggs @foo",
        "dinner roll lunch",
        "squat 5x5",
        "pull-ups 10x3",
        "bench 1,250x5",
        "run 45m",
        "run 5km 19:30",
        "ride 1:30",
        "run -5km",
        "quick 450kcal p1,500",
        "waist 84,125",
        "run 1,500 km",
    ],
)
@pytest.mark.parametrize("comma", [False, True])
def test_every_answer_offered_settles_its_question(line: str, comma: bool) -> None:
    for problem in read(line, comma).problems:
        assert problem.choices
        for choice in problem.choices:
            settled = read(line[: problem.start] + choice + line[problem.end :], comma)
            # An answer may raise a new question: bench 1250x5 is too heavy, and a ride at 1:30 needs a length.
            assert problem.sentence not in [another.sentence for another in settled.problems]


def test_the_answers_mean_what_they_say() -> None:
    asked = read("1.500 g rice", decimal_comma=True).problems[0]
    answers = [read("1.500 g rice".replace("1.500", choice), decimal_comma=True).items for choice in asked.choices]
    assert [tell(items[0]) for items in answers] == [
        "FoodItem name=rice amount=1500 unit=g",
        "FoodItem name=rice amount=1500000 unit=g",
    ]


def test_an_amount_in_question_is_unknown_and_not_guessed() -> None:
    item = read("2-3 eggs").items[0]
    assert isinstance(item, FoodItem)
    assert item.amount is None


def test_without_meals_of_ones_own_their_names_are_names() -> None:
    item = parse("2 eggs breakfast", NOW).items[0]
    assert isinstance(item, FoodItem)
    assert (item.name, item.slot) == ("eggs breakfast", None)


def test_meals_are_found_in_singular_and_plural() -> None:
    for slot, said in (("Brunch", "brunches"), ("Brunches", "brunch"), ("Snacks", "snack"), ("Mess", "mess")):
        item = parse(f"2 eggs {said}", NOW, [slot]).items[0]
        assert isinstance(item, FoodItem)
        assert item.slot == slot


def test_weights_without_a_unit_are_in_the_users_own() -> None:
    assert tell(parse("weight 180", NOW, mass_unit="lb").items[0]) == "Weight value=81647 typed=180 lb"
    lifted = parse("squat 225x5", NOW, mass_unit="lb").items[0]
    assert tell(lifted) == "SetItem exercise=squat weight=102058 reps=5 sets=1 typed=225 lb"
