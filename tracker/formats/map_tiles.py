"""Tiles of a map from a server that the person named: its address, and one tile fetched from it.

No server is built in. Nothing is kept here; `tracker.operations.map_tiles` does that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.errors import KnownError

if TYPE_CHECKING:
    from tracker.domain.mercator import Tile
    from tracker.formats.web import Web

LARGEST = 2 << 20
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"GIF8")
NOT_DRAWN = (204, 404, 410)
"""What servers answer where they have no tile: at sea, or closer than they draw."""
REFUSED = (401, 402, 403)
BUSY = (429, 503)
SUBDOMAINS = "abc"


def address_of(template: str, tile: Tile) -> str:
    """The address of a tile; east of the map's edge it is that of the one at the other side."""
    x = tile.x % 2**tile.zoom
    told = {"z": tile.zoom, "x": x, "y": tile.y, "s": SUBDOMAINS[(x + tile.y) % len(SUBDOMAINS)]}
    for name, value in told.items():
        template = template.replace(f"{{{name}}}", str(value))
    return template


def fetch(web: Web, template: str, tile: Tile, stopped: Callable[[], None] | None = None) -> bytes:
    """The picture of a tile; empty where the server has none.

    Raises:
        KnownError: it cannot be reached, refuses, is busy, or answers with something else; the sentence says which.
    """
    page = web.get(address_of(template, tile), largest=LARGEST, stopped=stopped)
    if page.status in NOT_DRAWN:
        return b""
    if page.status in REFUSED:
        raise KnownError("The map server refuses.", "Look whether its address in the settings needs a key.")
    if page.status in BUSY:
        raise KnownError("The map server is asked more than it can answer.", "Try again later.")
    if page.status >= 300:
        raise KnownError(f"The map server answers with an error ({page.status}).", "Try again later.")
    if not page.body.startswith(PICTURES):
        raise KnownError("The map server answers with something else than a map.", "Check its address in the settings.")
    return page.body
