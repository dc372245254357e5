"""Comparing everything with the server: what agrees is said, what can be repaired is."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sync.test_cycle import CHILI, SALAD, agree, both_have
from tests.sync.test_mass_delete import fill
from tests.sync.world import Device, Server, ingredient, offline, recipe, weight
from tracker.protocol.canonical import canonical, content_hash
from tracker.server.settings import DAY
from tracker.server.upkeep import restored
from tracker.sync import counts
from tracker.sync.kept import versions
from tracker.sync.messages import Answer, Request
from tracker.sync.questions import answer
from tracker.sync.verify import last_verified

COMPARING = {"/v1/digest", "/v1/manifest", "/v1/records"}


def asked(device: Device) -> list[str]:
    """What a check asks the server, apart from an ordinary sync."""
    device.wire.requests.clear()
    device.sync(verifies="now")
    return [request.path for request in device.wire.requests if request.path in COMPARING]


def behind(device: Device, *statements: str) -> None:
    """Write into the profile past the triggers."""
    with device.store.applying():
        for statement in statements:
            device.store.database.execute_sql(statement)


def change_there(server: Server, id: str, body: dict[str, Any]) -> None:
    """The server's row changes, and its log says nothing of it."""
    with server.database.writing() as db:
        db.execute_sql(
            "UPDATE record SET body = ?, hash = ? WHERE id = ?", (canonical(body), content_hash(body, False), id)
        )


def test_where_everything_agrees_one_figure_a_collection_is_compared(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop, ingredients=[ingredient("i1")])
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    report = desktop.sync(verifies="now")
    assert report.state == "ok"
    assert "Everything agrees with localhost:8080: 1 record compared" in report.sentence
    assert asked(desktop) == ["/v1/digest"]
    found = last_verified(desktop.store)
    assert found is not None
    assert (found.compared, found.repaired, found.at) == (1, 0, desktop.clock.instant)
    assert asked(laptop)[0] == "/v1/digest"


def test_what_waits_to_be_sent_or_decided_is_no_difference(desktop: Device, laptop: Device) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    desktop.edit("recipe", SALAD, name="Mine")
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.sync()
    desktop.sync()

    def edit(request: Request) -> Answer | None:
        if request.path == "/v1/digest":
            desktop.edit("recipe", CHILI, minutes=7)
        return None

    desktop.wire.before = edit
    assert asked(desktop) == ["/v1/digest"]
    found = last_verified(desktop.store)
    assert found is not None
    assert found.repaired == 0
    assert desktop.get("recipe", CHILI) == recipe("Beef chili", minutes=7)


