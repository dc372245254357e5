"""The workouts that a FIT file's messages make: one for each session, or one for all where there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tracker.domain.activity import Activity, Summary, Telemetry
from tracker.domain.training.summary import summarize
from tracker.formats.fit.device import device_name
from tracker.formats.fit.lengths import swum
from tracker.formats.fit.messages import Message, Messages, clock_is_set
from tracker.formats.fit.samples import OUTLIER_S, Samples, samples
from tracker.formats.fit.totals import begin, lap, summary

NO_CLOCK = "The device's clock was not set, so the date of this workout is not right."
NO_TOTALS = "The file holds no totals, so they were computed from its samples."
UNTOLD = "generic"


def workouts(messages: Messages, notes: Sequence[str] = (), *, salvaged: bool = False) -> list[Activity]:
    """The workouts in the order of time; none where there is neither a session nor a sample.

    A sample or lap belongs to the last session that started before it, and to the first one where none did:
    some devices write the time of a later event as a session's start.
    """
    found = samples(messages.records)
    sessions = messages.sessions or (({},) if len(found.instants) else ())
    timed = sorted(((_start(session, found, messages), session) for session in sessions), key=lambda pair: pair[0])
    starts = np.array([start for start, _ in timed], np.int64)
    of_samples = _owners(starts, found.instants)
    of_laps = _owners(starts, np.array([begin(message) or 0 for message in messages.laps], np.int64))
    of_lengths = _owners(starts, np.array([begin(message) or 0 for message in messages.lengths], np.int64))
    made = []
    for index, (start, session) in enumerate(timed):
        laps = [message for owner, message in zip(of_laps, messages.laps, strict=True) if owner == index]
        telemetry_start, telemetry = _telemetry(start, found, of_samples == index)
        pool = session.get("pool_length")
        if isinstance(pool, int | float):
            lengths = [one for owner, one in zip(of_lengths, messages.lengths, strict=True) if owner == index]
            telemetry = swum(telemetry, telemetry_start, lengths, float(pool))
        told = [*notes, *_remarks(session, telemetry_start, found, salvaged=salvaged)]
        made.append(
            Activity(
                sport=_word(session.get("sport")) or _sport(messages) or UNTOLD,
                sub_sport=_word(session.get("sub_sport")),
                start=telemetry_start,
                device=device_name(messages.file_id),
                summary=_totals(session, telemetry),
                laps=tuple(lap(message, telemetry_start) for message in laps),
                telemetry=telemetry,
                session_index=index,
                salvaged=salvaged,
                notes=tuple(told),
            )
        )
    return made


def _start(session: Message, found: Samples, messages: Messages) -> int:
    """When a session started, in Unix ms; where that is not credible, when the first sample was taken."""
    told = begin(session)
    if len(found.instants):
        if told is None or abs(told - int(np.median(found.instants))) > OUTLIER_S * 1000:
            return int(found.instants[0])
    elif told is None:
        return int(messages.file_id.get("time_created", 0) * 1000)
    return told


def _owners(starts: NDArray[np.int64], instants: NDArray[np.int64]) -> NDArray[np.intp]:
    """The index of the session that each instant belongs to."""
    return np.maximum(np.searchsorted(starts, instants, side="right") - 1, 0)


def _telemetry(start: int, found: Samples, which: NDArray[np.bool_]) -> tuple[int, Telemetry]:
    """A session's samples, and its start, which is never after the first of them.

    Where the running distance goes on from the session before, it starts at zero again.
    """
    if not which.any():
        return start, Telemetry(np.zeros(0, np.int64), {})
    first = int(np.argmax(which))
    start = min(start, int(found.instants[first]))
    telemetry = found.part(which, start)
    running = telemetry.channels.get("distance")
    before = found.channels.get("distance", np.zeros(0))[:first]
    before = before[np.isfinite(before)]
    if running is None or not len(before) or running[np.isfinite(running)][0] < before[-1]:
        return start, telemetry
    return start, Telemetry(telemetry.time, {**telemetry.channels, "distance": running - before[-1]})


def _totals(session: Message, telemetry: Telemetry) -> Summary:
    """The device's totals, completed by the samples."""
    totals = summary(session).filled_from(summarize(telemetry))
    if totals.moving_ms is None or totals.duration_ms is None:
        return totals
    return replace(totals, moving_ms=min(totals.moving_ms, totals.duration_ms))


def _remarks(session: Message, start: int, found: Samples, *, salvaged: bool) -> list[str]:
    """What the user should know about how this workout was read."""
    remarks = []
    if not session:
        remarks.append(NO_TOTALS)
    if not clock_is_set(start / 1000):
        remarks.append(NO_CLOCK)
    if found.unusable and salvaged:
        remarks.append(f"Samples left out because their time is not credible: {found.unusable}.")
    return remarks


def _sport(messages: Messages) -> str:
    """The sport by the file's `sport` message, for a file without sessions."""
    return _word(messages.sports[0].get("sport")) if messages.sports else ""


def _word(value: object) -> str:
    """A name of the profile; a number that the profile does not know says nothing."""
    return value if isinstance(value, str) else ""
