"""Two devices and a server: what is written on one is on the other, whatever the network does."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from tests.sync.world import START, Device, Server, entry, ingredient, lost_push_answers, offline, recipe, weight
from tracker.store.ids import derived_id
from tracker.store.undo import undo
from tracker.sync import counts, ledger, outbox
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.status import history, sync_status

SALAD = "0190b6a0-0000-7000-8000-000000000001"
CHILI = "0190b6a0-0000-7000-8000-000000000002"


def new_id() -> str:
    return str(uuid.uuid4())


def both_have(desktop: Device, laptop: Device, id: str = SALAD, **body: Any) -> None:
    """A recipe that both devices and the server agree on."""
    desktop.put("recipe", id, recipe(**body))
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", id) == recipe(**body)


def agree(server: Server, *devices: Device, collection: str = "recipe") -> None:
    """Every device has what the server has, and nothing waits."""
    live = {id: body for id, body in server.bodies(collection).items() if body is not None}
    for one in devices:
        assert one.all(collection) == live
        assert counts.waiting(one.store) == 0


# ------------------------------------------------------------------------------------------- in calm weather


def test_what_one_device_writes_the_other_gets(desktop: Device, laptop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe(tags=["quick"], ingredients=[ingredient("i1"), ingredient("i2", "Feta")]))
    desktop.put("meal_plan_entry", CHILI, entry(nutrients={"fiber": 3000}))
    report = desktop.sync()
    assert (report.sent, report.received, report.conflicts, report.online) == (2, 0, 0, True)
    report = laptop.sync()
    assert (report.sent, report.received) == (0, 2)
    assert report.changes.tables == {"recipe", "meal_plan_entry"}
    assert set(report.changes.ids) == {SALAD, CHILI}
    assert laptop.get("recipe", SALAD) == desktop.get("recipe", SALAD)
    agree(server, desktop, laptop)


def test_a_second_sync_has_nothing_to_do(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    for one in (desktop, laptop):
        one.wire.requests.clear()
        report = one.sync()
        assert (report.sent, report.received) == (0, 0)
        assert [request.path for request in one.wire.requests] == ["/v1/pull"]


def test_ones_own_writes_are_not_downloaded_again(desktop: Device) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()
    pages: list[bytes] = []

    def look(request: Request, answer: Answer) -> Answer:
        assert isinstance(answer, Response)
        pages.append(answer.body)
        return answer

    desktop.wire.after = look
    desktop.sync()
    assert msgspec.json.decode(pages[0])["recs"] == []


def test_many_records_go_in_several_pushes_and_pages(desktop: Device, laptop: Device, server: Server) -> None:
    for number in range(2103):
        desktop.put("measurement", new_id(), weight(80_000 + number))
    report = desktop.sync()
    assert report.sent == 2103
    assert len(desktop.wire.pushes()) == 2
    assert laptop.sync().received == 2103
    agree(server, desktop, laptop, collection="measurement")


def test_different_fields_merge_by_themselves(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Big salad")
    laptop.edit("recipe", SALAD, minutes=25)
    desktop.sync()
    report = laptop.sync()
    assert (report.sent, report.received, report.merged, report.conflicts) == (1, 1, 1, 0)
    assert report.sentence == "1 sent, 1 received, 1 merged by itself"
    desktop.sync()
    assert desktop.get("recipe", SALAD) == recipe("Big salad", minutes=25)
    agree(server, desktop, laptop)


def test_ingredients_and_tags_added_on_both_sides_are_all_there(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop, ingredients=[ingredient("i1")], tags=["quick"])
    desktop.edit(
        "recipe", SALAD, ingredients=[ingredient("i1"), ingredient("i2", "Feta", order="b")], tags=["quick", "cheap"]
    )
    laptop.edit(
        "recipe", SALAD, ingredients=[ingredient("i1"), ingredient("i3", "Basil", order="c")], tags=["quick", "fresh"]
    )
    desktop.sync()
    laptop.sync()
    desktop.sync()
    merged = desktop.get("recipe", SALAD)
    assert merged is not None
    assert [item["_id"] for item in merged["ingredients"]] == ["i1", "i2", "i3"]
    assert merged["tags"] == ["cheap", "fresh", "quick"]
    agree(server, desktop, laptop)


def test_a_deletion_reaches_the_other_device_and_its_trash(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop, ingredients=[ingredient("i1")])
    desktop.delete("recipe", SALAD)
    desktop.sync()
    report = laptop.sync()
    assert laptop.all("recipe") == {}
    assert report.changes.ids == (SALAD,)
    [(body,)] = laptop.store.rows("SELECT body FROM sync_trash WHERE c = 'recipe' AND id = ?", (SALAD,))
    assert msgspec.json.decode(body)["ingredients"] == [ingredient("i1")]
    agree(server, desktop, laptop)


def test_a_deleted_record_can_be_made_again(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    desktop.sync()
    laptop.sync()
    laptop.put("recipe", SALAD, recipe("Again"))
    laptop.sync()
    desktop.sync()
    assert desktop.get("recipe", SALAD) == recipe("Again")
    agree(server, desktop, laptop)


def test_what_is_made_and_deleted_before_a_sync_is_never_sent(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.delete("recipe", SALAD)
    assert desktop.sync().sent == 0
    assert counts.waiting(desktop.store) == 0
    assert server.bodies("recipe") == {}


def test_deleting_a_meal_that_every_profile_begins_with_reaches_the_other_device(
    desktop: Device, laptop: Device
) -> None:
    desktop.delete("meal_slot", "snacks")
    assert desktop.sync().sent == 1
    laptop.sync()
    assert set(laptop.all("meal_slot")) == {"breakfast", "lunch", "dinner"}


def test_edits_of_such_a_meal_on_two_devices_merge_by_field(desktop: Device, laptop: Device, server: Server) -> None:
    desktop.edit("meal_slot", "lunch", name="Midday")
    laptop.edit("meal_slot", "lunch", starts_at=690)
    for device in (desktop, laptop, desktop):
        assert device.sync().conflicts == 0
    merged = {"name": "Midday", "position": 2, "starts_at": 690}
    assert desktop.get("meal_slot", "lunch") == laptop.get("meal_slot", "lunch") == merged
    assert server.bodies("meal_slot") == {"lunch": merged}


def test_such_a_meal_that_is_as_it_was_at_first_is_not_sent(desktop: Device, server: Server) -> None:
    desktop.edit("meal_slot", "lunch", name="Midday")
    desktop.edit("meal_slot", "lunch", name="Lunch")
    assert desktop.sync().sent == 0
    assert server.bodies("meal_slot") == {}


def test_an_edit_that_was_taken_back_is_not_sent(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Other")
    desktop.edit("recipe", SALAD, name=recipe()["name"])
    assert counts.waiting(desktop.store) == 1
    assert desktop.sync().sent == 0
    assert counts.waiting(desktop.store) == 0


def test_data_from_before_the_first_sign_in_is_merged_with_the_accounts(device: Any, server: Server) -> None:
    early, late = device("early"), device("late", signed_in=False)
    early.put("recipe", SALAD, recipe())
    early.sync()
    late.put("recipe", CHILI, recipe("Beef chili"))
    late.sign_in()
    report = late.sync()
    assert (report.sent, report.received) == (1, 1)
    early.sync()
    agree(server, early, late)


# ---------------------------------------------------------------------------------- lost requests and answers


def test_without_a_network_everything_waits_and_a_sentence_says_so(desktop: Device) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.wire.before = offline
    report = desktop.sync()
    assert report.online is False
    assert report.sentence == "Offline: could not reach localhost:8080. Nothing is lost; it will be sent later."
    desktop.sync()
    assert [row.sentence for row in history(desktop.store)] == [report.sentence]
    assert sync_status(desktop.store).state == "offline"
    assert counts.waiting(desktop.store) == 1
    desktop.wire.before = lambda _: None
    assert desktop.sync().sent == 1
    assert sync_status(desktop.store).state == "ok"


def test_a_push_whose_answer_was_lost_is_sent_again_byte_for_byte_before_anything_else(
    desktop: Device, laptop: Device, server: Server
) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.wire.after = lost_push_answers
    assert desktop.sync().online is False
    desktop.clock.instant += 60_000
    desktop.wire.after = lambda _, answer: answer
    first = len(desktop.wire.requests)
    report = desktop.sync()
    again = desktop.wire.requests[first:]
    assert [request.path for request in again[:2]] == ["/v1/push", "/v1/pull"]
    one, two = desktop.wire.pushes()
    assert one == two
    times = [request.query["now"] for request in desktop.wire.requests if request.path == "/v1/push"]
    assert times == [str(START), str(START + 60_000)]
    assert report.sent == 1
    assert len(server.bodies("recipe")) == 1
    assert server.answer(Request("GET", "/health"), None) is not None
    laptop.sync()
    agree(server, desktop, laptop)


def test_resending_first_spares_a_conflict_with_what_was_built_on_the_lost_push(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="First")
    desktop.wire.after = lost_push_answers
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("First")
    laptop.edit("recipe", SALAD, name="Second")
    laptop.sync()
    desktop.wire.after = lambda _, answer: answer
    report = desktop.sync()
    assert report.conflicts == 0
    assert desktop.get("recipe", SALAD) == recipe("Second")
    agree(server, desktop, laptop)


def test_an_edit_during_the_flight_stays_to_be_sent(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="In flight")

    def edit_meanwhile(request: Request) -> Answer | None:
        if request.path == "/v1/push" and len(desktop.wire.pushes()) == pushes + 1:
            desktop.edit("recipe", SALAD, name="Edited meanwhile")
        return None

    pushes = len(desktop.wire.pushes())
    desktop.wire.before = edit_meanwhile
    report = desktop.sync()
    assert report.sent == 2
    assert report.conflicts == 0
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Edited meanwhile")
    agree(server, desktop, laptop)


def test_an_edit_after_a_lost_answer_is_kept_and_sent(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Sent")
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.edit("recipe", SALAD, name="Sent", minutes=5)
    desktop.wire.after = lambda _, answer: answer
    desktop.sync()
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Sent", minutes=5)
    agree(server, desktop, laptop)


def test_a_lost_page_is_asked_for_again(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="New")
    desktop.sync()
    laptop.wire.after = lambda _request, _answer: Lost("reset")
    assert laptop.sync().online is False
    laptop.wire.after = lambda _, answer: answer
    laptop.sync()
    agree(server, desktop, laptop)


def test_what_another_device_writes_between_pull_and_push_is_not_stepped_over(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    laptop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.edit("recipe", SALAD, name="New")

    def faster(request: Request) -> Answer | None:
        if request.path == "/v1/push":
            desktop.wire.before = lambda _: None
            laptop.sync()
        return None

    desktop.wire.before = faster
    report = desktop.sync()
    assert (report.sent, report.received) == (1, 1)  # its own write comes back as well and is no news
    report = desktop.sync()
    assert (report.sent, report.received) == (0, 0)
    laptop.sync()
    agree(server, desktop, laptop)


def test_a_device_that_is_faster_in_between_costs_a_round_and_nothing_else(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    laptop.edit("recipe", SALAD, minutes=5)
    desktop.edit("recipe", SALAD, name="New")

    def faster(request: Request) -> Answer | None:
        if request.path == "/v1/push":
            desktop.wire.before = lambda _: None
            laptop.sync()
        return None

    desktop.wire.before = faster
    report = desktop.sync()
    assert (report.merged, report.conflicts) == (1, 0)
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("New", minutes=5)
    agree(server, desktop, laptop)


# ------------------------------------------------------------------------------------ what the server refuses


def test_a_refused_record_delays_no_other_and_is_tried_again_when_it_changes(
    desktop: Device, laptop: Device, server: Server
) -> None:
    desktop.put("recipe", SALAD, recipe(steps="x" * 300_000))
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    report = desktop.sync()
    assert (report.sent, report.refused) == (1, 1)
    assert desktop.sync().sent == 0
    desktop.edit("recipe", SALAD, steps="short")
    report = desktop.sync()
    assert (report.sent, report.refused) == (1, 0)
    laptop.sync()
    agree(server, desktop, laptop)


def test_a_push_that_is_refused_whole_is_cut_down_to_the_record_at_fault(desktop: Device, server: Server) -> None:
    ids = [new_id() for _ in range(9)]
    for number, id in enumerate(ids):
        desktop.put("measurement", id, weight(80_000 + number))

    def refuse(request: Request) -> Answer | None:
        if request.path == "/v1/push" and ids[4].encode() in (request.body or b""):
            return Response(413, msgspec.json.encode({"error": "too_large", "sentence": "Too large."}))
        return None

    desktop.wire.before = refuse
    report = desktop.sync()
    assert (report.sent, report.refused) == (8, 1)
    assert set(server.bodies("measurement")) == set(ids) - {ids[4]}
    assert ledger.meta(desktop.store).push_no == len(set(desktop.wire.pushes())) - _refusals(desktop, ids[4])


def test_a_proxy_that_takes_only_small_bodies_delays_no_other_record(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe(steps="x" * 2000))
    desktop.put("recipe", CHILI, recipe("Beef chili"))

    def proxy(request: Request) -> Answer | None:
        return Response(413, b"<html>Request Entity Too Large</html>") if len(request.body or b"") > 1500 else None

    desktop.wire.before = proxy
    assert (desktop.sync().sent, counts.refused(desktop.store)) == (1, 1)
    assert server.bodies("recipe") == {CHILI: recipe("Beef chili")}


def test_something_else_that_refuses_at_the_address_refuses_no_record(desktop: Device) -> None:
    desktop.put("recipe", SALAD, recipe())
    page = Response(400, b"<html>Sign in to the hotel's network</html>")
    desktop.wire.before = lambda request: page if request.path == "/v1/push" else None
    assert desktop.sync().state == "offline"
    desktop.wire.before = lambda _: None
    assert desktop.sync().sent == 1


def test_an_edit_during_the_flight_of_a_refused_push_is_sent(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe(steps="too much"))

    def refuse(request: Request) -> Answer | None:
        if request.path != "/v1/push" or b"too much" not in (request.body or b""):
            return None
        desktop.edit("recipe", SALAD, steps="less")
        return Response(413, msgspec.json.encode({"error": "too_large", "sentence": "Too large."}))

    desktop.wire.before = refuse
    report = desktop.sync()
    assert (report.sent, report.refused) == (1, 0)
    assert server.bodies("recipe") == {SALAD: recipe(steps="less")}


def _refusals(desktop: Device, id: str) -> int:
    return sum(id.encode() in push for push in set(desktop.wire.pushes()))


def test_what_cannot_be_sent_at_all_is_refused_here(desktop: Device) -> None:
    desktop.put("preference", derived_id("preference", "odd"), {"key": "odd", "value": 1.5})
    report = desktop.sync()
    assert (report.sent, report.refused) == (0, 1)
    [(code,)] = desktop.store.rows("SELECT code FROM sync_reject")
    assert code == "not_sendable"


@pytest.mark.parametrize(
    ("status", "error", "state"),
    [(429, "busy", "busy"), (503, "unavailable", "busy"), (403, "wrong_account", "stopped"), (410, "x", "busy")],
)
def test_a_server_that_says_no_stops_the_sync_and_changes_nothing(
    desktop: Device, status: int, error: str, state: str
) -> None:
    desktop.put("recipe", SALAD, recipe())
    body = msgspec.json.encode({"error": error, "sentence": "No."})
    desktop.wire.before = lambda _: Response(status, body, retry_after=7.0)
    report = desktop.sync()
    assert report.state == state
    assert desktop.get("recipe", SALAD) == recipe()
    assert counts.waiting(desktop.store) == 1
    assert (report.retry_after == 7.0) == (status in (429, 503))


def test_something_else_that_answers_at_the_address_counts_as_offline(desktop: Device) -> None:
    desktop.wire.before = lambda _: Response(200, b"<html>Sign in to the hotel's network</html>")
    assert desktop.sync().state == "offline"


def test_an_app_that_is_too_old_to_send_still_receives(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    laptop.edit("recipe", SALAD, name="New")
    laptop.sync()
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    body = msgspec.json.encode({"error": "upgrade", "sentence": "Update."})
    desktop.wire.before = lambda request: Response(426, body) if request.path == "/v1/push" else None
    for _ in range(2):
        report = desktop.sync()
        assert report.state == "upgrade"
    assert desktop.get("recipe", SALAD) == recipe("New")
    desktop.wire.before = lambda _: None
    assert desktop.sync().sent == 1


def test_a_new_device_does_not_mind_that_old_deletions_were_cleared_away(
    desktop: Device, laptop: Device, server: Server
) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.sync()
    desktop.delete("recipe", CHILI)
    desktop.sync()
    server.execute("UPDATE account SET floor = head")
    server.execute("DELETE FROM record WHERE del")
    report = laptop.sync()
    assert (report.state, report.received) == ("ok", 1)
    agree(server, desktop, laptop)


def test_a_push_that_another_history_refused_is_sent_when_the_first_one_is_back(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, minutes=5)
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer

    def once_of_another_history(request: Request) -> Answer | None:
        if request.path != "/v1/push":
            return None
        desktop.wire.before = lambda _: None
        return Response(409, b'{"error":"epoch","sentence":"The data was restored.","detail":{}}')

    desktop.wire.before = once_of_another_history
    desktop.edit("recipe", SALAD, notes="More salt")
    assert desktop.sync().state == "ok"
    laptop.sync()
    agree(server, desktop, laptop)


def test_only_a_device_that_holds_nothing_may_miss_deletions(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    desktop.sync()
    server.execute("UPDATE account SET floor = head")
    server.execute("DELETE FROM record WHERE del")
    laptop.store.database.execute_sql("UPDATE sync_meta SET cursor = NULL")
    assert laptop.sync().state == "ok"
    assert "/v1/manifest" in {request.path for request in laptop.wire.requests}
    assert laptop.get("recipe", SALAD) is None


def test_an_edit_of_what_was_deleted_so_long_ago_that_the_server_forgot_is_asked_about(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    server.execute("DELETE FROM record")
    desktop.edit("recipe", SALAD, name="Still wanted")
    report = desktop.sync()
    assert report.conflicts == 1
    assert desktop.contested("recipe", SALAD) == {"*": "remote_deleted"}
    assert desktop.get("recipe", SALAD) == recipe("Still wanted")
    laptop.delete("recipe", SALAD)
    report = laptop.sync()
    assert (report.conflicts, counts.waiting(laptop.store)) == (0, 0)


def test_a_version_that_became_too_old_still_hears_that_its_last_push_had_arrived(
    desktop: Device, laptop: Device, server: Server
) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    laptop.sync()
    laptop.edit("recipe", SALAD, minutes=5)
    laptop.sync()
    server.settings = replace(server.settings, oldest_protocol=2)
    desktop.edit("recipe", SALAD, name="Edited meanwhile")
    report = desktop.sync()
    assert (report.state, report.conflicts) == ("upgrade", 0)
    assert desktop.get("recipe", SALAD) == recipe("Edited meanwhile", minutes=5)
    assert counts.waiting(desktop.store) == 1


def test_a_copied_profile_goes_on_as_a_device_of_its_own_and_loses_nothing(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Arrived")
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    before = ledger.meta(desktop.store).dev
    with desktop.store.database.atomic():
        outbox.become_new_device(desktop.store)
    desktop.store.database.execute_sql("UPDATE sync_meta SET dev = ?, push_no = 7", (before,))
    desktop.edit("recipe", SALAD, minutes=5)
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    report = desktop.sync()
    assert report.state == "ok"
    assert report.conflicts == 0
    assert ledger.meta(desktop.store).dev != before
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Arrived", minutes=5)
    agree(server, desktop, laptop)


def test_a_copied_profile_knows_again_what_had_arrived_and_was_edited_since(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Arrived")
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    desktop.edit("recipe", SALAD, name="Edited since")
    server.execute("UPDATE device SET push_no = push_no + 1, push_hash = NULL WHERE push_no = 2")
    report = desktop.sync()
    assert (report.state, report.conflicts) == ("ok", 0)
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Edited since")
    agree(server, desktop, laptop)


# ----------------------------------------------------------------------------------- other versions of Tracker


def test_a_collection_that_this_version_does_not_know_is_kept_as_it_came(desktop: Device, server: Server) -> None:
    other = Newer(server)
    other.push({"c": "sleep", "id": "s1", "body": {"hours": 8}})
    assert desktop.sync().received == 1
    assert desktop.store.rows("SELECT c, id, body FROM sync_opaque") == [("sleep", "s1", b'{"hours":8}')]
    other.push({"c": "sleep", "id": "s1", "del": True, "base": 1})
    desktop.sync()
    assert desktop.store.rows("SELECT * FROM sync_opaque") == []


def test_fields_that_this_version_does_not_know_survive_an_edit(desktop: Device, server: Server) -> None:
    other = Newer(server)
    body = recipe(color="red", ingredients=[{**ingredient("i1"), "shop": "corner"}])
    other.push({"c": "recipe", "id": SALAD, "body": body})
    desktop.sync()
    desktop.edit("recipe", SALAD, name="Mine")
    assert desktop.sync().sent == 1
    assert server.bodies("recipe")[SALAD] == {**body, "name": "Mine"}


def test_a_record_that_does_not_fit_here_waits_and_does_not_spoil_the_page(desktop: Device, server: Server) -> None:
    other = Newer(server)
    other.push(
        {"c": "meal_plan_entry", "id": SALAD, "body": entry(status="frozen for later")},
        {"c": "meal_plan_entry", "id": CHILI, "body": entry("Chili")},
        {"c": "recipe", "id": SALAD, "body": recipe(ingredients=["odd"])},
    )
    assert desktop.sync().received == 3
    assert set(desktop.all("meal_plan_entry")) == {CHILI}
    assert desktop.store.rows("SELECT COUNT(*) FROM sync_opaque") == [(2,)]
    other.push({"c": "meal_plan_entry", "id": SALAD, "base": 1, "body": entry()})
    desktop.sync()
    assert set(desktop.all("meal_plan_entry")) == {SALAD, CHILI}
    assert desktop.store.rows("SELECT c FROM sync_opaque") == [("recipe",)]


@pytest.mark.parametrize(
    "items", [None, 5, "odd", {"i1": {}}, [None], [{"_id": 1, "_ord": "a"}], [ingredient("i1")] * 2]
)
def test_items_that_are_no_list_wait_and_stop_nothing(desktop: Device, server: Server, items: Any) -> None:
    other = Newer(server)
    other.push(
        {"c": "recipe", "id": SALAD, "body": recipe(ingredients=items)},
        {"c": "recipe", "id": CHILI, "body": recipe("Beef chili")},
    )
    assert desktop.sync().state == "ok"
    assert set(desktop.all("recipe")) == {CHILI}


@pytest.mark.parametrize("at_once", [True, False])
def test_a_copy_whose_ingredients_have_the_same_ids_has_its_own(desktop: Device, server: Server, at_once: bool) -> None:
    other = Newer(server)
    items = [ingredient("i1"), ingredient("i2", "Feta")]
    original = {"c": "recipe", "id": SALAD, "body": recipe(ingredients=items)}
    copy = {"c": "recipe", "id": CHILI, "body": recipe("A copy with the same items", ingredients=items)}
    if at_once:
        other.push(original, copy)
    else:
        other.push(original)
        desktop.sync()
        other.push(copy)
    assert desktop.sync().state == "ok"
    assert desktop.all("recipe") == {SALAD: original["body"], CHILI: copy["body"]}
    desktop.edit("recipe", CHILI, ingredients=[ingredient("i1", "Turkey")])
    desktop.delete("recipe", SALAD)
    desktop.sync()
    undo(desktop.store)
    desktop.sync()
    changed = recipe("A copy with the same items", ingredients=[ingredient("i1", "Turkey")])
    assert desktop.all("recipe") == server.bodies("recipe") == {SALAD: original["body"], CHILI: changed}


@pytest.mark.parametrize("value", [["manual"], {"recipe": "manual"}, None, 1])
def test_a_rule_that_this_version_does_not_know_is_none(desktop: Device, server: Server, value: Any) -> None:
    other = Newer(server)
    body = {"key": "sync_policy", "value": value}
    other.push({"c": "preference", "id": derived_id("preference", "sync_policy"), "body": body})
    desktop.sync()
    other.push({"c": "recipe", "id": CHILI, "body": recipe("Beef chili")})
    assert desktop.sync().state == "ok"
    assert set(desktop.all("recipe")) == {CHILI}


def test_a_field_that_the_server_no_longer_has_does_not_stay_behind(desktop: Device, server: Server) -> None:
    other = Newer(server)
    other.push({"c": "recipe", "id": SALAD, "body": recipe(minutes=5, tags=["a"], ingredients=[ingredient("i1")])})
    desktop.sync()
    short = {key: value for key, value in recipe().items() if key not in ("minutes", "tags", "ingredients")}
    other.push({"c": "recipe", "id": SALAD, "base": 1, "body": short})
    desktop.sync()
    assert desktop.get("recipe", SALAD) == recipe(minutes=None)


def test_what_an_older_version_wrote_without_is_not_taken_for_an_edit(desktop: Device, server: Server) -> None:
    item = {key: value for key, value in ingredient("i1").items() if key != "food"}
    short = {key: value for key, value in recipe(ingredients=[item]).items() if key not in ("source", "minutes")}
    other = Newer(server)
    other.push({"c": "recipe", "id": SALAD, "body": short})
    desktop.sync()
    desktop.edit("recipe", SALAD, name="Mine")
    whole = {**short, "source": "A book", "minutes": 5, "ingredients": [{**ingredient("i1"), "food": "tracker:egg"}]}
    other.push({"c": "recipe", "id": SALAD, "base": 1, "body": whole})
    report = desktop.sync()
    assert (report.conflicts, report.merged) == (0, 1)
    assert desktop.get("recipe", SALAD) == server.bodies("recipe")[SALAD] == {**whole, "name": "Mine"}


class Newer:
    """A device of another version, as far as it pushes."""

    def __init__(self, server: Server) -> None:
        from tracker.protocol.accounts import DeviceName, SignIn
        from tracker.server import accounts

        self.server = server
        asked = SignIn(email="ada@example.org", password="an ordinary sentence", device=DeviceName(id="d_newer"))
        self.access = accounts.sign_in(server.database, server.settings, asked, server.now).access
        session = msgspec.json.decode(self._ask(Request("GET", "/v1/session")).body)
        self.epoch = session["epoch"]
        self.push_no = 0

    def push(self, *ops: dict[str, Any]) -> None:
        self.push_no += 1
        asked = {"epoch": self.epoch, "dev": "d_newer", "push_no": self.push_no, "now": START, "ops": list(ops)}
        answer = self._ask(Request("POST", "/v1/push", body=msgspec.json.encode(asked)))
        assert {result["st"] for result in msgspec.json.decode(answer.body)["res"]} == {"applied"}

    def _ask(self, request: Request) -> Response:
        answer = self.server.answer(request, self.access)
        assert isinstance(answer, Response)
        assert answer.status == 200, answer
        return answer
