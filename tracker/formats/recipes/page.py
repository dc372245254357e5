"""A recipe in a page that was saved or fetched, by what recipe-scrapers knows of some hundred sites and of markup.

Works from the page's text alone: nothing is fetched here.
"""

from __future__ import annotations

import html
import json
import re
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

from tracker.domain.recipes.found import FoundRecipe, read_yield
from tracker.errors import BadFile
from tracker.formats.addresses import host
from tracker.formats.glimpse import decoded
from tracker.formats.recipes import jsonld
from tracker.formats.recipes.limits import MOST_LINES
from tracker.formats.recipes.plain import minutes, prose, tags, text
from tracker.formats.recipes.saved import page_in

_ADDRESS = (
    re.compile(r"<link[^>]{0,500}?rel\s*=\s*[\"']?canonical[\"']?[^>]{0,2000}>", re.IGNORECASE),
    re.compile(r"<meta[^>]{0,500}?og:url[^>]{0,2000}>", re.IGNORECASE),
    re.compile(r"<!--\s*saved from url=\([0-9]+\)(\S{1,2000})\s*-->", re.IGNORECASE),
)
_VALUE = re.compile(r"(?:href|content)\s*=\s*[\"']?(https?://[^\"'\s>]+)", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([a-zA-Z0-9_-]+)", re.IGNORECASE)
_JSON_LD = re.compile(r"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.*?)</script>", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"<html[^>]{0,500}\slang\s*=\s*[\"']?([a-z]{2})", re.IGNORECASE)
NOBODY = "https://recipe.invalid/"


def read_page(data: bytes, address: str = "", name: str = "The page") -> FoundRecipe:
    """The recipe of a page.

    Args:
        data: the page as it was saved or sent.
        address: where it came from; a saved page tells it itself as a rule.
        name: how to call it in sentences.

    Raises:
        BadFile: no recipe can be found in it.
    """
    from recipe_scrapers import scrape_html  # brings seven hundred sites: a third of a second

    data, saved_from = page_in(data, name)
    page = page_text(data)
    address = address or saved_from or address_in(page)
    found = None
    with suppress(Exception), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a site that never tells its servings is no news
        found = _read(scrape_html(page, org_url=address or NOBODY, supported_only=False), address)
    found = found or _marked_up(page, address)
    if found is None:
        raise BadFile(f"There is no recipe in {name} that Tracker can read.", "Copy its parts into a new one.")
    return found


def _marked_up(page: str, address: str) -> FoundRecipe | None:
    """The first recipe in the JSON-LD of a page that recipe-scrapers cannot make anything of."""
    for block in _JSON_LD.findall(page):
        try:
            document = json.loads(html.unescape(block) if "&quot;" in block else block)
        except (ValueError, RecursionError):
            continue
        for one in jsonld.recipes_in(document):
            found = jsonld.read(one)
            if found.lines:
                told = _LANGUAGE.search(page[:20_000])
                language = found.language or (told[1].casefold() if told else "")
                return replace(found, source=address or found.source, language=language)
    return None


def page_text(data: bytes) -> str:
    """A page's text in the encoding that it names, else as text is guessed."""
    named = _CHARSET.search(data[:4096])
    if named is not None and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(named[1].decode("ascii"), "replace")
        except LookupError:
            pass
    return decoded(data)


def address_in(page: str) -> str:
    """The address that a page gives for itself, or ""."""
    for pattern in _ADDRESS:
        for found in pattern.finditer(page[:2_000_000]):
            value = found[1] if found.groups() else None
            match = _VALUE.search(found[0])
            address = value or (match[1] if match else "")
            if host(address):
                return address.replace("&amp;", "&")
    return ""


def _read(scraper: Any, address: str) -> FoundRecipe | None:
    lines = _lines(scraper)
    name = text(_told(scraper.title))
    if not name or not lines:
        return None
    return FoundRecipe(
        name=name[:300],
        lines=lines,
        makes=read_yield(str(_told(scraper.yields) or "")),
        steps="\n".join(prose(step) for step in _told(scraper.instructions_list) or () if prose(step)),
        cuisine=text(_told(scraper.cuisine))[:60],
        tags=tags(_told(scraper.category), _told(scraper.keywords)),
        minutes=minutes(_told(scraper.total_time)),
        notes=prose(_told(scraper.description)),
        source=address or text(_told(scraper.author))[:200],
        photo_at=str(_told(scraper.image) or ""),
        language=text(_told(scraper.language))[:2].casefold(),
    )


def _lines(scraper: Any) -> tuple[str, ...]:
    """The ingredients, with a heading before each group that has a name, where the groups hold just the same lines."""
    plain = [text(one) for one in _told(scraper.ingredients) or () if text(one)][:MOST_LINES]
    groups = _told(scraper.ingredient_groups) or ()
    grouped: list[str] = []
    for group in groups:
        purpose = text(getattr(group, "purpose", ""))
        grouped += [f"{purpose.rstrip(':')}:"] if purpose else []
        grouped += [text(one) for one in group.ingredients if text(one)]
    same = [line for line in grouped if not line.endswith(":") or line in plain] == plain
    return tuple(grouped if same and len(groups) > 1 else plain)


def _told(part: Callable[[], Any]) -> Any:
    """What the page says of one thing, None where it does not: a broken part stops nothing else."""
    try:
        return part()
    except Exception:  # noqa: BLE001 - seven hundred sites' readers, on pages that nobody has seen
        return None
