"""HTTP: the one transport of the app. It carries bytes and knows nothing about records or tokens' lives."""

from __future__ import annotations

import gzip
import threading
import time
import weakref
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.utils import parsedate_to_datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import zstandard

from tracker.protocol.limits import HARMLESS, MIB, PROTOCOL, Limits
from tracker.sync.messages import Answer, Lost, Request, Response

if TYPE_CHECKING:
    import requests

CONNECT_SECONDS, STALL_SECONDS = 5.0, 30.0
"""How long to wait for a connection, and for the next byte."""
WORTH_COMPRESSING = 1024
LARGEST_ANSWER = 64 * MIB
"""Bytes after decompression; a page has at most four megabytes of bodies."""
LONGEST_PAUSE = 5.0
"""Seconds that a server may ask for and get without anyone being told."""
PAUSES = 3
ENCODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    "zstd": lambda body: zstandard.ZstdCompressor(level=1).compress(body),
    "gzip": lambda body: gzip.compress(body, compresslevel=4),
}
"""How bodies are compressed, the best first; what a server does not understand is not tried again."""
LONGEST_WAIT = 86_400.0
"""Seconds of peace that a server may ask for; more is a mistake."""

_READ_SIZE = 64 * 1024


class Http:
    """A session with one server. Used by one thread; `abort` may be called from any."""

    def __init__(self, server: str, *, cancelled: threading.Event | None = None) -> None:
        self._server = server.rstrip("/")
        self._cancelled = cancelled or threading.Event()
        self._session: requests.Session | None = None
        self._connections: weakref.WeakSet[Any] = weakref.WeakSet()
        self._encodings = list(ENCODINGS)
        self._ahead: _Ahead | None = None

    def send(self, request: Request, access: str | None) -> Answer:
        """The server's answer. Where it asks for a short pause, the same bytes are sent again after it.

        What a request says will be asked next is fetched while its answer is taken in.
        """
        answer = self._fetched(request) or self._carried(request, access)
        if request.then is not None and isinstance(answer, Response) and answer.status == 200:
            following = request.then(answer)
            if following is not None:
                following = replace(following, account=request.account)
                self._ahead = _Ahead(following, partial(self._once, following, access))
        return answer

    def _fetched(self, request: Request) -> Answer | None:
        """The answer to `request` if it was asked ahead and is a good one; anything else ahead is forgotten."""
        ahead, self._ahead = self._ahead, None
        if ahead is None:
            return None
        answer = ahead.answer()
        good = isinstance(answer, Response) and answer.status == 200
        return answer if good and ahead.request == request else None

    def _carried(self, request: Request, access: str | None) -> Answer:
        """The answer, and meanwhile what the request says may be done."""
        if request.meanwhile is None:
            return self._patiently(request, access)
        flight = _Ahead(request, partial(self._patiently, request, access))
        try:
            request.meanwhile()
        finally:
            answer = flight.answer()
        return answer

    def _patiently(self, request: Request, access: str | None) -> Answer:
        for _ in range(PAUSES):
            answer = self._once(request, access)
            while isinstance(answer, Response) and answer.status == 415 and self._encodings:
                self._encodings.pop(0)
                answer = self._once(request, access)
            pause = answer.retry_after if isinstance(answer, Response) else None
            if pause is None or pause > LONGEST_PAUSE or self._cancelled.wait(pause):
                return answer
        return self._once(request, access)

    def abort(self) -> None:
        """Break off what is under way; from any thread."""
        self._cancelled.set()
        for connection in list(self._connections):
            sock = connection.sock
            if sock is not None:
                try:
                    sock.shutdown(2)
                except OSError:
                    continue

    def close(self) -> None:
        """Let go of the connections."""
        if self._ahead is not None:
            self._ahead.answer()
            self._ahead = None
        if self._session is not None:
            self._session.close()
            self._session = None

    def _once(self, request: Request, access: str | None) -> Answer:
        import requests
        import urllib3

        if self._cancelled.is_set():
            return Lost("cancelled", cancelled=True)
        if self._session is None:
            self._session = _session(self._connections, self._cancelled)
        body, headers = (request.body, dict(request.headers)) if request.headers else self._packed(request)
        if access is not None:
            headers["Authorization"] = f"Bearer {access}"
        if request.account:
            headers["Tracker-Account"] = request.account
        try:
            with self._session.request(
                request.method,
                self._server + request.path,
                params=dict(request.query),
                data=body,
                headers=headers,
                timeout=(CONNECT_SECONDS, request.patience or STALL_SECONDS),
                allow_redirects=False,
                stream=True,
            ) as response:
                return _answer(response)
        except (
            requests.RequestException,
            urllib3.exceptions.HTTPError,
            OSError,
            _TooLarge,
            zstandard.ZstdError,
        ) as error:
            return Lost(str(error), cancelled=self._cancelled.is_set())

    def _packed(self, request: Request) -> tuple[bytes | None, dict[str, str]]:
        headers: dict[str, str] = {}
        body = request.body
        if body is None:
            return None, headers
        headers["Content-Type"] = "application/json"
        if len(body) < WORTH_COMPRESSING or not self._encodings:
            return body, headers
        encoding = self._encodings[0]
        packed = request.packed if encoding == "zstd" else None
        packed = packed or ENCODINGS[encoding](body)
        if len(body) > max(HARMLESS, Limits.unpack_ratio * len(packed)):  # it would look like an attack
            return body, headers
        headers["Content-Encoding"] = encoding
        return packed, headers


