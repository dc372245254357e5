"""A file without its records says the same about everything else."""

from __future__ import annotations

from pathlib import Path

import fitfast
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.fit_writer import FitWriter, checksum, fit_time
from tests.formats.rides import START, ride
from tracker.formats.fit import pieces
from tracker.formats.fit.pieces import is_intact
from tracker.formats.fit.sparse import without_records


def test_everything_but_the_records_is_left(tmp_path: Path) -> None:
    data = ride(tmp_path / "a.fit").read_bytes()
    made = without_records(data)
    assert made is not None
    assert not made.compressed
    assert len(made.data) < len(data) / 20
    whole = fitfast.parse(data)
    whole.pop("record")
    assert fitfast.parse(made.data) == whole


@pytest.mark.parametrize("big_endian", [False, True])
def test_developer_fields_and_both_byte_orders(big_endian: bool) -> None:
    now = fit_time(START)
    writer = FitWriter(big_endian=big_endian).add("file_id", type=4, time_created=now)
    writer.add("developer_data_id", local=5, application_id=b"0123456789abcdef", developer_data_index=0)
    writer.add(
        "field_description", local=6, developer_data_index=0, field_definition_number=0, fit_base_type_id=2,
        field_name="doughnuts",
    )  # fmt: skip
    for second in range(5):
        writer.add("record", local=1, timestamp=now + second, developer=[(0, 0, "uint8", second)], power=200)
        writer.add("lap", local=2, timestamp=now + second, start_time=now, developer=[(0, 0, "uint8", 7)])
    made = without_records(writer.file())
    assert made is not None
    assert len(fitfast.parse(made.data)["lap"]) == 5
    assert "record" not in fitfast.parse(made.data)


def test_the_compressed_field_is_told_and_compressed_times_are_left_to_the_reader() -> None:
    now = fit_time(START)
    writer = FitWriter().add("file_id", type=4, time_created=now)
    writer.add("record", local=1, timestamp=now, compressed_speed_distance=b"\x01\x02\x03")
    made = without_records(writer.file())
    assert made is not None
    assert made.compressed
    writer.add("record", local=2, heart_rate=120, offset=3)
    assert without_records(writer.file()) is None


@given(st.binary(min_size=14, max_size=300))
def test_whatever_follows_the_header_it_is_left_out_or_left_alone(body: bytes) -> None:
    made = without_records(b"\x0e" + body)
    assert made is None or is_intact(made.data)


@given(st.binary(max_size=3000))
def test_the_checksum_is_that_of_the_writer(data: bytes) -> None:
    assert pieces.checksum(data) == checksum(data)
