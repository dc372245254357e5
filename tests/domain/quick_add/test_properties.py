"""What holds for any text: nothing is raised, nothing typed gets lost, the order of the parts is free."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.quick_add.telling import NOW, SLOTS, read, told
from tracker.domain import units
from tracker.domain.quick_add.dates import clock
from tracker.domain.quick_add.items import CopyMeal, FoodItem, LocalMoment, SameMeal
from tracker.domain.quick_add.parse import parse
from tracker.domain.quick_add.tokens import chunks_of

WORDS = st.sampled_from(
    """2 1.5 1,500 ½ 1/2 1 2-3 -1 0 100x5x3 5x5 80x5 @8 @snack @ 150g 450kcal p30 7:30 25:30 45min 1h30 8km 45m hr142
    210w 81,4kg 122/78 20.11. 31.2. 2026-11-20 -2 two a an half dozen of and , + ; & x 2x to or for at as
    breakfast second lunch snacks yesterday tomorrow mon last next plan now pm
    quick same copy note day complete recipe weight bp sleep waist pulse run ride squat bench push-ups bw kg lb g cup
    slices fl oz load rpe protein eggs skyr mac cheese 7up "lunch "rye" « ½cup 12st 3lb bar \n""".split(" ")
)
LINES = st.lists(WORDS, max_size=9).map(" ".join)
FILLERS = frozenset({"of", "a", "an", "the", "my"})
MEASURED = [unit for unit in units._BY_SPELLING.values() if unit.kind in ("mass", "volume")]


@given(st.one_of(st.text(max_size=60), LINES), st.booleans(), st.sampled_from([(), SLOTS]))
def test_no_text_raises_and_all_spans_lie_within_it(text: str, comma: bool, slots: tuple[str, ...]) -> None:
    parsed = parse(text, NOW, slots, comma)
    spans = [item.span for item in parsed.items]
    spans += [(found.start, found.end) for found in (*parsed.parts, *parsed.problems)]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert parsed == parse(text, NOW, slots, comma)


@given(LINES, st.sampled_from([date.min, date.max, date(2024, 2, 29)]))
def test_no_day_of_the_calendar_raises(text: str, today: date) -> None:
    parse(text, LocalMoment(today, 0), SLOTS)


@given(LINES, st.booleans())
def test_without_questions_every_word_is_part_of_something(text: str, comma: bool) -> None:
    parsed = parse(text, NOW, SLOTS, comma)
    seen = [(part.start, part.end) for part in parsed.parts]
    for chunk in chunks_of(text) if not parsed.problems else ():
        if chunk.sort == "word" and not chunk.soft and chunk.word not in FILLERS:
            assert any(start <= chunk.start and chunk.end <= end for start, end in seen), chunk.text


@given(st.integers(1, 50_000_000), st.sampled_from(MEASURED), st.booleans(), st.booleans())
def test_a_shown_amount_reads_back_as_the_same_amount(value: int, unit: units.Unit, comma: bool, before: bool) -> None:
    shown = units.format_amount(value, unit.name, "," if comma else ".")
    parsed = read(f"{shown} skyr" if before else f"skyr {shown}", comma)
    too_much = (unit.size or 0) * value > 50_000 * 1_000
    item = parsed.items[0]
    assert isinstance(item, FoodItem)
    assert (item.name, item.unit) == ("skyr", unit.name)
    assert item.amount == (None if too_much else value)
    assert bool(parsed.problems) == too_much


@given(
    st.sampled_from(["", "yesterday", "2026-11-18", "last fri"]),
    st.sampled_from(["", "7:30", "at 7", "7:30pm"]),
    st.sampled_from(["", "@lunch", "@second breakfast", "snack"]),
    st.sampled_from(["pizza 2 slices", "2 slices pizza", "150g skyr", "½ avocado", "quick 450kcal p30"]),
)
def test_the_order_of_the_optional_parts_does_not_matter(day: str, time: str, slot: str, food: str) -> None:
    parts = [part for part in (day, time, slot) if part] + [food]
    readings = {tuple(told(read(" ".join(order)))) for order in permutations(parts)}
    assert len(readings) == 1
    assert not read(" ".join(parts)).problems


@given(st.integers(0, 24 * 60 - 1))
def test_every_time_of_day_reads_back(minutes: int) -> None:
    item = read(f"coffee {clock(minutes)}").items[0]
    assert isinstance(item, FoodItem)
    assert item.time == minutes


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_every_day_reads_back_as_iso_date(day: date) -> None:
    item = read(f"{day.isoformat()} coffee").items[0]
    assert isinstance(item, FoodItem)
    assert item.day == day


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.sampled_from(["mon", "wed", "sunday"]), st.booleans())
def test_a_weekday_is_within_a_week_behind_or_ahead_if_planned(today: date, name: str, planned: bool) -> None:
    text = f"{'plan ' if planned else ''}{name} coffee"
    item = parse(text, LocalMoment(today, 0), SLOTS).items[0]
    assert isinstance(item, FoodItem)
    assert item.day.strftime("%A").casefold().startswith(name)
    assert 1 <= ((item.day - today) if planned else (today - item.day)).days <= 7


@given(st.integers(300, 4_500), st.sampled_from(["kg", "lb"]))
def test_a_typed_body_weight_stays_as_it_was_typed(tenths: int, unit: str) -> None:
    shown = units.format_number(tenths * 100)
    grams = round(units.convert(Fraction(tenths, 10), unit, "g"))
    assert told(read(f"weight {shown} {unit}")) == [f"Weight value={grams} typed={shown} {unit}"]


@given(st.integers(0, 999))
def test_days_back_are_counted_from_the_day_itself(days: int) -> None:
    same, copied = (read(f"{word} lunch -{days}").items[0] for word in ("same", "copy"))
    assert isinstance(same, SameMeal)
    assert isinstance(copied, CopyMeal)
    assert (NOW.date - same.from_day).days == (NOW.date - copied.from_day).days == days


@given(
    st.sampled_from(["cup", "slice", "handful", "bowl", "glass", "tbsp"]),
    st.sampled_from(["coffee", "rye bread", "almonds"]),
    st.sampled_from(["", " breakfast", " @lunch", " 7:30"]),
)
def test_a_measure_without_a_number_is_one_of_it(unit: str, food: str, frame: str) -> None:
    one, spelled = read(f"{unit} of {food}{frame}"), read(f"1 {unit} of {food}{frame}")
    assert not one.problems
    assert told(one) == told(spelled)


@given(st.sampled_from(["breakfast", "lunch", "dinner", "snack"]), st.sampled_from(["2 eggs", "150g skyr", "banana"]))
def test_a_colon_after_a_meal_changes_nothing(meal: str, food: str) -> None:
    assert told(read(f"{meal}: {food}")) == told(read(f"{meal} {food}"))


@given(st.text(st.characters(exclude_characters='\n\r;"“”'), min_size=1, max_size=30))
def test_a_note_keeps_every_letter_of_itself(text: str) -> None:
    said = text.strip()
    items = read(f"note {said}").items
    if items and type(items[0]).__name__ == "Note":
        assert items[0].text == said
