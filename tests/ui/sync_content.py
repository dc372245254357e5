"""A profile in the midst of syncing: two conflicts, some changes that wait, one that the server does not take.

It comes about as it would for a person: three devices, real edits, real syncs with the server's own handlers.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tests.sync.world import Device, Server, offline
from tests.ui import desk_content
from tests.ui.desk_content import NOW, TODAY, ZONE, at
from tracker.operations import measurements, workouts
from tracker.operations.measurements import Reading
from tracker.store.ids import new_item_id
from tracker.sync import ledger

MINUTE = 60_000
HOUR = 60 * MINUTE
SALAD, CHILI = "Chicken and lentil salad", "Beef chili"


def fill(profile: Path, folder: Path) -> None:
    """Make the profile `profile`; the server and the other devices live in `folder` meanwhile."""
    folder.mkdir(parents=True)
    server = Server(folder)
    desktop = _device(server, profile, "Desktop", at(date(2026, 10, 1)))
    laptop = _device(server, folder / "laptop", "Laptop", at(date(2026, 10, 2)))
    old = _device(server, folder / "old", "Old desktop", NOW - 41 * 24 * HOUR)
    try:
        desk_content.fill(desktop.store)
        _before(server, desktop, laptop)
        _disagree(server, desktop, laptop)
        _wait(server, desktop)
        ledger.set_meta(desktop.store, server="https://home.example.org", email="you@example.org")
        for table, column in (("sync_event", "sentence"), ("device_setting", "value")):
            desktop.store.database.execute_sql(
                f"UPDATE {table} SET {column} = replace({column}, 'localhost:8080', 'home.example.org')"
            )
        desktop.store.database.execute_sql("DELETE FROM undo_step")
        desktop.clock.instant = NOW
    finally:
        for one in (desktop, laptop, old):
            one.close()
        server.close()


def _called(name: str) -> AbstractContextManager[Any]:
    return patch("tracker.sync.account.platform.node", lambda: name)


def _device(server: Server, profile: Path, name: str, now: int) -> Device:
    server.now = now
    with _called(name):
        made = Device(server, profile, signed_in=False)
        made.clock.instant, made.clock.zone_name = now, ZONE
        made.sign_in(keep="file")
        made.sync()
    return made


def _sync(server: Server, device: Device, now: int) -> None:
    server.now = device.clock.instant = now
    device.sync()


def _at(device: Device, id: str, now: int) -> None:
    """Date the last edit of a record: the database does it by the computer's own clock."""
    device.store.database.execute_sql("UPDATE sync_rec SET changed_at = ? WHERE id = ?", (now, id))


def _record(device: Device, collection: str, name: str) -> str:
    field = "name" if collection == "recipe" else "title"
    return next(id for id, body in device.all(collection).items() if body[field] == name)


def _before(server: Server, desktop: Device, laptop: Device) -> None:
    """What both agree on: the recipes as they were before the edits."""
    salad = _record(desktop, "recipe", SALAD)
    body = desktop.get("recipe", salad)
    assert body is not None
    items = {one["name"]: one for one in body["ingredients"]}
    items["chicken breast"] |= {"amount": 500_000, "mass": 500_000}
    items["olive oil"] |= {"amount": 3000, "unit": "tbsp", "mass": 40_500}
    del items["cherry tomatoes"], items["parsley"]
    desktop.put("recipe", salad, {**body, "minutes": 30, "ingredients": list(items.values())})
    _sync(server, desktop, NOW - 50 * HOUR)
    _sync(server, laptop, NOW - 49 * HOUR)


def _with(body: dict[str, Any], name: str, **changed: Any) -> list[dict[str, Any]]:
    return [one | changed if one["name"] == name else one for one in body["ingredients"]]


def _disagree(server: Server, desktop: Device, laptop: Device) -> None:
    """Both edit the salad; the chili is deleted here and edited there."""
    salad, chili = (_record(desktop, "recipe", name) for name in (SALAD, CHILI))
    laptop.edit("recipe", chili, minutes=45, notes="More cumin")
    _at(laptop, chili, NOW - 65 * MINUTE)
    there = laptop.get("recipe", salad)
    assert there is not None
    there["ingredients"] = _with(there, "chicken breast", amount=450_000, mass=450_000)
    there["ingredients"] = _with(there, "olive oil", amount=2000, mass=27_000)
    laptop.put("recipe", salad, {**there, "name": "Chicken & lentil salad", "minutes": 25, "notes": "Add feta"})
    _at(laptop, salad, NOW - 18 * MINUTE)
    desktop.delete("recipe", chili)
    _at(desktop, chili, NOW - HOUR)
    here = desktop.get("recipe", salad)
    assert here is not None
    here["ingredients"] = _with(here, "chicken breast", amount=600_000, mass=600_000)
    tomatoes = {"amount": 200_000, "unit": "g", "mass": 200_000, "food": "tracker:tomato"}
    here["ingredients"].append({"_id": new_item_id(), "_ord": "z", "name": "cherry tomatoes", **tomatoes})
    desktop.put("recipe", salad, {**here, "minutes": 25, "notes": "Less salt next time"})
    _at(desktop, salad, NOW - 5 * MINUTE)
    _sync(server, laptop, NOW - 17 * MINUTE)
    desktop.wire.before = offline
    _sync(server, desktop, NOW - 15 * MINUTE)
    desktop.wire.before = lambda _: None
    _sync(server, desktop, NOW - 4 * MINUTE)


def _wait(server: Server, desktop: Device) -> None:
    """A workout that is too large to send, then what was changed since the last sync."""
    run = _record(desktop, "workout", "Easy run")
    desktop.edit("workout", run, notes="Very long notes. " * 20_000)
    _at(desktop, run, NOW - 48 * HOUR)
    _sync(server, desktop, NOW - 2 * MINUTE)
    draft = workouts.Draft("Long ride, hills", "cycling", "completed", at(TODAY, 9), 3 * HOUR, 812_000, 9_000)
    _at(desktop, workouts.add(desktop.store, draft).ids[0], NOW - 7 * MINUTE)
    weight = measurements.add(desktop.store, Reading("weight", "81.4", "kg", at(TODAY, 7), TODAY.isoformat()))
    _at(desktop, weight.ids[0], NOW - 6 * MINUTE)
    yesterday = (TODAY - timedelta(days=1)).isoformat()
    dinner = next(
        id for id, one in desktop.all("meal_plan_entry").items() if one["day"] == yesterday and one["slot"] == "dinner"
    )
    desktop.edit("meal_plan_entry", dinner, note="half of it")
    _at(desktop, dinner, NOW - 20_000)
