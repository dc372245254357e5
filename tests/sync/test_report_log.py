"""The log that can be copied for a report holds nothing that tells who somebody is, whatever sync said and did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sync.test_cycle import both_have
from tests.sync.test_mass_delete import fill
from tests.sync.world import Device, Server
from tracker import disk
from tracker.errors import KnownError
from tracker.protocol.errors import ErrorBody
from tracker.server.upkeep import restored
from tracker.store.database import Store
from tracker.sync import account, events, ledger, mass_delete, modes, questions, recovery, verify
from tracker.sync.answers import Answers, Stop
from tracker.sync.messages import Answer, Lost, Response
from tracker.sync.questions import answer
from tracker.sync.report import State
from tracker.sync.report_log import report_log

SECRET = "zq7"
"""Stands in everything that is personal, and nowhere else."""
PACKAGE = Path(account.__file__).parent


def forbidden(folder: Path) -> KnownError:
    """What the disk says about a folder that cannot be written to."""
    error = disk.refused(PermissionError(13, "Permission denied", str(folder)), folder)
    assert error is not None
    return error


def asked_of_a_mass_deletion(desktop: Device, laptop: Device) -> None:
    laptop.sign_in()
    ids = fill(desktop, laptop, 40)
    laptop.delete("measurement", *ids[:30])
    laptop.sync()
    desktop.sync()
    desktop.sync()


def test_a_device_that_begins_the_sentence_is_hidden(
    desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.sync.account.platform.node", lambda: "annas-thinkpad")
    asked_of_a_mass_deletion(desktop, laptop)
    asked = questions.pending(desktop.store)
    assert asked is not None
    assert asked.heading.startswith("Annas-thinkpad")
    answer(desktop.store, "mass_delete", "apply")
    log = report_log(desktop.store, "1")
    assert "a device deleted 30 of your 40 measurements: Delete them here too." in log
    assert "annas" not in log.casefold()


def test_a_device_that_was_removed_is_hidden_still(
    desktop: Device, laptop: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.sync.account.platform.node", lambda: "Annas-Laptop")
    asked_of_a_mass_deletion(desktop, laptop)
    answer(desktop.store, "mass_delete", "apply")
    dev = ledger.meta(laptop.store).dev
    account.remove_device(desktop.store, desktop.vault, dev, connect=desktop.connect)
    assert dev not in events.device_names(desktop.store)
    assert "annas" not in report_log(desktop.store, "1").casefold()


def test_a_backup_that_failed_tells_no_path(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have(desktop, laptop)

    def refuse(*_: object) -> None:
        raise forbidden(Path("/home/anna.karenina/.local/share/tracker/profiles/default/backups"))

    monkeypatch.setattr("tracker.sync.recovery.back_up", refuse)
    restored(server.database)
    assert "karenina" in desktop.sync().sentence
    log = report_log(desktop.store, "1")
    assert "anna" not in log
    assert "Sync has to compare everything and makes a backup first." in log


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        ("could not reach nas.example.org:8765.", "could not reach the server."),
        ("Signed out of 192.168.0.12:8765. Your", "Signed out of the server. Your"),
        ("no answer from https://h.example/a?b=c", "no answer from the server"),
        ("ask ada@example.com about it", "ask the account about it"),
        (r"cannot write C:\Users\Anna K\App Data\t.db now", "cannot write a folder now"),
        ("cannot write /Volumes/Anna K/backups now", "cannot write a folder now"),
        ("340 of 400 recipes, 2.5 s, 13:58, kcal/kJ", "340 of 400 recipes, 2.5 s, 13:58, kcal/kJ"),
    ],
)
def test_addresses_and_paths_are_hidden_whosever_they_are(desktop: Device, said: str, logged: str) -> None:
    with desktop.store.database.atomic():
        events.note(desktop.store, "stopped", said)
    assert logged in report_log(desktop.store, "1")


def kinds_in_the_code() -> set[str]:
    """Every kind of event that sync notes."""
    written = {
        kind
        for file in PACKAGE.glob("*.py")
        for kind in re.findall(r'events\.note\(\w[\w.]*, "(\w+)"', file.read_text())
    }
    # A state that needs no word, and one that is never noted.
    return (written | set(get_args(State))) - {"no_account", "local", "never", "cancelled"}


def everything_said(store: Store, folder: Path) -> Iterator[tuple[str, str]]:
    """What sync says, by its own words: kind and sentence."""
    answers = Answers(store)
    no = msgspec.json.encode(ErrorBody(error="wrong_account", sentence="No."))
    anyway = msgspec.json.encode(ErrorBody(error="x", sentence=f"{ledger.meta(store).email} may not."))
    reset = msgspec.json.encode(ErrorBody(error="epoch", sentence="No.", detail={"reset": True}))
    told: list[Answer] = [
        Lost("reset"), Response(401, no), Response(426, no), Response(503, no), Response(403, no),
        Response(400, anyway), Response(409, reset),
    ]  # fmt: skip
    for one in told:
        with pytest.raises(Stop) as stop:
            answers.taken(one)
        yield stop.value.state, stop.value.sentence
    failed = forbidden(folder).sentence
    yield "stopped", f"Sync has to compare everything and makes a backup first. {failed}"
    yield "fork", "This profile was copied or restored; it goes on as a device of its own."
    yield "verified", verify._sentence(answers.host, 9, 1, 1)
    yield "restored", recovery._Result(1, 2, 3).sentence(answers.host)
    yield "compared", f"After a long absence everything was compared with {answers.host}."
    yield (
        "moved",
        f"What is here belongs to {ledger.meta(store).email} on {answers.host} from now on, and is sent there.",
    )
    yield "mode", modes._told(store, "hybrid")
    yield "twins", "2 things are here twice."
    yield "ok", "1 sent"
    asked = questions.pending(store)
    assert asked is not None
    yield "answer", f"{asked.heading}: {asked.options[0].label}."


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Device]:
    """A device on which another one deleted much."""
    folder = tmp_path_factory.mktemp("told")
    server = Server(folder / "server")
    device = Device(server, folder / "desktop")
    with device.store.database.atomic():
        mass_delete.hold(device.store, [])
        device.store.database.execute_sql(
            "INSERT INTO sync_held (c, id, rev, mt, dev, asked) VALUES ('recipe', 'r', 1, 5, 'd_other', 1)"
        )
    yield device
    device.close()
    server.close()


names = st.text(st.sampled_from("abZÄßfi İ'.()[]*+\\$“”-_0"), max_size=6).map(lambda text: f"{text}{SECRET}")
hosts = st.text(st.sampled_from("ab0-"), max_size=5).map(lambda text: f"h{text}{SECRET}")


def forget_the_log(store: Store) -> None:
    with store.database.atomic():
        store.database.execute_sql("DELETE FROM sync_event")
        events.remember(store, events.SAID, None)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(device=names, host=hosts, port=st.sampled_from(["", ":8765"]), person=hosts, folder=names, gone=st.booleans())
def test_nothing_that_sync_says_tells_who_somebody_is(
    told: Device, device: str, host: str, port: str, person: str, folder: str, gone: bool
) -> None:
    store = told.store
    forget_the_log(store)
    with store.database.atomic():
        ledger.set_meta(
            store, server=f"https://{host}{port}", email=f"{person}@example.org", account_id="a", mode="hybrid"
        )
        events.remember_devices(store, [{"id": "d_other", "name": device, "last_seen": 1}])
    said = list(everything_said(store, Path("/srv") / folder / "backups"))
    assert {kind for kind, _ in said} == kinds_in_the_code()
    with store.database.atomic():
        for kind, sentence in said:
            events.note(store, kind, sentence)
        if gone:  # another account, and the device is removed
            ledger.set_meta(store, server="https://other.example.org", email="other@example.org")
            events.remember_devices(store, [])
    log = report_log(store, "1")
    assert SECRET in "".join(sentence for _, sentence in said).casefold()
    assert SECRET not in log.casefold()
