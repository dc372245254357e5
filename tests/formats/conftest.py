"""A small web server, and what asks it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.web_server import WebServer, serving


@pytest.fixture
def server() -> Iterator[WebServer]:
    with serving() as made:
        yield made