def test_a_row_that_was_changed_past_the_triggers_is_set_right_and_kept_in_the_history(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    behind(desktop, "UPDATE recipe SET name = 'Rotten'")
    report = desktop.sync(verifies="now")
    assert "1 record compared with localhost:8080, 1 differed: 1 set right here" in report.sentence
    assert report.changes.tables == {"recipe"}
    assert desktop.get("recipe", SALAD) == recipe()
    assert [(row.title, row.why) for row in versions(desktop.store)] == [
        ("Rotten", "yours, before a check set it right")
    ]
    assert asked(desktop) == ["/v1/digest"]
    agree(server, desktop, laptop)


def test_a_row_that_went_missing_comes_back(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop, ingredients=[ingredient("i1")])
    behind(desktop, "DELETE FROM recipe")
    desktop.sync(verifies="now")
    assert desktop.get("recipe", SALAD) == recipe(ingredients=[ingredient("i1")])
    agree(server, desktop, laptop)


def test_a_row_that_nobody_noticed_is_sent(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    behind(desktop, f"INSERT INTO recipe (id, name, servings, created_at) VALUES ('{CHILI}', 'Beef chili', 2000, 5)")
    report = desktop.sync(verifies="now")
    assert (report.sent, counts.waiting(desktop.store)) == (1, 0)
    laptop.sync()
    assert laptop.get("recipe", CHILI) is not None
    agree(server, desktop, laptop)


def test_a_deleted_row_that_is_back_is_removed_again(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    laptop.delete("recipe", SALAD)
    laptop.sync()
    desktop.sync()
    behind(desktop, f"INSERT INTO recipe (id, name, servings, created_at) VALUES ('{SALAD}', 'Undead', 2000, 5)")
    desktop.sync(verifies="now")
    assert desktop.get("recipe", SALAD) is None
    assert server.bodies("recipe") == {SALAD: None}


def test_what_the_server_holds_otherwise_is_fetched(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    change_there(server, SALAD, recipe("Changed there"))
    assert asked(desktop) == ["/v1/digest", "/v1/manifest", "/v1/records"]
    assert desktop.get("recipe", SALAD) == recipe("Changed there")
    assert [row.title for row in versions(desktop.store)] == ["Chicken and lentil salad"]
    assert asked(desktop) == ["/v1/digest"]


def test_what_the_server_holds_otherwise_is_merged_with_an_edit_that_waits(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    change_there(server, SALAD, recipe("Changed there"))

    def edit(request: Request) -> Answer | None:
        if request.path == "/v1/digest":
            desktop.edit("recipe", SALAD, minutes=7)
        return None

    desktop.wire.before = edit
    asked(desktop)
    assert server.bodies("recipe") == {SALAD: recipe("Changed there", minutes=7)}
    agree(server, desktop)


def test_what_the_server_lost_is_sent_again(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    server.execute(f"DELETE FROM record WHERE id = '{SALAD}'")
    report = desktop.sync(verifies="now")
    assert "2 differed" not in report.sentence
    assert "1 differed: 1 sent again" in report.sentence
    assert report.sent == 1
    laptop.sync()
    agree(server, desktop, laptop)
    assert asked(desktop) == ["/v1/digest"]


def test_what_never_came_is_fetched_and_a_deletion_that_never_came_is_followed(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    server.execute(f"UPDATE record SET del = 1, body = NULL, hash = x'00' WHERE id = '{SALAD}'")
    behind(laptop, f"DELETE FROM recipe WHERE id = '{CHILI}'", f"DELETE FROM sync_rec WHERE id = '{CHILI}'")
    laptop.sync(verifies="now")
    assert laptop.all("recipe") == {CHILI: recipe("Beef chili")}
    assert laptop.store.rows("SELECT id FROM sync_trash") == [(SALAD,)]


def test_many_deletions_that_never_came_are_asked_about(desktop: Device, laptop: Device, server: Server) -> None:
    fill(desktop, laptop, 40)
    server.execute("UPDATE record SET del = 1, body = NULL, hash = x'00'")
    assert laptop.sync(verifies="now").state == "asking"
    assert len(laptop.all("measurement")) == 40
    assert laptop.sync(verifies="now").state == "asking"
    answer(laptop.store, "mass_delete", "keep")
    laptop.sync()
    assert {id for id, body in server.bodies("measurement").items() if body} == laptop.all("measurement").keys()


def test_what_changes_during_a_check_is_left_to_the_next_pull(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)

    def elsewhere(request: Request) -> Answer | None:
        if request.path == "/v1/digest":
            laptop.edit("recipe", SALAD, name="Later")
            laptop.put("measurement", CHILI, weight(80_000))
            laptop.sync()
        return None

    desktop.wire.before = elsewhere
    assert asked(desktop) == ["/v1/digest", "/v1/manifest"]
    found = last_verified(desktop.store)
    assert found is not None
    assert found.repaired == 0
    desktop.wire.before = lambda _: None
    desktop.sync()
    agree(server, desktop, laptop)


def test_records_that_cannot_be_read_here_are_compared_as_well(desktop: Device, server: Server) -> None:
    server.execute(
        "INSERT INTO record (user_id, c, id, rev, del, s, mt, dev, hash, size, body) SELECT user_id, 'pantry', "
        "'t1', 1, 0, 9, 5, 'd_x', x'00', 9, '{\"ftp\":1}' FROM account"
    )
    server.execute("UPDATE account SET head = 1")
    change_there(server, "t1", {"ftp": 1})
    desktop.sync()
    assert asked(desktop) == ["/v1/digest"]
    change_there(server, "t1", {"ftp": 2})
    assert asked(desktop) == ["/v1/digest", "/v1/manifest", "/v1/records"]
    assert desktop.store.rows("SELECT body FROM sync_opaque") == [(b'{"ftp":2}',)]


def test_a_check_comes_by_itself_once_a_week(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    for days, checks in ((0, 0), (6, 0), (2, 1), (1, 0), (6, 1)):
        desktop.clock.instant += days * DAY
        server.now = desktop.clock.instant
        desktop.sign_in()
        desktop.wire.requests.clear()
        assert desktop.sync().state == "ok"
        assert [request.path for request in desktop.wire.requests].count("/v1/digest") == checks
    desktop.clock.instant += 30 * DAY
    server.now = desktop.clock.instant
    desktop.sign_in()
    desktop.wire.requests.clear()
    desktop.sync(verifies="never")
    assert "/v1/digest" not in {request.path for request in desktop.wire.requests}


@pytest.mark.parametrize("path", sorted(COMPARING))
def test_a_check_that_is_cut_off_does_no_harm(desktop: Device, laptop: Device, server: Server, path: str) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    server.execute(f"DELETE FROM record WHERE id = '{SALAD}'")
    change_there(server, CHILI, recipe("Changed there"))
    desktop.wire.before = lambda request: offline(request) if request.path == path else None
    assert desktop.sync(verifies="now").state == "offline"
    assert last_verified(desktop.store) is None
    desktop.wire.before = lambda _: None
    assert desktop.sync(verifies="now").state == "ok"
    assert desktop.all("recipe") == {SALAD: recipe(), CHILI: recipe("Changed there")}
    agree(server, desktop)


def test_a_server_that_is_restored_during_a_check_is_recovered_from(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)

    def restore(request: Request) -> Answer | None:
        if request.path == "/v1/digest":
            restored(server.database)
        return None

    desktop.wire.before = restore
    assert desktop.sync(verifies="now").state == "ok"
    desktop.wire.before = lambda _: None
    agree(server, desktop)
    assert asked(desktop) == ["/v1/digest"]
