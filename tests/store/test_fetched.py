"""Copies of other devices' recordings: interrupted and resumed, proved, and removed when they take too much room."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tracker.errors import BadFile, KnownError, NotFound
from tracker.store import blobs, fetched
from tracker.store.fetched import Incoming


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def fetch(folder: Path, data: bytes, *, used_at: int = 0) -> str:
    bid = blobs.blob_id(data)
    coming = Incoming(folder, bid)
    coming.add(data)
    assert coming.finish()
    if used_at:
        os.utime(blobs.path_of(folder / blobs.FETCHED, bid), (used_at, used_at))
    return bid


def test_a_download_goes_on_where_it_was_interrupted(tmp_path: Path):
    bid = blobs.blob_id(b"samples of a ride")
    Incoming(tmp_path, bid).add(b"samples ")
    assert not blobs.exists(tmp_path, bid)
    coming = Incoming(tmp_path, bid)
    assert coming.size == 8
    coming.add(b"of a ")
    coming.add(b"ride")
    assert coming.finish()
    assert blobs.read(tmp_path, bid) == b"samples of a ride"
    assert files(tmp_path) == [blobs.path_of(tmp_path / blobs.FETCHED, bid)]
    assert not blobs.owns(tmp_path, bid)


def test_bytes_that_are_not_what_their_name_says_leave_nothing(tmp_path: Path):
    coming = Incoming(tmp_path, blobs.blob_id(b"samples"))
    coming.add(b"something else")
    assert not coming.finish()
    assert not Incoming(tmp_path, blobs.blob_id(b"nothing came")).finish()
    assert files(tmp_path) == []
    assert coming.size == 0, "the next try begins anew"


def test_two_downloads_of_the_same_blob_fill_one_file_and_the_slower_one_goes_on_from_its_end(tmp_path: Path):
    bid = blobs.blob_id(b"samples of a ride")
    quick, slow = Incoming(tmp_path, bid), Incoming(tmp_path, bid)
    assert quick.add(b"samples ")
    assert not slow.add(b"samples ")
    assert slow.size == 8
    assert slow.add(b"of a ")
    assert not quick.add(b"of a ")
    assert quick.add(b"ride")
    assert not slow.is_here()
    assert quick.finish()
    assert slow.is_here()
    assert slow.finish(), "it is there, whoever brought it"
    assert files(tmp_path) == [blobs.path_of(tmp_path / blobs.FETCHED, bid)]
    assert blobs.read(tmp_path, bid) == b"samples of a ride"


def test_a_download_begins_anew_where_another_one_gave_up_what_came(tmp_path: Path):
    bid = blobs.blob_id(b"samples of a ride")
    coming = Incoming(tmp_path, bid)
    assert coming.add(b"samples ")
    Incoming(tmp_path, bid).discard()
    assert not coming.add(b"of a ride")
    assert coming.size == 0
    assert coming.add(b"samples of a ride")
    Incoming(tmp_path, bid).discard()
    assert not coming.finish()
    assert coming.size == 0


@pytest.mark.parametrize("call", ["os.fsync", "tracker.disk.sync_folder"])
def test_a_full_disk_is_told_and_nothing_half_written_stays(tmp_path: Path, monkeypatch: Any, call: str):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    coming = Incoming(tmp_path, blobs.blob_id(b"samples"))
    coming.add(b"samples")
    monkeypatch.setattr(call, full)
    with pytest.raises(KnownError, match=r"^The disk is full\."):
        coming.finish()
    assert list(tmp_path.rglob("*.part")) == []


def test_a_disk_that_is_full_in_the_middle_of_a_download_is_told_too(tmp_path: Path, monkeypatch: Any):
    coming = Incoming(tmp_path, blobs.blob_id(b"samples"))
    coming.add(b"sam")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(KnownError, match=r"^The disk is full\. Nothing was written\."):
        coming.add(b"ples")
    assert files(tmp_path) == []


def test_the_copies_that_were_not_used_for_longest_go_first(tmp_path: Path):
    own = blobs.write(tmp_path, b"o" * 100)
    first, second, third = (fetch(tmp_path, bytes([n]) * 100, used_at=n) for n in (1, 2, 3))
    assert fetched.make_room(tmp_path, 300) == 0
    blobs.read(tmp_path, first)
    assert fetched.used(tmp_path) == 300
    assert fetched.make_room(tmp_path, 299) == 100
    assert [blobs.exists(tmp_path, bid) for bid in (first, second, third, own)] == [True, False, True, True]
    assert fetched.make_room(tmp_path, 0, keep=[third]) == 100
    assert [blobs.exists(tmp_path, bid) for bid in (first, third)] == [False, True]
    assert blobs.exists(tmp_path, own), "what was made here is no copy"


def test_a_damaged_copy_is_dropped_and_can_be_fetched_again(tmp_path: Path):
    bid = fetch(tmp_path, b"samples")
    blobs.path_of(tmp_path / blobs.FETCHED, bid).write_bytes(b"sample")
    with pytest.raises(BadFile, match="damaged"):
        blobs.read(tmp_path, bid)
    assert files(tmp_path) == []
    with pytest.raises(NotFound):
        blobs.read(tmp_path, bid)
    assert fetch(tmp_path, b"samples") == bid
    assert blobs.read(tmp_path, bid) == b"samples"


def test_downloads_that_were_given_up_are_removed(tmp_path: Path):
    young, old = (blobs.blob_id(data) for data in (b"young", b"old"))
    for bid in (young, old):
        Incoming(tmp_path, bid).add(b"x")
    os.utime(tmp_path / blobs.FETCHED / f"{old}.part", (1, 1))
    fetched.make_room(tmp_path, 1000)
    assert [path.name for path in files(tmp_path)] == [f"{young}.part"]
