"""A store of secrets for tests, in a file; it is locked while the file `locked` lies beside it."""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

FILE = "TRACKER_TEST_KEYRING"
"""The environment variable that names the file."""


class FileKeyring(KeyringBackend):
    """Chosen by PYTHON_KEYRING_BACKEND."""

    priority = 1

    def get_password(self, service: str, username: str) -> str | None:
        """The secret."""
        return self._read().get(f"{service}|{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self._write({**self._read(), f"{service}|{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        kept = self._read()
        if kept.pop(f"{service}|{username}", None) is None:
            raise PasswordDeleteError("there is none")
        self._write(kept)

    @property
    def _file(self) -> Path:
        file = Path(os.environ[FILE])
        if file.with_name("locked").exists():
            raise KeyringLocked("locked")
        return file

    def _read(self) -> dict[str, str]:
        file = self._file
        return json.loads(file.read_text()) if file.exists() else {}

    def _write(self, kept: dict[str, str]) -> None:
        self._file.write_text(json.dumps(kept))
