"""The list of an account's devices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.server.conftest import Clock, Phone, put
from tests.server.test_push import refused
from tracker.protocol.accounts import DeviceName, Tokens
from tracker.server import devices, tokens
from tracker.server.database import Database
from tracker.server.settings import Settings
from tracker.server.tokens import Caller


@pytest.fixture
def me(desktop: Phone) -> Caller:
    return Caller(desktop.account, desktop.dev, "")


def test_devices_are_listed_with_the_one_that_asks_marked(
    desktop: Phone, laptop: Phone, me: Caller, database: Database
) -> None:
    laptop.clock.now += 10
    laptop.push(put("a"))
    shown = devices.listed(database, me).devices
    assert [(device.id, device.name, device.current) for device in shown] == [
        ("d_laptop", "Ada's d_laptop", False),
        ("d_desktop", "Ada's d_desktop", True),
    ]
    assert shown[0].last_seen == laptop.clock.now


def test_a_removed_device_is_signed_out_at_once_and_may_come_back_to_its_numbers(
    desktop: Phone, laptop: Phone, me: Caller, database: Database, sign_in: Callable[..., Tokens], clock: Clock
) -> None:
    access = sign_in("d_laptop").access
    request = laptop.request(put("a"))
    answer = laptop.send(request)
    devices.remove(database, me, "d_laptop", clock.now)
    assert [device.id for device in devices.listed(database, me).devices] == ["d_desktop"]
    with refused("token"):
        tokens.authenticate(database, access, clock.now)
    with refused("not_found"):
        devices.remove(database, me, "d_laptop", clock.now)
    sign_in("d_laptop")
    assert len(devices.listed(database, me).devices) == 2
    assert laptop.send(request) == answer, "its frozen push is still answered once"


def test_another_persons_device_cannot_be_removed(
    me: Caller, phone: Callable[..., Phone], database: Database, clock: Clock
) -> None:
    phone("d_graces", "grace@example.org")
    with refused("not_found"):
        devices.remove(database, me, "d_graces", clock.now)


def test_there_is_a_most_of_devices(me: Caller, laptop: Phone, database: Database, clock: Clock) -> None:
    with refused("too_many_devices"):
        devices.admit(database, me.account, DeviceName(id="d_third"), clock.now, most=2)
    devices.admit(database, me.account, DeviceName(id="d_laptop", name="Known"), clock.now, most=2)
    devices.remove(database, me, "d_laptop", clock.now)
    devices.admit(database, me.account, DeviceName(id="d_third"), clock.now, most=2)
    assert {device.name for device in devices.listed(database, me).devices} == {"Ada's d_desktop", "d_third"}


def test_a_device_that_took_a_new_name_by_itself_keeps_its_place(
    desktop: Phone, me: Caller, database: Database, settings: Settings, sign_in: Callable[..., Tokens], clock: Clock
) -> None:
    given = sign_in("d_desktop")
    successor = Phone(database, desktop.account, desktop.epoch, "d_new", clock)
    request = successor.request(put("a"))
    desktop.send(request)
    caller = tokens.authenticate(database, given.access, clock.now)
    assert caller.device == "d_new"
    assert [(device.id, device.current) for device in devices.listed(database, caller).devices] == [("d_new", True)]
    assert tokens.refresh(database, settings, given.refresh, clock.now)
    assert successor.send(request) == successor.send(request)


def test_a_copy_of_a_copy_and_the_original_may_take_turns(desktop: Phone, me: Caller, database: Database) -> None:
    copy, third = (Phone(database, desktop.account, desktop.epoch, dev, desktop.clock) for dev in ("d_copy", "d_third"))
    desktop.send(copy.request(put("a")))
    copy.send(third.request(put("c")))
    assert b'"applied"' in third.send(desktop.request(put("b")))
    assert [device.id for device in devices.listed(database, me).devices] == ["d_desktop"]
