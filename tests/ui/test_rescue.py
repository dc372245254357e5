"""A start on damaged data: a backup is offered, and the damaged file is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui import desk_content
from tracker import app
from tracker.errors import BadFile
from tracker.store import backup
from tracker.store.database import Store
from tracker.ui import rescue

DAMAGE = b"no database" * 1000


@pytest.fixture
def damaged(qtbot: QtBot, tmp_path: Path) -> Path:
    """A profile whose database is damaged, with two backups of which the newer one is damaged as well."""
    profile, clock = tmp_path / "profile", desk_content.clock()
    with Store.open(profile, clock=clock) as store:
        desk_content.fill(store)
        backup.back_up(store, "weekly")
        clock.instant += 3_600_000
        newer = backup.back_up(store, "weekly")
    newer.write_bytes(newer.read_bytes()[:5000])
    (profile / "tracker.db").write_bytes(DAMAGE)
    return profile


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What the person was asked; the answer is yes."""
    heard: list[tuple[str, str]] = []

    def yes(sentence: str, question: str) -> bool:
        heard.append((sentence, question))
        return True

    monkeypatch.setattr(rescue, "ask", yes)
    return heard


def test_the_newest_backup_that_can_be_read_is_restored(
    damaged: Path, asked: list[tuple[str, str]], qtbot: QtBot
) -> None:
    desktop = app._opened(damaged)
    qtbot.addWidget(desktop.shell)
    assert desktop.store.rows("SELECT COUNT(*) FROM main.recipe") == [(8,)]
    ((sentence, question),) = asked
    assert "is damaged or not a database" in sentence
    assert "Tracker has a backup of" in question
    assert [path.read_bytes() for path in damaged.glob("backups/damaged-*/tracker.db")] == [DAMAGE]
    desktop.close()


def test_who_says_no_keeps_everything_as_it_is(damaged: Path) -> None:
    with pytest.raises(BadFile, match="damaged"):
        app._opened(damaged)
    assert (damaged / "tracker.db").read_bytes() == DAMAGE


def test_without_a_backup_nothing_is_offered(damaged: Path, asked: list[tuple[str, str]]) -> None:
    for one in backup.backups(damaged):
        one.path.unlink()
    with pytest.raises(BadFile, match="damaged"):
        app._opened(damaged)
    assert asked == []
