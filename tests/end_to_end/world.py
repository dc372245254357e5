"""Profiles, commands and what a server holds, for tests that use nothing but real processes and windows."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tracker.store import records
from tracker.store.collections import BY_NAME, COLLECTIONS
from tracker.store.database import Store

ROOT = Path(__file__).resolve().parents[2]
EMAIL, PASSWORD = "ada@example.org", "Correct-horse-9-battery"
PATIENCE = 120

Bodies = dict[str, dict[str, Any]]


def command(profile: Path, *arguments: str) -> list[str]:
    """The command line of a sub-command on a profile."""
    return [sys.executable, "-m", "tracker", "--profile", str(profile), *arguments]


def tracker(profile: Path, *arguments: str, code: int = 0, stdin: str = "") -> str:
    """What a sub-command printed; it must end with `code`."""
    ran = subprocess.run(
        command(profile, *arguments), cwd=ROOT, capture_output=True, input=stdin, encoding="utf-8", timeout=PATIENCE,
        env=os.environ | {"PYTHONWARNINGS": "error"},
    )  # fmt: skip
    assert ran.returncode == code, f"{arguments[:2]} ended with {ran.returncode}: {ran.stderr or ran.stdout}"
    assert "Traceback" not in ran.stderr
    return ran.stdout


def told(profile: Path, *arguments: str, code: int = 0) -> Any:
    """The document that a sub-command printed."""
    return json.loads(tracker(profile, *arguments, "--json", code=code))


def join(profile: Path, server: str, how: str = "login") -> None:
    """Sign a profile in; `how` is register for the first one."""
    tracker(
        profile, "account", how, "--server", server, "--email", EMAIL, "--password-stdin", "--store", "file",
        stdin=f"{PASSWORD}\n",
    )  # fmt: skip


def edit(profile: Path, collection: str, id: str, **values: Any) -> None:
    """Change fields of a record, as one undo step."""
    with Store.open(profile) as store, store.step("Edit"):
        body = records.read_body(store, BY_NAME[collection], id)
        assert body is not None
        records.write_bodies(store, BY_NAME[collection], {id: {**body, **values}})


def bodies(profile: Path, collection: str) -> Bodies:
    """The records of a profile."""
    with Store.open(profile) as store:
        ids = [row[0] for row in store.rows(f"SELECT id FROM {BY_NAME[collection].table}")]
        return records.read_bodies(store, BY_NAME[collection], ids)


def every_body(profile: Path) -> dict[str, Bodies]:
    """All records of a profile that sync carries."""
    return {one.name: bodies(profile, one.name) for one in COLLECTIONS}


def without_defaults(found: dict[str, Bodies]) -> dict[str, Bodies]:
    """Without the meals that every profile begins with: they are sent once somebody changes them."""
    return found | {"meal_slot": {}}


class Visitor:
    """Somebody who asks the server over plain HTTP what it has of the account."""

    def __init__(self, server: str, email: str = EMAIL, password: str = PASSWORD) -> None:
        self._server = server
        device = {"id": "visitor-0000-0001", "name": "Visitor"}
        self._token = self._ask("/v1/token", {"email": email, "password": password, "device": device})["access"]

    def bodies(self, collection: str) -> Bodies:
        """The live records of a collection."""
        found: Bodies = {}
        more, after = True, ""
        while more:
            listing = self._ask(f"/api/sync/{collection}?after={after}")
            found |= {one["id"]: one["body"] for one in listing["recs"]}
            more, after = listing["more"], max(found, default="")
        return found

    def every_body(self) -> dict[str, Bodies]:
        """All live records."""
        return {one.name: self.bodies(one.name) for one in COLLECTIONS}

    def _ask(self, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Content-Type": "application/json", "Tracker-Protocol": "1"}
        if body is None:
            headers["Authorization"] = f"Bearer {self._token}"
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._server + path, data, headers)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return json.load(answer)
