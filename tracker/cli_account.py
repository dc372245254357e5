"""`tracker account`: signing in and out where there is no window."""

from __future__ import annotations

import argparse
import getpass
import sys
import warnings

from tracker.cli_words import say
from tracker.errors import BadInput, KnownError
from tracker.store.database import Store
from tracker.sync import account
from tracker.sync.secrets import Vault

FROM_INPUT = "With --password-stdin it is read from standard input."


def run(store: Store, options: argparse.Namespace) -> int:
    """Register, sign in, sign out, or tell who is signed in."""
    vault = Vault(store.profile)
    if options.action in ("register", "login"):
        if not options.server or not options.email:
            options.wrong_usage(f"`account {options.action}` needs --server and --email")
        if options.store == "keyring":
            _check_keyring(vault)
        act = account.register if options.action == "register" else account.login
        now = act(store, vault, options.server, options.email, _password(options), options.store)
    elif options.action == "logout":
        now = account.logout(store, vault)
    else:
        now = account.account_status(store, vault)
    found = {
        "server": now.server, "email": now.email, "signed_in": now.signed_in, "device": now.device_name,
        "token_store": now.keep, "sentence": now.token_sentence,
    }  # fmt: skip
    who = f"Signed in to {now.server} as {now.email}." if now.signed_in else "Not signed in."
    say(options, found, [line for line in (who, now.token_sentence, now.warning) if line])
    return 0


def _check_keyring(vault: Vault) -> None:
    """A keyring that cannot be asked keeps nothing either, and what memory keeps ends with this command."""
    vault.load("probe", "keyring")
    if not vault.trouble:
        return
    missing = vault.trouble == "This computer has no keyring."
    raise KnownError("There is no keyring here; add --store file." if missing else f"{vault.trouble} Add --store file.")


def _password(options: argparse.Namespace) -> str:
    if options.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", getpass.GetPassWarning)  # it would show what is typed
            return getpass.getpass("Password: ")
    except getpass.GetPassWarning as error:
        raise BadInput("There is no terminal to type a password in.", FROM_INPUT) from error
    except EOFError as error:
        raise BadInput("No password was typed.", FROM_INPUT) from error
