"""The `tracker-server` command: one process, one database, until it is told to stop."""

from __future__ import annotations

import argparse
import ipaddress
import socket
import sys
from collections.abc import Sequence

import platformdirs
import uvicorn

from tracker.errors import KnownError
from tracker.server.app import create_app
from tracker.server.database import open_database
from tracker.server.settings import Settings

PORT = 8765


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until interrupted; returns the exit code: 0 stopped, 1 could not start."""
    asked = _parser().parse_args(arguments)
    try:
        database = open_database(asked.database)
    except KnownError as error:
        print(error, file=sys.stderr)
        return 1
    try:
        listening = _listen(asked.host, asked.port)
    except OSError as error:
        print(f"{asked.host}:{asked.port} cannot be listened on: {error.strerror or error}.", file=sys.stderr)
        database.close()
        return 1
    secure = asked.certificate is not None
    if not secure and not _is_loopback(asked.host):
        print(
            "Passwords and data travel unencrypted to this address: put a proxy with TLS before it,"
            " or give --certificate and --key.",
            file=sys.stderr,
        )
    host, port = listening.getsockname()[:2]
    where = f"[{host}]" if ":" in host else host
    print(f"Tracker server listens on http{'s' if secure else ''}://{where}:{port}, data: {asked.database}", flush=True)
    app = create_app(database, Settings(password_rounds=asked.password_rounds))
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ssl_certfile=asked.certificate,
        ssl_keyfile=asked.key,
    )
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:
        pass  # uvicorn has shut down in good order and passes the signal on
    finally:
        listening.close()
        database.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    folder = platformdirs.user_data_path("tracker-server", appauthor=False)
    parser = argparse.ArgumentParser(prog="tracker-server", description="Keeps Tracker's devices in agreement.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this computer only)")
    parser.add_argument("--port", type=int, default=PORT, help=f"port, 0 for any free one (default: {PORT})")
    parser.add_argument(
        "--database",
        default=f"sqlite:///{folder / 'server.db'}",
        metavar="URL",
        help="sqlite:///path (default: %(default)s)",
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
    return parser


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


if __name__ == "__main__":
    sys.exit(main())
