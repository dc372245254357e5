"""Going on where a cursor leads nowhere: a server put back from a backup, and a device that was away for too long."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from tests.sync.test_cycle import CHILI, SALAD, agree, both_have
from tests.sync.world import START, Device, Server, lost_push_answers, offline, recipe, weight
from tracker.errors import KnownError
from tracker.server.database import Database
from tracker.server.settings import DAY
from tracker.server.upkeep import clear_tombstones, restored
from tracker.store.backup import backups
from tracker.sync import counts, ledger, outbox
from tracker.sync.messages import Answer, Lost, Request
from tracker.sync.resolve import resolve_all
from tracker.sync.status import history

STEW = "0190b6a0-0000-7000-8000-000000000003"


def saved(server: Server) -> bytes:
    """The server's database as a backup of it would be."""
    with server.database.reading() as db:
        return bytes(db.connection().serialize())


def put_back(server: Server, backup: bytes, *, told: bool = True) -> None:
    """Restore the server's database; `told`: and run the command that says so."""
    server.close()
    for end in ("", "-wal", "-shm"):
        server.path.with_name(server.path.name + end).unlink(missing_ok=True)
    server.path.write_bytes(backup)
    server.database = Database(server.path)
    if told:
        restored(server.database)


def later(*parts: Any) -> None:
    """An hour passes."""
    for part in parts:
        if isinstance(part, Server):
            part.now += 3_600_000
        else:
            part.clock.instant += 3_600_000


def versions(device: Device, id: str = SALAD) -> list[str]:
    """The names of the versions of a recipe that the history keeps."""
    rows = device.store.rows("SELECT body FROM sync_history WHERE id = ? ORDER BY seq", (id,))
    return [(ledger.load(body) or {})["name"] for (body,) in rows]


@pytest.fixture(params=[True, False], ids=["told", "untold"])
def told(request: pytest.FixtureRequest) -> bool:
    """Whether the server's owner ran the command after the restore."""
    return bool(request.param)


# ------------------------------------------------------------------------------------- a restored server


def test_what_a_restored_server_lost_comes_back_from_the_devices(
    desktop: Device, laptop: Device, server: Server, told: bool
) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    later(server, desktop, laptop)
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.edit("recipe", SALAD, name="Newer")
    desktop.sync()
    put_back(server, backup, told=told)
    report = desktop.sync()
    assert report.state == "ok"
    assert "restored from a backup" in report.sentence
    assert "sends back 1 record that it lacked and 1 newer version" in report.sentence
    assert desktop.all("recipe") == {SALAD: recipe("Newer"), CHILI: recipe("Beef chili")}
    laptop.sync()
    agree(server, desktop, laptop)
    assert versions(desktop) == ["Chicken and lentil salad"]
    assert [one.kind for one in backups(desktop.store.profile)] == ["before-sync-with-a-restored-server"]
    assert history(desktop.store)[-1].kind != "stopped"


