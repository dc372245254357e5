"""How often one may ask: token buckets in memory, by device, and for signing in by network address.

They slow down and lock nobody out: whoever waits for as long as `Retry-After` says is let in. Renewing a sign-in is
not counted, so a device in a hurry never loses its own.
"""

from __future__ import annotations

import ipaddress
import math
import threading
from collections.abc import Callable
from typing import Literal

from tracker.protocol.limits import Limits
from tracker.server.refusals import Refusal
from tracker.server.settings import MINUTE
from tracker.server.tokens import Caller

Meter = Literal["requests", "bytes", "waits", "sign_in", "free"]
"""What a request is counted by."""

BURST = 2
"""How many minutes' worth may be asked for at once."""
HOUSEHOLD = 5
"""How many people may sign in from behind one address."""
FORGET_AT = 10_000


class Buckets:
    """One bucket per key, which fills by `per_minute` and holds twice that; 0 is without limit."""

    def __init__(self, per_minute: float) -> None:
        self._per_ms = per_minute / MINUTE
        self.size = per_minute * BURST
        self._levels: dict[object, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def take(self, key: object, now: int, cost: float = 1.0) -> float:
        """Take from a bucket that is not empty, however much; returns 0, or how many seconds to wait for that.

        What costs more than is there leaves a debt, which the next one waits for.
        """
        if not self.size:
            return 0.0
        with self._lock:
            level = self._level(key, now)
            enough = level >= min(1.0, cost)
            self._levels[key] = (level - cost if enough else level, now)
            if len(self._levels) > FORGET_AT:
                self._forget(now)
        return 0.0 if enough else (1.0 - level) / self._per_ms / 1000

    def give_back(self, key: object, now: int, cost: float = 1.0) -> None:
        """Put back what turned out not to count; a negative cost takes it after all."""
        if self.size:
            with self._lock:
                self._levels[key] = (min(self.size, self._level(key, now) + cost), now)

    def until(self, key: object, now: int, share: float) -> float:
        """Seconds until this share of the bucket is full again."""
        if not self.size:
            return 0.0
        with self._lock:
            return max(0.0, self.size * share - self._level(key, now)) / self._per_ms / 1000

    def _level(self, key: object, now: int) -> float:
        level, since = self._levels.get(key, (self.size, now))
        return min(self.size, level + max(0, now - since) * self._per_ms)

    def _forget(self, now: int) -> None:
        self._levels = {
            key: (level, since)
            for key, (level, since) in self._levels.items()
            if level + (now - since) * self._per_ms < self.size
        }


class Limiter:
    """The buckets of one server."""

    def __init__(self, limits: Limits) -> None:
        self._requests = Buckets(limits.requests_per_minute)
        self._waits = Buckets(limits.requests_per_minute)
        self._first_sync = Buckets(limits.first_sync_per_minute)
        self._bytes = Buckets(limits.blob_bytes_per_minute)
        self._sign_ins = Buckets(limits.sign_ins_per_minute)
        self._addresses = Buckets(limits.sign_ins_per_minute * HOUSEHOLD)

    def admit(self, caller: Caller, meter: Meter, now: int, *, size: int, is_new: Callable[[], bool]) -> float:
        """Count a request of a device; returns the seconds for which it had better leave the server alone, mostly 0.

        Args:
            caller: who asks.
            meter: what it is counted by.
            now: the server's clock, ms.
            size: bytes of its body.
            is_new: whether the device is in its first sync, which has a larger bucket of its own.

        Raises:
            Refusal: `too_many_requests`.
        """
        key = (caller.account, caller.device)
        if meter == "bytes":
            _refuse_for(self._bytes.take(key, now, max(1, size)))
        elif meter == "waits":
            _refuse_for(self._waits.take(key, now))
        elif meter == "requests":
            wait = self._requests.take(key, now)
            if wait and is_new():
                wait = self._first_sync.take(key, now)
            _refuse_for(wait)
            if self._requests.until(key, now, 1 / 10) and not is_new():
                return self._requests.until(key, now, 1 / 4)
        return 0.0

    def sent(self, caller: Caller, size: int, now: int) -> None:
        """Count the bytes of an answer."""
        self._bytes.give_back((caller.account, caller.device), now, -size)

    def sign_in(self, address: str, email: str, now: int) -> None:
        """Count an attempt to sign in, or to open an account.

        Attempts on one e-mail address are counted for each network address alone: nobody elsewhere can keep its
        owner out.

        Raises:
            Refusal: `too_many_requests`.
        """
        network = _network(address)
        wait = self._addresses.take(network, now) or self._sign_ins.take((network, email), now)
        _refuse_for(wait, "Too many attempts to sign in.")

    def signed_in(self, address: str, email: str, now: int) -> None:
        """That attempt was the right one and does not count."""
        network = _network(address)
        self._addresses.give_back(network, now)
        self._sign_ins.give_back((network, email), now)


def _refuse_for(wait: float, why: str = "Too many requests at once.") -> None:
    if wait:
        seconds = math.ceil(wait)
        raise Refusal("too_many_requests", f"{why} Try again in {_seconds(seconds)}.", {"seconds": seconds})


def _seconds(number: int) -> str:
    return "a second" if number == 1 else f"{number} seconds"


def _network(address: str) -> str:
    """Who has an address of version 6 has 2⁶⁴ of them."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
