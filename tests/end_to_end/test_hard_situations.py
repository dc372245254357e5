"""What goes wrong between devices and a server process, one thing at a time: in the end all is there and equal."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.keyrings import FILE
from tests.end_to_end.proxy import Meddler
from tests.end_to_end.world import PASSWORD, Bodies, Visitor, told, tracker
from tests.server.process import Server, running_server
from tests.sync.world import recipe, weight
from tracker.errors import KnownError
from tracker.server.database import Database
from tracker.server.settings import DAY
from tracker.server.upkeep import clear_tombstones, restored
from tracker.store import records
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import account, counts, ledger, policy
from tracker.sync.engine import synchronise
from tracker.sync.questions import answer, pending
from tracker.sync.report import SyncReport
from tracker.sync.resolve import resolve_all
from tracker.sync.secrets import Vault

SALAD, CHILI = "0190b6a0-0000-7000-8000-000000000001", "0190b6a0-0000-7000-8000-000000000002"
HOUR = 3_600_000


class Home:
    """A profile that syncs over HTTP, through a network of its own.

    Attributes:
        net: what stands between it and the server.
    """

    def __init__(self, profile: Path, server: Server, how: Callable[..., Any]) -> None:
        self.profile = profile
        self.email = f"{profile.parent.name}@example.org".replace("_", "")
        self.net = Meddler(int(server.url.rpartition(":")[2]))
        self.store = Store.open(profile)
        self.vault = Vault(profile)
        how(self.store, self.vault, self.net.url, self.email, PASSWORD, "file")

    def close(self) -> None:
        """End it."""
        self.store.close()
        self.net.close()

    def reopen(self) -> None:
        """Open the profile anew, as another process would."""
        self.store.close()
        self.store, self.vault = Store.open(self.profile), Vault(self.profile)

    def sync(self) -> SyncReport:
        """One sync."""
        self.net.asked.clear()
        return synchronise(self.store, self.vault)

    def put(self, collection: str, id: str, body: dict[str, Any]) -> None:
        """Write a record."""
        with self.store.step("Edit"):
            records.write_bodies(self.store, BY_NAME[collection], {id: body})

    def edit(self, id: str, **values: Any) -> None:
        """Change fields of a recipe."""
        self.put("recipe", id, {**self.all("recipe")[id], **values})

    def delete(self, collection: str, *ids: str) -> None:
        """Delete records."""
        with self.store.step("Delete"):
            records.delete_records(self.store, BY_NAME[collection], ids)

    def all(self, collection: str) -> Bodies:
        """The records of a collection."""
        ids = [row[0] for row in self.store.rows(f"SELECT id FROM {BY_NAME[collection].table}")]
        return records.read_bodies(self.store, BY_NAME[collection], ids)

    @property
    def waiting(self) -> tuple[int, int, int]:
        """Changes, conflicts and refusals that wait."""
        return counts.waiting(self.store), counts.conflicts(self.store), counts.refused(self.store)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One for all: every test has an account of its own."""
    with running_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def desktop(server: Server, tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "desktop", server, account.register)
    yield home
    home.close()


@pytest.fixture
def laptop(server: Server, desktop: Home, tmp_path: Path) -> Iterator[Home]:
    home = Home(tmp_path / "laptop", server, account.login)
    yield home
    home.close()


def agree(server: Server, *homes: Home, collection: str = "recipe") -> None:
    """Nothing waits anywhere, and every device has what the server has."""
    there = Visitor(server.url, homes[0].email).bodies(collection)
    for home in homes:
        assert home.all(collection) == there
        assert home.waiting == (0, 0, 0)


def both_have(desktop: Home, laptop: Home, *ids: str) -> None:
    for id in ids:
        desktop.put("recipe", id, recipe())
    for home in (desktop, laptop):
        assert home.sync().state == "ok"


@contextmanager
def database_of(server: Server) -> Iterator[Database]:
    """The server's database, beside the server."""
    database = Database(server.folder / "server.db")
    try:
        yield database
    finally:
        database.close()


# ------------------------------------------------------------------------------------------- the network


@pytest.mark.parametrize("fate", ["lose", "tear", "forget", "break", "twice", "late"])
def test_a_push_that_the_network_harms_is_there_once(server: Server, desktop: Home, laptop: Home, fate: str) -> None:
    both_have(desktop, laptop, SALAD)
    desktop.edit(SALAD, name="First")
    desktop.net.meddle("POST /v1/push", fate)
    harmed = desktop.sync()
    assert harmed.state == ("ok" if fate in ("twice", "late") else "offline")
    desktop.edit(SALAD, name="Second")
    assert (desktop.sync().conflicts, laptop.sync().conflicts) == (0, 0)
    assert laptop.all("recipe") == {SALAD: recipe("Second")}
    agree(server, desktop, laptop)


