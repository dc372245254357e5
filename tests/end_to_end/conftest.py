"""A server process, and profiles of one person that are signed in to it from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.world import join
from tests.server.process import Server, running_server


@pytest.fixture
def server(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A running server; a test may give it further arguments."""
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(folder, *getattr(request, "param", ())) as server:
        yield server


@pytest.fixture
def desktop(server: Server, tmp_path: Path) -> Path:
    join(tmp_path / "desktop", server.url, "register")
    return tmp_path / "desktop"


@pytest.fixture
def laptop(desktop: Path, server: Server, tmp_path: Path) -> Path:
    join(tmp_path / "laptop", server.url)
    return tmp_path / "laptop"
