"""The server's way to say no: raised anywhere below the routes, answered by one handler."""

from __future__ import annotations

from typing import Any

from tracker.errors import KnownError
from tracker.protocol.errors import CODES, ErrorBody


class Refusal(KnownError):
    """A request that is not carried out.

    Args:
        code: one of `protocol.errors.CODES`.
        sentence: what is wrong, for the person.
        detail: facts for the program, as `ErrorBody` lists them.
    """

    def __init__(self, code: str, sentence: str, detail: dict[str, Any] | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.status = CODES[code]
        self.detail = detail or {}

    def body(self) -> ErrorBody:
        """What is sent."""
        return ErrorBody(error=self.code, sentence=self.sentence, detail=self.detail)
