"""What the world does to us, said in a sentence.

Everything else that is raised is a bug of ours and is reported as one.
"""

from __future__ import annotations

from collections.abc import Callable


class KnownError(Exception):
    """Something outside Tracker went wrong and the user can be told what to do.

    Args:
        sentence: what happened, as a whole sentence.
        hint: what to do about it, as a whole sentence, or nothing.
    """

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence, hint)
        self.sentence = sentence
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.sentence} {self.hint}".strip()


class BadInput(KnownError):
    """What the user typed cannot be understood or is out of range."""


class NotFound(KnownError):
    """What was asked for is not there."""


class BadFile(KnownError):
    """A file cannot be read as what it claims to be."""


class Offline(KnownError):
    """The server cannot be reached; what was to be sent waits."""


class SignedOut(KnownError):
    """The server does not accept this device's sign-in any more."""


class Busy(KnownError):
    """Another Tracker holds what is needed."""


class NotSaved(KnownError):
    """The server does not have a change that counts only there, so it is not here either.

    Attributes:
        keep: saves it on this device all the same, where somebody can be asked.
    """

    keep: Callable[[], object] | None = None
