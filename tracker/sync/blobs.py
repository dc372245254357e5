"""Blobs on their way, as generators of requests: sent before the record that names them, fetched when they are wanted.

A record whose blobs are not on the server yet waits while the others go. An upload or download that was interrupted
goes on where it was. Which blobs are wanted here, and when, is in `recordings`.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

import msgspec

from tracker.errors import BadFile, NotFound
from tracker.protocol.blobs import ASKED_AT_ONCE, LENGTH, OFFSET, Asked, Missing, MissingBlob, Received
from tracker.protocol.errors import ErrorBody
from tracker.protocol.limits import KIB
from tracker.store import blobs
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.fetched import Incoming
from tracker.sync import events, outbox
from tracker.sync.answers import Answers, Stop
from tracker.sync.backoff import Backoff
from tracker.sync.ledger import Entry, load
from tracker.sync.messages import Exchange, Request, Response
from tracker.sync.report import Progress

PIECE = 512 * KIB
"""Bytes of a request: what a slow line carries before it is given up, and what every proxy lets through."""
RECORDS_AT_ONCE = 200
"""Records whose blobs are sent before the records go, so that a first sync shows up elsewhere bit by bit."""
TURNS = 3
"""How often an upload that does not fit begins anew within one sync."""
MISSING, LACKING, DAMAGED, FULL, REFUSED = (
    "missing_blobs", "samples_lacking", "samples_damaged", "samples_quota", "samples_refused",
)  # fmt: skip
"""Why a record waits for its blobs: the server said so, they are not here, damaged, too much, or unwanted there."""
REST = "sync_samples_rest"
OCTETS = {"Content-Type": "application/octet-stream"}

Report = Callable[[Progress], None]
Record = tuple[str, str]

_read_missing = msgspec.json.Decoder(Missing).decode
_read_received = msgspec.json.Decoder(Received).decode


@dataclass(frozen=True)
class _Waiting:
    stamp: int
    blobs: tuple[str, ...]


@dataclass(frozen=True)
class _No:
    """Why a blob cannot be sent."""

    code: str
    detail: str = ""


class Uploads:
    """The blobs that the records of one sync need on the server before they can go.

    Records that waited for their blobs get another try with each sync.

    Args:
        store: the profile's data.
        answers: judges what the server says.
        report: hears how far it is.
    """

    def __init__(self, store: Store, answers: Answers, report: Report) -> None:
        self._store = store
        self._answers = answers
        self._report = report
        self._there: set[str] = set()
        self._waiting: dict[Record, _Waiting] = {}
        reasons = (MISSING, LACKING, DAMAGED, FULL, REFUSED)
        waited = "FROM sync_reject WHERE code IN (?, ?, ?, ?, ?)"
        self._doubtful = {(c, id) for c, id in store.rows(f"SELECT c, id {waited}", reasons)}
        if self._doubtful:
            store.database.execute_sql(f"DELETE {waited}", reasons)

    def ready(self, collection: str, record: str, entry: Entry, named: Sequence[str]) -> bool:
        """Whether the server has what a record names; where it may not, the record is noted for `send`."""
        if not named:
            return True
        needed = dict.fromkeys(named)
        if (collection, record) not in self._doubtful:  # else the server said that it lacks even what it once had
            for bid in BY_NAME[collection].blobs_of(load(entry.base)):
                needed.pop(bid, None)
        if needed.keys() <= self._there:
            return True
        self._waiting[collection, record] = _Waiting(entry.stamp, tuple(needed))
        return False

    def send(self) -> Exchange[bool]:
        """Send what the first of the noted records need; returns whether there were any.

        A server that wants no samples for now, since many came, is left alone with them for a while. Everything else
        goes on: they have a pace of their own.

        Raises:
            Stop: the server cannot be reached.
        """
        if not self._waiting or _rest(self._store)[0] > self._store.now():
            return False
        try:
            sent = yield from self._send()
        except Stop as stop:
            if stop.state != "busy":
                raise
            _rest_for(self._store, stop.retry_after or 0.0)
            return False
        hurry(self._store)
        return sent

    def _send(self) -> Exchange[bool]:
        some = dict(islice(self._waiting.items(), RECORDS_AT_ONCE))
        for key in some:
            del self._waiting[key]
        wanted = dict.fromkeys(bid for one in some.values() for bid in one.blobs if bid not in self._there)
        missing = yield from self._missing(list(wanted))
        why: dict[str, _No] = {}
        for number, blob in enumerate(missing, 1):
            self._report(Progress("sending samples", number, len(missing)))
            refused = yield from self._upload(blob)
            if refused is None:
                self._there.add(blob.blob)
            else:
                why[blob.blob] = refused
        with self._store.database.atomic():
            for (collection, record), one in some.items():
                reasons = [why[bid] for bid in one.blobs if bid in why]
                if reasons:
                    outbox.reject(self._store, collection, record, one.stamp, reasons[0].code, reasons[0].detail)
        return bool(some)

    def _missing(self, wanted: Sequence[str]) -> Exchange[list[MissingBlob]]:
        """Those of the blobs that the server lacks, and where to go on with each."""
        missing: list[MissingBlob] = []
        for start in range(0, len(wanted), ASKED_AT_ONCE):
            asked = wanted[start : start + ASKED_AT_ONCE]
            answer = yield Request("POST", "/v1/blobs/missing", body=msgspec.json.encode(Asked(blobs=list(asked))))
            lacking = self._answers.read(_read_missing, self._answers.taken(answer)).missing
            self._there.update(set(asked) - {one.blob for one in lacking})
            missing += lacking
        return missing

    def _upload(self, blob: MissingBlob) -> Exchange[_No | None]:
        """Send a blob from where it was left; returns why it cannot be sent, None where it was."""
        try:
            data = blobs.read(self._store.profile / "blobs", blob.blob)
        except NotFound:
            return _No(LACKING)
        except BadFile:
            return _No(DAMAGED)
        offset, turns = blob.offset, 0
        while offset < len(data):
            before = offset
            headers = {**OCTETS, OFFSET: str(offset), LENGTH: str(len(data))}
            piece = data[offset : offset + PIECE]
            answer = yield Request("PATCH", f"/v1/blobs/{blob.blob}", body=piece, headers=headers)
            if isinstance(answer, Response) and answer.status in (400, 409, 413, 422):
                refusal = self._refusal(answer)
                turns += 1
                if refusal.error not in ("offset", "wrong_hash") or turns > TURNS:
                    return _No(FULL if refusal.error == "quota" else REFUSED, refusal.sentence)
                offset = _offset(refusal, len(data))
                continue
            offset = self._answers.read(_read_received, self._answers.taken(answer)).offset
            if not before < offset <= len(data):
                raise self._answers.strange()
        return None

    def _refusal(self, answer: Response) -> ErrorBody:
        try:
            return msgspec.json.decode(answer.body, type=ErrorBody)
        except msgspec.MsgspecError:  # a proxy's own page
            return ErrorBody(error="", sentence=f"{self._answers.host} does not take its recorded samples.")


def hurry(store: Store) -> None:
    """It worked, or the person asks: the server is asked to take samples again."""
    if events.recall(store, REST) is not None:
        events.remember(store, REST, None)


def _rest(store: Store) -> tuple[int, int]:
    """The instant until which the server is left alone with samples, UTC ms, and how often in a row it said so."""
    until, failures = events.recall(store, REST) or (0, 0)
    return int(until), int(failures)


def _rest_for(store: Store, at_least: float) -> None:
    pace = Backoff(random.Random(secrets.token_bytes(8)))
    pace.failures = _rest(store)[1]
    seconds = max(pace.pause(), at_least)
    with store.database.atomic():
        events.remember(store, REST, (store.now() + round(1000 * seconds), pace.failures))
        events.note(store, "busy", "The server asks for patience with recorded samples; they are sent later.")


def _offset(refusal: ErrorBody, size: int) -> int:
    """Where the server wants to go on; the start where it does not say so."""
    told = refusal.detail.get("offset")
    return told if type(told) is int and 0 <= told < size else 0


@dataclass(frozen=True)
class Fetched:
    """What a download brought: how many blobs, and those that the server has not either."""

    count: int
    lost: tuple[str, ...] = ()


def fetch(store: Store, answers: Answers, wanted: Iterable[str], report: Report) -> Exchange[Fetched]:
    """Download blobs one by one. What is here already is left alone; what the server has not is left out.

    Raises:
        Stop: the server cannot be reached, or gives nothing now; what came stays.
        BadFile: what came is not what its name says, twice.
        KnownError: the disk is full or refuses it otherwise; nothing half written is left.
    """
    folder = store.profile / "blobs"
    missing = [bid for bid in dict.fromkeys(wanted) if not blobs.exists(folder, bid)]
    count, lost = 0, []
    for number, bid in enumerate(missing, 1):
        report(Progress("fetching samples", number, len(missing)))
        coming = Incoming(folder, bid)
        is_there = yield from _download(answers, coming, bid)
        if is_there and not coming.finish():
            is_there = yield from _download(answers, coming, bid)
            if is_there and not coming.finish():
                raise BadFile(f"{answers.host} sent damaged samples.", "Try again; its database may need a check.")
        count += is_there
        if not is_there:
            lost.append(bid)
    return Fetched(count, tuple(lost))


def _download(answers: Answers, coming: Incoming, bid: str) -> Exchange[bool]:
    """Take in the rest of a blob; returns whether the server has it, or it is here by another download."""
    while not coming.is_here():
        headers = {"Range": f"bytes={coming.size}-{coming.size + PIECE - 1}", "Accept-Encoding": "identity"}
        answer = yield Request("GET", f"/v1/blobs/{bid}", headers=headers)
        status = answer.status if isinstance(answer, Response) else 0
        if status == 404:
            coming.discard()
            return False
        if status == 416:
            return True
        if isinstance(answer, Response) and status == 206:
            if coming.add(answer.body) and len(answer.body) < PIECE:
                return True
            continue
        data = answers.taken(answer)
        coming.discard()
        if coming.add(data):
            return True
    return True
