"""One page of the web, fetched because a person asked for it: never by itself, with limits, errors as sentences.

The only part of `formats` that speaks HTTP. What a page says is read elsewhere; sync has a transport of its own.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from tracker.errors import BadInput, KnownError, Offline
from tracker.formats.addresses import host

if TYPE_CHECKING:
    import requests

CONNECT_SECONDS, STALL_SECONDS = 5.0, 8.0
"""How long to wait for a connection, and for the next byte: a person waits, and so does a window that closes."""
LARGEST = 16 << 20
"""Bytes of a page, unpacked."""
REDIRECTS = 5
_PIECE = 64 * 1024
OFFLINE_HINT = "Check the connection and try again. Everything else works without one."


@dataclass(frozen=True)
class Page:
    """What was answered.

    Attributes:
        address: where it came from in the end.
        retry_after: the seconds that the server asks to wait, where it asks.
    """

    status: int
    body: bytes
    address: str
    encoding: str | None = None
    retry_after: float | None = None


class Web:
    """A session. Used by one thread; `break_off` may be called from any.

    Args:
        stopped: looked at between two pieces of a page; raises where the person stopped waiting.
    """

    def __init__(self, stopped: Callable[[], None] = lambda: None) -> None:
        self._stopped = stopped
        self._session: requests.Session | None = None
        self._sockets: WeakSet[Any] = WeakSet()

    def get(
        self, address: str, parameters: Mapping[str, str] | None = None, *, of: str = "", largest: int = LARGEST,
        stopped: Callable[[], None] | None = None,
    ) -> Page:  # fmt: skip
        """Fetch a page; any status is an answer.

        Args:
            address: http:// or https://.
            parameters: what is asked.
            of: how sentences call whoever is asked; its host where not given.
            largest: the most bytes that are taken.
            stopped: looked at instead of the session's own.

        Raises:
            BadInput: it is no address of the web.
            Offline: nobody answers there.
            KnownError: it redirects for ever, breaks off, or is too large.
        """
        import requests  # takes a third of a second, and most people never look anything up

        host = _host(address)
        name, check = of or host, stopped or self._stopped
        try:
            with self._opened().get(
                address, params=parameters, stream=True, timeout=(CONNECT_SECONDS, STALL_SECONDS)
            ) as answer:
                body = bytearray()
                for piece in answer.iter_content(_PIECE):
                    check()
                    body += piece
                    if len(body) > largest:
                        raise KnownError(
                            f"{name} answers with more than {largest >> 20} MB; that is not what was asked."
                        )
                return Page(answer.status_code, bytes(body), answer.url, answer.encoding, _seconds(answer))
        except requests.RequestException as error:
            check()  # it may have been broken off
            raise _said(error, name) from error

    def _opened(self) -> requests.Session:
        if self._session is None:
            import requests

            self._session = requests.Session()
            self._session.headers["User-Agent"] = user_agent()
            self._session.max_redirects = REDIRECTS
            for adapter in self._session.adapters.values():
                pools = dict(adapter.poolmanager.pool_classes_by_scheme)  # type: ignore[attr-defined]  # not in the stubs
                adapter.poolmanager.pool_classes_by_scheme = {  # type: ignore[attr-defined]  # as above
                    scheme: _known(pool, self._sockets) for scheme, pool in pools.items()
                }
        return self._session

    def break_off(self) -> None:
        """End what is under way; from any thread. Whoever waits hears it as a connection that was lost."""
        for sock in list(self._sockets):
            with suppress(OSError):  # it ended by itself
                sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of its connections."""
        if self._session is not None:
            self._session.close()


def _said(error: requests.RequestException, name: str) -> KnownError:
    """What went wrong, as a sentence."""
    import requests

    if isinstance(error, requests.TooManyRedirects):
        return KnownError(f"{name} sends from one address to the next without an end.")
    if isinstance(error, requests.exceptions.SSLError):
        return Offline(f"The certificate of {name} is not valid.", "Nothing was sent. Try again later.")
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return Offline(f"{name} cannot be reached.", OFFLINE_HINT)
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return Offline(f"The connection to {name} broke off.", OFFLINE_HINT)
    return KnownError(f"{name} does not answer as it should: {error}.")


def _known(pool: Any, sockets: WeakSet[Any]) -> Any:
    """A kind of connection pool whose sockets can be found; a connection lets go of its own before the answer ends."""

    class Connection(pool.ConnectionCls):  # type: ignore[misc]  # a class known when it runs
        def connect(self) -> None:
            super().connect()
            sockets.add(self.sock)

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})


def user_agent() -> str:
    """How Tracker introduces itself."""
    try:
        number = version("tracker")
    except PackageNotFoundError:
        number = "from source"
    return f"Tracker/{number} (desktop app; one look-up that its user asked for)"


def _host(address: str) -> str:
    found = host(address)
    if not found:
        raise BadInput(f"“{address[:200]}” is no address of the web.", "It begins with https://.")
    return found


def _seconds(answer: requests.Response) -> float | None:
    text = answer.headers.get("Retry-After", "")
    return float(text) if text.isascii() and text.isdecimal() else None
