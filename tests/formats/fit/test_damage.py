"""Damaged FIT files: what can be saved is saved, and what cannot is refused with a reason, never with a crash."""

from __future__ import annotations

import contextlib
import struct
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.formats.fit_writer import FitWriter, checksum, fit_time
from tracker.domain.activity import Activity
from tracker.errors import BadFile
from tracker.formats.activity import read_activities
from tracker.store.telemetry import decode, encode

START = 1_700_000_000
NOW = fit_time(START)
SAMPLES = 60


def make(**settings: Any) -> bytes:
    to = FitWriter(**settings).add("file_id", type=4, manufacturer=1, product=1836, time_created=NOW)
    to.add("developer_data_id", local=4, application_id=bytes(16), developer_data_index=0)
    to.add(
        "field_description",
        local=5,
        developer_data_index=0,
        field_definition_number=0,
        fit_base_type_id=0x84,
        field_name="Form Power",
    )
    for second in range(SAMPLES):
        to.add(
            "record",
            local=1,
            developer=[(0, 0, "uint16", 60)],
            timestamp=NOW + second,
            power=200 + second,
            heart_rate=140,
            speed=8000,
            distance=800 * second,
        )
    to.add("lap", local=2, timestamp=NOW + 60, start_time=NOW, total_elapsed_time=60_000, total_timer_time=60_000)
    to.add(
        "session",
        local=3,
        timestamp=NOW + 60,
        start_time=NOW,
        sport=2,
        total_elapsed_time=60_000,
        total_timer_time=60_000,
        avg_power=230,
    )
    return to.file()


RIDE = make()


def salvaged(data: bytes) -> Activity:
    (found,) = read_activities(data, "ride.fit")
    assert found.salvaged
    assert found.notes[0].startswith("The file is damaged: ")
    return found


def test_a_wrong_checksum_is_noted_and_everything_is_read():
    found = salvaged(RIDE[:-2] + b"\0\0")
    assert "checksum does not match" in found.notes[0]
    assert len(found.telemetry) == SAMPLES
    assert found.summary.avg_power == 230


def test_a_file_without_its_last_bytes_is_read_up_to_there():
    whole, cut = salvaged(RIDE[:-1]), salvaged(RIDE[: len(RIDE) // 2])
    assert "its end is missing" in whole.notes[0]
    assert whole.summary.avg_power == 230
    assert "its end is missing" in cut.notes[0]
    assert 20 < len(cut.telemetry) < SAMPLES
    assert cut.telemetry.channels["power"].tolist() == [200 + second for second in range(len(cut.telemetry))]


def test_a_file_broken_in_the_middle_says_how_much_could_be_read():
    """A lost byte shifts all that follows."""
    middle = len(RIDE) // 2
    found = salvaged(RIDE[:middle] + RIDE[middle + 1 :])
    assert "only the first 5" in found.notes[0]
    assert len(found.telemetry) > 20


def test_a_sample_from_another_year_is_left_out_of_a_damaged_file():
    where = RIDE.index(struct.pack("<I", NOW + 30))
    found = salvaged(RIDE[:where] + struct.pack("<I", NOW - 50_000_000) + RIDE[where + 4 :])
    assert len(found.telemetry) == SAMPLES - 1
    assert found.start == START * 1000
    assert any(note.endswith("credible: 1.") for note in found.notes)


def test_a_damaged_start_of_a_session_gives_way_to_the_samples():
    where = RIDE.rindex(struct.pack("<I", NOW))
    found = salvaged(RIDE[:where] + struct.pack("<I", NOW + 500_000_000) + RIDE[where + 4 :])
    assert found.start == START * 1000
    assert len(found.telemetry) == SAMPLES


def test_a_length_that_cannot_be_true_does_not_lose_what_follows():
    short = bytearray(RIDE)
    struct.pack_into("<I", short, 4, 100)
    assert len(salvaged(bytes(short)).telemetry) == SAMPLES


def test_a_damaged_file_in_a_chain_does_not_take_the_other_with_it():
    broken = RIDE[:200] + b"\xff" * 40 + RIDE[240:]
    found = read_activities(broken + make(big_endian=True), "two.fit")
    assert [one.salvaged for one in found] == [True, False]
    assert len(found[1].telemetry) == SAMPLES


def test_a_file_of_which_nothing_is_left_is_refused_with_a_reason():
    with pytest.raises(BadFile, match=r"ride\.fit cannot be imported: it is damaged: its end is missing"):
        read_activities(RIDE[:40], "ride.fit")
    with pytest.raises(BadFile, match="Copy the file from the device again"):
        read_activities(RIDE[:12], "ride.fit")


@pytest.mark.parametrize("length", range(0, len(RIDE), 37))
def test_a_file_cut_anywhere_is_saved_or_refused(length: int):
    saved_or_refused(RIDE[:length])


def saved_or_refused(data: bytes) -> None:
    try:
        found = read_activities(data, "ride.fit")
    except BadFile:
        return
    assert found
    for one in found:
        assert (one.telemetry.time >= 0).all()
        decode(chunk.data for chunk in encode(one.telemetry))


@st.composite
def damage(draw: st.DrawFn) -> bytes:
    """The ride with bytes changed, lost and cut off, with or without a checksum that hides it."""
    data = bytearray(RIDE)
    for where in draw(st.lists(st.integers(0, len(RIDE) - 1), max_size=8)):
        data[where] = draw(st.integers(0, 255))
    if draw(st.booleans()):
        start = draw(st.integers(0, len(data)))
        del data[start : start + draw(st.integers(1, 30))]
    if draw(st.booleans()):
        del data[draw(st.integers(0, len(data))) :]
    if draw(st.booleans()) and len(data) > 2:
        data[-2:] = struct.pack("<H", checksum(bytes(data[:-2])))
    return bytes(data)


def zero_sized_field() -> bytes:
    """A definition that makes the compiled reader panic."""
    where = RIDE.index(bytes((253, 4, 0x86)))
    data = RIDE[: where + 1] + b"\x03" + RIDE[where + 2 : -2]
    return data + struct.pack("<H", checksum(data))


@settings(max_examples=400)
@given(damage())
@example(zero_sized_field())
def test_whatever_happens_to_a_file_it_is_saved_or_refused(data: bytes):
    saved_or_refused(data)


def test_damage_is_noticed_before_the_native_reader_can_complain_on_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    for place in range(30, len(RIDE) - 4, 7):
        damaged = RIDE[:place] + bytes([RIDE[place] ^ 0xFF]) + RIDE[place + 1 :]
        with contextlib.suppress(BadFile):
            read_activities(damaged, "ride.fit")
    assert capfd.readouterr().err == ""
