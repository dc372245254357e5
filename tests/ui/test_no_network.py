"""This computer only: a whole window does everything it does by itself and on request, and no socket is ever opened."""

from __future__ import annotations

import socket
import uuid
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.sync.world import recipe
from tracker.app import Desktop
from tracker.protocol.accounts import Tokens
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import counts, ledger
from tracker.sync.secrets import entry_name, vault_of
from tracker.ui.screens import PAGES

LONG = 10_000


def save(store: Store) -> Changes:
    with store.step("Save") as step:
        records.write_bodies(store, BY_NAME["recipe"], {str(uuid.uuid4()): recipe()})
    return step.changes


def test_no_socket_is_opened(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []

    def refuse(_: socket.socket, address: object) -> None:
        asked.append(address)
        raise OSError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **_: asked.append(given))
    profile = tmp_path / "profile"
    with Store.open(profile) as store:
        save(store)
        ledger.set_meta(
            store, account_id="a_1", email="ada@example.org", server="http://127.0.0.1:9", mode="local",
            token_store="memory",
        )  # fmt: skip
        name = entry_name("http://127.0.0.1:9", "a_1", ledger.meta(store).dev)
    tokens = Tokens(access="kept", refresh="kept", account="a_1", expires=0)
    vault_of(profile).save(name, tokens, "memory")  # a sign-in that would be used if anything were asked
    desktop = Desktop(profile)
    with qtbot.waitSignal(desktop.complete, timeout=LONG):
        desktop.start()
    for page_id, *_ in PAGES:
        desktop.shell.show_page(page_id)
    desktop.lane.write(save)
    with qtbot.waitSignal(desktop.sync.finished, timeout=LONG) as end:
        desktop.sync.sync_now()
    assert end.args[0].state == "local"
    with qtbot.waitSignal(desktop.sync.failed, timeout=LONG):
        desktop.sync.login("http://127.0.0.1:9", "ada@example.org", "an ordinary sentence", "memory")
    desktop.sync.look()
    desktop.sync.edited()
    qtbot.wait(200)
    qtbot.waitUntil(lambda: not desktop.lane.busy, timeout=LONG)
    assert counts.waiting(desktop.store) == 2
    desktop.shell.close()
    assert desktop.closed
    assert asked == []
