"""The log: where it goes, and that it never gets in the way."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker import log


@pytest.fixture(autouse=True)
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(logging, "raiseExceptions", True)
    yield
    logger = logging.getLogger("tracker")
    for handler in logger.handlers[:]:
        logger.removeHandler(handler)
        handler.close()


def test_what_happened_is_in_the_profile(tmp_path: Path) -> None:
    log.start(tmp_path)
    logging.getLogger("tracker.somewhere").info("Something happened")
    assert "INFO tracker.somewhere: Something happened" in (tmp_path / "logs" / "tracker.log").read_text()


def test_a_log_that_cannot_be_written_says_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "logs" / "tracker.log").mkdir(parents=True)
    log.start(tmp_path)
    logging.getLogger("tracker.somewhere").info("Something happened")
    assert capsys.readouterr().err == ""
