"""A real `tracker-server` process on loopback, for tests that need one."""

from __future__ import annotations

import os
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60


class Server:
    """A server over the database in a folder; it keeps its address when it is started again.

    Attributes:
        url: where it listens, such as `http://127.0.0.1:40123`.
        folder: where `server.db` and the process's output `server.log` are.
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        self._arguments = arguments
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Start it, on a free port the first time, and return once it answers."""
        port = self.url.rpartition(":")[2] or "0"
        with (self.folder / "server.log").open("a") as log:
            self._process = subprocess.Popen(
                [
                    sys.executable, "-m", "tracker.server", "--port", port, "--password-rounds", "4", "--no-rate-limit",
                    "--database", f"sqlite:///{self.folder / 'server.db'}", *self._arguments,
                ],
                cwd=ROOT,
                env=os.environ | {"PYTHONWARNINGS": "error"},
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )  # fmt: skip
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        if "listens on" not in said:
            raise RuntimeError(f"The server did not start: {self.log()}")
        self.url = said.split("listens on ")[1].split(",")[0]
        self._wait()

    def kill(self) -> None:
        """End it without warning, as a power cut does."""
        self._stop(kill=True)

    def stop(self) -> int:
        """End it politely; returns its exit code."""
        return self._stop(kill=False)

    def lose(self) -> None:
        """Its disk is gone: it is set up anew at its address."""
        self.kill()
        for path in self.folder.glob("server.db*"):
            path.unlink()
        self.start()

    def log(self) -> str:
        """What it wrote to standard error so far."""
        return (self.folder / "server.log").read_text()

    def _stop(self, *, kill: bool) -> int:
        process, self._process = self._process, None
        if process is None:
            return 0
        if kill:
            process.kill()
        else:
            process.terminate()
        with process:
            return process.wait(PATIENCE)

    def _wait(self) -> None:
        # Its certificate, if it has one, was made for the test.
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(self.url + "/health", timeout=5, context=trusting):
                    return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.05)
        raise RuntimeError(f"The server does not answer: {self.log()}")


@contextmanager
def running_server(folder: Path, *arguments: str) -> Iterator[Server]:
    """A server whose data lies in `folder`, running with further arguments; it is ended with the block."""
    server = Server(folder, *arguments)
    server.start()
    try:
        yield server
    finally:
        server.kill()
