"""What a device asks when it cannot go on from its cursor: manifest, digest and records by name."""

from __future__ import annotations

import random

import msgspec
import pytest

from tests.server.conftest import Client, Phone, delete, put
from tracker.protocol.canonical import content_hash
from tracker.protocol.cursor import Cursor
from tracker.protocol.limits import Limits
from tracker.protocol.manifest import ManifestRow, digest_of, mark
from tracker.server.database import Database
from tracker.server.manifest import digest, manifest, records
from tracker.server.refusals import Refusal


def rows(phone: Phone, limit: int = 1000) -> list[ManifestRow]:
    """The manifest, page by page."""
    found: list[ManifestRow] = []
    after: str | None = ""
    while after is not None:
        page = manifest(phone.database, phone.account, after=after, limit=limit)
        assert len(page.rows) <= limit
        found.extend(page.rows)
        after = page.next
    return found


def test_the_manifest_names_every_record_with_its_revision_and_the_start_of_its_hash(desktop: Phone) -> None:
    desktop.push(put("b"), put("a"), put("a", c="food"))
    desktop.push(delete("b", 1))
    assert rows(desktop) == [
        ManifestRow("food", "a", 3, 0, content_hash({"name": "a"}, False)[:8].hex()),
        ManifestRow("recipe", "a", 2, 0, content_hash({"name": "a"}, False)[:8].hex()),
        ManifestRow("recipe", "b", 4, 1, content_hash(None, True)[:8].hex()),
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 40, 41])
def test_a_manifest_in_pages_is_the_whole_one(desktop: Phone, limit: int) -> None:
    dice = random.Random(limit)
    names = [(dice.choice(["food", "recipe", "recipe_x"]), f"{dice.randrange(10**6)}") for _ in range(40)]
    desktop.push(*(put(id, c=c) for c, id in names))
    assert [(row.c, row.id) for row in rows(desktop, limit)] == sorted(set(names))


def test_a_pull_goes_on_from_the_manifests_first_page(desktop: Phone, laptop: Phone) -> None:
    desktop.push(put("a"), put("b"))
    page = manifest(desktop.database, desktop.account, limit=1)
    desktop.push(put("c"), put("a", {"name": "later"}, 1))
    assert manifest(desktop.database, desktop.account, after=page.next or "").next is None
    laptop.cursor = page.cursor
    assert laptop.pull() == [3, 4]


def test_an_empty_account_has_an_empty_manifest(desktop: Phone) -> None:
    page = manifest(desktop.database, desktop.account)
    assert (page.rows, page.next, page.head) == ([], None, 0)
    assert Cursor.decode(page.cursor) == Cursor(desktop.epoch, 0, "")
    assert digest(desktop.database, desktop.account).collections == {}


def test_a_place_in_the_manifest_that_is_none_is_refused(desktop: Phone) -> None:
    with pytest.raises(Refusal) as refusal:
        manifest(desktop.database, desktop.account, after="recipe")
    assert refusal.value.code == "malformed"


def test_a_digest_is_the_sum_of_the_live_records(desktop: Phone) -> None:
    desktop.push(put("a"), put("b"), put("c"), put("a", c="food"))
    desktop.push(delete("c", 3))
    found = digest(desktop.database, desktop.account)
    marks = mark("a", content_hash({"name": "a"}, False)) ^ mark("b", content_hash({"name": "b"}, False))
    assert (found.head, found.collections["recipe"]) == (5, digest_of(marks, 2))
    assert found.collections["food"].count == 1


def test_records_that_swap_their_contents_change_the_digest(desktop: Phone) -> None:
    desktop.push(put("a", {"n": 1}), put("b", {"n": 2}))
    before = digest(desktop.database, desktop.account).collections
    desktop.push(put("a", {"n": 2}, 1), put("b", {"n": 1}, 2))
    after = digest(desktop.database, desktop.account).collections
    assert before["recipe"].count == after["recipe"].count == 2
    assert before != after


def test_records_come_by_their_names_with_tombstones_and_without_what_never_was(desktop: Phone) -> None:
    desktop.push(put("a"), put("b"))
    desktop.push(delete("b", 2))
    found = records(desktop.database, desktop.account, [("recipe", id) for id in "abc"], Limits())
    assert [(one.id, one.rev, one.deleted, one.body) for one in found.recs] == [
        ("a", 1, False, {"name": "a"}),
        ("b", 3, True, None),
    ]
    assert (found.done, found.epoch) == (3, desktop.epoch)


def test_records_that_do_not_fit_into_one_answer_are_left_for_the_next(desktop: Phone) -> None:
    desktop.push(*(put(id, {"name": "x" * 400}) for id in "abc"))
    asked = [("recipe", id) for id in "abc"]
    assert records(desktop.database, desktop.account, asked, Limits(page_bytes=900)).done == 2
    assert records(desktop.database, desktop.account, asked, Limits(page_bytes=1)).done == 1
    assert records(desktop.database, desktop.account, asked, Limits(page_records=2)).done == 2


def test_everybody_sees_only_what_is_theirs(desktop: Phone, phone: Phone, database: Database) -> None:
    desktop.push(put("a"))
    other = phone("d_other", "grace@example.org")
    assert rows(other) == []
    assert digest(database, other.account).collections == {}
    assert records(database, other.account, [("recipe", "a")], Limits()).recs == []


def test_the_three_are_asked_over_http(client: Client, desktop: Phone, sign_in: object) -> None:
    tokens = sign_in("d_desktop")
    desktop.push(put("a"), put("b"))
    client.headers["Authorization"] = f"Bearer {tokens.access}"
    page = client("GET", "/v1/manifest?limit=1").json()
    assert [row[:4] for row in page["rows"]] == [["recipe", "a", 1, 0]]
    page = client("GET", "/v1/manifest", params={"after": page["next"]}).json()
    assert [row[:4] for row in page["rows"]] == [["recipe", "b", 2, 0]]
    assert client("GET", "/v1/digest").json()["collections"]["recipe"]["count"] == 2
    answer = client("POST", "/v1/records", {"ids": [["recipe", "b"], ["recipe", "never"]]})
    assert [one["id"] for one in answer.json()["recs"]] == ["b"]
    assert client("POST", "/v1/records", {"ids": [["recipe"]]}).status_code == 400
    assert msgspec.json.decode(client("GET", "/v1/session").content)["push_no"] == 1
