"""Known mistakes, made in the engine on purpose: a simulation that does not find them proves nothing.

A mutant is a change of the text of a function. Where the text is not there any more the mutant says so, and is to be
written anew.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.simulation.run import once
from tracker.server import blobs as server_blobs
from tracker.server import log, tokens
from tracker.server import pull as server_pull
from tracker.server import push as server_push
from tracker.store import blobs, fetched
from tracker.sync import account, apply, direct, farthest, mass_delete, merge, outbox, pull, views, withdrawal
from tracker.sync.blobs import Uploads
from tracker.sync.changed import Found
from tracker.sync.cycle import Cycle


@dataclass(frozen=True)
class Change:
    """Changes of the text of a function, new by old; `owner` is the class of a method."""

    function: Callable[..., Any]
    texts: Mapping[str, str]
    owner: type | None = None

    def mutant(self) -> Callable[..., Any]:
        """The function with the mistake."""
        source = textwrap.dedent(inspect.getsource(self.function))
        for before, after in self.texts.items():
            if source.count(before) != 1:
                raise AssertionError(f"{self.function.__qualname__} does not hold once: {before}")
            source = source.replace(before, after)
        made: dict[str, Any] = {}
        exec(compile(source, "<mutant>", "exec"), self.function.__globals__, made)
        return made[self.function.__name__]


@dataclass(frozen=True)
class Mutant:
    """A known mistake, and how many seeds from `start` on are enough to find it."""

    says: str
    changes: tuple[Change, ...]
    within: int = 100
    start: int = 0

    def install(self) -> list[tuple[Any, str, Any]]:
        """Make the mistake; returns what is to be put back where."""
        before: list[tuple[Any, str, Any]] = []
        for change in self.changes:
            name, mutant = change.function.__name__, change.mutant()
            for place in [change.owner] if change.owner else _places(change.function):
                before.append((place, name, change.function))
                setattr(place, name, mutant)
        return before

    @contextmanager
    def made(self) -> Iterator[None]:
        """For a while the engine has this mistake."""
        before = self.install()
        try:
            yield
        finally:
            for place, name, function in before:
                setattr(place, name, function)

    def found(self) -> tuple[int, str] | None:
        """The first seed that finds it, and what it says."""
        with self.made():
            for seed in range(self.start, self.start + self.within):
                outcome = once(seed)
                if outcome.wrongs:
                    return seed, outcome.wrongs[0]
        return None


def _places(function: Callable[..., Any]) -> list[Any]:
    """Every module that calls this function by its name."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("tracker.")]
    return [module for module in modules if getattr(module, function.__name__, None) is function]


RECEIPT = "row.push_no == asked.push_no and row.push_hash in (digest, asked.earlier) and row.push_resp is not None"
FORGET = "ledger.set_meta(self.store, cursor=None)"
APPLY = """with self.store.applying():
                mass_delete.apply_page(self.store, page.recs, self.tally, last=last)
                ledger.set_meta(self.store, cursor=page.cursor, epoch=page.epoch)"""
APPLY_LATER = """ledger.set_meta(self.store, cursor=page.cursor, epoch=page.epoch)
            with self.store.applying():
                mass_delete.apply_page(self.store, page.recs, self.tally, last=last)"""

