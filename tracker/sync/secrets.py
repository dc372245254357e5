"""Where a sign-in rests: the platform's store of secrets, on request a file, else the memory of this run.

Never silently in plain text. A store of secrets can hang for minutes, so it is asked on a thread of its own and given
up after a while. What a sign-in is worth is in `session`.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar

import msgspec

from tracker.protocol.accounts import Tokens

Keep = Literal["keyring", "file", "memory"]
T = TypeVar("T")

SERVICE = "tracker"
FILE = "sign-in.json"
PATIENCE = 10.0
"""Seconds that the store of secrets may take."""
LONGEST = 1200
"""Characters that every store takes; Windows keeps 2,560 bytes in UTF-16."""


@dataclass(frozen=True)
class Kept:
    """Where a sign-in is, in a word and in a sentence."""

    keep: Keep
    sentence: str


SENTENCES: dict[Keep, str] = {
    "keyring": "The sign-in is kept in this computer's keyring.",
    "file": "The sign-in is kept in a file in the profile that only you can read.",
    "memory": "The sign-in is kept until Tracker closes.",
}


class _Unavailable(Exception):
    """The platform's store of secrets, or the file, cannot be used; its text says why, as a sentence."""


class Vault:
    """The sign-ins of a profile. One for the whole life of the process; threads take turns.

    Attributes:
        trouble: what is wrong with the platform's store of secrets or the file, as a sentence; empty while nothing is.
    """

    def __init__(self, profile: Path, *, patience: float = PATIENCE) -> None:
        self._file = profile / FILE
        self._patience = patience
        self._memory: dict[str, Tokens] = {}
        self._asking: threading.Thread | None = None
        self._turn = threading.RLock()
        self.trouble = ""

    def save(self, entry: str, tokens: Tokens, keep: Keep) -> Kept:
        """Keep a sign-in where it was asked for, or in memory where that is not possible; says which."""
        with self._turn:
            self._memory[entry] = tokens
            if keep == "memory":
                return Kept("memory", SENTENCES["memory"])
            try:
                if keep == "file":
                    self._replace_file({**self._read_file(), entry: _packed(tokens)})
                else:
                    self._ask(lambda: _put(entry, _packed(tokens)))
            except _Unavailable as error:
                self.trouble = str(error)
                return Kept("memory", f"{error} {SENTENCES['memory']}")
            self.trouble = ""
            return Kept(keep, SENTENCES[keep])

    def load(self, entry: str, keep: Keep, *, again: bool = False) -> Tokens | None:
        """The sign-in that was kept, None where there is none.

        Args:
            entry: whose.
            keep: where it was kept.
            again: look there even if it is in memory: another process may have renewed it.
        """
        with self._turn:
            known = self._memory.get(entry)
            if keep == "memory" or (known is not None and not again):
                return known
            if keep == "file":
                text = self._read_file().get(entry)
            else:
                try:
                    text = self._ask(lambda: _get(entry))
                    self.trouble = ""
                except _Unavailable as error:
                    self.trouble = str(error)
                    return known
            found = _unpacked(text)
            if found is not None:
                self._memory[entry] = found
            return found

    def forget(self, entry: str, keep: Keep) -> None:
        """Let go of a sign-in wherever it is; a store that cannot be used now keeps a worthless one."""
        with self._turn:
            self._memory.pop(entry, None)
            kept = self._read_file()
            try:
                if kept.pop(entry, None) is not None:
                    self._replace_file(kept)
                if keep == "keyring":
                    self._ask(lambda: _remove(entry))
            except _Unavailable as error:
                self.trouble = str(error)

    def sentence(self, keep: Keep) -> str:
        """Where the sign-in is, and what is wrong with the store of secrets if something is."""
        return f"{self.trouble} {SENTENCES[keep]}".strip() if self.trouble else SENTENCES[keep]

    # -------------------------------------------------------------------------------- the store of secrets

    def _ask(self, work: Callable[[], T]) -> T:
        """Do `work` with the store of secrets within the time it is given."""
        outcome: list[T] = []
        errors: list[BaseException] = []

        def run() -> None:
            try:
                outcome.append(work())
            except BaseException as error:  # noqa: BLE001 - backends raise what their platform raises
                errors.append(error)

        if self._asking is not None and self._asking.is_alive():
            raise _Unavailable("The keyring does not answer.")
        thread = self._asking = threading.Thread(target=run, name="keyring", daemon=True)
        thread.start()
        thread.join(self._patience)
        if outcome:
            return outcome[0]
        if not errors:
            raise _Unavailable("The keyring does not answer.")
        raise _Unavailable(_reason(errors[0])) from errors[0]

    # ------------------------------------------------------------------------------------------- the file

    def _read_file(self) -> dict[str, str]:
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _replace_file(self, kept: dict[str, str]) -> None:
        part = self._file.with_name(f"{FILE}.part")
        try:
            part.unlink(missing_ok=True)
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump(kept, file)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self._file)
        except OSError as error:
            raise _Unavailable("The file for the sign-in cannot be written.") from error


_vaults: dict[Path, Vault] = {}


def vault_of(profile: Path) -> Vault:
    """This process's one vault of a profile, for lanes that share it: what is only in memory is there for all."""
    return _vaults.setdefault(profile.absolute(), Vault(profile))


def entry_name(server: str, account: str, device: str) -> str:
    """Under which name a sign-in is kept; two profiles never share one."""
    return f"{server}|{account}|{device}"


def keep_of(text: str) -> Keep:
    """Where sign-ins are kept, from the word in the database."""
    return next((keep for keep in SENTENCES if keep == text), "memory")


def _packed(tokens: Tokens) -> str:
    text = msgspec.json.encode(tokens).decode()
    if len(text) <= LONGEST:
        return text
    # Without the access token the next use begins by renewing it.
    return msgspec.json.encode(Tokens(access="", refresh=tokens.refresh, account=tokens.account, expires=0)).decode()


def _unpacked(text: str | None) -> Tokens | None:
    try:
        return None if text is None else msgspec.json.decode(text, type=Tokens)
    except msgspec.MsgspecError:
        return None


def _reason(error: BaseException) -> str:
    """Why the store of secrets cannot be used, as a sentence."""
    import keyring.errors

    if isinstance(error, _Unavailable):
        return str(error)
    if isinstance(error, keyring.errors.KeyringLocked):
        return "The keyring is locked."
    if isinstance(error, keyring.errors.NoKeyringError):
        return "This computer has no keyring."
    return "The keyring cannot be used."


def _backend() -> Any:
    """The platform's store of secrets, once it is sure that it is one."""
    import keyring

    found = keyring.get_keyring()
    first = next(iter(getattr(found, "backends", ())), found)
    if type(first).__module__.startswith("keyrings.alt"):
        raise _Unavailable("The only keyring here keeps secrets in plain text, so it is not used.")
    return found


def _put(entry: str, text: str) -> None:
    backend = _backend()
    backend.set_password(SERVICE, entry, text)
    if backend.get_password(SERVICE, entry) != text:
        raise _Unavailable("The keyring does not keep what it is given.")


def _get(entry: str) -> str | None:
    found: str | None = _backend().get_password(SERVICE, entry)
    return found


def _remove(entry: str) -> None:
    import keyring.errors

    try:
        _backend().delete_password(SERVICE, entry)
    except keyring.errors.PasswordDeleteError:
        return


def backend_name() -> str:
    """What keeps secrets on this computer, for reports."""
    backend = _backend()
    return f"{type(backend).__module__}.{type(backend).__qualname__}"
