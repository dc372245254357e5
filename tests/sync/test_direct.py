"""Server first: a change is here once the server has it, and nothing typed is lost when it has not."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.sync.test_cycle import SALAD
from tests.sync.test_recovery import later, put_back
from tests.sync.test_recovery import saved as image
from tests.sync.world import Device, Server, lost_push_answers, offline, recipe, weight
from tracker.errors import BadInput, NotSaved
from tracker.operations.settings import set_value
from tracker.store import records, undo
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.queries.settings import value
from tracker.sync import account, counts, ledger, modes, outbox
from tracker.sync.conflicts import open_conflicts
from tracker.sync.direct import Direct, Saved
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.policy import set_policy
from tracker.sync.resolve import resolve_all

SOUP = "0190b6a0-0000-7000-8000-000000000077"


class Desk:
    """A device in Server first, and what its window does."""

    def __init__(self, device: Device) -> None:
        self.device = device
        device.sync()
        modes.switch(device.store, device.vault, "cloud", connect=device.connect)
        self.direct = Direct(device.vault, connect=device.connect)

    def save(self, id: str, body: dict[str, Any], **options: float) -> Saved:
        def operation(store: Store) -> Changes:
            with store.step("Save") as step:
                records.write_bodies(store, BY_NAME["recipe"], {id: body})
            return step.changes

        return self.direct.save(self.device.store, operation, **options)


@pytest.fixture
def desk(desktop: Device) -> Desk:
    return Desk(desktop)


def everything(store: Store) -> list[list[tuple[Any, ...]]]:
    """All that a person can tell from a profile."""
    tables = ("recipe", "recipe_ingredient", "measurement", "sync_push", "sync_conflict", "sync_reject")
    steps = store.rows("SELECT id, name FROM undo_step WHERE kind = 'undo'")
    return [*(store.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables), steps]


def failing(path: str, answer: Answer) -> Callable[[Request], Answer | None]:
    return lambda request: answer if request.path == path else None


def pulls_that_are_lost(desk: Desk, *, after: int) -> None:
    """So many pulls arrive, and none after them."""
    asked: list[Request] = []

    def lose(request: Request) -> Answer | None:
        asked.extend([request] if request.path == "/v1/pull" else [])
        return Lost("reset") if len(asked) > after else None

    desk.device.wire.before = lose


def test_a_save_is_on_the_server_when_it_returns(desk: Desk) -> None:
    saved = desk.save(SALAD, recipe())
    assert isinstance(saved.value, Changes)
    assert (saved.notice, saved.contested) == ("", ())
    assert desk.device.server.bodies("recipe") == {SALAD: recipe()}
    assert counts.waiting(desk.device.store) == 0


def test_offline_nothing_is_written(desk: Desk) -> None:
    desk.save(SALAD, recipe())
    desk.save(SALAD, recipe(minutes=5))
    undo.undo(desk.device.store)
    desk.device.sync()
    desk.device.wire.before = offline
    before = everything(desk.device.store)
    stamps = desk.device.store.rows("SELECT * FROM sync_rec, sync_meta")
    with pytest.raises(NotSaved, match="Not saved: localhost:8080 cannot be reached"):
        desk.save(SALAD, recipe(minutes=99))
    with pytest.raises(NotSaved):
        desk.save(SOUP, recipe("Soup"))
    assert everything(desk.device.store) == before
    assert desk.device.store.rows("SELECT * FROM sync_rec, sync_meta") == stamps
    assert undo.next_redo(desk.device.store) == "Save"


def test_offline_what_is_wrong_with_the_input_is_said_first(desk: Desk) -> None:
    def refuse(_: Store) -> None:
        raise BadInput("A recipe needs a name.")

    desk.device.wire.before = offline
    with pytest.raises(BadInput):
        desk.direct.save(desk.device.store, refuse)


def test_offline_a_setting_of_this_device_is_still_kept(desk: Desk) -> None:
    desk.device.wire.before = offline
    desk.direct.save(desk.device.store, lambda store: set_value(store, "theme", "dark"))
    assert value(desk.device.store, "theme") == "dark"
    with pytest.raises(NotSaved):
        desk.direct.save(desk.device.store, lambda store: set_value(store, "energy_unit", "kJ"))
    assert value(desk.device.store, "energy_unit") == "kcal"


def test_what_the_operation_refuses_is_told_as_ever_and_sent_nowhere(desk: Desk) -> None:
    def refuse(_: Store) -> None:
        raise BadInput("A recipe needs a name.")

    pushes = len(desk.device.wire.pushes())
    with pytest.raises(BadInput, match="needs a name"):
        desk.direct.save(desk.device.store, refuse)
    assert len(desk.device.wire.pushes()) == pushes


@pytest.mark.parametrize(
    ("path", "answer", "sentence"),
    [
        ("/v1/pull", Lost("reset"), "could not reach"),
        ("/v1/pull", Response(503), "asks for patience"),
        ("/v1/session", Response(401), "signed out"),
        ("/v1/session", Response(403, b"{}"), "takes this device for somebody else"),
        ("/v1/session", Response(429), "asks for patience"),
    ],
)
def test_a_server_that_does_not_take_it_leaves_everything_as_it_was(
    desk: Desk, path: str, answer: Answer, sentence: str
) -> None:
    desk.save(SALAD, recipe())
    before = everything(desk.device.store)
    desk.device.wire.before = failing(path, answer)
    with pytest.raises(NotSaved, match=sentence):
        desk.save(SALAD, recipe(minutes=99))
    with pytest.raises(NotSaved, match=sentence):
        desk.save(SOUP, recipe("Soup"))
    assert everything(desk.device.store) == before
    assert counts.waiting(desk.device.store) == 0
    desk.device.wire.before = lambda _: None
    assert desk.device.sync().sent == 0
    assert desk.device.server.bodies("recipe") == {SALAD: recipe()}


def test_another_account_behind_the_same_address_is_noticed_before_anything_is_written(desk: Desk) -> None:
    def somebody_else(request: Request, answer: Answer) -> Answer:
        if request.path != "/v1/session" or not isinstance(answer, Response):
            return answer
        return Response(200, msgspec.json.encode({**msgspec.json.decode(answer.body), "account": "a_other"}))

    desk.device.wire.after = somebody_else
    with pytest.raises(NotSaved, match="takes this device for somebody else"):
        desk.save(SALAD, recipe())
    assert desk.device.all("recipe") == {}


def test_a_record_that_the_server_refuses_is_not_saved_and_says_why(desk: Desk) -> None:
    with pytest.raises(NotSaved, match="does not take it: too large"):
        desk.save(SALAD, recipe(steps="x" * 300_000))
    assert desk.device.all("recipe") == {}
    assert (counts.waiting(desk.device.store), counts.refused(desk.device.store)) == (0, 0)


def test_an_answer_that_is_lost_leaves_a_draft_that_arrives_once(desk: Desk) -> None:
    desk.device.wire.after = lost_push_answers
    saved = desk.save(SALAD, recipe())
    assert "kept on this device as a draft and is sent again by itself" in saved.notice
    assert outbox.frozen(desk.device.store) is not None
    desk.device.wire.after = lambda _, answer: answer
    assert desk.device.sync().state == "ok"
    first, second = desk.device.wire.pushes()[-2:]
    assert first == second
    assert desk.device.server.bodies("recipe") == {SALAD: recipe()}
    assert len(desk.device.all("recipe")) == 1
    assert counts.conflicts(desk.device.store) == 0


def test_a_draft_that_is_edited_without_success_stays_the_draft_it_was(desk: Desk) -> None:
    desk.device.put("recipe", SALAD, recipe())
    desk.device.wire.before = failing("/v1/pull", Lost("reset"))
    with pytest.raises(NotSaved):
        desk.save(SALAD, recipe(minutes=99))
    assert desk.device.get("recipe", SALAD) == recipe()
    assert counts.waiting(desk.device.store) == 1
    desk.device.wire.before = lambda _: None
    assert desk.device.sync().sent == 1


def test_a_save_meets_what_another_device_changed_and_both_go_together(desk: Desk, laptop: Device) -> None:
    desk.save(SALAD, recipe())
    laptop.sync()
    laptop.edit("recipe", SALAD, cuisine="Indian")
    laptop.sync()
    saved = desk.save(SALAD, recipe(minutes=5))
    assert saved.contested == ()
    assert saved.pulled.ids == (SALAD,)
    assert desk.device.server.bodies("recipe") == {SALAD: recipe(minutes=5, cuisine="Indian")}


def test_a_save_that_finds_a_restored_server_is_a_draft_and_goes_back_with_what_that_has_lost(
    desk: Desk, server: Server
) -> None:
    empty = image(server)
    desk.save(SALAD, recipe())
    desk.save(SOUP, recipe("Soup"))
    put_back(server, empty)
    pulls_that_are_lost(desk, after=1)
    told = desk.save(SALAD, recipe(minutes=99))
    assert told.notice.startswith("The data on localhost:8080 was restored from a backup.")
    assert "could not reach localhost:8080. Nothing is lost; it will be sent later. Your change is kept" in told.notice
    assert counts.waiting(desk.device.store) == 2
    desk.device.wire.before = lambda _: None
    assert desk.device.sync().sent == 2
    assert server.bodies("recipe") == {SALAD: recipe(minutes=99), SOUP: recipe("Soup")}


def test_another_version_of_the_same_number_on_a_restored_server_is_not_taken_for_the_one_that_was_known(
    desk: Desk, laptop: Device, server: Server
) -> None:
    desk.save(SALAD, recipe())
    laptop.sync()
    first = image(server)
    laptop.edit("recipe", SALAD, minutes=10)
    laptop.sync()
    other = image(server)
    put_back(server, first)
    later(server, desk.device)
    desk.save(SALAD, recipe(minutes=20))
    number = desk.device.entry("recipe", SALAD).rev
    put_back(server, other)
    pulls_that_are_lost(desk, after=1)
    told = desk.save(SALAD, recipe(minutes=99))
    assert desk.device.entry("recipe", SALAD).rev == number
    assert "as a draft" in told.notice
    desk.device.wire.before = lambda _: None
    assert desk.device.sync().sent == 1
    assert server.bodies("recipe") == {SALAD: recipe(minutes=99)}


def test_a_conflict_is_opened_and_named_and_can_be_decided(desk: Desk, laptop: Device) -> None:
    desk.save(SALAD, recipe())
    laptop.sync()
    laptop.edit("recipe", SALAD, minutes=10)
    laptop.sync()
    saved = desk.save(SALAD, recipe(minutes=5))
    assert saved.contested == (("recipe", SALAD),)
    assert [one.id for one in open_conflicts(desk.device.store)] == [SALAD]
    assert desk.device.server.bodies("recipe") == {SALAD: recipe(minutes=10)}
    decided = desk.direct.save(desk.device.store, lambda store: resolve_all(store, "recipe", SALAD, "mine"))
    assert decided.notice == ""
    assert desk.device.server.bodies("recipe") == {SALAD: recipe(minutes=5)}


def test_what_met_another_version_and_is_refused_stays_a_draft(desk: Desk, laptop: Device) -> None:
    desk.save(SALAD, recipe())
    desk.direct.save(desk.device.store, lambda store: set_policy(store, "client_wins"))
    laptop.sync()
    laptop.edit("recipe", SALAD, steps="Stir.")
    laptop.sync()
    saved = desk.save(SALAD, recipe(steps="x" * 300_000))  # what was here before is not what the server has
    assert "too large" in saved.notice
    assert "kept on this device as a draft; it is sent again once you change it" in saved.notice
    assert counts.refused(desk.device.store) == 1
    desk.save(SALAD, recipe(steps="Stir well."))
    assert desk.device.get("recipe", SALAD) == desk.device.server.bodies("recipe")[SALAD] == recipe(steps="Stir well.")


def test_what_settled_a_conflict_and_is_refused_stays_a_draft(desk: Desk, laptop: Device) -> None:
    desk.save(SALAD, recipe())
    laptop.sync()
    laptop.edit("recipe", SALAD, minutes=10)
    laptop.sync()
    desk.save(SALAD, recipe(minutes=5))
    saved = desk.save(SALAD, recipe(minutes=10, steps="x" * 300_000))  # the same as there, and something else
    assert "as a draft" in saved.notice
    assert counts.conflicts(desk.device.store) == 0
    desk.save(SALAD, recipe(minutes=10, steps="Stir."))
    both = recipe(minutes=10, steps="Stir.")
    assert desk.device.get("recipe", SALAD) == desk.device.server.bodies("recipe")[SALAD] == both


def test_a_decision_that_does_not_reach_the_server_is_kept(desk: Desk, laptop: Device) -> None:
    desk.save(SALAD, recipe())
    laptop.sync()
    laptop.edit("recipe", SALAD, minutes=10)
    laptop.sync()
    desk.save(SALAD, recipe(minutes=5))
    desk.device.wire.before = failing("/v1/pull", Lost("reset"))
    decided = desk.direct.save(desk.device.store, lambda store: resolve_all(store, "recipe", SALAD, "mine"))
    assert "as a draft" in decided.notice
    desk.device.wire.before = lambda _: None
    assert desk.device.sync().sent == 1
    assert desk.device.server.bodies("recipe") == {SALAD: recipe(minutes=5)}


def test_what_is_saved_can_be_undone_and_the_undoing_is_on_the_server_too(desk: Desk) -> None:
    desk.save(SALAD, recipe())
    desk.save(SALAD, recipe(minutes=5))
    desk.direct.save(desk.device.store, undo.undo)
    assert desk.device.server.bodies("recipe") == {SALAD: recipe()}


def test_earlier_steps_can_still_be_undone_after_a_save_that_failed(desk: Desk) -> None:
    desk.save(SALAD, recipe())
    desk.save(SALAD, recipe(minutes=5))
    desk.device.wire.before = failing("/v1/pull", Lost("reset"))
    with pytest.raises(NotSaved):
        desk.save(SALAD, recipe(minutes=99))
    assert undo.next_redo(desk.device.store) is None
    undo.undo(desk.device.store)
    assert desk.device.get("recipe", SALAD) == recipe()


def test_what_does_not_sync_is_written_without_a_word_to_the_server(desk: Desk) -> None:
    def remember(store: Store) -> None:
        with store.database.atomic():
            store.database.execute_sql("INSERT INTO device_setting (key, value) VALUES ('theme', '\"dark\"')")

    desk.direct.save(desk.device.store, remember)
    assert desk.device.wire.requests[-1].path == "/v1/session"


def test_a_server_that_hangs_is_given_up_in_time(desk: Desk) -> None:
    def hang(_: Request) -> Answer:
        return Lost("cancelled", cancelled=desk.direct._cancelled.wait(30))

    desk.device.wire.before = hang
    began = time.monotonic()
    with pytest.raises(NotSaved, match="did not answer in time"):
        desk.save(SALAD, recipe(), seconds=0.2)
    assert desk.direct.refresh(desk.device.store, seconds=0.2) is None
    assert time.monotonic() - began < 20, "sooner than the server answers"


def test_reading_fetches_first_what_is_new(desk: Desk, laptop: Device) -> None:
    laptop.put("measurement", str(uuid.uuid4()), weight(80_000))
    laptop.sync()
    report = desk.direct.refresh(desk.device.store)
    assert report is not None
    assert report.received == 1


def test_signed_out_nothing_is_saved(desk: Desk) -> None:
    account.logout(desk.device.store, desk.device.vault, connect=desk.device.connect)
    with pytest.raises(NotSaved, match="signed out"):
        desk.save(SALAD, recipe())
    assert desk.device.all("recipe") == {}


def test_in_the_other_modes_a_save_is_an_ordinary_one(desk: Desk) -> None:
    modes.switch(desk.device.store, desk.device.vault, "hybrid", connect=desk.device.connect)
    desk.device.wire.before = offline
    desk.save(SALAD, recipe())
    assert desk.device.get("recipe", SALAD) == recipe()
    assert counts.waiting(desk.device.store) == 1
    assert ledger.meta(desk.device.store).mode == "hybrid"


def test_what_takes_too_long_after_the_server_answered_goes_on_as_a_draft(desk: Desk) -> None:
    def slow(request: Request) -> Answer | None:
        if request.path != "/v1/pull":
            return None
        return Lost("cancelled", cancelled=desk.direct._cancelled.wait(30))

    desk.device.wire.before = slow
    saved = desk.save(SALAD, recipe(), seconds=0.2)
    assert "does not have all of it yet. Your change is kept on this device" in saved.notice
    desk.device.wire.before = lambda _: None
    assert desk.device.sync().sent == 1


@pytest.mark.parametrize("path", ["/v1/session", "/v1/pull", "/v1/push"])
@pytest.mark.parametrize("arrives", [False, True])
def test_a_process_that_ends_in_the_middle_loses_nothing_and_sends_once(desk: Desk, path: str, arrives: bool) -> None:
    def end(request: Request, answer: Answer | None = None) -> Answer | None:
        if request.path == path:
            raise KeyboardInterrupt
        return answer

    if arrives:
        desk.device.wire.after = end
    else:
        desk.device.wire.before = end
    with pytest.raises(KeyboardInterrupt):
        desk.save(SALAD, recipe())
    desk.device.wire.before, desk.device.wire.after = lambda _: None, lambda _, answer: answer
    begun = desk.device.all("recipe")
    assert begun == ({} if path == "/v1/session" else {SALAD: recipe()})
    assert desk.device.sync().state == "ok"
    assert desk.device.server.bodies("recipe") == begun == desk.device.all("recipe")
    assert counts.conflicts(desk.device.store) == 0
    assert ledger.meta(desk.device.store).push_no == len(begun)
