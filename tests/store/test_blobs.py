"""Files named by what they hold."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import BadFile, KnownError, NotFound
from tracker.store import blobs


def only_file(folder: Path) -> Path:
    (found,) = (path for path in folder.rglob("*") if path.is_file())
    return found


def test_a_blob_lies_under_its_sha256_in_two_levels_of_folders(tmp_path: Path):
    bid = blobs.write(tmp_path, b"samples")
    assert bid == hashlib.sha256(b"samples").hexdigest()
    assert only_file(tmp_path) == tmp_path / bid[:2] / bid[2:4] / bid
    assert blobs.read(tmp_path, bid) == b"samples"


def test_writing_the_same_bytes_again_touches_nothing(tmp_path: Path):
    bid = blobs.write(tmp_path, b"samples")
    before = only_file(tmp_path).stat()
    assert blobs.write(tmp_path, b"samples") == bid
    assert only_file(tmp_path).stat().st_mtime_ns == before.st_mtime_ns
    assert only_file(tmp_path).stat().st_ino == before.st_ino


def test_a_blob_that_is_not_here_says_so(tmp_path: Path):
    bid = blobs.blob_id(b"elsewhere")
    assert not blobs.exists(tmp_path, bid)
    with pytest.raises(NotFound, match="not on this device"):
        blobs.read(tmp_path, bid)


def test_a_blob_that_was_changed_on_disk_is_never_returned_and_counts_as_missing_from_then_on(tmp_path: Path):
    bid = blobs.write(tmp_path, b"samples")
    only_file(tmp_path).write_bytes(b"sample")
    with pytest.raises(BadFile, match="damaged"):
        blobs.read(tmp_path, bid)
    assert not blobs.exists(tmp_path, bid)
    with pytest.raises(NotFound):
        blobs.read(tmp_path, bid)
    assert only_file(tmp_path).read_bytes() == b"sample", "set aside: it may be the only one there is"
    assert list(blobs.files(tmp_path)) == []
    assert blobs.write(tmp_path, b"samples") == bid
    assert blobs.read(tmp_path, bid) == b"samples"


def test_where_one_of_two_files_is_damaged_the_other_is_read(tmp_path: Path):
    bid = blobs.write(tmp_path, b"samples")
    blobs.write(tmp_path / blobs.FETCHED, b"samples")
    assert len(list(blobs.files(tmp_path))) == 1
    blobs.path_of(tmp_path, bid).write_bytes(b"sample")
    assert blobs.read(tmp_path, bid) == b"samples"
    assert blobs.read(tmp_path, bid) == b"samples"


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnownError, match=r"^The disk is full\. Nothing was written\."):
        blobs.write(tmp_path, b"samples")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_no_record_names_can_be_removed_even_twice(tmp_path: Path):
    bid = blobs.write(tmp_path, b"samples")
    blobs.remove(tmp_path, [bid, bid])
    assert not blobs.exists(tmp_path, bid)


@pytest.mark.parametrize("bid", ["", "../../etc/passwd", "A" * 64, "g" * 64, "0" * 63])
def test_what_is_no_id_never_becomes_a_path(tmp_path: Path, bid: str):
    with pytest.raises(ValueError, match="not a blob's id"):
        blobs.read(tmp_path, bid)


@given(st.binary(max_size=1000))
def test_whatever_is_written_is_read(tmp_path_factory: pytest.TempPathFactory, data: bytes):
    folder = tmp_path_factory.getbasetemp() / "any"
    assert blobs.read(folder, blobs.write(folder, data)) == data