def test_a_sign_in_that_runs_out_in_the_middle_is_renewed_once(server: Server, desktop: Home, laptop: Home) -> None:
    for number in range(2400):
        desktop.put("measurement", f"0190b6a0-0000-7000-8000-{number:012x}", weight(60_000 + number))
    desktop.sync()
    laptop.net.meddle("GET /v1/pull")
    for _ in "ahead", "when it is wanted":
        laptop.net.meddle("GET /v1/pull", change=lambda request: re.sub(rb"Bearer [^\r]+", b"Bearer x.y.z", request))
    assert laptop.sync().received == 2400
    assert sum(path.startswith("POST /v1/token/refresh") for path in laptop.net.asked) == 1
    agree(server, desktop, laptop, collection="measurement")


def test_a_tracker_that_is_too_old_still_receives(server: Server, desktop: Home, laptop: Home) -> None:
    both_have(desktop, laptop, SALAD)
    laptop.edit(SALAD, minutes=5)
    laptop.sync()
    desktop.edit(SALAD, name="Mine")
    desktop.net.meddle(
        "POST /v1/push", change=lambda request: re.sub(rb"(?i)(tracker-protocol): \d+", rb"\1: 0", request)
    )
    report = desktop.sync()
    assert (report.state, report.received, report.sent) == ("upgrade", 1, 0)
    assert desktop.all("recipe") == {SALAD: recipe("Mine", minutes=5)}
    assert desktop.waiting == (1, 0, 0)
    assert desktop.sync().sent == 1
    laptop.sync()
    agree(server, desktop, laptop)


# --------------------------------------------------------------------------------- restored and forgotten


@pytest.mark.parametrize("announced", [True, False])
def test_a_server_that_was_restored_gets_back_what_it_lost(
    server: Server, desktop: Home, laptop: Home, announced: bool
) -> None:
    both_have(desktop, laptop, SALAD)
    with database_of(server) as database, database.reading() as db:
        backup = bytes(db.connection().serialize())
    desktop.edit(SALAD, name="Newer")
    desktop.put("recipe", CHILI, recipe("Beef chili"))
    desktop.sync()
    laptop.edit(SALAD, minutes=5)
    laptop.sync()
    laptop.put("measurement", SALAD, weight(81_000))

    server.kill()
    for part in server.folder.glob("server.db*"):
        part.unlink()
    (server.folder / "server.db").write_bytes(backup)
    if announced:
        with database_of(server) as database:
            restored(database)
    server.start()
    for home in (laptop, desktop, laptop):
        assert home.sync().state == "ok"
    assert desktop.all("recipe") == {SALAD: recipe("Newer", minutes=5), CHILI: recipe("Beef chili")}
    agree(server, desktop, laptop)
    agree(server, desktop, laptop, collection="measurement")


def test_a_device_that_was_restored_goes_on_as_a_new_one(server: Server, desktop: Home, laptop: Home) -> None:
    both_have(desktop, laptop, SALAD)
    backup = Path(told(desktop.profile, "backup")["file"])
    desktop.edit(SALAD, name="After the backup")
    desktop.sync()
    desktop.put("recipe", CHILI, recipe("Never sent"))
    desktop.store.close()
    tracker(desktop.profile, "restore", str(backup))
    desktop.reopen()
    assert desktop.all("recipe") == {SALAD: recipe()}
    desktop.edit(SALAD, minutes=7)
    assert desktop.sync().conflicts == 0
    laptop.sync()
    assert laptop.all("recipe") == {SALAD: recipe("After the backup", minutes=7)}
    agree(server, desktop, laptop)
    asked = pending(desktop.store)
    assert asked is not None
    answer(desktop.store, asked.kind, "recover")
    assert pending(desktop.store) is None


def test_a_device_that_was_away_until_deletions_were_forgotten(server: Server, desktop: Home, laptop: Home) -> None:
    both_have(desktop, laptop, SALAD, CHILI)
    desktop.delete("recipe", SALAD, CHILI)
    desktop.sync()
    with database_of(server) as database:
        assert clear_tombstones(database, int(time.time() * 1000) + 500 * DAY, 400 * DAY)
    laptop.edit(CHILI, name="Edited meanwhile")
    report = laptop.sync()
    assert (report.state, report.conflicts) == ("ok", 1)
    assert laptop.all("recipe") == {CHILI: recipe("Edited meanwhile")}
    resolve_all(laptop.store, "recipe", CHILI, "mine")
    for home in (laptop, desktop):
        home.sync()
    agree(server, desktop, laptop)
    assert laptop.all("recipe") == {CHILI: recipe("Edited meanwhile")}


# ---------------------------------------------------------------------------------------------- deletions


@pytest.mark.parametrize("side", ["mine", "theirs"])
@pytest.mark.parametrize("deleted", ["here", "there"])
def test_a_deletion_against_an_edit_is_asked_about_and_the_answer_holds(
    server: Server, desktop: Home, laptop: Home, deleted: str, side: Any
) -> None:
    both_have(desktop, laptop, SALAD)
    first, second = (laptop, desktop) if deleted == "here" else (desktop, laptop)
    second.delete("recipe", SALAD)
    first.edit(SALAD, name="Edited")
    laptop.sync()
    assert desktop.sync().conflicts == 1
    resolve_all(desktop.store, "recipe", SALAD, side)
    for home in (desktop, laptop, desktop):
        home.sync()
    kept = (deleted == "here") == (side == "theirs")
    assert laptop.all("recipe") == ({SALAD: recipe("Edited")} if kept else {})
    agree(server, desktop, laptop)


