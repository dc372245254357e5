"""The modes on the command line, with a real server process that goes away and comes back."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.world import PATIENCE, ROOT, bodies, command, told, tracker
from tests.server.process import Server
from tracker.store.database import Store
from tracker.sync import ledger


def said(profile: Path, *arguments: str, code: int) -> str:
    """What a command says beside its result; it must end with `code`."""
    ran = subprocess.run(command(profile, *arguments), cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == code, ran.stderr
    return ran.stderr


def test_server_first_from_the_command_line(server: Server, desktop: Path, laptop: Path) -> None:
    assert "a change counts once the server has it" in tracker(desktop, "settings", "sync_mode", "cloud")
    assert told(desktop, "settings")["sync_mode"] == "cloud"
    tracker(desktop, "add", "weight 81.4")
    assert told(laptop, "sync")["received"] == 1
    tracker(laptop, "add", "weight 81.1")
    told(laptop, "sync")
    assert len(told(desktop, "show", "day")["measurements"]) == 2

    server.kill()
    refused = said(desktop, "add", "weight 79", code=1)
    assert "Not saved" in refused
    assert "--draft" in refused
    assert len(bodies(desktop, "measurement")) == 2
    assert "Stale: this is what is here" in said(desktop, "show", "day", code=0)
    assert "nothing was changed" in said(desktop, "settings", "sync_mode", "hybrid", code=1)
    tracker(desktop, "add", "--draft", "weight 79")
    assert len(bodies(desktop, "measurement")) == 3
    assert told(desktop, "show", "status")["waiting"] == 1

    server.start()
    tracker(desktop, "settings", "sync_mode", "hybrid")
    assert told(laptop, "sync")["received"] == 1
    assert bodies(desktop, "measurement") == bodies(laptop, "measurement")


def test_this_computer_only_asks_no_server_even_where_one_is_there(desktop: Path) -> None:
    tracker(desktop, "settings", "sync_mode", "local")
    with socket.create_server(("127.0.0.1", 0)) as nobody_calls:
        nobody_calls.setblocking(False)
        with Store.open(desktop) as store:
            real = ledger.meta(store).server
            ledger.set_meta(store, server=f"http://127.0.0.1:{nobody_calls.getsockname()[1]}")
        tracker(desktop, "add", "weight 81.4")
        tracker(desktop, "show", "day")
        assert "switched off" in said(desktop, "sync", code=1)
        assert told(desktop, "show", "status")["state"] == "local"
        tracker(desktop, "account", "status")
        with pytest.raises(BlockingIOError):
            nobody_calls.accept()
        with Store.open(desktop) as store:
            ledger.set_meta(store, server=real)
    tracker(desktop, "settings", "sync_mode", "hybrid")
    assert told(desktop, "sync")["sent"] == 1
