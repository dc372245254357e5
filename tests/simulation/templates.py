"""One server with an account, and devices signed in to it: what every seed begins with a copy of."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.simulation.entropy import seeded
from tests.simulation.server import START, Server
from tests.simulation.wired import content
from tracker.protocol.accounts import Credentials, Tokens
from tracker.protocol.limits import Limits
from tracker.server import accounts
from tracker.server.database import Database
from tracker.server.settings import Settings
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.sync import account, ledger
from tracker.sync.messages import Request, Response
from tracker.sync.secrets import Vault
from tracker.sync.session import held

EMAIL, PASSWORD, ADDRESS = "ada@example.org", "an ordinary sentence", "http://localhost:8080"
NAMES = ("desktop", "laptop", "tablet", "phone", "newer")
"""The last one stands for a newer version of Tracker that writes through the plain routes."""


@dataclass(frozen=True)
class Templates:
    """Databases as bytes, and each device's sign-in."""

    server: bytes
    devices: tuple[bytes, ...]
    tokens: tuple[Tokens, ...]


class _Wire:
    def __init__(self, server: Server) -> None:
        self.server = server

    def send(self, request: Request, access: str | None) -> Response:
        return self.server.answer(request, access)

    def close(self) -> None:
        """Nothing is held."""


@cache
def templates() -> Templates:
    """Made once in a process, the same in every process."""
    with seeded("templates"), tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = Database(folder / "server.db")
        settings = Settings(password_rounds=4, clock=lambda: START)
        accounts.register(database, settings, Credentials(email=EMAIL, password=PASSWORD), START)
        assert database.key
        database.close()
        server = Server(content(folder / "server.db"), limits=Limits(), checks_tokens=True)
        made = [_device(server, folder / device, number) for number, device in enumerate(NAMES)]
        image = server.image()
        server.close()
        return Templates(image, tuple(one for one, _ in made), tuple(tokens for _, tokens in made))


def _device(server: Server, profile: Path, number: int) -> tuple[bytes, Tokens]:
    store = Store.open(profile, clock=FixedClock(START))
    ledger.set_meta(store, dev=f"d_{number:016x}")
    vault = Vault(profile)
    account.login(store, vault, ADDRESS, EMAIL, PASSWORD, keep="memory", connect=lambda _: _Wire(server))
    tokens = held(store, vault)
    assert tokens is not None
    store.close()
    return content(profile / "tracker.db"), tokens
