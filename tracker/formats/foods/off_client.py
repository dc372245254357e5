"""Asking Open Food Facts, over the web: one product by its barcode, or a page of products by name.

Its terms: a User-Agent of one's own, at most 15 reads of products and 10 searches a minute, and no search while
somebody types (https://openfoodfacts.github.io/openfoodfacts-server/api/). Who keeps count of that is `operations`.
Names can only be searched by the older address; version 2 of the API filters by tags alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tracker.errors import KnownError, NotFound
from tracker.formats.foods.open_food_facts import FIELDS, SOURCE
from tracker.formats.web import Page, Web

SERVER = "https://world.openfoodfacts.org"
READS_A_MINUTE, SEARCHES_A_MINUTE = 15, 10
PAGE_SIZE = 20
LARGEST = 8 << 20
BUSY = (429, 503)
Product = Mapping[str, Any]


def product(web: Web, code: str, stopped: Callable[[], None] | None = None) -> list[Product]:
    """The product with this barcode.

    Raises:
        NotFound: nobody has added it yet.
        KnownError: Open Food Facts cannot be reached, is busy, or answers nonsense; the sentence says which.
    """
    address = f"{SERVER}/api/v2/product/{code}.json"
    page = web.get(address, {"fields": ",".join(FIELDS)}, of=SOURCE, largest=LARGEST, stopped=stopped)
    unknown = NotFound(
        f"{SOURCE} does not know the barcode {code}.", "Check the digits, or write the food down from its label."
    )
    if page.status == 404:
        raise unknown
    answer = _read(page)
    found = answer.get("product")
    if not isinstance(found, dict) or not answer.get("status", 1):
        raise unknown
    return [{"code": code, **_trimmed(found)}]


def search(web: Web, text: str, stopped: Callable[[], None] | None = None) -> list[Product]:
    """The products that a text finds, those that are scanned most first.

    Raises:
        NotFound: there is none.
        KnownError: as `product` does.
    """
    asked = {
        "search_terms": text, "search_simple": "1", "action": "process", "json": "1", "page": "1",
        "page_size": str(PAGE_SIZE), "sort_by": "unique_scans_n", "fields": ",".join(FIELDS),
    }  # fmt: skip
    page = web.get(f"{SERVER}/cgi/search.pl", asked, of=SOURCE, largest=LARGEST, stopped=stopped)
    answer = _read(page)
    found = answer.get("products")
    products: list[Product] = (
        [_trimmed(one) for one in found if isinstance(one, dict)] if isinstance(found, list) else []
    )
    if not products:
        raise NotFound(f"{SOURCE} has nothing called “{text}”.", "Try other words, or the barcode.")
    return products


def _trimmed(product: Mapping[str, Any]) -> Product:
    """What was asked for of a product, whatever else came with it."""
    return {name: product[name] for name in FIELDS if name in product}


def _read(page: Page) -> Mapping[str, Any]:
    if page.status in BUSY:
        wait = f"{page.retry_after:.0f} seconds" if page.retry_after else "a minute"
        raise KnownError(f"{SOURCE} is asked more than it can answer at the moment.", f"Try again in {wait}.")
    if page.status >= 400:
        raise KnownError(f"{SOURCE} answers with an error ({page.status}).", "Try again later.")
    try:
        answer = msgspec.json.decode(page.body)
    except msgspec.DecodeError:
        answer = None
    if not isinstance(answer, dict):
        raise KnownError(f"{SOURCE} answers something that is no food.", "Try again later.")
    return answer
