"""Writing what was edited onto a record that may have changed while it was being edited."""

from __future__ import annotations

from tracker.store.collections import Collection
from tracker.store.records import Body


def onto(collection: Collection, opened: Body, edited: Body, now: Body) -> Body:
    """The record as it is `now`, with what `edited` changed since `opened`.

    A field that was not edited keeps what a sync may have brought meanwhile. Items of a list go one by one: those
    added elsewhere stay, and one that was removed elsewhere stays away unless it was edited here.
    """
    body = {
        name: edited[name] if edited[name] != opened.get(name) else now.get(name)
        for name in edited
        if not any(items.name == name for items in collection.lists)
    }
    for items in collection.lists:
        body[items.name] = _items(opened[items.name], edited[items.name], now[items.name])
    return body


def _items(opened: list[Body], edited: list[Body], now: list[Body]) -> list[Body]:
    before = {item["_id"]: item for item in opened}
    there = {item["_id"]: item for item in now}
    kept = []
    for item in edited:
        key = item["_id"]
        if key not in before or _said(item) != _said(before[key]):
            kept.append(item)
        elif key in there:
            kept.append({**there[key], "_ord": item["_ord"]})
    return kept + [item for item in now if item["_id"] not in before]


def _said(item: Body) -> Body:
    return {name: value for name, value in item.items() if name != "_ord"}
