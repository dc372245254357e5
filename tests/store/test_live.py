"""The file of a workout that goes on: what it holds after whatever ended the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.training.live import Event
from tracker.errors import BadFile, KnownError, NotFound
from tracker.store import live

START = 1_794_916_800_000
RIDE = [Event(0, {"power": 200.0, "heart_rate": 121.5}), Event(900, mark="pause"), Event(5000, mark="resume")]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    live.begin(tmp_path, "w", START)
    return tmp_path


def test_what_was_written_is_read(profile: Path) -> None:
    live.append(profile, "w", RIDE[:1])
    live.append(profile, "w", RIDE[1:])
    assert live.read(profile, "w") == live.Recording(START, tuple(RIDE))
    assert live.running(profile) == ("w",)
    live.end(profile, "w")
    assert live.running(profile) == ()
    with pytest.raises(NotFound):
        live.read(profile, "w")


def test_wherever_the_file_was_cut_the_whole_lines_are_read_and_it_goes_on(profile: Path) -> None:
    live.append(profile, "w", RIDE)
    path = profile / "live" / "w.jsonl"
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for size in range(first, len(whole)):
        path.write_bytes(whole[:size])
        kept = live.read(profile, "w").events
        assert kept == tuple(RIDE[: len(kept)])
        assert len(kept) >= whole[:size].count(b"\n") - 1
        live.append(profile, "w", [Event(9000, {"power": 1.0})])
        assert live.read(profile, "w").events[-1] == Event(9000, {"power": 1.0})


@given(st.binary(max_size=80))
def test_garbage_between_is_passed_over(tmp_path_factory: pytest.TempPathFactory, garbage: bytes) -> None:
    profile = tmp_path_factory.mktemp("profile")
    live.begin(profile, "w", START)
    live.append(profile, "w", RIDE[:1])
    with (profile / "live" / "w.jsonl").open("ab") as file:
        file.write(garbage.replace(b"\n", b"") + b"\n")
    live.append(profile, "w", RIDE[1:])
    events = live.read(profile, "w").events
    assert [event for event in events if event in RIDE] == RIDE


def test_without_its_first_line_it_says_so(profile: Path) -> None:
    (profile / "live" / "w.jsonl").write_bytes(b"")
    with pytest.raises(BadFile, match="recording is damaged"):
        live.read(profile, "w")


def test_a_full_disk_leaves_what_was_there(profile: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    live.append(profile, "w", RIDE[:1])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(KnownError, match="full"):
        live.append(profile, "w", RIDE[1:])
    assert live.read(profile, "w").events == tuple(RIDE[:1])
