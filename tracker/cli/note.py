"""The sub-command about the note of a day: read it, add a line, put another in its place, remove it."""

from __future__ import annotations

import argparse

from tracker.cli import server
from tracker.cli.words import say
from tracker.domain.date_words import date_of
from tracker.errors import BadInput
from tracker.operations import diary
from tracker.store.database import Store
from tracker.store.queries import days
from tracker.store.queries import diary as diary_clock

DONE = 0


def declare(one: argparse.ArgumentParser) -> None:
    """Add its options."""
    one.add_argument("text", nargs="*", help="a line to add; where there is none, the note is printed")
    one.add_argument("--date", metavar="D", help="the day, as 2026-11-21, yesterday or last mon; today where not given")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--replace", action="store_true", help="put the text in the place of the note")
    how.add_argument("--remove", action="store_true", help="remove the note")


def run(store: Store, options: argparse.Namespace) -> int:
    """Change the note of a day where that is asked for, and print it."""
    text = " ".join(options.text).strip()
    if options.remove and text:
        options.wrong_usage("--remove removes the whole note; put other words in its place with --replace")
    if options.replace and not text:
        options.wrong_usage("--replace needs the words of the new note; --remove removes the old one")
    day = _day(store, options.date)
    if options.replace or options.remove:
        server.write(store, options, diary.set_note, day, text)
    elif text:
        server.write(store, options, diary.add_note, day, text)
    else:
        server.read_first(store)
    state = days.states(store, day, day).get(day)
    text = state.note if state else ""
    say(options, {"date": day, "note": text}, text.splitlines() or [f"There is no note for {diary.named(day)}."])
    return DONE


def _day(store: Store, text: str | None) -> str:
    now = diary_clock.today(store)
    day = now if text is None else date_of(text, now)
    if day is None:
        raise BadInput(f"“{text}” is not a date.", "Write it as 2026-11-21, tomorrow or last mon.")
    return day.isoformat()
