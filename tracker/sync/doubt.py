"""A push that was refused as a whole, by a server or by something before it.

Where it was sent before and no answer came, an earlier copy of it may have arrived all the same. Then it stays frozen
until the next pull: the server says there which push of this device was its latest.
"""

from __future__ import annotations

from dataclasses import dataclass

from tracker.store.database import Store
from tracker.sync import outbox
from tracker.sync.answers import Answers
from tracker.sync.messages import Response
from tracker.sync.outbox import Frozen


@dataclass(frozen=True)
class Doubt:
    """A refused push, with the code and the words of the refusal."""

    push: Frozen
    code: str
    why: str


def doubt(answers: Answers, push: Frozen, answer: Response) -> Doubt:
    """What is to be done about a push that was refused with 400 or 413."""
    if answer.status == 413:  # a proxy says this in a page of its own; any other no must be the server's
        return Doubt(push, "too_large", f"{answers.host} takes no record of this size.")
    return Doubt(push, "bad_envelope", answers.error(answer).sentence)


def refuse(store: Store, refused: Doubt) -> None:
    """Take back what was certainly not carried out; a record that went alone is the one that is refused."""
    records = refused.push.records
    with store.database.atomic():
        if len(records) == 1:
            outbox.reject_frozen(store, *records[0], refused.code, refused.why)
        outbox.thaw(store)


def settle(store: Store, refused: Doubt, reached: int) -> None:
    """End a doubt after everything was pulled: `reached` is the latest push of this device that the server carried out.

    What it made of the records has come with the pull. A record that met another version there is sent again.
    """
    if outbox.frozen(store) != refused.push:
        return  # this device goes on under another name, or the server knows another history
    if reached < refused.push.push_no:
        refuse(store, refused)
    else:
        outbox.forget(store)
