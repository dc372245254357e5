"""Files of Open Food Facts: the export as CSV or as JSON Lines, plain or packed, and answers of its API that were kept.

The whole database has millions of products, so files are read as a stream; what has no nutrition is left out.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import msgspec

from tracker.domain.described import DescribedFood
from tracker.domain.nutrients import Nutrition
from tracker.errors import BadFile
from tracker.formats.foods.lines import Refused, opened, rows
from tracker.formats.foods.open_food_facts import read

Form = Literal["csv", "lines", "answer"]
MOST_ANSWER = 64 << 20
"""Bytes of one answer of the API that was kept as a file."""
_COLUMNS = frozenset({"code", "product_name"})
_ENERGIES = frozenset({"energy_100g", "energy-kcal_100g", "energy-kj_100g"})


def form_of(header: tuple[str, ...], text: str) -> Form | None:
    """Which form of file this is, by its first line and its beginning; None where it is none."""
    if set(header) >= _COLUMNS and not _ENERGIES.isdisjoint(header):
        return "csv"
    start = text.lstrip("\ufeff \r\n\t")
    if not start.startswith("{"):
        return None
    first = start.split("\n", 1)[0].strip()
    names = ('"code"', '"nutriments"', '"product"', '"products"', '"product_name"')
    if not any(name in start for name in names):
        return None
    try:
        whole = json.loads(first)
    except ValueError:
        # One long line, or one object over several lines: the beginning tells.
        is_answer = any(f'"{key}":' in start[:400].replace(" ", "") for key in ("product", "products", "page_count"))
        return "answer" if is_answer or '"products"' in start else "lines" if '"nutriments"' in start else None
    if not isinstance(whole, dict):
        return None
    if isinstance(whole.get("product"), dict) or isinstance(whole.get("products"), list):
        return "answer"
    return "lines" if "code" in whole else None


def foods(path: Path, form: Form) -> Iterator[DescribedFood | Refused]:
    """The foods of a file, one by one, and what could not be read of it.

    Raises:
        BadFile: it is damaged.
    """
    found = _of_answer(path) if form == "answer" else _of_lines(path) if form == "lines" else _of_csv(path)
    for where, product in found:
        if isinstance(product, str):
            yield Refused(where, product)
        elif (food := read(product)) is not None and food.nutrition != Nutrition():
            yield food


def _of_lines(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    decoder = msgspec.json.Decoder()
    with opened(path, "utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                product = decoder.decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                yield f"line {number}", f"it is no JSON: {error}."
                continue
            if isinstance(product, dict):
                inner = product.get("product")
                yield f"line {number}", inner if isinstance(inner, dict) else product
            else:
                yield f"line {number}", "it is no product."


def _of_answer(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    with opened(path, "utf-8") as lines:
        text = ""
        for line in lines:
            text += line
            if len(text) > MOST_ANSWER:
                raise BadFile(f"{path.name} is larger than any answer of Open Food Facts.")
    try:
        answer = msgspec.json.decode(text)
    except msgspec.DecodeError as error:
        raise BadFile(f"{path.name} is damaged: {error}.", "Download it again.") from error
    products = answer.get("products", [answer.get("product")]) if isinstance(answer, dict) else []
    for number, product in enumerate(products if isinstance(products, list) else [], 1):
        if isinstance(product, dict):
            yield f"product {number}", product
        else:
            yield f"product {number}", "there is nothing in it."


def _of_csv(path: Path) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """The export is separated by tabs and knows no quotes; tables that were saved again are separated by commas."""
    csv.field_size_limit(1 << 22)
    with opened(path) as lines:
        head = next(lines, "")
        tabs = head.count("\t") > head.count(",")
        table = _unquoted(head, lines) if tabs else rows(_again(head, lines), path.name)
        for number, row in table:
            product: dict[str, Any] = {key: value for key, value in row.items() if value}
            if product.get("nutrition_data_per") is None and product.get("quantity", "").casefold().endswith(
                ("ml", "l")
            ):
                product["product_quantity_unit"] = "ml"
            yield f"line {number}", product


def _again(head: str, lines: Iterator[str]) -> Iterator[str]:
    yield head
    yield from lines


def _unquoted(head: str, lines: Iterator[str]) -> Iterator[tuple[int, dict[str, str]]]:
    header = head.rstrip("\r\n").split("\t")
    for number, line in enumerate(lines, 2):
        yield number, dict(zip(header, line.rstrip("\r\n").split("\t"), strict=False))
