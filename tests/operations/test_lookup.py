"""Looking up in Open Food Facts: asked once, remembered, never too often, and told in sentences when it fails."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.open_food_facts import BREAD, DATA, open_food_facts
from tests.web_server import Answer, WebServer
from tracker.errors import BadInput, KnownError, NotFound, Offline
from tracker.formats.foods import off_client
from tracker.formats.web import Web
from tracker.operations import foods, lookup
from tracker.store.clock import FixedClock
from tracker.store.database import Store
from tracker.store.queries.foods import food as read_food


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with open_food_facts(monkeypatch) as made:
        yield made


def test_a_barcode_finds_its_product(store: Store, service: WebServer, web: Web) -> None:
    [food] = lookup.look_up(store, f" {BREAD[:6]} {BREAD[6:]} ", web)
    assert (food.barcode, food.brand, food.nutrition.energy) == (BREAD, "Jacquet", 2460)
    assert food.measures[0].name == "tranche"
    [asked] = service.asked
    assert asked.path == f"/api/v2/product/{BREAD}.json"
    assert "nutriments" in asked.query["fields"]
    assert asked.headers["User-Agent"].startswith("Tracker/")


def test_words_find_products_that_have_a_name(store: Store, service: WebServer, web: Web) -> None:
    found = lookup.look_up(store, "coca", web)
    assert len(found) == (19 if DATA.is_dir() else 2)
    assert service.asked[0].query["search_terms"] == "coca"
    assert service.asked[0].query["sort_by"] == "unique_scans_n"


def test_what_was_asked_is_remembered_and_then_forgotten(
    store: Store, service: WebServer, web: Web, clock: FixedClock
) -> None:
    first = lookup.look_up(store, "Coca", web)
    assert lookup.look_up(store, "coca ", web) == first
    assert len(service.asked) == 1
    clock.instant += lookup.DAY + 1
    lookup.look_up(store, "coca", web)
    assert len(service.asked) == 2


def test_looking_up_writes_no_food_and_no_undo_step(store: Store, service: WebServer, web: Web) -> None:
    lookup.look_up(store, BREAD, web)
    assert store.rows("SELECT COUNT(*) FROM main.food") == [(0,)]
    assert store.rows("SELECT COUNT(*) FROM undo_step") == [(0,)]
    assert store.rows("SELECT COUNT(*) FROM sync_rec WHERE c NOT IN ('meal_slot')") == [(0,)]


def test_no_more_is_asked_in_a_minute_than_is_allowed(
    store: Store, service: WebServer, web: Web, clock: FixedClock
) -> None:
    for number in range(off_client.SEARCHES_A_MINUTE):
        lookup.look_up(store, f"coca {number}", web)
        clock.instant += 1000
    with pytest.raises(lookup.TooOften, match=r"allows 10 searches a minute. Try again in 50 seconds"):
        lookup.look_up(store, "coca again", web)
    assert len(service.asked) == 10
    assert lookup.look_up(store, BREAD, web)  # barcodes are counted by themselves
    clock.instant += 50_000
    assert lookup.look_up(store, "coca again", web)


def test_barcodes_have_a_limit_of_their_own(store: Store) -> None:
    codes = [f"{number:07d}" for number in range(400)]
    asked = [lookup.Question("product", code) for code in codes[: off_client.READS_A_MINUTE]]
    assert [lookup.begin(store, one) for one in asked] == [None] * 15
    with pytest.raises(lookup.TooOften, match="15 barcodes"):
        lookup.begin(store, lookup.Question("product", "x"))


@pytest.mark.parametrize(
    ("answer", "error", "said"),
    [
        (Answer(b'{"status": 0, "status_verbose": "product not found"}'), NotFound, "does not know the barcode"),
        (Answer(b'{"status": 0}', 404), NotFound, "from its label"),
        (Answer(b"slow down", 429, {"Retry-After": "12"}), KnownError, "Try again in 12 seconds"),
        (Answer(b"", 503), KnownError, "Try again in a minute"),
        (Answer(b"oops", 500), KnownError, r"an error \(500\)"),
        (Answer(b"<html>Sign in to the hotel</html>"), KnownError, "no food"),
        (Answer(b"[1]"), KnownError, "no food"),
    ],
)
def test_what_is_answered_instead_is_told(
    answer: Answer, error: type[KnownError], said: str, store: Store, service: WebServer, web: Web
) -> None:
    service.answers[f"/api/v2/product/{BREAD}.json"] = answer
    with pytest.raises(error, match=said):
        lookup.look_up(store, BREAD, web)
    assert lookup.remembered(store, lookup.question(BREAD)) is None


def test_a_search_without_results_says_so(store: Store, service: WebServer, web: Web) -> None:
    service.answers["/cgi/search.pl"] = Answer(json.dumps({"count": 0, "products": []}).encode())
    with pytest.raises(NotFound, match="has nothing called “xyzzy”"):
        lookup.look_up(store, "xyzzy", web)


def test_without_a_connection_everything_else_goes_on(
    store: Store, service: WebServer, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = lookup.look_up(store, "coca", web)
    monkeypatch.setattr(off_client, "SERVER", "http://127.0.0.1:9")
    with pytest.raises(Offline, match="cannot be reached"):
        lookup.look_up(store, BREAD, web)
    assert lookup.look_up(store, "coca", web) == known


@pytest.mark.parametrize("text", ["", "ab", "  ", "3029330003534"])
def test_what_cannot_be_looked_up_is_not_asked(text: str, store: Store, service: WebServer, web: Web) -> None:
    with pytest.raises(BadInput):
        lookup.look_up(store, text, web)
    assert service.asked == []


def test_what_is_kept_is_known_the_next_time(store: Store, service: WebServer, web: Web) -> None:
    [found] = lookup.look_up(store, BREAD, web)
    assert lookup.here_already(store, found) is None
    [record] = foods.save(store, lookup.draft_of(found)).ids
    kept = read_food(store, record)
    assert kept is not None
    assert (kept.name, kept.source, kept.barcode) == (found.name, "Open Food Facts", BREAD)
    assert [portion.name for portion in kept.portions] == [one.name for one in found.measures]
    assert lookup.here_already(store, found) == kept


def test_a_product_written_down_by_hand_is_known_by_its_barcode(store: Store, service: WebServer, web: Web) -> None:
    foods.save(store, foods.Draft("My toast", barcode=BREAD))
    [found] = lookup.look_up(store, BREAD, web)
    known = lookup.here_already(store, found)
    assert known is not None
    assert known.name == "My toast"
