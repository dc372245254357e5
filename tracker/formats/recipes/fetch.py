"""A recipe from an address that somebody asked for: its page, and the one picture that the page names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from tracker.domain.recipes.found import FoundRecipe
from tracker.errors import BadInput, KnownError, NotFound
from tracker.formats.recipes.limits import MOST_PAGE, MOST_PHOTO
from tracker.formats.recipes.page import read_page
from tracker.formats.web import Page


class Fetches(Protocol):
    """What fetches a page, as `formats.web.Web` does."""

    def get(self, address: str, *, largest: int, stopped: Callable[[], None] | None = None) -> Page:
        """The page of an address."""


def fetch_recipe(web: Fetches, address: str, stopped: Callable[[], None] | None = None) -> FoundRecipe:
    """Fetch a page, read its recipe, and fetch its picture; without the picture it is a recipe as well.

    Raises:
        BadInput: it is no address.
        NotFound: there is no such page.
        Offline: nobody answers.
        BadFile: there is no recipe in it.
        KnownError: the site refuses.
    """
    page = web.get(whole(address), largest=MOST_PAGE, stopped=stopped)
    if page.status == 404:
        raise NotFound("There is no page at this address.", "Check it, or search the site for the recipe.")
    if not 200 <= page.status < 300:
        raise KnownError(
            f"The site does not give this page to Tracker (it answers {page.status}).",
            "Save the page in your browser and import the file.",
        )
    found = read_page(page.body, page.address, "this page")
    return replace(found, photo=_photo(web, found.photo_at, stopped)) if found.photo_at else found


def whole(address: str) -> str:
    """An address as it was typed, with https:// where that was left away.

    Raises:
        BadInput: it is empty.
    """
    text = address.strip()
    if not text:
        raise BadInput("There is no address.", "Paste the address of a recipe's page.")
    return text if "://" in text else f"https://{text}"


def _photo(web: Fetches, address: str, stopped: Callable[[], None] | None) -> bytes:
    try:
        page = web.get(address, largest=MOST_PHOTO, stopped=stopped)
    except KnownError:
        return b""
    return page.body if page.status == 200 else b""
