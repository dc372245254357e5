"""A server with one account, and devices of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.sync.world import Device, Server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "server")
    yield server
    server.close()


@pytest.fixture
def device(server: Server, tmp_path: Path) -> Iterator[Callable[..., Device]]:
    """Makes a device by its name."""
    made: list[Device] = []

    def make(name: str, **options: Any) -> Device:
        made.append(Device(server, tmp_path / name, **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def desktop(device: Callable[..., Device]) -> Device:
    return device("desktop")


@pytest.fixture
def laptop(device: Callable[..., Device]) -> Device:
    return device("laptop")
