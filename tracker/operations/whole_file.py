"""Writing a file that a person named: it is there whole, or as it was before."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tracker import disk
from tracker.errors import BadFile, NotFound

HEAD = 4096
"""Bytes at whose head a file says who wrote it."""


def keep_others(path: Path, mark: bytes, what: str) -> None:
    """Make sure that a file of this name is an earlier one of ours; where nobody was asked, no other is replaced.

    Args:
        path: where a file is about to be written.
        mark: what only a file of ours has at its head.
        what: what it would be, with its article.

    Raises:
        BadFile: something else has this name.
        KnownError: it cannot be read.
    """
    if not path.is_file():
        return
    with disk.explained(path.parent), path.open("rb") as file:
        head = file.read(HEAD)
    if mark not in head:
        raise BadFile(f"{path.name} is there already and is not {what} of Tracker's.", "Choose another name.")


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Write a file anew, in the place of one of the same name.

    Raises:
        NotFound: the folder that it would be in is not there.
        BadFile: there is a folder of that name.
        KnownError: the disk refuses.
    """
    path = path.absolute()
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder {path.parent}.", "Choose another one, or make it first.")
    if path.is_dir():
        raise BadFile(f"{path.name} is a folder.", "Choose another name.")
    part = path.with_name(f".{path.name}.part")
    with disk.explained(path.parent):
        try:
            with part.open("wb") as file:
                file.writelines(pieces)
            part.replace(path)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
