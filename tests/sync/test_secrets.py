"""Where a sign-in rests: the keyring when it works, a file on request, and never anywhere without saying so."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import keyring.backend
import keyring.errors
import pytest

from tracker.protocol.accounts import Tokens
from tracker.sync.secrets import LONGEST, Vault, entry_name

TOKENS = Tokens(access="access", refresh="refresh", account="a_1", expires=5)
ENTRY = entry_name("https://home.example.org", "a_1", "d_1")


class Backend(keyring.backend.KeyringBackend):
    """A keyring in memory that can be told to fail."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.error: Exception | None = None
        self.forgetful = False
        self.wait: threading.Event | None = None

    def _trouble(self) -> None:
        if self.wait is not None:
            self.wait.wait(30)
        if self.error is not None:
            raise self.error

    def set_password(self, service: str, username: str, password: str) -> None:
        self._trouble()
        if not self.forgetful:
            self.kept[service, username] = password

    def get_password(self, service: str, username: str) -> str | None:
        self._trouble()
        return self.kept.get((service, username))

    def delete_password(self, service: str, username: str) -> None:
        self._trouble()
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError("not found")


@pytest.fixture
def backend() -> Iterator[Backend]:
    before, backend = keyring.get_keyring(), Backend()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


def test_the_keyring_keeps_a_sign_in_for_the_next_run(backend: Backend, tmp_path: Path) -> None:
    kept = Vault(tmp_path).save(ENTRY, TOKENS, "keyring")
    assert (kept.keep, kept.sentence) == ("keyring", "The sign-in is kept in this computer's keyring.")
    assert list(backend.kept) == [("tracker", "https://home.example.org|a_1|d_1")]
    assert Vault(tmp_path).load(ENTRY, "keyring") == TOKENS
    assert list(tmp_path.iterdir()) == []


def test_signing_out_takes_it_out_of_the_keyring(backend: Backend, tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.save(ENTRY, TOKENS, "keyring")
    vault.forget(ENTRY, "keyring")
    vault.forget(ENTRY, "keyring")
    assert backend.kept == {}
    assert vault.load(ENTRY, "keyring") is None


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (keyring.errors.KeyringLocked("locked"), "The keyring is locked."),
        (keyring.errors.NoKeyringError("none"), "This computer has no keyring."),
        (keyring.errors.InitError("no bus"), "The keyring cannot be used."),
        (OSError("pipe"), "The keyring cannot be used."),
    ],
)
def test_without_a_keyring_the_sign_in_lasts_for_this_run_and_says_so(
    backend: Backend, tmp_path: Path, error: Exception, sentence: str
) -> None:
    backend.error = error
    vault = Vault(tmp_path)
    kept = vault.save(ENTRY, TOKENS, "keyring")
    assert kept.keep == "memory"
    assert kept.sentence == f"{sentence} The sign-in is kept until Tracker closes."
    assert vault.load(ENTRY, "memory") == TOKENS
    assert Vault(tmp_path).load(ENTRY, "memory") is None
    assert list(tmp_path.iterdir()) == []


def test_a_keyring_that_forgets_is_none(backend: Backend, tmp_path: Path) -> None:
    backend.forgetful = True
    assert Vault(tmp_path).save(ENTRY, TOKENS, "keyring").keep == "memory"


def test_a_keyring_in_plain_text_is_not_used(backend: Backend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backend, "__module__", "keyrings.alt.file")
    kept = Vault(tmp_path).save(ENTRY, TOKENS, "keyring")
    assert kept.keep == "memory"
    assert "plain text" in kept.sentence
    assert backend.kept == {}


def test_a_keyring_that_hangs_is_given_up_and_not_asked_again_meanwhile(backend: Backend, tmp_path: Path) -> None:
    backend.wait = threading.Event()
    vault = Vault(tmp_path, patience=0.1)
    assert vault.load(ENTRY, "keyring") is None
    assert vault.trouble == "The keyring does not answer."
    assert vault.load(ENTRY, "keyring") is None
    asking = [thread for thread in threading.enumerate() if thread.name == "keyring"]
    assert len(asking) == 1
    backend.wait.set()
    asking[0].join(5)
    backend.wait = None
    assert vault.save(ENTRY, TOKENS, "keyring").keep == "keyring"
    assert vault.trouble == ""


def test_a_locked_keyring_signs_nobody_out_who_is_signed_in(backend: Backend, tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    vault.save(ENTRY, TOKENS, "keyring")
    backend.error = keyring.errors.KeyringLocked("locked")
    assert vault.load(ENTRY, "keyring") == TOKENS
    assert vault.load(ENTRY, "keyring", again=True) == TOKENS
    assert vault.sentence("keyring").startswith("The keyring is locked.")


def test_what_is_too_long_for_a_keyring_is_kept_without_the_part_that_can_be_renewed(
    backend: Backend, tmp_path: Path
) -> None:
    long = Tokens(access="x" * LONGEST, refresh="refresh", account="a_1", expires=5)
    Vault(tmp_path).save(ENTRY, long, "keyring")
    found = Vault(tmp_path).load(ENTRY, "keyring")
    assert found is not None
    assert (found.access, found.refresh) == ("", "refresh")


def test_a_damaged_entry_counts_as_signed_out(backend: Backend, tmp_path: Path) -> None:
    backend.kept["tracker", ENTRY] = "not json"
    assert Vault(tmp_path).load(ENTRY, "keyring") is None


def test_the_file_is_for_the_owners_eyes_only(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    assert vault.save(ENTRY, TOKENS, "file").keep == "file"
    file = tmp_path / "sign-in.json"
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600
    assert list(json.loads(file.read_text())) == [ENTRY]
    assert Vault(tmp_path).load(ENTRY, "file") == TOKENS
    vault.forget(ENTRY, "file")
    assert json.loads(file.read_text()) == {}
    assert Vault(tmp_path).load(ENTRY, "file") is None


def test_a_file_that_cannot_be_written_leaves_the_sign_in_to_this_run(tmp_path: Path) -> None:
    (tmp_path / "sign-in.json").mkdir()
    vault = Vault(tmp_path)
    kept = vault.save(ENTRY, TOKENS, "file")
    assert kept.keep == "memory"
    assert kept.sentence == "The file for the sign-in cannot be written. The sign-in is kept until Tracker closes."
    assert vault.load(ENTRY, "file") == TOKENS
    vault.forget(ENTRY, "file")
    assert vault.load(ENTRY, "file") is None
