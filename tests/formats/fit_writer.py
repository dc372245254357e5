"""Writes small FIT files for tests: messages in both byte orders, developer fields, checksums.

Written after the protocol's description and apart from the readers, so that a mistake cannot hide in both.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

EPOCH_S = 631_065_600
TYPES = {
    "enum": (0x00, "B"),
    "sint8": (0x01, "b"),
    "uint8": (0x02, "B"),
    "uint16": (0x84, "H"),
    "sint32": (0x85, "i"),
}
TYPES |= {"uint32": (0x86, "I"), "string16": (0x07, "16s"), "byte3": (0x0D, "3s"), "byte16": (0x0D, "16s")}
INVALID = {
    "enum": 0xFF,
    "sint8": 0x7F,
    "uint8": 0xFF,
    "uint16": 0xFFFF,
    "sint32": 0x7FFFFFFF,
    "uint32": 0xFFFFFFFF,
}

MESSAGES: Mapping[str, tuple[int, Mapping[str, tuple[int, str]]]] = {
    "file_id": (
        0,
        {
            "type": (0, "enum"),
            "manufacturer": (1, "uint16"),
            "product": (2, "uint16"),
            "time_created": (4, "uint32"),
        },
    ),
    "sport": (12, {"sport": (0, "enum"), "sub_sport": (1, "enum")}),
    "session": (
        18,
        {
            "timestamp": (253, "uint32"),
            "start_time": (2, "uint32"),
            "sport": (5, "enum"),
            "sub_sport": (6, "enum"),
            "total_elapsed_time": (7, "uint32"),
            "total_timer_time": (8, "uint32"),
            "total_distance": (9, "uint32"),
            "total_calories": (11, "uint16"),
            "avg_heart_rate": (16, "uint8"),
            "max_heart_rate": (17, "uint8"),
            "avg_cadence": (18, "uint8"),
            "avg_power": (20, "uint16"),
            "max_power": (21, "uint16"),
            "total_ascent": (22, "uint16"),
            "normalized_power": (34, "uint16"),
            "pool_length": (44, "uint16"),
            "total_moving_time": (59, "uint32"),
        },
    ),
    "lap": (
        19,
        {
            "timestamp": (253, "uint32"),
            "start_time": (2, "uint32"),
            "total_elapsed_time": (7, "uint32"),
            "total_timer_time": (8, "uint32"),
            "total_distance": (9, "uint32"),
            "avg_heart_rate": (15, "uint8"),
            "max_heart_rate": (16, "uint8"),
            "avg_power": (19, "uint16"),
            "max_power": (20, "uint16"),
            "total_cycles": (10, "uint32"),
            "num_active_lengths": (40, "uint16"),
        },
    ),
    "length": (
        101,
        {
            "timestamp": (253, "uint32"),
            "start_time": (2, "uint32"),
            "total_elapsed_time": (3, "uint32"),
            "total_timer_time": (4, "uint32"),
            "total_strokes": (5, "uint16"),
            "length_type": (12, "enum"),
        },
    ),
    "record": (
        20,
        {
            "timestamp": (253, "uint32"),
            "position_lat": (0, "sint32"),
            "position_long": (1, "sint32"),
            "altitude": (2, "uint16"),
            "heart_rate": (3, "uint8"),
            "cadence": (4, "uint8"),
            "distance": (5, "uint32"),
            "speed": (6, "uint16"),
            "power": (7, "uint16"),
            "compressed_speed_distance": (8, "byte3"),
            "temperature": (13, "sint8"),
            "fractional_cadence": (53, "uint8"),
            "enhanced_speed": (73, "uint32"),
            "enhanced_altitude": (78, "uint32"),
        },
    ),
    "developer_data_id": (207, {"application_id": (1, "byte16"), "developer_data_index": (3, "uint8")}),
    "field_description": (
        206,
        {
            "developer_data_index": (0, "uint8"),
            "field_definition_number": (1, "uint8"),
            "fit_base_type_id": (2, "uint8"),
            "field_name": (3, "string16"),
        },
    ),
}

Value = int | str | bytes | None


def checksum(data: bytes) -> int:
    """CRC-16 with the reflected polynomial 0x8005, bit by bit."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


def fit_time(unix_s: int) -> int:
    return unix_s - EPOCH_S


@dataclass
class FitWriter:
    """Collects messages; values are given as they are stored (scaled), None is the type's invalid value."""

    big_endian: bool = False
    body: bytearray = field(default_factory=bytearray)
    defined: dict[int, tuple[object, ...]] = field(default_factory=dict)

    def add(
        self,
        message: str,
        local: int = 0,
        developer: Sequence[tuple[int, int, str, Value]] = (),
        offset: int | None = None,
        **values: Value,
    ) -> FitWriter:
        """A data message, after its definition where that changed.

        Args:
            message: its name in `MESSAGES`.
            local: the local message type to use.
            developer: (developer index, field number, type, value) of developer fields.
            offset: the low five bits of the time, for a compressed-timestamp header.
            values: by field name.
        """
        number, fields = MESSAGES[message]
        layout = (number, tuple(values), tuple(part[:3] for part in developer))
        if self.defined.get(local) != layout:
            self.defined[local] = layout
            self._define(local, number, [fields[name] for name in values], developer)
        self.body.append(local if offset is None else 0x80 | local << 5 | offset & 0x1F)
        for name, value in values.items():
            self.body += self._packed(fields[name][1], value)
        for _, _, type_, value in developer:
            self.body += self._packed(type_, value)
        return self

    def file(self, *, header_size: int = 14) -> bytes:
        """The finished file."""
        header = struct.pack("<2BHI4s", header_size, 0x20, 2132, len(self.body), b".FIT")
        if header_size == 14:
            header += struct.pack("<H", checksum(header))
        whole = header + bytes(self.body)
        return whole + struct.pack("<H", checksum(whole))

    def _define(
        self,
        local: int,
        number: int,
        fields: Sequence[tuple[int, str]],
        developer: Sequence[tuple[int, int, str, Value]],
    ) -> None:
        order = ">" if self.big_endian else "<"
        self.body.append(0x40 | (0x20 if developer else 0) | local)
        self.body += struct.pack(f"{order}BBHB", 0, int(self.big_endian), number, len(fields))
        for field_number, type_ in fields:
            self.body += bytes((field_number, _size(type_), TYPES[type_][0]))
        if developer:
            self.body.append(len(developer))
            for index, field_number, type_, _ in developer:
                self.body += bytes((field_number, _size(type_), index))

    def _packed(self, type_: str, value: Value) -> bytes:
        if type_.startswith(("byte", "string")):
            return struct.pack(TYPES[type_][1], value.encode() if isinstance(value, str) else value)
        order = ">" if self.big_endian else "<"
        return struct.pack(order + TYPES[type_][1], INVALID[type_] if value is None else value)


def _size(type_: str) -> int:
    return struct.calcsize("=" + TYPES[type_][1])