MUTANTS: dict[str, Mutant] = {
    "ackclear": Mutant(
        "An acknowledgement counts every edit as sent, also one made during the flight.",
        (Change(outbox._arrived, {"acked = infl_stamp": "acked = stamp"}),),
    ),
    "oldlook": Mutant(
        "What was looked at ahead is frozen although it was edited since.",
        (Change(Found.is_still_so, {"self.seen == _version(store)": "True"}, Found),),
        start=200,
    ),
    "twoflights": Mutant(
        "An answer that was kept ends the flight of the push that came after it.",
        (Change(outbox.acknowledge, {"if kept:": "if False:"}),),
    ),
    "pullfirst": Mutant(
        "A sync pulls before the answer to the frozen push is known.",
        (
            Change(
                Cycle.run, {"yield from self._resend()": "yield from self._pull(); yield from self._resend()"}, Cycle
            ),
        ),
    ),
    "noreceipt": Mutant(
        "The server keeps no receipts and does not know its own content again.",
        (
            Change(server_push.push, {RECEIPT: "False", "row.push_no + 1 != asked.push_no": "False"}),
            Change(log.Log._swap, {"Same(state.rev) if state.hash == change.hash else ": ""}, log.Log),
        ),
        within=300,
    ),
    "lateseq": Mutant(
        "A reader sees a head before the record that it names.",
        (Change(server_pull._rows, {"rev <= ?": "rev <= ? - (? % 3 = 0)", "seq, head,": "seq, head, head,"}),),
    ),
    "nohash": Mutant(
        "A receipt is recognised by its number alone.",
        (Change(server_push.push, {" and row.push_hash in (digest, asked.earlier)": ""}),),
        within=50,
        start=1450,
    ),
    "cur0": Mutant(
        "A device that was away for too long starts from the beginning like one that holds nothing.",
        (
            Change(Cycle._pull, {" and self._holds_nothing()": ""}, Cycle),
            Change(Cycle._rounds, {"yield from self._recover(recovery.after_absence)": FORGET}, Cycle),
        ),
        within=300,
    ),
    "cursorfirst": Mutant(
        "The cursor is lasting before the page that it is about.",
        (Change(Cycle._pull, {APPLY: APPLY_LATER}, Cycle),),
        within=300,
    ),
    "leap": Mutant(
        "After a push the cursor steps over what others wrote.",
        (Change(farthest.step_over, {"(cursor.epoch, cursor.seq) == (response.epoch, response.head0)": "True"}),),
    ),
    "nocas": Mutant(
        "The server takes a write whatever it was made on.",
        (Change(log.Log._swap, {"state.rev != op.base": "False"}, log.Log),),
    ),
    "nomask": Mutant(
        "Contested fields are sent as they are here.",
        (Change(views.view, {"return push_view(collection, local, load(base) or {}, paths)": "return local"}),),
    ),
    "nobase": Mutant(
        "Versions are merged as if they had no common origin.",
        (Change(apply.decide, {"base = here.root or {}": "base: Body = {}"}),),
    ),
    "nostamp": Mutant(
        "What a merge made here is not sent.",
        (
            Change(
                pull._Applier._carry_out,
                {
                    "entry.stamp if clean or entry.touched else ledger.next_stamp(self.store)": "entry.stamp",
                    "acked=stamp if clean else entry.acked": "acked=stamp",
                },
                pull._Applier,
            ),
        ),
    ),
    "theirs": Mutant(
        "A merge takes the server's value where only this device changed it.",
        (Change(merge._Run.value, {'return self.note(path, at, "mine", at.mine)': "return at.theirs"}, merge._Run),),
    ),
    "undead": Mutant(
        "A deletion elsewhere is not followed where the record was edited here, and nobody is asked.",
        (Change(apply._deleted_there, {', whole="remote_deleted", first_base=here.root)': ")"}),),
    ),
    "noguard": Mutant(
        "Deletions are followed however many they are.",
        (Change(mass_delete.release, {"asked or too_many": "asked"}),),
        within=300,
        start=100,
    ),
    "unasked": Mutant(
        "Conflicts are not looked at again before each push: a contested record that is deleted meanwhile is sent.",
        (Change(Cycle._freeze, {"not counts.conflicts(self.store)": "self.store"}, Cycle),),
        within=300,
        start=80,
    ),
    "dangling": Mutant(
        "A workout may be on the server before the samples that it names.",
        (
            Change(Uploads.ready, {"if not named:": "if True:"}, Uploads),
            Change(log.Log._swap, {"if absent:": "if False:"}, log.Log),
        ),
    ),
    "sweeper": Mutant(
        "What the server clears away it judges by age alone.",
        (
            Change(server_blobs.collect, {"Blob.bid).where(old & unnamed)": "Blob.bid).where(old)"}),
            Change(server_blobs.refer, {"SET orphan_since = NULL": "SET orphan_since = orphan_since"}),
        ),
    ),
    "unproved": Mutant(
        "The server takes samples for what their name says.",
        (Change(server_blobs._append, {"_hash(_parts(db, account, bid)) == bid": "True"}),),
        within=300,
        start=200,
    ),
    "credulous": Mutant(
        "A device reads samples without looking whether the disk damaged them.",
        (Change(blobs.read, {"blob_id(data) == bid": "True"}),),
    ),
    "roomy": Mutant(
        "Where copies take too much room a device's own samples go as well.",
        (Change(fetched._copies, {"(folder / blobs.FETCHED)": "folder"}),),
    ),
    "leaver": Mutant(
        "Signing out forgets what waits to be sent.",
        (
            Change(
                account.logout,
                {"vault.forget(": 'store.database.execute_sql("UPDATE sync_rec SET acked = stamp"); vault.forget('},
            ),
        ),
        start=100,
    ),
    "leftover": Mutant(
        "A save that the server refused stays on the device.",
        (Change(direct.Direct._judged, {" and _take_back(store, before, log)": ""}, direct.Direct),),
    ),
    "unsent": Mutant(
        "A save is taken back although its sync found that the server has lost the record.",
        (Change(direct._take_back, {"_versions(store, log.records) != log.versions": "False"}),),
        within=1,
        start=16533,
    ),
    "rootless": Mutant(
        "What a rule keeps over a deletion forgets what it grew from.",
        (Change(apply._deleted_there, {"settled=1, first_base=here.root)": "settled=1)"}),),
        within=1,
        start=29988,
    ),
    "hasty": Mutant(
        "A save counts as done before the server has it.",
        (Change(direct.Direct._judged, {"if not waiting:": "if True:"}, direct.Direct),),
    ),
    "thawed": Mutant(
        "A push that something in between refuses counts as never carried out, whatever an earlier delivery came to.",
        (
            Change(
                Cycle._deliver,
                {
                    "return (yield from self._withdraw(push)) if self._refused(push, answer) else False": (
                        "self._refused(push, answer) and withdrawal.end(self.store, push);"
                        "ledger.set_meta(self.store, push_no=push.push_no - 1); return False"
                    )
                },
                Cycle,
            ),
        ),
        within=1,
        start=47033,
    ),
    "numbered": Mutant(
        "A push that was refused is known by its number alone, which another may have on a restored server.",
        (Change(withdrawal._name, {"push.push_no, _digest(push)]": "push.push_no]"}),),
        within=1,
        start=87910,
    ),
    "oneseat": Mutant(
        "A sign-in ends every other one of its device, also that of a copy.",
        (Change(tokens.begin, {"limit(TOGETHER - 1)": "limit(0)"}),),
        start=300,
    ),
}
