"""Rules that a person made for kinds of records and for fields, where two devices changed the same thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tracker.errors import BadInput
from tracker.store import records
from tracker.store.changes import Changes
from tracker.store.collections import BY_NAME, COLLECTIONS, Policy
from tracker.store.database import Store
from tracker.store.ids import derived_id
from tracker.sync.parts import parts
from tracker.sync.places import group_of
from tracker.sync.policy import KEY, POLICIES, Rules

USUAL = "usual"
"""In place of a policy: no rule of its own."""


@dataclass(frozen=True)
class Rule:
    """What happens to one kind of record, or to one field of it.

    Attributes:
        of: what it is for, such as "recipe" or "recipe.notes".
        label: in words.
        own: the policy that was chosen for just this, or None.
        usual: the policy where none is.
    """

    of: str
    label: str
    own: Policy | None
    usual: Policy


def count_of(store: Store) -> int:
    """How many kinds and fields have a rule of their own."""
    rows = store.rows("SELECT value FROM user_preferences WHERE key LIKE ?", (f"{KEY}.%",))
    return sum(value in {f'"{one}"' for one in POLICIES} for (value,) in rows)


def kinds(store: Store) -> tuple[Rule, ...]:
    """The rule of each kind of record, in the order of their names."""
    rules = Rules(store)
    found = [Rule(one.name, one.plural, rules.own(one.name), rules.usual(one)) for one in COLLECTIONS]
    return tuple(sorted(found, key=lambda rule: rule.label))


def fields(store: Store, kind: str) -> tuple[Rule, ...]:
    """The rules of the fields of a kind, those that are decided as one together."""
    rules, collection = Rules(store), BY_NAME[kind]
    usual = rules.own(kind) or rules.usual(collection)
    named = [(one.path, one.field.label if one.field else group_of(collection, one).label)
             for one in parts(collection.fields)]  # fmt: skip
    named += [(items.name, items.label) for items in collection.lists]
    return tuple(Rule(f"{kind}.{path}", label, rules.own(f"{kind}.{path}"), usual) for path, label in named)


def set_rules(store: Store, chosen: Mapping[str, Policy | None]) -> Changes:
    """Choose what happens to kinds and fields, by what the rule is for; None takes a rule away. One step."""
    with store.step("Change what happens on conflicts") as step:
        for of, policy in chosen.items():
            key = f"{KEY}.{of}"
            record = derived_id("preference", key)
            if policy is None:
                records.delete_records(store, BY_NAME["preference"], [record])
            else:
                records.write_bodies(store, BY_NAME["preference"], {record: {"key": key, "value": policy}})
    return step.changes


def read(of: str, text: str) -> Policy | None:
    """The policy that a person named for a kind or a field ("recipe", "recipe.notes", "" for all), None for the usual.

    Raises:
        BadInput: there is no such kind, field or policy.
    """
    kind, _, path = of.partition(".")
    collection = BY_NAME.get(kind)
    if collection is None and of:
        raise BadInput(f"There is no kind “{kind}”.", f"There are {', '.join(sorted(BY_NAME))}.")
    if collection is not None and path:
        paths = [*(one.path for one in parts(collection.fields)), *(items.name for items in collection.lists)]
        if path not in paths:
            raise BadInput(f"{collection.plural} have no field “{path}”.", f"There are {', '.join(paths)}.")
    known: dict[str, Policy | None] = {**{one: one for one in POLICIES}, USUAL: None}
    if text not in known:
        raise BadInput(f"“{text}” is no way to decide.", f"Use one of {', '.join(known)}.")
    return known[text]
