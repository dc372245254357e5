"""Deletions from elsewhere that take away much of a collection wait for an answer, and hold up nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sync.test_cycle import SALAD, agree, both_have
from tests.sync.test_recovery import after_a_long_time, forget_deletions, later, put_back, saved
from tests.sync.world import Device, Server, entry, offline, recipe, weight
from tracker.errors import BadInput, NotFound
from tracker.sync import counts, mass_delete, review
from tracker.sync.messages import Answer, Request
from tracker.sync.questions import answer, pending
from tracker.sync.resolve import resolve_all
from tracker.sync.status import history, sync_status


def many(number: int) -> list[str]:
    return [f"0190b6a0-0000-7000-8000-{index:012}" for index in range(number)]


def fill(desktop: Device, laptop: Device, number: int) -> list[str]:
    """Both devices have so many readings."""
    ids = many(number)
    for id in ids:
        desktop.put("measurement", id, weight(80_000))
    desktop.sync()
    laptop.sync()
    assert len(laptop.all("measurement")) == number
    return ids


@pytest.mark.parametrize(
    ("here", "deleted", "asks"),
    [
        (20, 20, False),
        (21, 21, True),
        (80, 20, False),
        (84, 21, False),
        (83, 21, True),
        (200, 50, False),
        (200, 51, True),
    ],
)
def test_more_than_twenty_and_a_quarter_are_asked_about(
    desktop: Device, laptop: Device, here: int, deleted: int, asks: bool
) -> None:
    ids = fill(desktop, laptop, here)
    laptop.delete("measurement", *ids[:deleted])
    laptop.sync()
    report = desktop.sync()
    assert report.state == ("asking" if asks else "ok")
    assert len(desktop.all("measurement")) == (here if asks else here - deleted)
    assert (pending(desktop.store) is not None) == asks


def test_the_question_names_device_time_and_records(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    report = desktop.sync()
    question = pending(desktop.store)
    assert question is not None
    assert question.heading.endswith(" deleted 30 of your 40 measurements")
    assert not question.heading.startswith("Another")
    assert "That was today 00:00. Nothing is deleted here yet" in question.sentence
    assert [option.key for option in question.options] == ["apply", "keep"]
    assert question.details == ("Weight 80 kg, 4 Oct",) * 30
    assert report.sentence == question.heading
    assert sync_status(desktop.store).state == "asking"


def test_everything_else_goes_on_while_the_question_waits(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.edit("measurement", ids[35], note="Later")
    laptop.put("recipe", SALAD, recipe())
    laptop.sync()
    desktop.edit("measurement", ids[36], note="Here")
    for _ in range(2):
        report = desktop.sync()
        assert report.state == "asking"
        assert (counts.waiting(desktop.store), desktop.get("recipe", SALAD)) == (0, recipe())
    assert desktop.get("measurement", ids[35]) == weight(80_000) | {"note": "Later"}
    laptop.sync()
    assert laptop.get("measurement", ids[36]) == weight(80_000) | {"note": "Here"}
    desktop.edit("recipe", SALAD, name="New")
    assert desktop.sync().sent == 1


def test_following_the_deletions_puts_them_into_the_trash(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    changes = answer(desktop.store, "mass_delete", "apply")
    assert (changes.tables, len(changes.ids)) == ({"measurement"}, 30)
    assert pending(desktop.store) is None
    assert len(desktop.store.rows("SELECT 1 FROM sync_trash")) == 30
    assert sync_status(desktop.store).state == "ok"
    assert "Delete them here too" in history(desktop.store)[0].sentence
    assert desktop.sync().state == "ok"
    agree(server, desktop, laptop, collection="measurement")


def test_keeping_them_brings_them_back_everywhere(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    answer(desktop.store, "mass_delete", "keep")
    report = desktop.sync()
    assert (report.state, report.sent) == ("ok", 30)
    laptop.sync()
    assert len(laptop.all("measurement")) == 40
    agree(server, desktop, laptop, collection="measurement")


def test_deletions_spread_over_many_pages_are_one_question(
    desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = fill(desktop, laptop, 60)
    for id in ids[:50]:
        laptop.delete("measurement", id)
        laptop.put("recipe", id, recipe())
    laptop.sync()
    monkeypatch.setattr("tracker.sync.pages.PAGE", 7)
    cut = 0

    def lose_some(request: Request) -> Answer | None:
        nonlocal cut
        cut += request.path == "/v1/pull"
        return offline(request) if cut == 5 else None

    desktop.wire.before = lose_some
    assert desktop.sync().state == "offline"
    assert pending(desktop.store) is None
    assert desktop.sync().state == "asking"
    assert (len(desktop.all("measurement")), len(desktop.all("recipe"))) == (60, 50)
    question = pending(desktop.store)
    assert question is not None
    assert "50 of your 60" in question.heading


def test_what_comes_back_before_the_answer_is_not_asked_about(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    for id in ids[:30]:
        laptop.put("measurement", id, weight(81_000))
    laptop.sync()
    assert desktop.sync().state == "ok"
    assert pending(desktop.store) is None
    agree(server, desktop, laptop, collection="measurement")


def test_an_edit_of_what_waits_is_a_conflict_of_its_own(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    desktop.edit("measurement", ids[0], note="Mine")
    desktop.delete("measurement", ids[1])
    report = desktop.sync()
    assert (report.state, report.conflicts, counts.waiting(desktop.store)) == ("asking", 1, 0)
    assert desktop.contested("measurement", ids[0]) == {"*": "remote_deleted"}
    question = pending(desktop.store)
    assert question is not None
    assert "28 of your 39" in question.heading


def test_more_deletions_join_the_question(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    laptop.delete("measurement", ids[30])
    laptop.sync()
    desktop.sync()
    question = pending(desktop.store)
    assert question is not None
    assert "31 of your 40" in question.heading


def test_deletions_that_the_server_forgot_are_asked_about_as_well(
    desktop: Device, laptop: Device, server: Server
) -> None:
    ids = fill(desktop, laptop, 40)
    desktop.delete("measurement", *ids[:30])
    desktop.sync()
    forget_deletions(server)
    assert after_a_long_time(laptop, server).state == "asking"
    question = pending(laptop.store)
    assert question is not None
    assert question.heading == "Another device deleted 30 of your 40 measurements"
    assert "That was" not in question.sentence
    answer(laptop.store, "mass_delete", "keep")
    assert laptop.sync().state == "ok"
    desktop.clock.instant = server.now
    desktop.sign_in()
    desktop.sync()
    agree(server, desktop, laptop, collection="measurement")
    assert len(desktop.all("measurement")) == 40


def test_deletions_that_the_server_forgot_can_be_followed(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    desktop.delete("measurement", *ids[:30])
    desktop.sync()
    forget_deletions(server)
    after_a_long_time(laptop, server)
    answer(laptop.store, "mass_delete", "apply")
    assert laptop.sync().state == "ok"
    agree(server, laptop, collection="measurement")
    assert len(laptop.store.rows("SELECT 1 FROM sync_trash")) == 30


def test_deletions_made_after_a_restore_are_asked_about(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    put_back(server, saved(server))
    later(server, desktop, laptop)
    laptop.sync()
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    assert desktop.sync().state == "asking"
    assert len(desktop.all("measurement")) == 40
    put_back(server, saved(server))
    assert desktop.sync().state == "asking"
    answer(desktop.store, "mass_delete", "apply")
    desktop.sync()
    laptop.sync()
    agree(server, desktop, laptop, collection="measurement")


def test_ones_own_deletions_are_never_asked_about(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 40)
    desktop.delete("measurement", *ids)
    assert desktop.sync().state == "ok"
    assert desktop.sync().state == "ok"


def test_an_answer_must_be_one(desktop: Device, laptop: Device) -> None:
    with pytest.raises(NotFound):
        answer(desktop.store, "mass_delete", "apply")
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    with pytest.raises(BadInput, match="Answer apply or keep"):
        answer(desktop.store, "mass_delete", "perhaps")
    with pytest.raises(NotFound):
        answer(desktop.store, "fork", "recover")


def test_a_few_deletions_and_a_new_record_in_their_place_come_together(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    laptop.delete("recipe", SALAD)
    laptop.sync()
    report: Any = desktop.sync()
    assert (report.state, desktop.get("recipe", SALAD)) == ("ok", None)


def test_of_very_many_records_some_are_named(desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.sync.questions.LISTED", 10)
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    question = pending(desktop.store)
    assert question is not None
    assert (len(question.details), question.details[-1]) == (11, "… and 20 more")


def test_a_forgotten_deletion_is_asked_about_no_more_once_the_record_is_back(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mass_delete, "FEW", 0)
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    desktop.sync()
    server.execute("UPDATE account SET floor = head")
    server.execute("DELETE FROM record WHERE del")
    assert laptop.sync().state == "asking"
    desktop.put("recipe", SALAD, recipe("Made again"))
    desktop.sync()
    resolve_all(desktop.store, "recipe", SALAD, "mine")
    desktop.sync()
    assert laptop.sync().state == "ok"
    assert pending(laptop.store) is None
    agree(server, desktop, laptop)


def test_some_are_deleted_and_the_rest_is_kept_everywhere(desktop: Device, laptop: Device, server: Server) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    keys = review.keys(desktop.store, "mass_delete")
    assert keys == tuple(f"measurement:{id}" for id in ids[:30])
    assert review.titles(desktop.store, keys[:1]) == {keys[0]: "Weight 80 kg, 4 Oct"}
    answer(desktop.store, "mass_delete", "apply", keys[:28])
    assert pending(desktop.store) is None
    assert "Delete them here too, 28 of 30." in history(desktop.store)[0].sentence
    assert len(desktop.store.rows("SELECT 1 FROM sync_trash")) == 28
    assert desktop.sync().state == "ok"
    laptop.sync()
    agree(server, desktop, laptop, collection="measurement")
    assert set(laptop.all("measurement")) == set(ids[28:])


def test_they_are_listed_by_day_and_meal_or_by_name_and_not_by_their_ids(desktop: Device, laptop: Device) -> None:
    wanted = [(f"2024-10-{10 + day}", slot) for day in range(10) for slot in ("breakfast", "lunch", "dinner")]
    ids = many(60)
    for id, (day, slot) in zip(reversed(ids[:30]), wanted, strict=True):
        desktop.put("meal_plan_entry", id, entry(f"{slot} of {day}", day=day, slot=slot))
    for place, id in enumerate(reversed(ids[30:])):
        desktop.put("recipe", id, recipe(f"{'Soup' if place % 2 else 'soup'} {place:02}"))
    desktop.sync()
    laptop.sync()
    laptop.delete("meal_plan_entry", *ids[:30])
    laptop.delete("recipe", *ids[30:])
    laptop.sync()
    desktop.sync()
    keys = review.keys(desktop.store, "mass_delete")
    listed = list(review.titles(desktop.store, keys).values())
    assert listed[:30] == [f"Soup {n:02}" if n % 2 else f"soup {n:02}" for n in range(30)]
    assert [title.split(" · ")[0] for title in listed[30:]] == [f"{slot} of {day}" for day, slot in wanted]
    question = pending(desktop.store)
    assert question is not None
    assert list(question.details) == listed


def test_what_joined_the_question_since_it_was_shown_is_kept(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    shown = review.keys(desktop.store, "mass_delete")
    laptop.delete("measurement", ids[30])
    laptop.sync()
    desktop.sync()
    answer(desktop.store, "mass_delete", "apply", shown)
    assert ids[30] in desktop.all("measurement")
    assert len(desktop.all("measurement")) == 10


def test_nothing_chosen_keeps_everything(desktop: Device, laptop: Device) -> None:
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    with pytest.raises(BadInput, match="for all of it"):
        answer(desktop.store, "mass_delete", "keep", [])
    answer(desktop.store, "mass_delete", "apply", [])
    desktop.sync()
    laptop.sync()
    assert len(laptop.all("measurement")) == 40