class _Ahead:
    """A request that is carried on a thread of its own, while the one that needs its answer does something else."""

    def __init__(self, request: Request, carry: Callable[[], Answer]) -> None:
        self.request = request
        self._carry = carry
        self._answer: Answer = Lost("the thread did not start")
        self._thread = threading.Thread(target=self._run, name="sync ahead", daemon=True)
        self._thread.start()

    def answer(self) -> Answer:
        """The answer, once it is there."""
        self._thread.join()
        return self._answer

    def _run(self) -> None:
        self._answer = self._carry()


class _TooLarge(Exception):
    """An answer is larger than any the protocol has."""


def _session(connections: weakref.WeakSet[Any], cancelled: threading.Event) -> requests.Session:
    """A session whose open connections are known, so that they can be broken off."""
    import requests
    from requests.adapters import HTTPAdapter

    session = requests.Session()
    session.auth = _unchanged
    session.headers.update(
        {
            "Accept": "application/json",
            "Accept-Encoding": "zstd, gzip",
            "Tracker-Protocol": str(PROTOCOL),
            "User-Agent": "Tracker",
        }
    )
    adapter = HTTPAdapter(pool_connections=1, pool_maxsize=1, max_retries=0)
    pools = dict(adapter.poolmanager.pool_classes_by_scheme)
    adapter.poolmanager.pool_classes_by_scheme = {
        scheme: _known(pool, connections, cancelled) for scheme, pool in pools.items()
    }
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session


def _unchanged(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """As it is: without a word about sign-ins, a name and password from ~/.netrc would replace the token."""
    return request


def _known(pool: type[Any], connections: weakref.WeakSet[Any], cancelled: threading.Event) -> type[Any]:
    """The pool class with connections that enter `connections` when they connect."""

    class Connection(pool.ConnectionCls):  # type: ignore[misc,name-defined]  # made at run time
        def connect(self) -> None:
            connections.add(self)
            super().connect()
            if cancelled.is_set():  # `abort` came while there was no socket to break off yet
                self.close()
                raise OSError("cancelled")

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})


def _answer(response: requests.Response) -> Response:
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    body = _read(response.raw, encoding)
    return Response(
        response.status_code,
        body,
        retry_after=_seconds(response.headers.get("Retry-After")),
        peace=_seconds(response.headers.get("Backoff")) or 0.0,
        date=_moment(response.headers.get("Date")),
    )


def _read(raw: Any, encoding: str) -> bytes:
    """The whole body, decompressed, and never more than `LARGEST_ANSWER` of it."""
    if encoding == "zstd":
        with zstandard.ZstdDecompressor().stream_reader(raw, read_size=_READ_SIZE) as reader:
            return _chunks(reader.read)
    return _chunks(lambda size: raw.read(size, decode_content=True))


def _chunks(read: Callable[[int], bytes]) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := read(_READ_SIZE):
        chunks.append(chunk)
        size += len(chunk)
        if size > LARGEST_ANSWER:
            raise _TooLarge
    return b"".join(chunks)


def _seconds(text: str | None) -> float | None:
    """`Retry-After` and `Backoff` in their two forms, as seconds from now."""
    if text is None:
        return None
    if text.strip().isdecimal():
        return min(float(text), LONGEST_WAIT)
    moment = _moment(text)
    return None if moment is None else min(max(0.0, moment / 1000 - time.time()), LONGEST_WAIT)


def _moment(text: str | None) -> int | None:
    """An HTTP date as ms since 1970 UTC."""
    try:
        return None if text is None else round(parsedate_to_datetime(text).timestamp() * 1000)
    except ValueError:
        return None
