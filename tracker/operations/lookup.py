"""Looking foods up in Open Food Facts, when a person asks for it: what is asked, how often, and what is remembered.

The web is never inside a transaction: `begin` looks whether the answer is known and counts, whoever has the network
fetches (`fetch`), and `remember` keeps the answer for a while. A food is only kept once the person has looked at it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.domain.barcodes import barcode, looks_like_one, same
from tracker.domain.described import DescribedFood
from tracker.errors import BadInput, KnownError
from tracker.formats.foods import open_food_facts
from tracker.formats.foods.open_food_facts import SOURCE
from tracker.operations.foods import Draft
from tracker.store import cache
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.store.queries.foods import foods
from tracker.store.rows import Food, Portion
from tracker.store.words import fold

if TYPE_CHECKING:
    from tracker.formats.web import Web

MINUTE = 60_000
DAY = 24 * 60 * MINUTE
KEPT = {"product": 7 * DAY, "search": DAY}
"""How long an answer is remembered, in ms: packages change rarely, and what a search finds more often."""
SHORTEST = 3
LONGEST = 100


@dataclass(frozen=True)
class Question:
    """What is asked: a product by its barcode, or a search by words."""

    kind: str
    text: str

    @property
    def key(self) -> str:
        """Under which the answer is remembered."""
        return f"off {self.kind} {fold(self.text)}"


class TooOften(KnownError):
    """More was looked up within a minute than Open Food Facts allows."""


def question(text: str) -> Question:
    """What a text asks for: digits alone are a barcode.

    Raises:
        BadInput: it is too short, or a barcode with a wrong digit.
    """
    words = " ".join(text.split())[:LONGEST]
    if looks_like_one(words):
        return Question("product", barcode(words))
    if len(words) < SHORTEST:
        raise BadInput("That is too short to look up.", "Type a name of three letters or more, or a barcode.")
    return Question("search", words)


def remembered(store: Store, asked: Question) -> list[DescribedFood] | None:
    """The answer, where it was asked before and is not too old."""
    found = cache.get(store, asked.key)
    return _read(found) if isinstance(found, list) else None


def begin(store: Store, asked: Question) -> list[DescribedFood] | None:
    """The answer where it is remembered; None where it may be fetched now, which then counts.

    Raises:
        TooOften: it has to wait; the sentence says how long.
    """
    known = remembered(store, asked)
    if known is not None:
        return known
    from tracker.formats.foods.off_client import READS_A_MINUTE, SEARCHES_A_MINUTE

    limit = READS_A_MINUTE if asked.kind == "product" else SEARCHES_A_MINUTE
    key, now = f"off calls {asked.kind}", store.now()
    calls = [at for at in cache.get(store, key) or [] if isinstance(at, int) and now - MINUTE < at <= now]
    if len(calls) >= limit:
        seconds = max(1, -(-(calls[-limit] + MINUTE - now) // 1000))
        what = "barcodes" if asked.kind == "product" else "searches"
        raise TooOften(f"{SOURCE} allows {limit} {what} a minute.", f"Try again in {seconds} seconds.")
    cache.put(store, key, [*calls, now], MINUTE)
    return None


def fetch(web: Web, asked: Question, stopped: Callable[[], None] | None = None) -> list[dict[str, Any]]:
    """Ask Open Food Facts. Raises as `formats.foods.off_client` does."""
    from tracker.formats.foods import off_client

    ask = off_client.product if asked.kind == "product" else off_client.search
    return [dict(one) for one in ask(web, asked.text, stopped)]


def remember(store: Store, asked: Question, products: Sequence[dict[str, Any]]) -> list[DescribedFood]:
    """Keep an answer for a while, and read it."""
    plain = json.loads(json.dumps(list(products), default=str))
    cache.forget_expired(store)
    cache.put(store, asked.key, plain, KEPT[asked.kind])
    return _read(plain)


def look_up(store: Store, text: str, web: Web) -> list[DescribedFood]:
    """The foods that a barcode or a name finds, the most scanned first, for whoever can wait for the network.

    Raises:
        KnownError: there is none, or the network, or too much was asked; the sentence says which.
    """
    asked = question(text)
    known = begin(store, asked)
    return known if known is not None else remember(store, asked, fetch(web, asked))


def _read(products: Sequence[Any]) -> list[DescribedFood]:
    found = [open_food_facts.read(one) for one in products if isinstance(one, dict)]
    return [one for one in found if one is not None]


def draft_of(one: DescribedFood) -> Draft:
    """A described food as something to look at and to keep; kept unchanged it is the same on every device."""
    portions = tuple(Portion(measure.name, measure.mass) for measure in one.measures)
    return Draft(
        one.name, one.nutrition, portions, "", one.brand, one.category, one.barcode, one.source, one.notes, one.key
    )


def here_already(store: Store, one: DescribedFood) -> Food | None:
    """The person's own food that this one is: looked up before, or written down with its barcode."""
    record = derived_id("food", one.key)
    rows = store.rows("SELECT id, barcode FROM main.food WHERE id = ? OR barcode <> ''", (record,))
    ids = [key for key, code in rows if key == record or same(code, one.barcode)]
    return foods(store, ids[:1]).get(ids[0]) if ids else None