def test_a_second_sync_after_a_restore_has_nothing_to_do(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    put_back(server, saved(server))
    for one in (desktop, laptop):
        assert one.sync().state == "ok"
        one.wire.requests.clear()
        report = one.sync()
        assert (report.sent, report.received, report.sentence) == (0, 0, "Nothing new")
        assert [request.path for request in one.wire.requests] == ["/v1/pull"]


def test_the_device_keeps_its_name_after_a_restore(desktop: Device, laptop: Device, server: Server, told: bool) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    for name in ("One", "Two", "Three"):
        desktop.edit("recipe", SALAD, name=name)
        desktop.sync()
    put_back(server, backup, told=told)
    before = ledger.meta(desktop.store).dev
    assert desktop.sync().state == "ok"
    desktop.edit("recipe", SALAD, name="Four")
    assert desktop.sync().state == "ok"
    assert ledger.meta(desktop.store).dev == before
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Four")


def test_a_restored_server_is_noticed_though_it_lost_only_what_the_cursor_had_not_passed(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    kept: list[bytes] = []

    def meanwhile(request: Request) -> Answer | None:
        """While the desktop pushes the laptop is faster; then the server is backed up and the connection ends."""
        if request.path == "/v1/push":
            laptop.put("recipe", STEW, recipe("Stew"))
            laptop.sync()
            kept.append(saved(server))
        return Lost("the connection ended") if kept and request.path == "/v1/pull" else None

    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.wire.before = meanwhile
    assert desktop.sync().state == "offline"
    assert desktop.entry("recipe", CHILI).rev > 0
    desktop.wire.before = lambda _: None
    put_back(server, kept[0], told=False)
    assert "sends back 1 record that it lacked" in desktop.sync().sentence
    laptop.sync()
    agree(server, desktop, laptop)
    assert server.bodies("recipe")[CHILI] == recipe("Beef chili")


def test_a_restored_server_is_noticed_by_the_push_whose_answer_was_lost_before(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    later(server, desktop, laptop)
    desktop.edit("recipe", SALAD, name="Known")
    desktop.sync()
    desktop.edit("recipe", SALAD, name="Last")
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    put_back(server, backup, told=False)
    before = ledger.meta(desktop.store).dev
    assert "restored from a backup" in desktop.sync().sentence
    assert ledger.meta(desktop.store).dev == before, "it is no copy; the server has forgotten its pushes"
    laptop.sync()
    agree(server, desktop, laptop)
    assert laptop.get("recipe", SALAD) == recipe("Last")


def test_nothing_is_sent_before_everything_was_compared(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    later(server, desktop, laptop)
    desktop.edit("recipe", SALAD, name="Newer")
    desktop.sync()
    put_back(server, backup)
    desktop.wire.requests.clear()
    desktop.sync()
    assert [request.path for request in desktop.wire.requests] == [
        "/v1/pull", "/v1/session", "/v1/manifest", "/v1/records", "/v1/pull", "/v1/push",
    ]  # fmt: skip


def test_an_edit_made_after_the_restore_wins_over_an_older_one_that_the_server_lost(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    later(server, desktop, laptop)
    desktop.edit("recipe", SALAD, name="Lost")
    desktop.sync()
    put_back(server, backup)
    later(server, desktop, laptop)
    laptop.edit("recipe", SALAD, name="Later")
    laptop.store.database.execute_sql("UPDATE sync_rec SET changed_at = ? WHERE id = ?", (server.now, SALAD))
    laptop.sync()
    desktop.sync()
    assert desktop.get("recipe", SALAD) == recipe("Later")
    assert versions(desktop) == ["Lost"]
    agree(server, desktop, laptop)


def test_an_edit_that_waits_is_merged_with_what_was_edited_after_the_restore(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    put_back(server, saved(server))
    later(server, desktop, laptop)
    laptop.edit("recipe", SALAD, minutes=5)
    laptop.store.database.execute_sql("UPDATE sync_rec SET changed_at = ? WHERE id = ?", (server.now, SALAD))
    laptop.sync()
    desktop.edit("recipe", SALAD, name="Here")
    report = desktop.sync()
    assert (report.conflicts, desktop.get("recipe", SALAD)) == (0, recipe("Here", minutes=5))
    laptop.sync()
    agree(server, desktop, laptop)


def test_a_record_that_two_devices_send_again_is_no_conflict(
    desktop: Device, laptop: Device, device: Callable[..., Device], server: Server
) -> None:
    backup = saved(server)
    both_have(desktop, laptop)
    tablet = device("tablet")
    tablet.sync()
    put_back(server, backup, told=False)
    tablet.sign_in()
    laptop.edit("recipe", SALAD, minutes=5)
    desktop.edit("recipe", SALAD, cuisine="French")
    for one in (desktop, laptop, tablet, desktop):
        report = one.sync()
        assert (report.state, report.conflicts) == ("ok", 0)
    assert desktop.get("recipe", SALAD) == recipe(minutes=5, cuisine="French")
    laptop.sync()
    agree(server, desktop, laptop, tablet)


def test_a_deletion_that_the_server_lost_is_made_again(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    later(server, desktop, laptop)
    desktop.delete("recipe", SALAD)
    desktop.store.database.execute_sql("UPDATE sync_rec SET changed_at = ? WHERE id = ?", (server.now, SALAD))
    desktop.sync()
    put_back(server, backup)
    for one in (desktop, laptop):
        assert one.sync().state == "ok"
        assert one.get("recipe", SALAD) is None
    agree(server, desktop, laptop)


def test_what_was_deleted_here_and_lost_there_is_simply_gone(desktop: Device, laptop: Device, server: Server) -> None:
    backup = saved(server)
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    put_back(server, backup, told=False)
    desktop.sign_in()
    report = desktop.sync()
    assert (report.sent, counts.waiting(desktop.store)) == (0, 0)
    assert server.bodies("recipe") == {}


def test_a_push_in_flight_counts_as_arrived_where_the_restored_server_has_it(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Arrived")
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    desktop.edit("recipe", SALAD, minutes=5)
    put_back(server, saved(server))
    report = desktop.sync()
    assert (report.state, report.conflicts, report.sent) == ("ok", 0, 1)
    assert outbox.frozen(desktop.store) is None
    assert versions(desktop) == []
    laptop.sync()
    assert laptop.get("recipe", SALAD) == recipe("Arrived", minutes=5)
    agree(server, desktop, laptop)


def test_a_push_in_flight_that_the_server_lost_is_sent_anew(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    put_back(server, backup)
    assert desktop.sync().state == "ok"
    laptop.sync()
    assert laptop.get("recipe", CHILI) == recipe("Beef chili")
    agree(server, desktop, laptop)
    assert desktop.store.rows("SELECT 1 FROM sync_rec WHERE infl_stamp IS NOT NULL") == []


def test_an_open_conflict_survives_a_restore_where_the_server_has_both_sides(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Mine")
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.sync()
    desktop.sync()
    put_back(server, saved(server))
    report = desktop.sync()
    assert (report.state, report.conflicts) == ("ok", 1)
    assert desktop.contested("recipe", SALAD) == {"name": "field"}


def test_where_the_server_lost_the_other_side_of_a_conflict_it_is_in_the_history(
    desktop: Device, laptop: Device, server: Server
) -> None:
    backup = saved(server)
    both_have(desktop, laptop)
    desktop.edit("recipe", SALAD, name="Mine")
    laptop.edit("recipe", SALAD, name="Theirs")
    laptop.sync()
    assert desktop.sync().conflicts == 1
    put_back(server, backup, told=False)
    desktop.sign_in()
    report = desktop.sync()
    assert (report.state, report.conflicts) == ("ok", 0)
    assert server.bodies("recipe") == {SALAD: recipe("Mine")}
    assert versions(desktop) == ["Theirs"]


@pytest.mark.parametrize("at", range(1, 7))
def test_a_recovery_that_is_cut_off_begins_again_and_saves_once(
    desktop: Device, laptop: Device, server: Server, at: int
) -> None:
    both_have(desktop, laptop)
    backup = saved(server)
    later(server, desktop, laptop)
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.edit("recipe", SALAD, name="Newer")
    desktop.sync()
    put_back(server, backup)
    seen: list[str] = []

    def cut(request: Request, answer: Answer) -> Answer:
        seen.append(request.path)
        return Lost("gone") if len(seen) == at else answer

    desktop.wire.after = cut
    assert desktop.sync().state == "offline"
    assert desktop.sync().state == "ok"
    assert len(backups(desktop.store.profile)) == 1
    laptop.sync()
    assert laptop.all("recipe") == {SALAD: recipe("Newer"), CHILI: recipe("Beef chili")}
    agree(server, desktop, laptop)
    assert versions(desktop) == ["Chicken and lentil salad"]


def test_without_a_backup_nothing_is_touched(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have(desktop, laptop)
    put_back(server, saved(server))
    before = desktop.entry("recipe", SALAD)

    def refuse(*_: object) -> None:
        raise KnownError("The disk is full.")

    monkeypatch.setattr("tracker.sync.recovery.back_up", refuse)
    report = desktop.sync()
    assert report.state == "stopped"
    assert "makes a backup first. The disk is full." in report.sentence
    assert desktop.entry("recipe", SALAD) == before


def test_a_server_that_never_agrees_ends_the_sync(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)

    def restless(request: Request) -> Answer | None:
        if request.path == "/v1/pull":
            restored(server.database)
        return None

    desktop.wire.before = restless
    assert desktop.sync().state == "busy"
    desktop.wire.before = lambda _: None
    assert desktop.sync().state == "ok"
    agree(server, desktop, laptop)


def test_a_record_of_an_unknown_kind_is_sent_back_to_a_server_that_lost_it(
    desktop: Device, laptop: Device, server: Server
) -> None:
    backup = saved(server)
    server.execute(
        "INSERT INTO record (user_id, c, id, rev, del, s, mt, dev, hash, size, body) SELECT user_id, 'pantry', "
        "'t1', 1, 0, 9, 5, 'd_x', x'00', 9, '{\"ftp\":1}' FROM account"
    )
    server.execute("UPDATE account SET head = 1")
    server.execute("INSERT INTO commits SELECT user_id, 1, x'0102030405060708', 'd_x', 5 FROM account")
    desktop.sync()
    put_back(server, backup, told=False)
    desktop.sign_in()
    assert desktop.sync().state == "ok"
    assert server.bodies("pantry") == {"t1": {"ftp": 1}}
    with server.database.reading() as db:
        assert db.execute_sql("SELECT s FROM record").fetchall() == [(9,)]
    desktop.wire.requests.clear()
    desktop.sync()
    assert desktop.wire.pushes() == []


# ---------------------------------------------------------------------------------------- a long absence


def forget_deletions(server: Server) -> None:
    """Four hundred days pass on the server, and it forgets what was deleted."""
    server.now += 500 * DAY
    assert clear_tombstones(server.database, server.now, 400 * DAY)


def after_a_long_time(device: Device, server: Server) -> Any:
    """The device comes back: its sign-in has run out, its data has not."""
    device.clock.instant = server.now
    device.sign_in()
    return device.sync()


def test_a_device_that_was_away_for_too_long_compares_everything(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    both_have(desktop, laptop, STEW, name="Stew")
    desktop.delete("recipe", SALAD)
    desktop.edit("recipe", CHILI, name="Bean chili")
    new = str(uuid.uuid4())
    desktop.put("measurement", new, weight(80_000))
    desktop.sync()
    forget_deletions(server)
    laptop.wire.requests.clear()
    report = after_a_long_time(laptop, server)
    assert report.state == "ok"
    assert "After a long absence everything was compared" in report.sentence
    assert laptop.all("recipe") == {CHILI: recipe("Bean chili"), STEW: recipe("Stew")}
    assert laptop.get("measurement", new) == weight(80_000)
    assert laptop.store.rows("SELECT id FROM sync_trash") == [(SALAD,)]
    assert [one.kind for one in backups(laptop.store.profile)] == ["before-catching-up"]
    agree(server, laptop)
    laptop.wire.requests.clear()
    laptop.sync()
    assert [request.path for request in laptop.wire.requests] == ["/v1/pull"]


def test_what_was_edited_here_and_deleted_there_long_ago_is_asked_about(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    desktop.delete("recipe", SALAD)
    desktop.sync()
    laptop.edit("recipe", SALAD, name="Still wanted")
    forget_deletions(server)
    report = after_a_long_time(laptop, server)
    assert (report.state, report.conflicts) == ("ok", 1)
    assert laptop.contested("recipe", SALAD) == {"*": "remote_deleted"}
    assert laptop.entry("recipe", SALAD).rev == 0


def test_what_was_deleted_here_and_changed_there_is_asked_about(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    desktop.delete("recipe", CHILI)
    desktop.edit("recipe", SALAD, name="Changed")
    desktop.sync()
    laptop.delete("recipe", SALAD, CHILI)
    forget_deletions(server)
    report = after_a_long_time(laptop, server)
    assert laptop.contested("recipe", SALAD) == {"*": "local_deleted"}
    assert (report.conflicts, laptop.contested("recipe", CHILI)) == (1, {})


def test_catching_up_that_is_cut_off_begins_again(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    desktop.delete("recipe", SALAD)
    desktop.edit("recipe", CHILI, name="Bean chili")
    desktop.sync()
    forget_deletions(server)
    laptop.clock.instant = server.now
    laptop.sign_in()
    for path in ("/v1/manifest", "/v1/records"):
        laptop.wire.before = lambda request, path=path: offline(request) if request.path == path else None
        assert laptop.sync().state == "offline"
        assert laptop.get("recipe", SALAD) == recipe()
    laptop.wire.before = lambda _: None
    assert laptop.sync().state == "ok"
    assert len(backups(laptop.store.profile)) == 1
    assert laptop.all("recipe") == {CHILI: recipe("Bean chili")}


def test_the_time_of_a_pushed_version_is_the_servers(desktop: Device, server: Server) -> None:
    desktop.clock.instant = START - 7_200_000  # two hours slow
    desktop.put("recipe", SALAD, recipe())
    desktop.store.database.execute_sql("UPDATE sync_rec SET changed_at = ?", (desktop.clock.instant,))
    desktop.sync()
    assert desktop.entry("recipe", SALAD).base_at == START


def test_what_is_kept_although_the_server_forgot_its_deletion_is_made_anew(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    server.execute("DELETE FROM record")
    desktop.edit("recipe", SALAD, name="Still wanted")
    assert desktop.sync().conflicts == 1
    resolve_all(desktop.store, "recipe", SALAD, "mine")
    desktop.wire.requests.clear()
    report = desktop.sync()
    assert (report.sent, report.conflicts) == (1, 0)
    assert [op["base"] for op in msgspec.json.decode(desktop.wire.pushes()[0])["ops"]] == [0]
    agree(server, desktop)


def test_what_was_made_again_here_goes_although_the_server_forgot_its_deletion(
    desktop: Device, laptop: Device, server: Server
) -> None:
    both_have(desktop, laptop)
    both_have(desktop, laptop, CHILI, name="Beef chili")
    desktop.delete("recipe", SALAD, CHILI)
    desktop.sync()
    laptop.sync()
    laptop.put("recipe", SALAD, recipe("Again"))
    desktop.put("recipe", STEW, recipe("Stew"))
    desktop.delete("recipe", STEW)
    desktop.put("measurement", STEW, weight(80_000))
    desktop.sync()
    desktop.delete("measurement", STEW)
    desktop.sync()
    forget_deletions(server)
    report = after_a_long_time(laptop, server)
    assert (report.state, report.conflicts, report.sent) == ("ok", 0, 1)
    assert laptop.all("recipe") == {SALAD: recipe("Again")}
    agree(server, laptop)


@pytest.mark.parametrize("collection", ["recipe", "preference"])
def test_a_new_device_meets_the_deletion_of_a_record_that_it_brings_along(
    desktop: Device, device: Callable[..., Device], server: Server, collection: str
) -> None:
    bodies = {"recipe": recipe(), "preference": {"key": "theme", "value": "dark"}}
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.put(collection, SALAD, bodies[collection])
    desktop.sync()
    desktop.delete("recipe", CHILI)
    desktop.sync()
    server.now += 500 * DAY
    desktop.clock.instant = server.now
    desktop.sign_in()
    desktop.delete(collection, SALAD)
    desktop.sync()
    assert clear_tombstones(server.database, server.now, 400 * DAY) == 1
    tablet = device("tablet")
    tablet.put(collection, SALAD, bodies[collection])
    report = tablet.sync()
    assert (report.state, report.more) == ("ok", False)
    if collection == "recipe":
        assert tablet.contested("recipe", SALAD) == {"*": "remote_deleted"}
        resolve_all(tablet.store, "recipe", SALAD, "mine")
        tablet.sync()
    desktop.sync()
    assert desktop.get(collection, SALAD) == bodies[collection]
    assert counts.waiting(tablet.store) == 0


def test_a_default_meal_that_was_deleted_is_deleted_on_a_new_device(
    desktop: Device, device: Callable[..., Device], server: Server
) -> None:
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.sync()
    desktop.delete("recipe", CHILI)
    desktop.sync()
    server.now += 500 * DAY
    desktop.clock.instant = server.now
    desktop.sign_in()
    desktop.delete("meal_slot", "snacks")
    desktop.sync()
    clear_tombstones(server.database, server.now, 400 * DAY)
    tablet = device("tablet")
    tablet.sync()
    assert set(tablet.all("meal_slot")) == {"breakfast", "lunch", "dinner"}


def test_what_no_pull_brings_is_fetched_by_name(desktop: Device, laptop: Device, server: Server) -> None:
    both_have(desktop, laptop)
    desktop.store.database.execute_sql("DELETE FROM sync_rec WHERE c = 'recipe'")  # a page is missing in the book
    desktop.edit("recipe", SALAD, name="Mine")
    report = desktop.sync()
    assert (report.conflicts, report.more) == (1, False)
    assert desktop.contested("recipe", SALAD) == {"name": "field"}
    resolve_all(desktop.store, "recipe", SALAD, "mine")
    desktop.sync()
    laptop.sync()
    agree(server, desktop, laptop)
