"""What reads the files of each app whose history Tracker brings in."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tracker.errors import BadFile
from tracker.formats.diaries import cronometer, myfitnesspal, opennutritracker, waistline
from tracker.formats.diaries.history import History
from tracker.operations.history import Reader, archived, content, tables


def _opennutritracker(path: Path, found: History) -> None:
    for name, data in archived(path, (".json",)):
        try:
            opennutritracker.read(name.casefold(), data, found)
        except ValueError as error:
            raise BadFile(f"{name} in {path.name} is damaged.", "Export it again.") from error


def _waistline(path: Path, found: History) -> None:
    try:
        waistline.read(content(path), found)
    except ValueError as error:
        raise BadFile(f"{path.name} is damaged.", "Make the backup again.") from error


READERS: Mapping[str, Reader] = {
    "myfitnesspal": tables(myfitnesspal.read), "cronometer": tables(cronometer.read),
    "opennutritracker": _opennutritracker, "waistline": _waistline,
}  # fmt: skip
