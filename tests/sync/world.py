"""A server and its devices in one process: real stores, the real cycle, the real handlers, and a network that can fail.

The transport calls the server's routes directly, so a sync takes milliseconds; every fault is asked for by a test.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from tracker.protocol.accounts import Credentials
from tracker.server import accounts, tokens
from tracker.server.database import Database
from tracker.server.refusals import Refusal
from tracker.server.routes import ROUTES, Asked, Route, Service
from tracker.server.settings import DAY, Settings
from tracker.server.tokens import Caller
from tracker.server.web import Octets
from tracker.store import records
from tracker.store.clock import FixedClock
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync import account, ledger
from tracker.sync.engine import synchronise
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.report import SyncReport
from tracker.sync.secrets import Vault

START = 20_000 * DAY
PASSWORD = "an ordinary sentence"
EMAIL = "ada@example.org"
ADDRESS = "http://localhost:8080"


@dataclass
class Wire:
    """The network between one device and the server.

    Attributes:
        before: looks at each request before it is sent; what it returns stands for the server's answer.
        after: looks at each request and its answer; what it returns is what the device hears.
        requests: everything that was sent.
    """

    server: Server
    before: Callable[[Request], Answer | None] = lambda _: None
    after: Callable[[Request, Answer], Answer] = lambda _, answer: answer
    requests: list[Request] = field(default_factory=list)

    def send(self, request: Request, access: str | None) -> Answer:
        self.requests.append(request)
        if request.meanwhile is not None:
            request.meanwhile()
        early = self.before(request)
        if early is not None:
            return early
        return self.after(request, self.server.answer(request, access))

    def close(self) -> None:
        """Nothing is held."""

    def pushes(self) -> list[bytes]:
        """The bytes of every push that was sent."""
        return [request.body or b"" for request in self.requests if request.path == "/v1/push"]


class Server:
    """The server's handlers over a real database, without HTTP."""

    def __init__(self, folder: Path) -> None:
        self.now = START
        self.path = folder / "server.db"
        is_new = not self.path.exists()
        self.database = Database(self.path)
        self.settings = Settings(password_rounds=4, clock=lambda: self.now)
        if is_new:
            accounts.register(self.database, self.settings, Credentials(email=EMAIL, password=PASSWORD), self.now)

    def answer(self, request: Request, access: str | None) -> Answer:
        service = Service(self.database, self.settings)
        route, path = _route(request)
        try:
            caller = Caller("", "", "")
            if not route.public:
                caller = tokens.authenticate(self.database, access or "", self.now)
            headers = {"tracker-protocol": "1", **{name.lower(): value for name, value in request.headers.items()}}
            asked = Asked(request.body or b"", headers, request.query, path, caller, self.now)
            content = route.handler(service, asked)
        except Refusal as refusal:
            return Response(refusal.status, msgspec.json.encode(refusal.body()))
        if isinstance(content, Octets):
            return Response(content.status, content.body, date=self.now)
        if content is None:
            return Response(204, date=self.now)
        body = content if isinstance(content, bytes) else msgspec.json.encode(content)
        return Response(route.status, body, date=self.now)

    def bodies(self, collection: str) -> dict[str, dict[str, Any] | None]:
        """What the server has of a collection, None for tombstones."""
        with self.database.reading() as db:
            rows = db.execute_sql("SELECT id, body FROM record WHERE c = ?", (collection,)).fetchall()
        return {id: None if body is None else msgspec.json.decode(body) for id, body in rows}

    def execute(self, sql: str) -> None:
        with self.database.writing() as db:
            db.execute_sql(sql)

    def close(self) -> None:
        self.database.close()


def _route(request: Request) -> tuple[Route, dict[str, str]]:
    for route in ROUTES:
        found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.path), request.path)
        if route.method == request.method and found:
            return route, found.groupdict()
    raise AssertionError(f"no such route: {request.method} {request.path}")


