"""The sub-command about the shopping list: made from the plan, written on by hand, printed."""

from __future__ import annotations

import argparse
from datetime import date

from tracker.cli import server
from tracker.cli.words import decimal_mark, say
from tracker.domain.date_words import date_of
from tracker.errors import BadInput
from tracker.operations import shopping
from tracker.operations.plain import Plain
from tracker.store.clock import today
from tracker.store.database import Store
from tracker.store.queries import shopping as queries
from tracker.store.rows import ShoppingItem

DONE = 0
WEEK = 7


def declare(one: argparse.ArgumentParser) -> None:
    """Add its options."""
    one.add_argument("--from", dest="since", metavar="D", help="make it from what is planned from this day on")
    one.add_argument("--to", dest="until", metavar="D", help="to this day; six days later where not given")
    one.add_argument("--add", action="append", default=[], metavar="TEXT", help="write a line on it: 2 l milk")
    one.add_argument("--tick", action="append", default=[], metavar="NAME", help="tick off what is called so")


def run(store: Store, options: argparse.Namespace) -> int:
    """Make the list where days are given, write on it, and print it."""
    mark = decimal_mark(store)
    if options.since or options.until:
        since = _day(store, options.since) if options.since else today(store.clock)
        until = _day(store, options.until) if options.until else since.fromordinal(since.toordinal() + WEEK - 1)
        server.write(store, options, shopping.make, since, until)
    else:
        server.read_first(store)
    if options.add:
        server.write(store, options, _add, options.add, mark == ",")
    if options.tick:
        server.write(store, options, shopping.tick, _named(store, options.tick), True)
    found = queries.items(store)
    lines = [_line(one, mark) for one in found]
    hint = "The shopping list is empty. --from today makes it from what is planned."
    say(options, [_plain(one, mark) for one in found], lines or [hint])
    return DONE


def _add(store: Store, texts: list[str], comma: bool) -> object:
    return shopping.add(store, texts, decimal_comma=comma)


def _day(store: Store, text: str) -> date:
    day = date_of(text, today(store.clock))
    if day is None:
        raise BadInput(f"“{text}” is not a date.", "Write it as 2026-11-21, tomorrow or last mon.")
    return day


def _named(store: Store, names: list[str]) -> list[str]:
    wanted = {name.strip().casefold() for name in names}
    found = [one.id for one in queries.items(store) if one.name.casefold() in wanted and not one.bought]
    if not found:
        raise BadInput(f"Nothing on the list is called “{names[0]}”.", "`tracker shopping` shows what is.")
    return found


def _line(one: ShoppingItem, mark: str) -> str:
    used = f"  ({', '.join(one.used_in)})" if one.used_in else ""
    words = " ".join(part for part in (shopping.amount_text(one, mark), one.name) if part)
    return f"[{'x' if one.bought else ' '}] {words} · {one.aisle}{used}"


def _plain(one: ShoppingItem, mark: str) -> Plain:
    return {
        "id": one.id, "name": one.name, "amount": shopping.amount_text(one, mark),
        "amounts": [{"amount": amount / 1000, "unit": unit or None} for amount, unit in one.parts],
        "aisle": one.aisle, "bought": one.bought, "from_plan": one.planned, "used_in": list(one.used_in),
        "since": one.since or None, "until": one.until or None,
    }  # fmt: skip
