"""What can be asked of the server: one table of routes, each with what it takes and gives."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from peewee import SQL

from tracker.protocol import blobs as blob_messages
from tracker.protocol.accounts import (
    AccountCreated,
    Credentials,
    Devices,
    Health,
    Refresh,
    Session,
    SignIn,
    Tokens,
)
from tracker.protocol.blobs import LENGTH, OFFSET, Missing, Received
from tracker.protocol.limits import PROTOCOL, Limits
from tracker.protocol.manifest import Digest, FoundRecords, ManifestPage, Wanted
from tracker.protocol.pull import PullResponse
from tracker.protocol.push import PushRequest, PushResponse
from tracker.protocol.records import MOMENT, Record
from tracker.protocol.wait import News
from tracker.server import accounts, blob_answers, blobs, devices, single, tokens, views
from tracker.server import manifest as manifests
from tracker.server.database import Database
from tracker.server.models import Secret
from tracker.server.pull import pull
from tracker.server.push import push
from tracker.server.rates import Meter
from tracker.server.refusals import Refusal
from tracker.server.settings import Settings
from tracker.server.tokens import Caller
from tracker.server.wait import news
from tracker.server.web import Octets, read_json


@dataclass(frozen=True)
class Service:
    """What every route works with."""

    database: Database
    settings: Settings


@dataclass(frozen=True)
class Asked:
    """A request once its body was unpacked and its sender is known; on public routes the caller is empty."""

    body: bytes
    headers: Mapping[str, str]
    query: Mapping[str, str]
    path: Mapping[str, str]
    caller: Caller
    now: int

    def number(self, name: str, default: int) -> int:
        """A whole number from the query."""
        text = self.query.get(name, "")
        if not text:
            return default
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOMENT))):
            raise Refusal("malformed", f"`{name}` must be a whole number.")
        return int(text)


def _health(service: Service, _: Asked) -> Health:
    start = time.perf_counter()
    with service.database.reading() as db:
        Secret.select(SQL("1")).limit(1).tuples().execute(db)
    taken = (time.perf_counter() - start) * 1000
    single = service.settings.single_user
    return Health(status="ok", database_ms=round(taken, 3), protocol=PROTOCOL, single_user=single)


def _register(service: Service, asked: Asked) -> AccountCreated:
    if service.settings.single_user:
        single.refuse_registration()
    return accounts.register(service.database, service.settings, read_json(asked.body, Credentials), asked.now)


def _sign_in(service: Service, asked: Asked) -> Tokens:
    enter = single.sign_in if service.settings.single_user else accounts.sign_in
    return enter(service.database, service.settings, read_json(asked.body, SignIn), asked.now)


def _refresh(service: Service, asked: Asked) -> Tokens:
    wanted = read_json(asked.body, Refresh)
    return tokens.refresh(service.database, service.settings, wanted.refresh, asked.now, wanted.device)


def _log_out(service: Service, asked: Asked) -> None:
    tokens.end(service.database, asked.caller)


def _session(service: Service, asked: Asked) -> Session:
    return accounts.session(service.database, service.settings, asked.caller, asked.now)


def _devices(service: Service, asked: Asked) -> Devices:
    return devices.listed(service.database, asked.caller)


def _remove_device(service: Service, asked: Asked) -> None:
    devices.remove(service.database, asked.caller, asked.path["device"], asked.now)


def _push(service: Service, asked: Asked) -> bytes:
    spoken = asked.headers.get("tracker-protocol", "")
    oldest = service.settings.oldest_protocol
    old = "This version of Tracker is too old to send changes here; update it. Receiving still works."
    refusal = Refusal("upgrade", old, {"minimum": oldest}) if spoken.isdecimal() and int(spoken) < oldest else None
    return push(
        service.database,
        asked.caller.account,
        asked.caller.device,
        asked.body,
        asked.now,
        sent_at=asked.number("now", 0) or None,
        seen=asked.query.get("seen", ""),
        family=asked.caller.family,
        refusal=refusal,
        limits=service.settings.limits,
    )


def _pull(service: Service, asked: Asked) -> object:
    limits = service.settings.limits
    return pull(
        service.database,
        asked.caller.account,
        asked.caller.device,
        asked.now,
        cursor=asked.query.get("cursor", ""),
        seen=asked.query.get("seen", ""),
        fresh=asked.query.get("fresh", "") == "1",
        limit=asked.number("limit", limits.page_records),
        limits=limits,
    )


def _blob_head(service: Service, asked: Asked) -> Octets:
    return blob_answers.head(service.database, asked.caller, asked.path["bid"])


def _blob_get(service: Service, asked: Asked) -> Octets:
    return blob_answers.get(service.database, asked.caller, asked.path["bid"], asked.headers.get("range", ""))


def _blob_patch(service: Service, asked: Asked) -> Received:
    offset, size = (blob_answers.count(asked.headers, name) for name in (OFFSET, LENGTH))
    return _take(service, asked, offset, size)


def _blob_put(service: Service, asked: Asked) -> Received:
    return _take(service, asked, 0, len(asked.body))


def _take(service: Service, asked: Asked, offset: int, size: int) -> Received:
    bid, limits = blob_answers.name(asked.path["bid"]), service.settings.limits
    return blobs.receive(
        service.database, asked.caller.account, bid, asked.body, asked.now, offset=offset, size=size, limits=limits
    )


def _blobs_missing(service: Service, asked: Asked) -> Missing:
    bids = read_json(asked.body, blob_messages.Asked).blobs
    return Missing(missing=blobs.missing(service.database, asked.caller.account, bids))


def _manifest(service: Service, asked: Asked) -> ManifestPage:
    after, limit = asked.query.get("after", ""), asked.number("limit", manifests.MOST_ROWS)
    return manifests.manifest(service.database, asked.caller.account, after=after, limit=limit)


def _digest(service: Service, asked: Asked) -> Digest:
    return manifests.digest(service.database, asked.caller.account)


def _records(service: Service, asked: Asked) -> FoundRecords:
    wanted = read_json(asked.body, Wanted).ids
    return manifests.records(service.database, asked.caller.account, wanted, service.settings.limits)


def _wait(service: Service, asked: Asked) -> News | None:
    return news(service.database, asked.caller.account, asked.query.get("cursor", ""), asked.query.get("seen", ""))


def _status(service: Service, asked: Asked) -> views.Status:
    return views.status(service.database, asked.caller)


def _listing(service: Service, asked: Asked) -> views.Listing:
    limits = service.settings.limits
    return views.listing(
        service.database,
        asked.caller,
        asked.path["collection"],
        after=asked.query.get("after", ""),
        limit=asked.number("limit", limits.page_records),
        limits=limits,
    )


def _one(service: Service, asked: Asked) -> Record:
    return views.one(service.database, asked.caller, asked.path["collection"], asked.path["id"])


def _write_many(service: Service, asked: Asked) -> views.Written:
    ops = read_json(asked.body, views.Writes).ops
    return _written(service, asked, ops)


def _write_one(service: Service, asked: Asked) -> views.Written:
    return _written(service, asked, [{**read_json(asked.body, dict[str, Any]), "id": asked.path["id"]}])


def _written(service: Service, asked: Asked, ops: list[dict[str, Any]]) -> views.Written:
    collection, limits = asked.path["collection"], service.settings.limits
    return views.write(service.database, asked.caller, collection, ops, asked.now, limits)


@dataclass(frozen=True)
class Route:
    """One way to ask.

    Attributes:
        handler: None from it is answered with 204.
        query: the names of its parameters.
        public: it needs no sign-in.
        room: how large its body may be.
        writes: what it does may be news for the account's other devices.
        waits: while there is nothing to answer, the device may wait for it, `t` seconds at most.
        meter: what it is counted by.
    """

    method: str
    path: str
    says: str
    handler: Callable[[Service, Asked], object]
    takes: Any = None
    gives: Any = None
    status: int = 200
    public: bool = False
    query: tuple[str, ...] = ()
    room: Callable[[Limits], int] = attrgetter("push_bytes")
    writes: bool = False
    waits: bool = False
    meter: Meter = "requests"


ROUTES = (
    Route(
        "GET", "/health", "Whether the server and its database answer", _health, gives=Health, public=True, meter="free"
    ),
    Route(
        "POST",
        "/v1/accounts",
        "Open an account",
        _register,
        Credentials,
        AccountCreated,
        201,
        public=True,
        meter="sign_in",
    ),
    Route("POST", "/v1/token", "Sign a device in", _sign_in, SignIn, Tokens, public=True, meter="sign_in"),
    Route(
        "POST",
        "/v1/token/refresh",
        "The next tokens; the refresh token before works until the new one was used",
        _refresh,
        Refresh,
        Tokens,
        public=True,
        meter="free",
    ),
    Route("POST", "/v1/logout", "Sign this device out", _log_out, status=204),
    Route("GET", "/v1/session", "Whose this is, where the log stands, what may be sent", _session, gives=Session),
    Route("GET", "/v1/devices", "The account's devices", _devices, gives=Devices),
    Route("DELETE", "/v1/devices/{device}", "Sign a device out and take it off the list", _remove_device, status=204),
    Route(
        "POST",
        "/v1/push",
        "Send a numbered bundle of changes",
        _push,
        PushRequest,
        PushResponse,
        query=("now", "seen"),
        writes=True,
    ),
    Route(
        "GET",
        "/v1/pull",
        "The next page of the log",
        _pull,
        gives=PullResponse,
        query=("cursor", "seen", "limit", "fresh"),
    ),
    Route("POST", "/v1/blobs/missing", "Which blobs are to be sent", _blobs_missing, blob_messages.Asked, Missing),
    Route(
        "HEAD",
        "/v1/blobs/{bid}",
        "How much of a blob is there: 206 with Upload-Offset, or all of it",
        _blob_head,
        meter="bytes",
    ),
    Route("GET", "/v1/blobs/{bid}", "The bytes of a blob, or a Range of them", _blob_get, meter="bytes"),
    Route(
        "PATCH",
        "/v1/blobs/{bid}",
        "The next bytes of a blob of Upload-Length bytes, from Upload-Offset on",
        _blob_patch,
        gives=Received,
        room=attrgetter("blob_chunk_bytes"),
        meter="bytes",
    ),
    Route(
        "PUT",
        "/v1/blobs/{bid}",
        "A small blob whole",
        _blob_put,
        gives=Received,
        room=attrgetter("blob_chunk_bytes"),
        meter="bytes",
    ),
    Route(
        "GET",
        "/v1/manifest",
        "Every record without its body, by collection and id",
        _manifest,
        gives=ManifestPage,
        query=("after", "limit"),
    ),
    Route("GET", "/v1/digest", "What each collection comes to", _digest, gives=Digest),
    Route("POST", "/v1/records", "Records by collection and id", _records, Wanted, FoundRecords),
    Route(
        "GET",
        "/v1/wait",
        "Wait until the log is beyond the cursor, or 204 after `t` seconds",
        _wait,
        gives=News,
        query=("cursor", "seen", "t"),
        waits=True,
        meter="waits",
    ),
    Route("GET", "/api/sync/status", "How much there is", _status, gives=views.Status),
    Route(
        "GET",
        "/api/sync/{collection}",
        "A collection's live records by id",
        _listing,
        gives=views.Listing,
        query=("after", "limit"),
    ),
    Route("GET", "/api/sync/{collection}/{id}", "One record", _one, gives=Record),
    Route(
        "POST",
        "/api/sync/{collection}",
        "Change several records",
        _write_many,
        views.Writes,
        views.Written,
        writes=True,
    ),
    Route(
        "POST",
        "/api/sync/{collection}/{id}",
        "Change one record",
        _write_one,
        dict[str, Any],
        views.Written,
        writes=True,
    ),
)
