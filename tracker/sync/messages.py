"""Requests and answers as plain values: the port between the sync cycle and whatever carries them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from urllib.parse import urlsplit

T = TypeVar("T")


@dataclass(frozen=True)
class Request:
    """One request.

    Attributes:
        signed: it is made in the account's name.
        headers: of its own; with them its bytes travel as they are.
        patience: seconds until the first byte of the answer, where it may take longer than usual.
        account: whose data it is about, so that a sign-in of somebody else is refused.
        then: tells from the answer what will be asked next; it may be fetched while the answer is taken in.
        packed: the body in zstd, where that is at hand.
        meanwhile: work that may be done while the answer is waited for, on the calling thread; doing it twice or never
            is no harm.
    """

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    signed: bool = True
    headers: Mapping[str, str] = field(default_factory=dict)
    patience: float | None = None
    account: str = ""
    then: Callable[[Response], Request | None] | None = None
    packed: bytes | None = field(default=None, compare=False, repr=False)
    meanwhile: Callable[[], None] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Response:
    """What the server said; `body` is decompressed.

    Attributes:
        retry_after: seconds that the server asks to be left alone before this is asked again.
        peace: seconds that it asks to be left alone although it answered.
        date: the server's clock, ms, where it told it.
    """

    status: int
    body: bytes = b""
    retry_after: float | None = None
    peace: float = 0.0
    date: int | None = None


@dataclass(frozen=True)
class Lost:
    """No answer came; whether the request arrived, nobody knows. `cancelled`: because nobody wants it any more."""

    reason: str
    cancelled: bool = False


Answer = Response | Lost
Exchange = Generator[Request, Answer, T]


class Transport(Protocol):
    """Carries requests to one server."""

    def send(self, request: Request, access: str | None) -> Answer:
        """The answer to `request`, made with the token `access`."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


def host(server: str | None) -> str:
    """The server's name for people."""
    return urlsplit(server or "").netloc or "the server"