@pytest.mark.parametrize("key", ["apply", "keep"])
def test_many_deletions_are_asked_about_on_the_command_line(
    server: Server, desktop: Home, laptop: Home, key: str
) -> None:
    ids = [f"0190b6a0-0000-7000-8000-{number:012x}" for number in range(40)]
    both_have(desktop, laptop, *ids)
    laptop.delete("recipe", *ids[:30])
    laptop.sync()
    said = tracker(desktop.profile, "sync", code=3)
    assert "deleted 30 of your 40 recipes" in said
    assert f"`tracker sync --answer {key}`" in said
    assert len(desktop.all("recipe")) == 40
    tracker(desktop.profile, "sync", "--answer", key)
    laptop.sync()
    assert len(laptop.all("recipe")) == (10 if key == "apply" else 40)
    agree(server, desktop, laptop)


# --------------------------------------------------------------------------------------------- the device


def test_a_keyring_that_is_locked_keeps_everything_and_asks_for_nothing_twice(
    server: Server, desktop: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "keys"
    keys.mkdir()
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.end_to_end.keyrings.FileKeyring")
    monkeypatch.setenv(FILE, str(keys / "keyring.json"))
    phone = tmp_path / "phone"
    tracker(
        phone,
        "account",
        "login",
        "--server",
        server.url,
        "--email",
        desktop.email,
        "--password-stdin",
        stdin=f"{PASSWORD}\n",
    )
    assert "tracker|" in (keys / "keyring.json").read_text()
    tracker(phone, "add", "weight 81.4")
    (keys / "locked").touch()
    assert told(phone, "sync", code=1)["sent"] == 0
    assert told(phone, "show", "status")["waiting"] == 1
    (keys / "locked").unlink()
    assert told(phone, "sync")["sent"] == 1
    desktop.sync()
    agree(server, desktop, collection="measurement")


def test_a_disk_that_is_full_stops_a_sync_and_harms_nothing(server: Server, desktop: Home, laptop: Home) -> None:
    both_have(desktop, laptop, SALAD)
    for number in range(800):
        desktop.put("measurement", f"0190b6a0-0000-7000-8000-{number:012x}", weight(60_000 + number))
    desktop.sync()
    laptop.edit(SALAD, name="Mine")
    [(pages,)] = laptop.store.rows("PRAGMA main.page_count")
    laptop.store.connection.execute(f"PRAGMA main.max_page_count = {pages + 20}")
    with pytest.raises(KnownError, match="disk is full"):
        laptop.sync()
    assert laptop.all("recipe") == {SALAD: recipe("Mine")}
    laptop.store.connection.execute("PRAGMA main.max_page_count = 1073741823")
    assert laptop.sync().state == "ok"
    desktop.sync()
    agree(server, desktop, laptop)
    agree(server, desktop, laptop, collection="measurement")


def test_devices_with_different_rules_agree(server: Server, desktop: Home, laptop: Home) -> None:
    both_have(desktop, laptop, SALAD, CHILI)
    policy.set_policy(desktop.store, "client_wins", "recipe")
    policy.set_policy(laptop.store, "server_wins", "recipe")
    for number, name in enumerate(("desktop", "laptop")):
        home = (desktop, laptop)[number]
        home.edit(SALAD, name=f"From the {name}", minutes=number)
        home.edit(CHILI, notes=f"From the {name}")
    for home in (laptop, desktop, laptop, desktop):
        assert home.sync().conflicts == 0
    assert desktop.all("recipe")[SALAD]["name"] == "From the desktop"
    agree(server, desktop, laptop)


@pytest.mark.parametrize("wrong", [2 * HOUR, -2 * HOUR])
@pytest.mark.parametrize("later", ["desktop", "laptop"])
def test_the_newest_edit_wins_whatever_a_clock_says(
    server: Server, desktop: Home, laptop: Home, wrong: int, later: str
) -> None:
    class Wrong(type(desktop.store.clock)):
        def now(self) -> int:
            return int(super().now()) + wrong

    desktop.store.clock = Wrong()
    policy.set_policy(laptop.store, "most_recent")
    laptop.sync()
    both_have(desktop, laptop, SALAD)
    order = (laptop, desktop) if later == "desktop" else (desktop, laptop)
    for home in order:
        home.edit(SALAD, name="The later" if home is order[1] else "The earlier")
        # SQLite's clock, by which edits are noted, is that of the whole computer.
        # What a device knows of the server's clock is right to about a second.
        shift = (wrong if home is desktop else 0) - (0 if home is order[1] else 10_000)
        home.store.connection.execute("UPDATE sync_rec SET changed_at = changed_at + ? WHERE stamp > acked", (shift,))
    for home in (*order, order[0]):
        assert home.sync().conflicts == 0
    for home in (desktop, laptop):
        home.sync()
    assert desktop.all("recipe")[SALAD]["name"] == "The later"
    agree(server, desktop, laptop)
    offset = ledger.meta(desktop.store).clock_offset
    assert abs(offset + wrong) < 5000
