"""Locks between processes."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tracker.errors import KnownError
from tracker.locks import FileLock, window_lock


def test_one_holder_at_a_time_has_a_lock(tmp_path: Path) -> None:
    one, other = window_lock(tmp_path), window_lock(tmp_path)
    assert one.take()
    assert not other.take()
    one.let_go()
    assert other.take()
    other.let_go()


def test_a_lock_in_a_folder_that_is_none_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(KnownError, match="cannot write to") as caught:
        FileLock(tmp_path / "file" / "some.lock").take()
    assert caught.value.hint == "Choose another folder."


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS])
def test_a_lock_in_a_folder_that_may_only_be_read_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(KnownError) as caught:
        window_lock(tmp_path).take()
    assert caught.value.sentence == f"Tracker cannot write to {tmp_path}."
    assert caught.value.hint == "Make it writable, or choose another folder."
