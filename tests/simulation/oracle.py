"""The book of who knew what in one world: versions on the server, records on devices, pushes under way.

It watches from outside: rows before and after, requests and answers. What it finds wrong it says at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import msgspec

from tests.simulation.ancestry import NO_VERSION, Edits, State, Version
from tests.simulation.judge import Case, judge
from tests.simulation.look import NOTHING, WHOLE, Flat, Key, Seen, flatten
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.sync.policy import Rules


class SentOp(msgspec.Struct):
    """An op as it was pushed."""

    c: str
    id: str
    base: int = 0
    deleted: bool = msgspec.field(name="del", default=False)
    body: dict[str, object] | None = None


class Sent(msgspec.Struct):
    """A push as it was sent."""

    dev: str
    push_no: int
    ops: list[SentOp]


read_sent = msgspec.json.Decoder(Sent).decode


@dataclass
class Known:
    """A record on a device and the edits behind it."""

    seen: Seen = NOTHING
    state: State = field(default_factory=State)
    base: Version = NO_VERSION
    first: Version | None = None


@dataclass
class View:
    """A device as it was when it was last looked at.

    Attributes:
        acks: what the answer under way acknowledges: revision, and whether the server had it already, by record.
        silent: the answer under way told of an error, so nothing may change.
        rules: what was to happen where two devices changed the same thing.
        answered: a person said what to do about deletions.
    """

    records: dict[Key, Known] = field(default_factory=dict)
    acks: dict[Key, tuple[int, bool]] = field(default_factory=dict)
    silent: bool = False
    rules: Rules | None = None
    answered: bool = False

    def known(self, key: Key) -> Known:
        """What is known of a record."""
        return self.records.setdefault(key, Known())


class Oracle:
    """The book.

    `guards`: every deletion that comes from elsewhere is to be asked about first. `ruled`: rules for conflicts change.
    """

    def __init__(self, wrong: Callable[[str], None], *, guards: bool, ruled: bool) -> None:
        self.wrong = wrong
        self.guards = guards
        self.ruled = ruled
        self.edits = Edits()
        self.versions: dict[Key, dict[int, Version]] = {}
        self.latest: dict[Key, Version] = {}
        self.pushes: dict[bytes, dict[Key, State]] = {}

    # --------------------------------------------------------------------------------------------- people

    def edited(self, store: Store, view: View, now: Mapping[Key, Seen], words: str) -> None:
        """A person did something on a device."""
        if self.ruled:
            view.rules = Rules(store)
        for key, seen in now.items():
            known = view.known(key)
            if seen != known.seen:
                known.state = self._after_edit(key, known, seen, words)
                self._whole(known, seen, known.base)
                known.seen = seen

    def _after_edit(self, key: Key, known: Known, seen: Seen, words: str) -> State:
        before, state = known.seen, known.state
        decided = before.contested - seen.contested
        closed = before.whole if before.whole and not seen.whole else ""
        changed = _changed(before.flat, seen.flat)
        if not (changed or decided or closed):
            return state
        bit = self.edits.new(key, changed, words)
        if closed:
            return state.joined(known.base.state, bit)
        if seen.flat is None or before.flat is None:
            if decided:
                state = state.joined(known.base.state)
            return state.over(bit)
        masks = {path: state.of(path) | bit for path in changed}
        decided |= _inside(decided, known.base.state)
        masks.update({path: state.of(path) | known.base.state.of(path) | bit for path in decided})
        return State(state.floor, {**state.masks, **masks})

    def answered(self, view: View, now: Mapping[Key, Seen], words: str) -> None:
        """A person kept records whose deletion was held back; following deletions is left to `synced`."""
        for key, seen in now.items():
            known = view.known(key)
            if seen.rev != known.seen.rev and seen.flat is not None:
                version = self.versions[key][seen.rev]
                bit = self.edits.new(key, (), words)
                known.state, known.base, known.seen = known.state.joined(version.state, bit), version, seen

    # ----------------------------------------------------------------------------------------------- sync

    def synced(self, store: Store, view: View, now: Mapping[Key, Seen]) -> None:
        """The sync did something on a device; a page may bring a rule that counts from then on."""
        after = Rules(store) if self.ruled or view.rules is None else view.rules
        rules, view.rules = (view.rules or after, after), after
        for key, seen in now.items():
            known = view.known(key)
            if seen == known.seen:
                continue
            was = known.seen
            if view.silent and (seen.flat, seen.rev) != (was.flat, was.rev):
                self.wrong(f"I15: {key} changed by an answer that told of an error")
            revision, same = view.acks.get(key, (0, False))
            if seen.rev != was.rev and revision == seen.rev:
                again = _looked_again(was, seen)
                self._acknowledged(key, known, seen, same=same, again=again)
                if (seen.contested, seen.whole) != (was.contested, was.whole):  # it was looked at again before a push
                    known.seen = replace(was, rev=seen.rev)
                    self._met(rules, key, known, seen)
            elif (seen.flat, seen.rev, seen.contested, seen.whole) != (
                was.flat,
                was.rev,
                was.contested,
                was.whole,
            ):
                self._met(rules, key, known, seen)
                if self.guards and not view.answered and _removed(was, seen):
                    self._unasked(view, key)
            known.seen = seen

    def _unasked(self, view: View, key: Key) -> None:
        """A quarter of a large collection may go without a question; of three records or fewer none."""
        here = sum(known.seen.flat is not None for (name, _), known in view.records.items() if name == key[0])
        if here < 4:
            self.wrong(f"C10: {key} was removed and nobody was asked")

    def passed(self, store: Store, view: View, cursor: int) -> None:
        """I18: nothing that the cursor passed may be missing on a device, unless it is noted as kept back."""
        held = set(store.rows("SELECT c, id FROM sync_held"))
        for key, version in self.latest.items():
            known = view.known(key)
            is_news = known.seen.rev < version.rev <= cursor and (version.flat is not None or known.seen.rev)
            if is_news and key not in held:
                self.wrong(f"I18: the cursor is at {cursor}, and {key} at {known.seen.rev} rather than {version.rev}")

    def _acknowledged(self, key: Key, known: Known, seen: Seen, *, same: bool, again: bool) -> None:
        """A push arrived: that alone changes no row; what another look at the record changed is judged as a meeting."""
        version = self.versions[key][seen.rev]
        if seen.flat != known.seen.flat and not again:
            self.wrong(f"I10: {key} changed by an acknowledgement")
        if same:
            # Somebody else wrote the very same, so the server's version has other edits behind it.
            kept = {path: known.state.of(path) for path in seen.contested}
            joined = known.state.joined(version.state)
            known.state = State(joined.floor, {**joined.masks, **kept})
        known.base, known.first = version, None
        if seen.flat != version.flat and not seen.contested and seen.stamp <= seen.acked:
            self.wrong(f"I10: {key} was edited during the flight and counts as sent")

    def _met(self, rules: tuple[Rules, Rules], key: Key, known: Known, seen: Seen) -> None:
        remote = known.base if seen.rev == known.seen.rev else self.versions.get(key, {}).get(seen.rev)
        if remote is None:
            self.wrong(f"I4: {key} is at revision {seen.rev}, which the server never had")
            return
        base = known.base
        if known.first is not None and remote.flat is not None and known.seen.flat is not None:
            base = known.first
        collection = BY_NAME[key[0]]
        case = Case(
            key,
            known.seen,
            seen,
            known.state,
            base,
            remote,
            lambda path: all(one.policy(collection, path) == "manual" for one in rules),
            lambda: self.edits.new(key, (), "a rule keeps it"),
        )
        found = judge(case)
        for wrong in found.wrongs:
            self.wrong(f"{wrong} ({key[0]} {key[1]})")
        known.state = found.state
        self._whole(known, seen, known.base, remote=remote)
        known.base = remote

    @staticmethod
    def _whole(known: Known, seen: Seen, base: Version, *, remote: Version | None = None) -> None:
        """Remember the base from before a conflict about the whole record, or before a rule kept it over a deletion.

        The rule: what a device keeps over a deletion, by a question or a rule, grew from the version before the
        deletion until it is sent, and is merged from there with what somebody puts back meanwhile. So what it had not
        changed itself must not win over that, by a rule either.
        """
        kept = remote is not None and remote.flat is None and seen.flat is not None
        if kept or (seen.whole and not known.seen.whole):
            known.first = known.first or base
        elif not seen.whole and (remote is not None or known.seen.whole):
            known.first = None

    # --------------------------------------------------------------------------------------------- server

    def frozen(self, view: View, request: bytes) -> None:
        """A device froze a push: what is behind each of its records is certain from now on."""
        if request in self.pushes:
            return
        states: dict[Key, State] = {}
        self.pushes[request] = states
        for op in read_sent(request).ops:
            key = (op.c, op.id)
            known = view.known(key)
            contested = known.seen.contested
            if contested:
                base = known.base.state
                masked = contested | _inside(contested, base)
                masks = {**known.state.masks, **{path: base.of(path) for path in masked}}
                states[key] = State(known.state.floor, masks)
                self._check_mask(key, known, op)
            else:
                states[key] = known.state
            if known.seen.whole:
                self.wrong(f"I9: {key} is sent although its being there is contested")

    def _check_mask(self, key: Key, known: Known, op: SentOp) -> None:
        body = {} if op.body is None else flatten(BY_NAME[op.c], op.body)
        for path in known.seen.contested:
            if body.get(path) != (known.base.flat or {}).get(path):
                self.wrong(f"I9: {key} is sent with {path} = {body.get(path)!r}, which is contested")

    def wrote(self, key: Key, rev: int, flat: Flat | None, request: bytes) -> None:
        """The server applied a record of a push."""
        self.keep(key, Version(rev, flat, self.pushes[request][key]))

    def keep(self, key: Key, version: Version) -> None:
        """The server has this version now."""
        self.versions.setdefault(key, {})[version.rev] = version
        self.latest[key] = version

    def elsewhere(self, key: Key, rev: int, flat: Flat | None, words: str) -> None:
        """Somebody who always sees the latest version wrote another."""
        before = self.latest.get(key, NO_VERSION)
        changed = _changed(before.flat, flat)
        bit = self.edits.new(key, changed, words)
        made = before.flat is None or flat is None
        state = before.state.over(bit) if made else before.state.touched(changed, bit)
        self.keep(key, Version(rev, flat, state))

    # ------------------------------------------------------------------------------------------------ end

    def lost(self, views: list[View]) -> list[str]:
        """Sentences about edits that are gone without a decision."""
        finals = [{key: known.state for key, known in view.records.items()} for view in views]
        finals.append({key: version.state for key, version in self.latest.items()})
        return [
            f"I6: lost: {edit.words} ({edit.key[0]} {edit.key[1]}, {path})" for edit, path in self.edits.lost(finals)
        ]


def _inside(paths: frozenset[str], state: State) -> frozenset[str]:
    """The paths of what only a newer version knows of the items at `paths`."""
    return frozenset(inner for path in paths for inner in state.masks if inner.startswith(f"{path}/?"))


def _looked_again(before: Seen, after: Seen) -> bool:
    """Whether a record was decided about right after its acknowledgement, before the next push is frozen.

    That happens to what was contested and was edited or deleted during the flight; a rule that came meanwhile may then
    give it the server's values, or bring it back. A conflict that is over afterwards is the sign of it.
    """
    was_open = bool(before.contested or before.whole)
    edited = before.infl_stamp is not None and before.stamp > before.infl_stamp
    return was_open and edited and (after.contested, after.whole) != (before.contested, before.whole)


def _removed(before: Seen, after: Seen) -> bool:
    """Whether a record went that nobody had touched here."""
    touched = before.stamp > before.acked or before.contested or before.whole
    return before.flat is not None and after.flat is None and not touched


def _changed(before: Flat | None, after: Flat | None) -> set[str]:
    """The paths that differ; '*' where the record came or went."""
    if before is None and after is None:
        return set()
    if after is None:
        return {WHOLE}
    if before is None:
        return {WHOLE, *after}
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
