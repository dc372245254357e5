"""A place in an account's log, as the opaque text that travels."""

from __future__ import annotations

import base64

import msgspec


class Cursor(msgspec.Struct, frozen=True):
    """Everything up to `seq` was seen.

    `nonce` is that of the first commit that ends at `seq` or later (empty at the very start): a log that was
    restored and grew on has another one. `snap` is the head when a first download began; tombstones
    up to it may have been cleared away.
    """

    epoch: str
    seq: int
    nonce: str
    snap: int | None = None

    def encode(self) -> str:
        """The cursor as it is sent."""
        parts = [self.epoch, str(self.seq), self.nonce]
        if self.snap is not None:
            parts.append(str(self.snap))
        return base64.urlsafe_b64encode(".".join(parts).encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, text: str) -> Cursor:
        """Read what `encode` wrote.

        Raises:
            ValueError: the text is no cursor.
        """
        try:
            padded = text + "=" * (-len(text) % 4)
            parts = base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii").split(".")
        except ValueError as error:
            raise ValueError("not a cursor") from error
        if len(parts) not in (3, 4) or not all(_is_count(part) for part in (parts[1], *parts[3:])):
            raise ValueError("not a cursor")
        return cls(parts[0], int(parts[1]), parts[2], int(parts[3]) if len(parts) == 4 else None)


def _is_count(text: str) -> bool:
    return text.isdecimal() and len(text) <= 18
