"""The `tracker-server` command: one process, one database, until it is told to stop."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import platformdirs
import uvicorn

from tracker.errors import KnownError
from tracker.protocol.addresses import is_loopback
from tracker.protocol.limits import Limits
from tracker.server import single
from tracker.server.app import create_app
from tracker.server.database import Database, open_database
from tracker.server.settings import NAMES, RATES, Settings, limits_with
from tracker.server.upkeep import restored, start_over, upkeep
from tracker.server.wait import Watch

PORT = 8765
KEPT_OPEN = 75
"""Seconds for which a connection stays open after an answer: a person who edits is soon back."""
UNENCRYPTED = """\
Passwords and data travel unencrypted to this address: put a proxy with TLS before it, or give --certificate."""

GARBAGE = 50_000
"""Objects after which the youngest are looked through for garbage; a push makes tens of thousands that are none."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted, or say what was restored; returns the exit code: 0 done, 1 could not start."""
    asked = _parser().parse_args(arguments)
    if asked.command == "restored":
        return _restored(asked.database)
    if asked.command == "start-over":
        return _start_over(asked.database, asked.email)
    if asked.single_user and not is_loopback(asked.host):
        print(f"{single.HOST_WRONG} Leave --host out, or leave --single-user out.", file=sys.stderr)
        return 1
    try:
        listening = _listen(asked.host, asked.port)
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        print(f"{asked.host}:{asked.port} cannot be listened on: {why}.", file=sys.stderr)
        return 1
    with listening:
        try:
            settings = _settings(asked)
            database = _open(asked, settings)
        except KnownError as error:
            print(error, file=sys.stderr)
            return 1
        if asked.certificate is None and not is_loopback(asked.host):
            print(UNENCRYPTED, file=sys.stderr)
        print(f"Tracker server listens on {_url(asked, listening)}, data: {asked.database}", flush=True)
        if asked.single_user:
            print("It is for one person: sign in with e-mail and password left empty.", flush=True)
        try:
            _serve(asked, settings, database, listening)
        finally:
            database.close()
    return 0


def _restored(url: str) -> int:
    """Begin a new history in a database that was put back, and say so."""
    try:
        database = open_database(url)
    except KnownError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        done = restored(database)
    finally:
        database.close()
    if not done.accounts:
        print(f"{url} holds no account; is it the database that was restored?", file=sys.stderr)
        return 1
    accounts = "1 account" if done.accounts == 1 else f"{done.accounts} accounts"
    records = "1 record" if done.records == 1 else f"{done.records} records"
    print(
        f"{url} counts as restored from a backup: {accounts} with {records} begin{'s' * (done.accounts == 1)} a new "
        "history. At its next sync each device compares record by record and sends what is missing here."
    )
    return 0


def _start_over(url: str, email: str | None) -> int:
    """Empty one account, after a copy of the database, and say so."""
    if not email:
        print("Whose account? Say --email ADDRESS.", file=sys.stderr)
        return 1
    try:
        database = open_database(url)
    except KnownError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        done = start_over(database, email, Settings().clock())
    except KnownError as error:
        print(error, file=sys.stderr)
        return 1
    finally:
        database.close()
    records = "1 record" if done.records == 1 else f"{done.records} records"
    print(
        f"The account of {email} is empty: {records} went; a copy of the database as it was is {done.copy}. "
        "At its next sync each device asks whether to send what it holds or to take over what is here."
    )
    return 0


class _Server(uvicorn.Server):
    """Sends the devices that wait for news away before it waits for open requests to end."""

    def __init__(self, config: uvicorn.Config, watch: Watch) -> None:
        super().__init__(config)
        self._watch = watch

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in good order."""
        self._watch.close()
        await super().shutdown(sockets)


def _settings(asked: argparse.Namespace) -> Settings:
    limits = limits_with(asked.limit)
    if asked.no_rate_limit:
        limits = replace(limits, **dict.fromkeys(RATES, 0))
    return Settings(limits=limits, password_rounds=asked.password_rounds, single_user=asked.single_user)


def _open(asked: argparse.Namespace, settings: Settings) -> Database:
    database = open_database(asked.database)
    if settings.single_user:
        try:
            single.open_account(database, settings)
        except BaseException:
            database.close()
            raise
    return database


def _serve(asked: argparse.Namespace, settings: Settings, database: Database, listening: socket.socket) -> None:
    app = create_app(database, settings)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEPT_OPEN,
        ssl_certfile=asked.certificate,
        ssl_keyfile=asked.key,
    )
    # What is imported stays; looking through it again and again would take a fifth of a large push.
    gc.freeze()
    gc.set_threshold(GARBAGE)
    # uvicorn shuts down in good order and then passes the signal on; both are to end in KeyboardInterrupt.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt), upkeep(database, settings):
        _Server(config, app.state.watch).run(sockets=[listening])


def _parser() -> argparse.ArgumentParser:
    folder = platformdirs.user_data_path("tracker-server", appauthor=False)
    parser = argparse.ArgumentParser(prog="tracker-server", description="Keeps Tracker's devices in agreement.")
    parser.add_argument(
        "command",
        nargs="?",
        choices=("serve", "restored", "start-over"),
        default="serve",
        help="serve (default); restored: to be run once, before serving, after the database was put back from a "
        "backup; start-over: empty the account of --email",
    )
    parser.add_argument("--email", metavar="ADDRESS", help="whose account is to be started over")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this computer only)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port, 0 for any free one (default: {PORT})")
    parser.add_argument(
        "--database",
        default=f"sqlite:///{folder / 'server.db'}",
        metavar="URL",
        help="sqlite:///path (default: %(default)s)",
    )
    parser.add_argument(
        "--single-user",
        action="store_true",
        help="for one person on this computer: one account, to which everybody here can sign in without a password",
    )
    parser.add_argument("--certificate", metavar="FILE", help="TLS certificate chain, PEM")
    parser.add_argument("--key", metavar="FILE", help="TLS private key, PEM, if it is not with the certificate")
    parser.add_argument(
        "--password-rounds",
        type=int,
        choices=range(4, 19),
        default=Settings.password_rounds,
        metavar="N",
        help="bcrypt's cost, each more doubles it; below 12 for tests only (default: %(default)s)",
    )
    parser.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=N",
        help="change a limit: " + ", ".join(f"{name} ({getattr(Limits, name)})" for name in NAMES),
    )
    parser.add_argument("--no-rate-limit", action="store_true", help="answer everybody as often as they ask")
    return parser


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if os.name == "posix":  # elsewhere this would share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(2048)
    except BaseException:
        listening.close()
        raise
    return listening


def _url(asked: argparse.Namespace, listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    scheme = "https" if asked.certificate else "http"
    return f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"


if __name__ == "__main__":
    sys.exit(main())
