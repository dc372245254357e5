"""An HTTP server that answers what a test wants, on a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Reply = tuple[int, dict[str, str], bytes]


class Peer(ThreadingHTTPServer):
    """An HTTP server that answers what a test wants."""

    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.reply: Callable[[Handler, bytes], Reply] = lambda _handler, _body: (200, {}, b"ok")
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.connections = 0

    def handle_error(self, *_: object) -> None:
        """Who hung up meanwhile does not hear the answer."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Peer
    raw: tuple[dict[str, str], bytes] | None = None
    """Headers and the beginning of a body after which the connection closes; for answers that are broken."""

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def do_POST(self) -> None:
        if self.raw is not None:
            self.send_response(200)
            for name, value in self.raw[0].items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(self.raw[1])
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.heard.append((dict(self.headers), body))
        status, headers, answer = self.server.reply(self, body)
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_GET = do_POST  # noqa: N815 - the name that http.server calls

    def log_message(self, *_: object) -> None:
        """Nothing on the screen."""


@contextmanager
def running_peer(port: int = 0) -> Iterator[Peer]:
    """A peer that answers for as long as the block lasts."""
    peer = Peer(port)
    thread = threading.Thread(target=peer.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield peer
    finally:
        peer.shutdown()
        thread.join()
        peer.server_close()
