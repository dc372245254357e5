"""Open Food Facts on loopback: real answers where they are here, else ones of the same form."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.web_server import Answer, WebServer, serving
from tracker.formats.foods import off_client

DATA = Path(__file__).parents[2] / "shared" / "data" / "off"
BREAD, COLA = "3029330003533", "54491472"


def product(code: str, name: str, brand: str, kcal: float, **others: Any) -> dict[str, Any]:
    values = {
        "energy-kcal_100g": kcal, "energy-kj_100g": round(kcal * 4.184), "proteins_100g": 9.5,
        "carbohydrates_100g": 41, "fat_100g": 3.4, "fiber_100g": 6.7, "salt_100g": 1.1,
    }  # fmt: skip
    return {"code": code, "product_name": name, "brands": brand, "nutriments": values, **others}


MADE_UP = {
    "product": {
        "code": BREAD, "status": 1, "product": product(
            BREAD, "Crousti Moelleux Complet", "Jacquet", 246, serving_size="60.8 g (1 tranche)", serving_quantity=60.8
        ),
    },
    "search": {"count": 2, "products": [
        product(COLA, "Coca Cola", "Coca-Cola", 246), product("7", "Coca pops", "Kellogg", 1029),
        {"code": "0402004014227", "nutriments": {}},
    ]},
}  # fmt: skip


def real(name: str, kind: str) -> bytes:
    path = DATA / name
    return path.read_bytes() if path.exists() else json.dumps(MADE_UP[kind]).encode()


@contextmanager
def open_food_facts(monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    """The service, asked instead of the real one."""
    with serving() as web:
        web.answers[f"/api/v2/product/{BREAD}.json"] = Answer(real("product_3029330003533.json", "product"))
        web.answers["/cgi/search.pl"] = Answer(real("search_coca_p1.json", "search"))
        monkeypatch.setattr(off_client, "SERVER", web.address)
        yield web
