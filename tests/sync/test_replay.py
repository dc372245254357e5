"""What a version of Tracker cannot read is kept, survives its edits, and is read by the version that can."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import msgspec
import pytest

from tests.sync.test_cycle import CHILI, SALAD, agree, both_have
from tests.sync.world import EMAIL, PASSWORD, Device, Server, ingredient, recipe
from tracker.protocol.accounts import DeviceName, SignIn
from tracker.protocol.limits import Limits
from tracker.server import accounts
from tracker.store import collections
from tracker.store.collections import BY_NAME, Collection
from tracker.sync import counts, newer, replay, views
from tracker.sync.fits import unfit
from tracker.sync.messages import Request, Response


def elsewhere(server: Server, collection: str, id: str, body: dict[str, Any], base: int = 0) -> None:
    """A device with a later version of Tracker writes a record."""
    asked = SignIn(email=EMAIL, password=PASSWORD, device=DeviceName(id="d_later"))
    access = accounts.sign_in(server.database, server.settings, asked, server.now).access
    op = msgspec.json.encode({"base": base, "body": body, "s": 9})
    answer = server.answer(Request("POST", f"/api/sync/{collection}/{id}", body=op), access)
    assert isinstance(answer, Response)
    assert b'"applied"' in answer.body


@contextmanager
def as_before(monkeypatch: pytest.MonkeyPatch, *unknown: str, without: tuple[str, str] | None = None) -> Iterator[None]:
    """An earlier version: some collections, or a field of one, are not known yet."""
    known = {name: one for name, one in BY_NAME.items() if name not in unknown}
    if without is not None:
        name, field = without
        fields = tuple(one for one in known[name].fields if one.name != field)
        known[name] = replace(known[name], fields=fields)
    with monkeypatch.context() as patched:
        for module in ("pull", "outbox", "recovery", "mass_delete", "verify", "replay", "conflicts", "status"):
            if hasattr(__import__(f"tracker.sync.{module}", fromlist=["x"]), "BY_NAME"):
                patched.setattr(f"tracker.sync.{module}.BY_NAME", MappingProxyType(known))
        for module in ("verify", "replay"):
            patched.setattr(f"tracker.sync.{module}.COLLECTIONS", tuple(known.values()))
        views._names.cache_clear()
        replay._known.cache_clear()
        yield
    replay._known.cache_clear()


def test_records_of_a_kind_that_was_not_known_are_read_after_the_upgrade(
    desktop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(server, "recipe", SALAD, recipe(ingredients=[ingredient("i1")]))
    elsewhere(server, "recipe", CHILI, {"name": 5})
    with as_before(monkeypatch, "recipe"):
        assert desktop.sync().state == "ok"
        assert desktop.all("recipe") == {}
        assert "recipe" in str(desktop.store.rows("SELECT c FROM sync_opaque"))
        desktop.sync()
    report = desktop.sync()
    assert report.state == "ok"
    assert report.changes.tables == {"recipe"}
    assert desktop.all("recipe") == {SALAD: recipe(ingredients=[ingredient("i1")])}
    assert desktop.store.rows("SELECT id FROM sync_opaque") == [(CHILI,)]
    assert counts.waiting(desktop.store) == 0
    desktop.edit("recipe", SALAD, name="New")
    assert desktop.sync().sent == 1


def test_a_field_that_was_not_known_gets_its_column_after_the_upgrade(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(server, "recipe", SALAD, recipe(cuisine="French"))
    with as_before(monkeypatch, without=("recipe", "cuisine")):
        desktop.sync()
        desktop.edit("recipe", SALAD, minutes=7)
        desktop.sync()
        assert desktop.store.rows("SELECT cuisine FROM recipe") == [("",)]
        assert server.bodies("recipe") == {SALAD: recipe(cuisine="French", minutes=7)}
    assert desktop.sync().state == "ok"
    assert desktop.get("recipe", SALAD) == recipe(cuisine="French", minutes=7)
    assert desktop.entry("recipe", SALAD).extras == "{}"
    laptop.sync()
    agree(server, desktop, laptop)


def test_what_was_typed_into_the_new_column_meanwhile_goes_before(
    desktop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere(server, "recipe", SALAD, recipe(cuisine="French"))
    with as_before(monkeypatch, without=("recipe", "cuisine")):
        desktop.sync()
    desktop.edit("recipe", SALAD, cuisine="Thai")
    desktop.sync()
    assert desktop.get("recipe", SALAD) == recipe(cuisine="Thai")
    agree(server, desktop)


def test_a_value_of_another_form_is_kept_beside_the_record_and_survives_edits(
    desktop: Device, laptop: Device, server: Server
) -> None:
    body = recipe(minutes="about half an hour", tags={"quick": 1}, ingredients=[{**ingredient("i1"), "amount": "some"}])
    elsewhere(server, "recipe", SALAD, body)
    report = desktop.sync()
    assert report.state == "ok"
    plain = recipe(minutes=None, ingredients=[{**ingredient("i1"), "amount": None}])
    assert desktop.get("recipe", SALAD) == plain
    assert desktop.sync(verifies="now").sentence.startswith("Everything agrees")
    desktop.edit("recipe", SALAD, name="New")
    desktop.sync()
    assert server.bodies("recipe") == {SALAD: {**body, "name": "New"}}
    assert dict(newer.unread(desktop.store)[0].values)["Cooking time"] == "about half an hour"
    desktop.edit("recipe", SALAD, minutes=30)
    desktop.sync()
    assert "Cooking time" not in dict(newer.unread(desktop.store)[0].values), "what was typed since stands in its place"
    assert server.bodies("recipe") == {SALAD: {**body, "name": "New", "minutes": 30}}
    laptop.sync()
    assert counts.waiting(laptop.store) == 0


def test_a_value_of_another_form_merges_with_an_edit_of_another_field(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe())
    desktop.sync()
    elsewhere(server, "recipe", SALAD, recipe(minutes="long"), base=1)
    desktop.edit("recipe", SALAD, name="Mine")
    report = desktop.sync()
    assert (report.conflicts, report.sent) == (0, 1)
    assert server.bodies("recipe") == {SALAD: recipe("Mine", minutes="long")}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", 5),
        ("name", None),
        ("servings", "two"),
        ("servings", True),
        ("servings", None),
        ("ingredients", [{"_id": 1}]),
    ],
)
def test_a_record_that_needs_the_value_waits_whole(desktop: Device, server: Server, field: str, value: Any) -> None:
    elsewhere(server, "recipe", SALAD, recipe(**{field: value}))
    desktop.sync()
    assert desktop.get("recipe", SALAD) is None
    assert desktop.store.rows("SELECT s, dev FROM sync_opaque") == [(9, "d_later")]


def test_what_was_refused_is_tried_again_after_an_upgrade(
    desktop: Device, laptop: Device, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_have(desktop, laptop)
    settings = server.settings
    server.settings = replace(settings, limits=Limits(record_bytes=10))
    desktop.edit("recipe", SALAD, notes="Long")
    assert desktop.sync().refused == 1
    assert desktop.sync().sent == 0
    server.settings = settings
    assert desktop.sync().sent == 0
    with as_before(monkeypatch, without=("recipe", "cuisine")):
        report = desktop.sync()
    assert (report.sent, report.refused) == (1, 0)


@pytest.mark.parametrize("collection", collections.COLLECTIONS, ids=lambda one: one.name)
def test_every_plain_body_fits(collection: Collection) -> None:
    from tests.store.bodies import PLAIN

    assert unfit(collection, PLAIN[collection.name]) == []


def test_what_only_a_newer_version_can_show_can_be_read_in_words(desktop: Device, server: Server) -> None:
    """Nothing of it is JSON, and nothing that is shown elsewhere is said again."""
    body = recipe(ingredients=[{**ingredient("i1"), "origin": {"farm": "Hill", "organic": True}}])
    elsewhere(server, "recipe", SALAD, {**body, "vegan_since": 2024, "pairs_with": ["rice", "tea"]})
    elsewhere(server, "recipe", CHILI, {"name": 5})
    elsewhere(server, "mood", "m1", {"title": "Calm", "level": 7})
    desktop.sync()
    assert newer.unread_count(desktop.store) == 3
    found = {one.title: one.values for one in newer.unread(desktop.store)}
    name = body["ingredients"][0]["name"]
    assert found[body["name"]] == (
        ("Pairs with", "rice, tea"), ("Vegan since", "2024"), (f"{name}, origin", "farm Hill, organic On"),
    )  # fmt: skip
    assert found["Recipe: 5"] == (("Name", "5"),)
    assert found["Mood: Calm"] == (("Level", "7"), ("Title", "Calm"))
