"""Commands on a profile of the test's own, in this process."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.ran import Ran, Run
from tracker import __main__ as tracker


@pytest.fixture(autouse=True)
def log_closed() -> Iterator[None]:
    """Each command opens the log of its profile; a process of its own would close it at its end."""
    yield
    logger = logging.getLogger("tracker")
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def run(profile: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`run("show", "day", "--json")` on the profile or another one; `inside` is a backup to look into instead."""
    own = profile

    def run(*arguments: str | Path, profile: Path | str = own, inside: Path | None = None) -> Ran:
        capsys.readouterr()
        given = [] if inside is None else ["--inside", str(inside)]
        try:
            code = tracker.main(["--profile", str(profile), *given, *map(str, arguments)])
        except SystemExit as end:
            code = int(str(end.code))
        return Ran(code, *capsys.readouterr())

    return run