class Device:
    """A profile that is signed in."""

    def __init__(self, server: Server, profile: Path, *, signed_in: bool = True) -> None:
        self.server = server
        self.clock = FixedClock(START)
        self.store = Store.open(profile, clock=self.clock)
        self.vault = Vault(profile)
        self.wire = Wire(server)
        if signed_in:
            self.sign_in()

    def sign_in(self, **options: Any) -> account.AccountStatus:
        asked = {"keep": "memory", **options}
        return account.login(self.store, self.vault, ADDRESS, EMAIL, PASSWORD, connect=self.connect, **asked)

    def connect(self, server: str) -> Wire:
        assert server == ADDRESS
        return self.wire

    def sync(self, **options: Any) -> SyncReport:
        return synchronise(self.store, self.vault, connect=self.connect, **options)

    # ------------------------------------------------------------------------------------------- data

    def put(self, collection: str, id: str, body: dict[str, Any]) -> None:
        with self.store.step("Edit"):
            records.write_bodies(self.store, BY_NAME[collection], {id: body})

    def edit(self, collection: str, id: str, **values: Any) -> None:
        """Change some fields, as the person would."""
        body = self.get(collection, id)
        assert body is not None
        self.put(collection, id, {**body, **values})

    def delete(self, collection: str, *ids: str) -> None:
        with self.store.step("Delete"):
            records.delete_records(self.store, BY_NAME[collection], ids)

    def get(self, collection: str, id: str) -> dict[str, Any] | None:
        return records.read_body(self.store, BY_NAME[collection], id)

    def all(self, collection: str) -> dict[str, dict[str, Any]]:
        ids = [row[0] for row in self.store.rows(f"SELECT id FROM {BY_NAME[collection].table}")]
        return records.read_bodies(self.store, BY_NAME[collection], ids)

    def contested(self, collection: str, id: str) -> dict[str, str]:
        return ledger.contested(self.store, collection, [id]).get(id, {})

    def entry(self, collection: str, id: str) -> ledger.Entry:
        return ledger.entry(self.store, collection, id)

    def close(self) -> None:
        self.store.close()


# ------------------------------------------------------------------------------------------ network faults


class Pair:
    """Two devices of one person, for a test that needs them as one thing."""

    def __init__(self, folder: Path) -> None:
        self.server = Server(folder)
        self.desktop, self.laptop = (Device(self.server, folder / name) for name in ("desktop", "laptop"))

    def sync(self) -> None:
        self.desktop.sync()
        self.laptop.sync()

    def close(self) -> None:
        self.desktop.close()
        self.laptop.close()
        self.server.close()


def offline(_: Request) -> Answer:
    """The request never arrives."""
    return Lost("no route to host")


def lost_push_answers(request: Request, answer: Answer) -> Answer:
    """Pushes arrive, and their answers do not."""
    return Lost("connection reset") if request.path == "/v1/push" else answer


# ------------------------------------------------------------------------------------------------ bodies


def ingredient(id: str, name: str = "Chicken breast", grams: int = 500, order: str = "a") -> dict[str, Any]:
    mass = grams * 1000
    return {"_id": id, "_ord": order, "name": name, "food": None, "amount": mass, "unit": "g", "mass": mass,
            "doubt": None}  # fmt: skip


def recipe(name: str = "Chicken and lentil salad", **changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "name": name, "cuisine": "", "tags": [], "servings": 2000, "yields": "", "cooked_mass": None,
        "minutes": 30, "steps": "",
        "photo": [], "notes": "", "source": "", "created_at": START, "ingredients": [],
    }  # fmt: skip
    return {**body, **changed}


def weight(grams: int) -> dict[str, Any]:
    return {
        "kind": "weight", "at": START, "zone": "UTC", "day": "2024-10-04", "value": grams, "value2": None,
        "typed": f"{grams / 1000:g}", "unit": "kg", "note": "",
    }  # fmt: skip


def entry(title: str = "Skyr", **changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "day": "2024-10-04", "slot": "lunch", "position": 1, "status": "planned", "title": title,
        "source_kind": "food", "source": None, "amount": 150_000, "unit": "g", "mass": 150_000, "energy": 950,
        "protein": 16_500, "carbs": 6000, "fat": 300, "nutrients": {}, "parts": [],
        "eaten_at": None, "zone": None, "note": "",
    }  # fmt: skip
    return {**body, **changed}
