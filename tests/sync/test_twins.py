"""A first sync with data on both sides: same id and same key become one, the same content is asked about."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest

from tests.sync.test_cycle import SALAD
from tests.sync.world import Device, entry, ingredient, offline, recipe, weight
from tracker.store import undo
from tracker.store.ids import derived_id
from tracker.sync import counts, questions, review, twins
from tracker.sync.status import history

SOUP = "0190b6a0-0000-7000-8000-000000000077"


@pytest.fixture
def newcomer(device: Callable[..., Device]) -> Device:
    """A computer that was used without an account."""
    return device("newcomer", signed_in=False)


def meet(newcomer: Device, laptop: Device) -> None:
    """Both are in sync afterwards."""
    laptop.sync()
    newcomer.sign_in()
    assert newcomer.sync().state == "ok"
    laptop.sync()


def star(target: str, kind: str = "recipe") -> tuple[str, dict[str, object]]:
    return derived_id("favorite", f"{kind}|{target}"), {"kind": kind, "target": target, "created_at": 1}


def test_different_things_go_together_and_nothing_is_asked(newcomer: Device, laptop: Device) -> None:
    newcomer.put("recipe", SALAD, recipe())
    laptop.put("recipe", SOUP, recipe("Soup"))
    meet(newcomer, laptop)
    assert newcomer.all("recipe") == laptop.all("recipe") == {SALAD: recipe(), SOUP: recipe("Soup")}
    assert questions.pending(newcomer.store) is None


def test_the_same_id_becomes_one_record_and_the_same_key_too(newcomer: Device, laptop: Device) -> None:
    for one in (newcomer, laptop):
        one.put("recipe", SALAD, recipe())
        one.put("favorite", *star(SALAD))
        one.put("preference", derived_id("preference", "energy_unit"), {"key": "energy_unit", "value": "kJ"})
    newcomer.edit("recipe", SALAD, minutes=5)
    meet(newcomer, laptop)
    assert len(newcomer.all("recipe")) == len(laptop.all("recipe")) == 1
    assert len(newcomer.all("favorite")) == 1
    assert newcomer.contested("recipe", SALAD) == {"minutes": "field"}
    assert questions.pending(newcomer.store) is None


def test_the_same_content_under_two_ids_is_asked_about_and_left_alone(newcomer: Device, laptop: Device) -> None:
    newcomer.put("recipe", str(uuid.uuid4()), recipe(created_at=5, ingredients=[ingredient("a1b2c3d4e5f60718")]))
    laptop.put("recipe", SOUP, recipe(created_at=9, ingredients=[ingredient("ffb2c3d4e5f60718", order="b")]))
    newcomer.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    newcomer.put("measurement", str(uuid.uuid4()), weight(81_000))
    meet(newcomer, laptop)
    asked = questions.pending(newcomer.store)
    assert asked is not None
    assert (asked.kind, asked.heading) == ("twins", "2 things are here twice")
    assert asked.details == ("Chicken and lentil salad", "Weight 80 kg, 4 Oct")
    assert len(newcomer.all("recipe")) == len(laptop.all("recipe")) == 2
    assert len(laptop.all("measurement")) == 3
    assert questions.pending(laptop.store) is None
    assert "2 things are here twice." in [row.sentence for row in history(newcomer.store)]


def test_keeping_each_once_moves_what_referred_to_the_copy_and_can_be_undone(newcomer: Device, laptop: Device) -> None:
    mine = str(uuid.uuid4())
    newcomer.put("recipe", mine, recipe())
    newcomer.put("meal_plan_entry", str(uuid.uuid4()), entry(source_kind="recipe", source=mine))
    newcomer.put("favorite", *star(mine))
    laptop.put("recipe", SOUP, recipe())
    meet(newcomer, laptop)
    questions.answer(newcomer.store, "twins", "once")
    assert questions.pending(newcomer.store) is None
    newcomer.sync()
    laptop.sync()
    for one in (newcomer, laptop):
        assert list(one.all("recipe")) == [SOUP]
        assert [body["source"] for body in one.all("meal_plan_entry").values()] == [SOUP]
        assert [body["target"] for body in one.all("favorite").values()] == [SOUP]
    undo.undo(newcomer.store)
    newcomer.sync()
    laptop.sync()
    assert set(laptop.all("recipe")) == {SOUP, mine}


def test_entries_of_recipes_that_are_twins_are_twins_themselves(newcomer: Device, laptop: Device) -> None:
    mine = str(uuid.uuid4())
    newcomer.put("recipe", mine, recipe())
    newcomer.put("meal_plan_entry", str(uuid.uuid4()), entry(source_kind="recipe", source=mine))
    laptop.put("recipe", SOUP, recipe())
    laptop.put("meal_plan_entry", str(uuid.uuid4()), entry(source_kind="recipe", source=SOUP))
    meet(newcomer, laptop)
    assert len(twins.asked_about(newcomer.store)) == 2
    questions.answer(newcomer.store, "twins", "once")
    assert len(newcomer.all("meal_plan_entry")) == 1


def test_keeping_both_is_not_asked_again(newcomer: Device, laptop: Device) -> None:
    newcomer.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    meet(newcomer, laptop)
    questions.answer(newcomer.store, "twins", "both")
    newcomer.sync()
    assert questions.pending(newcomer.store) is None
    assert len(newcomer.all("measurement")) == 2


def test_three_copies_make_as_many_pairs_as_there_are_and_what_was_there_twice_before_stays(
    newcomer: Device, laptop: Device
) -> None:
    for _ in range(3):
        newcomer.put("measurement", str(uuid.uuid4()), weight(80_000))
    for _ in range(2):
        laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    meet(newcomer, laptop)
    assert len(twins.asked_about(newcomer.store)) == 2
    questions.answer(newcomer.store, "twins", "once")
    assert len(newcomer.all("measurement")) == 3


def test_a_pair_of_which_one_was_deleted_meanwhile_is_no_question_any_more(newcomer: Device, laptop: Device) -> None:
    mine = str(uuid.uuid4())
    newcomer.put("measurement", mine, weight(80_000))
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    meet(newcomer, laptop)
    laptop.delete("measurement", mine)
    laptop.sync()
    newcomer.sync()
    assert questions.pending(newcomer.store) is None


def test_what_is_written_after_the_sign_in_is_never_taken_for_a_copy(newcomer: Device, laptop: Device) -> None:
    newcomer.put("recipe", SALAD, recipe())
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.sync()
    newcomer.sign_in()
    newcomer.put("measurement", str(uuid.uuid4()), weight(80_000))
    newcomer.sync()
    assert questions.pending(newcomer.store) is None
    assert counts.waiting(newcomer.store) == 0


def test_a_sync_that_is_broken_off_asks_when_it_is_complete(newcomer: Device, laptop: Device) -> None:
    newcomer.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.sync()
    newcomer.sign_in()
    newcomer.wire.before = offline
    newcomer.sync()
    assert questions.pending(newcomer.store) is None
    newcomer.wire.before = lambda _: None
    newcomer.sync()
    assert len(twins.asked_about(newcomer.store)) == 1


def test_only_what_was_chosen_is_kept_once_in_one_step(newcomer: Device, laptop: Device) -> None:
    newcomer.put("recipe", str(uuid.uuid4()), recipe())
    laptop.put("recipe", SOUP, recipe())
    newcomer.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    meet(newcomer, laptop)
    keys = review.keys(newcomer.store, "twins")
    assert sorted(review.titles(newcomer.store, keys).values()) == ["Chicken and lentil salad", "Weight 80 kg, 4 Oct"]
    changes = questions.answer(newcomer.store, "twins", "once", [key for key in keys if key.startswith("recipe:")])
    assert changes.label == "Keep 1 thing once"
    assert list(newcomer.all("recipe")) == [SOUP]
    assert len(newcomer.all("measurement")) == 2
    assert questions.pending(newcomer.store) is None
    undo.undo(newcomer.store)
    assert len(newcomer.all("recipe")) == 2


def test_none_chosen_keeps_both_of_each(newcomer: Device, laptop: Device) -> None:
    newcomer.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    meet(newcomer, laptop)
    questions.answer(newcomer.store, "twins", "once", [])
    assert questions.pending(newcomer.store) is None
    assert len(newcomer.all("measurement")) == 2
