"""What sync did lately, as text that can go into a report: no names, no address, nothing that a person wrote."""

from __future__ import annotations

import platform
import re
from datetime import UTC, datetime
from pathlib import Path

from tracker.store.database import Store
from tracker.sync import events, ledger
from tracker.sync.refused import reason
from tracker.sync.status import history, sync_status

LINES = 200
"""Events at most; the latest ones."""
PLACE = "a folder"
_REST = r"\S*(?: (?:[^\s/\\]+ ){0,3}\S*[/\\]\S*)*"
"""The rest of a path: a name of a folder may hold spaces, so it goes on as long as another part of it comes."""
_ANY = (
    (re.compile("“.*”", re.DOTALL), "“…”"),
    (re.compile(r"\b[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE), "the server"),
    (re.compile(r"[^\s@]+@[^\s@]+"), "the account"),
    (re.compile(rf"(?<!\w)(?:[a-z]:[\\/]|\\\\|~?/){_REST}", re.IGNORECASE), PLACE),
    (re.compile(r"\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\[[0-9a-f:]+\](?::\d+)?", re.IGNORECASE), "the server"),
    (re.compile(r"\b(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?\b|\b[a-z][\w-]*:\d{2,5}\b", re.IGNORECASE), "the server"),
)
"""What is personal wherever it stands: quoted titles, addresses, e-mails, paths, and hosts, also of former servers."""


def report_log(store: Store, version: str) -> str:
    """The log: how sync stands in figures, then what happened, the latest last. Times are UTC.

    Args:
        store: the profile's data.
        version: of Tracker.
    """
    mask = _Mask(store)
    happened = [_event(mask, one.at, one.kind, one.sentence, one.seconds) for one in history(store, LINES)]
    return "\n".join([*_head(store, version), "", *reversed(happened), ""])


def _head(store: Store, version: str) -> list[str]:
    now, known = sync_status(store), ledger.meta(store)
    last = "never" if known.last_sync is None else _time(known.last_sync)
    lines = [
        f"Tracker {version}, Python {platform.python_version()}, {platform.system()} {platform.machine()}",
        f"Time {_time(store.now())}, {known.clock_offset / 1000:+.1f} s to the server's clock",
        f"Mode {known.mode}, state {now.state}, last complete sync {last}",
        f"{now.waiting} waiting, {now.conflicts} in conflict, {now.refused} refused",
        f"{len(events.device_names(store))} devices, {known.push_no} pushes from this one",
    ]
    for c, kind, number in store.rows("SELECT c, kind, COUNT(*) FROM sync_conflict GROUP BY c, kind ORDER BY c, kind"):
        lines.append(f"In conflict: {number} × {_plain(c)}, {_plain(kind)}")
    for c, code, number in store.rows("SELECT c, code, COUNT(*) FROM sync_reject GROUP BY c, code ORDER BY c, code"):
        lines.append(f"Refused: {number} × {_plain(c)}, {reason(code)}")
    unread = store.rows("SELECT COUNT(*) FROM sync_opaque")[0][0]
    return lines + ([f"Kept for a newer version: {unread}"] if unread else [])


def _event(mask: _Mask, at: int, kind: str, sentence: str, seconds: float | None) -> str:
    took = "" if seconds is None else f" ({seconds:.1f} s)"
    return f"{_time(at)}  {kind:<10}  {mask.hide(sentence)}{took}"


class _Mask:
    """Puts general words in place of what tells who and where."""

    def __init__(self, store: Store) -> None:
        now = sync_status(store)
        hidden = {platform.node(): "this computer", now.server or "": "the server", now.host: "the server"}
        hidden |= {now.email or "": "the account"} | events.names_said(store)
        names = sorted((name for name in hidden if name.strip()), key=lambda name: -len(name))
        folders = {str(way) for one in (store.profile, Path.home()) for way in (one, one.absolute(), one.resolve())}
        self._hidden = [
            *((re.compile(re.escape(one) + _REST, re.IGNORECASE), PLACE) for one in sorted(folders, key=len)[::-1]),
            *((_whole(name), hidden[name]) for name in names),
            *_ANY,
        ]

    def hide(self, sentence: str) -> str:
        for pattern, words in self._hidden:
            sentence = pattern.sub(words, sentence)
        return sentence


def _whole(name: str) -> re.Pattern[str]:
    """Finds a name wherever it is no part of a longer word, also with a capital where it begins a sentence."""
    forms = {name, name[0].upper() + name[1:], name.upper(), name.casefold()}
    said = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{said})(?!\w)", re.IGNORECASE)


def _time(instant: int) -> str:
    return f"{datetime.fromtimestamp(instant / 1000, UTC):%Y-%m-%d %H:%M:%S}"


def _plain(name: str) -> str:
    return name.replace("_", " ")
