"""Reading a recording and computing all about it: what takes long and needs no database, so any process may do it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from tracker.domain.activity import Activity, Telemetry
from tracker.domain.training.curves import Curves, curves
from tracker.errors import BadFile, KnownError, NotFound
from tracker.formats.activity import read_activities
from tracker.operations import pool
from tracker.store import blobs, telemetry


@dataclass(frozen=True)
class Recording:
    """A workout of a file: without its samples, which are in blobs that `manifest` lists, and with their curves."""

    activity: Activity
    manifest: tuple[Mapping[str, Any], ...]
    curves: Curves

    @property
    def samples(self) -> int:
        """How many there are."""
        return sum(int(chunk["n"]) for chunk in self.manifest)


@dataclass(frozen=True)
class Prepared:
    """A file that was read: its hash, its workouts, the blobs that were not there before, or why it failed."""

    digest: str = ""
    recordings: tuple[Recording, ...] = ()
    written: tuple[str, ...] = ()
    error: str = ""


def prepare(path: Path, folder: Path | None) -> Prepared:
    """Read a file, compute its curves, and keep its samples; whatever is wrong with it is in the result.

    Args:
        path: a recording of any kind.
        folder: where blobs are kept; with None nothing is written.
    """
    written: list[str] = []
    try:
        data = content(path)
        made = []
        for one in read_activities(data, path.name, pool.tell):
            pool.tell(len(data), len(data))
            made.append(recording(one, folder, written))
        return Prepared(hashlib.sha256(data).hexdigest(), tuple(made), tuple(written))
    except BaseException as error:
        if folder is not None:
            blobs.remove(folder, written)
        if isinstance(error, KnownError):
            return Prepared(error=str(error))
        raise  # given up


def crashed(path: Path, _folder: Path | None) -> Prepared:
    """What is said of a file that brought the process down that read it."""
    return Prepared(error=f"{path.name} cannot be read: something in it made the reader fail.")


def recording(activity: Activity, folder: Path | None, written: list[str]) -> Recording:
    """A workout with its curves, its samples kept in `folder` unless that is None; new blobs are noted in `written`."""
    chunks = telemetry.encode(activity.telemetry)
    manifest = tuple(telemetry.manifest(chunks))
    for chunk, told in zip(chunks, manifest, strict=True):
        if folder is not None and not blobs.owns(folder, told["b"]):
            written.append(told["b"])
            blobs.write(folder, chunk.data)
    without = replace(activity, telemetry=Telemetry(np.zeros(0, np.int64), {}))
    return Recording(without, manifest, curves(activity.telemetry))


def content(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        KnownError: it is not there, no regular file, or cannot be read.
    """
    if path.is_dir():
        raise BadFile(f"{path} is a folder.", "Name the files in it.")
    if not path.exists():
        raise NotFound(f"There is no file {path}.")
    if not path.is_file():
        raise BadFile(f"{path} is not a regular file.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadFile(f"{path.name} cannot be opened: {error.strerror or error}.") from error
