"""An account that its owner started over: every device asks, and nothing happens to anything before."""

from __future__ import annotations

import pytest

from tests.sync.test_blobs import here, record, samples
from tests.sync.test_cycle import CHILI, SALAD, agree, both_have
from tests.sync.test_recovery import put_back, saved
from tests.sync.world import EMAIL, Device, Server, lost_push_answers, recipe
from tracker.server.refusals import Refusal
from tracker.server.upkeep import restored, start_over
from tracker.store.backup import backups
from tracker.sync import counts, questions
from tracker.sync.status import sync_status


@pytest.fixture
def begun_anew(desktop: Device, laptop: Device, server: Server) -> None:
    """Both devices hold a recipe, the laptop has edited another one since, and the account was started over."""
    both_have(desktop, laptop)
    laptop.put("recipe", CHILI, recipe("Only here"))
    start_over(server.database, EMAIL, server.now)


def test_a_device_asks_and_changes_nothing(laptop: Device, server: Server, begun_anew: None) -> None:
    before = laptop.store.rows("SELECT * FROM sync_rec")
    for _ in range(2):
        report = laptop.sync()
        assert report.state == "asking"
        assert "was started over" in report.sentence
    assert laptop.store.rows("SELECT * FROM sync_rec") == before
    assert server.bodies("recipe") == {}
    asked = questions.pending(laptop.store)
    assert asked is not None
    assert (asked.kind, [option.key for option in asked.options]) == ("started_over", ["upload", "adopt"])
    assert sync_status(laptop.store).state == "asking"


def test_what_is_here_is_sent(desktop: Device, laptop: Device, server: Server, begun_anew: None) -> None:
    laptop.sync()
    questions.answer(laptop.store, "started_over", "upload")
    assert laptop.sync().state == "ok"
    assert set(server.bodies("recipe")) == {SALAD, CHILI}
    desktop.sync()
    questions.answer(desktop.store, "started_over", "adopt")
    assert desktop.all("recipe") == {}
    assert [one.kind for one in backups(desktop.store.profile)] == ["before-taking-over-a-new-account"]
    assert desktop.sync().state == "ok"
    agree(server, desktop, laptop)
    assert set(desktop.all("recipe")) == {SALAD, CHILI}
    assert counts.waiting(desktop.store) == 0
    assert desktop.all("meal_slot") == laptop.all("meal_slot")


def test_both_may_send_and_what_they_had_in_common_is_still_known(
    desktop: Device, laptop: Device, server: Server, begun_anew: None
) -> None:
    desktop.put("recipe", SALAD, recipe("Changed there"))
    for one in (laptop, desktop):
        one.sync()
        questions.answer(one.store, "started_over", "upload")
    laptop.sync()
    report = desktop.sync()
    assert (report.state, report.conflicts) == ("ok", 0)
    laptop.sync()
    agree(server, desktop, laptop)
    assert laptop.all("recipe") == {SALAD: recipe("Changed there"), CHILI: recipe("Only here")}


def test_a_push_that_was_under_way_is_not_sent_to_the_new_account(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, minutes=5)
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    start_over(server.database, EMAIL, server.now)
    assert desktop.sync().state == "asking"
    questions.answer(desktop.store, "started_over", "upload")
    assert desktop.sync().state == "ok"
    assert server.bodies("recipe") == {SALAD: recipe(minutes=5)}


def test_samples_need_not_be_sent_again(desktop: Device, laptop: Device, server: Server) -> None:
    data = samples()
    record(desktop, "w1", data)
    desktop.sync()
    laptop.sync()
    assert not here(laptop, data)
    start_over(server.database, EMAIL, server.now)
    laptop.sync()
    questions.answer(laptop.store, "started_over", "upload")
    assert laptop.sync().refused == 0, "it never had them, and the server still has"
    assert "w1" in server.bodies("workout")


def test_an_account_that_was_put_back_after_all_asks_nothing_more(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    start_over(server.database, EMAIL, server.now)
    assert desktop.sync().state == "asking"
    put_back(server, backup, told=False)
    assert desktop.sync().state == "ok"
    assert questions.pending(desktop.store) is None


def test_a_restore_after_it_is_a_restore_for_who_had_answered_and_a_question_for_who_had_not(
    desktop: Device, laptop: Device, server: Server, begun_anew: None
) -> None:
    laptop.sync()
    questions.answer(laptop.store, "started_over", "upload")
    laptop.sync()
    restored(server.database)
    assert "restored from a backup" in laptop.sync().sentence
    assert desktop.sync().state == "asking"


def test_nobody_elses_account_is_touched(server: Server) -> None:
    with pytest.raises(Refusal, match="no account for bob"):
        start_over(server.database, "bob@example.org", server.now)
