"""Accounts, tokens, sessions and devices."""

from __future__ import annotations

import msgspec

from tracker.protocol.limits import Limits
from tracker.protocol.records import DeviceId

ONE_PERSON = "one-person@localhost"
"""The name of the only account of a server for one person; signing in to it needs no password."""


class Credentials(msgspec.Struct, kw_only=True):
    """Body of `POST /v1/accounts`."""

    email: str
    password: str


class AccountCreated(msgspec.Struct, kw_only=True):
    """Answer to `POST /v1/accounts`."""

    account: str
    email: str


class DeviceName(msgspec.Struct, kw_only=True):
    """The device that signs in: its identifier, made by itself, and what its owner calls it."""

    id: DeviceId
    name: str = ""


class SignIn(msgspec.Struct, kw_only=True):
    """Body of `POST /v1/token`."""

    email: str
    password: str
    device: DeviceName


class Refresh(msgspec.Struct, kw_only=True):
    """Body of `POST /v1/token/refresh`; `device` is who asks.

    Where the sign-in went along with a copy of that device, which took another name, the device gets one of its own.
    """

    refresh: str
    device: DeviceId | None = None


class Tokens(msgspec.Struct, kw_only=True):
    """Answer to both: `access` is sent as a bearer token until `expires` (server time, ms)."""

    access: str
    refresh: str
    account: str
    expires: int


class Session(msgspec.Struct, kw_only=True):
    """Answer to `GET /v1/session`.

    Attributes:
        device: the device these tokens belong to.
        push_no: the number of this device's last push that the server knows of.
        now: the server's clock, ms.
        protocol: the newest protocol the server speaks.
    """

    account: str
    email: str
    device: str
    epoch: str
    head: int
    push_no: int
    now: int
    protocol: int
    limits: Limits


class Health(msgspec.Struct, kw_only=True):
    """Answer to `GET /health`: how long the database took to answer, in ms, and the protocol spoken.

    `single_user`: the server is for one person, who signs in without e-mail and password.
    """

    status: str
    database_ms: float
    protocol: int
    single_user: bool = False


class Device(msgspec.Struct, kw_only=True):
    """One device of the account; `current` is the one that asks, `last_seen` is server time, ms."""

    id: str
    name: str
    last_seen: int
    current: bool


class Devices(msgspec.Struct, kw_only=True):
    """Answer to `GET /v1/devices`."""

    devices: list[Device]
