"""A network that cannot be relied on: a TCP proxy that delays, cuts, loses and repeats HTTP requests at random."""

from __future__ import annotations

import random
import socket
import socketserver
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import BinaryIO

PATIENCE = 60
FATES: Mapping[str, int] = {
    "pass": 62,
    "wait": 12,  # a while before, and after
    "lose": 4,  # it never arrives
    "tear": 3,  # half of it arrives
    "forget": 6,  # it arrives, and its answer does not
    "break": 3,  # half of its answer arrives
    "twice": 5,  # it arrives twice; one of the answers comes back
    "late": 5,  # it arrives again seconds later
}
"""What may happen to a request, and how often."""


Change = Callable[[bytes], bytes]


class Proxy(socketserver.ThreadingTCPServer):
    """Stands before the server at `upstream` (a port of this computer).

    Attributes:
        calm: while set, everything passes.
        met: how often each fate came.
    """

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, upstream: int, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Line)
        self.upstream = upstream
        self.calm = False
        self.met: Counter[str] = Counter()
        self._dice = random.Random(seed)
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def close(self) -> None:
        """Listen no more."""
        self.shutdown()
        self.server_close()

    def fate(self, request: bytes) -> str:
        """What shall happen to a request."""
        del request  # whatever it is
        with self._lock:
            found = "pass" if self.calm else self._dice.choices([*FATES], [*FATES.values()])[0]
            self.met[found] += 1
            return found

    def chance(self, most: float) -> float:
        """A number from 0 to `most`."""
        with self._lock:
            return self._dice.uniform(0, most)

    def ask(self, request: bytes) -> bytes:
        """The server's answer to a request as it reaches the server.

        Raises:
            OSError: it does not answer.
        """
        with socket.create_connection(("127.0.0.1", self.upstream), PATIENCE) as line, line.makefile("rb") as answers:
            line.sendall(request)
            answer = _message(answers, bodiless=request.startswith(b"HEAD "))
            if not answer:
                raise ConnectionError("the server closed the connection")
            return answer


class Meddler(Proxy):
    """A network in which what happens to which request is said beforehand; everything else passes.

    Attributes:
        asked: the first words of every request, such as "POST /v1/push".
    """

    def __init__(self, upstream: int) -> None:
        self.asked: list[str] = []
        self._plan: list[tuple[str, str, Change]] = []
        self._changed: dict[bytes, bytes] = {}
        super().__init__(upstream, 0)

    def meddle(self, start: str, fate: str = "pass", change: Change = bytes) -> None:
        """The next request that begins with `start` meets this fate, and reaches the server changed like this."""
        self._plan.append((start, fate, change))

    def fate(self, request: bytes) -> str:
        """What was planned."""
        self.asked.append(" ".join(request.split(b" ", 2)[index].decode() for index in (0, 1)))
        for number, (start, fate, change) in enumerate(self._plan):
            if self.asked[-1].startswith(start):
                del self._plan[number]
                self._changed[request] = change(request)
                return fate
        return "pass"

    def ask(self, request: bytes) -> bytes:
        """The server's answer."""
        return super().ask(self._changed.pop(request, request))


class _Line(socketserver.StreamRequestHandler):
    """One connection of a device."""

    server: Proxy

    def handle(self) -> None:
        """Let each of its requests meet its fate, until one ends the connection."""
        with suppress(OSError):
            while request := _message(self.rfile):
                if not self._meet(request, self.server.fate(request)):
                    return

    def _meet(self, request: bytes, fate: str) -> bool:
        """Whether the connection outlives it."""
        if fate == "lose":
            return False
        if fate == "tear":
            with socket.create_connection(("127.0.0.1", self.server.upstream), PATIENCE) as line:
                line.sendall(request[: len(request) // 2])
            return False
        if fate == "wait":
            time.sleep(self.server.chance(0.3))
        answer = self.server.ask(request)
        if fate == "forget":
            return False
        if fate == "break":
            head, end, body = answer.partition(b"\r\n\r\n")
            self.wfile.write(head + end + body[: len(body) // 2] if body else b"")
            return False
        if fate == "twice":
            again = self.server.ask(request)
            answer = again if self.server.chance(1) < 0.5 else answer
        if fate == "late":
            threading.Timer(self.server.chance(3), self._again, [request]).start()
        if fate == "wait":
            time.sleep(self.server.chance(0.3))
        self.wfile.write(answer)
        return True

    def _again(self, request: bytes) -> None:
        with suppress(OSError):
            self.server.ask(request)


def _message(stream: BinaryIO, *, bodiless: bool = False) -> bytes:
    """The next request or answer on a connection, head and body; empty at its end."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        line = stream.readline()
        if not line:
            return b""
        head += line
    fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n")[1:] if b":" in line)
    if bodiless:
        return head
    if fields.get(b"transfer-encoding", b"").strip() == b"chunked":
        return head + _chunks(stream)
    return head + stream.read(int(fields.get(b"content-length", b"0")))


def _chunks(stream: BinaryIO) -> bytes:
    body = b""
    while True:
        line = stream.readline()
        size = int(line.split(b";")[0], 16)
        body += line + stream.read(size + 2)
        if size == 0:
            return body
