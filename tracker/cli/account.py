"""`tracker account`: signing in and out, the profiles of several accounts, and removing data from this computer."""

from __future__ import annotations

import argparse
import getpass
import sys
import warnings
from pathlib import Path

from tracker import paths, profiles
from tracker.cli.words import say
from tracker.errors import BadInput, Busy, KnownError, NotFound
from tracker.locks import window_lock
from tracker.store.database import Store
from tracker.sync import account, ledger, only_here, own_profile
from tracker.sync.account import OtherAccount
from tracker.sync.entrance import needs_no_password
from tracker.sync.own_profile import NotKept, ProfileRow
from tracker.sync.secrets import Vault
from tracker.sync.status import sync_status

ACTIONS = ("register", "login", "logout", "status", "list", "switch", "remove-data")
MOVED = {
    "send": "A backup was made. What is here belongs to this account from now on; `tracker sync` sends it.",
    "take over": "A backup was made. The account's data takes the place of what was here; `tracker sync` brings it.",
}
FROM_INPUT = "With --password-stdin it is read from standard input."


def add_options(one: argparse.ArgumentParser) -> None:
    """What `tracker account` can be told."""
    one.add_argument("action", choices=ACTIONS)
    one.add_argument("--server", metavar="URL")
    one.add_argument(
        "--email",
        metavar="E",
        help="the account; for `switch` the one whose data is to be opened; none to sign in to a server for one person",
    )
    one.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    here = one.add_mutually_exclusive_group()
    here.add_argument(
        "--send-here", dest="move", action="store_const", const="send",
        help="for `register` and `login`: everything here goes along to this account, after a backup",
    )  # fmt: skip
    here.add_argument(
        "--take-over", dest="move", action="store_const", const="take over",
        help="for `login`: what the account holds takes the place of everything here, after a backup",
    )  # fmt: skip
    one.add_argument("--store", choices=("keyring", "file"), default="keyring", help="where the sign-in is kept")
    one.add_argument("--backup", type=Path, metavar="FILE", help="for `remove-data`: keep a copy of everything there")
    one.add_argument("--discard", action="store_true", help="for `remove-data`: give up what is only on this computer")
    one.add_argument("--yes", action="store_true", help="for `remove-data`: do not ask again")


def run(store: Store, options: argparse.Namespace) -> int:
    """Do what the action says."""
    if options.action == "list":
        return _list(store, options)
    if options.action == "switch":
        return _switch(store, options)
    if options.action == "remove-data":
        return _remove(store, options)
    return _account(store, options)


def _account(store: Store, options: argparse.Namespace) -> int:
    """Register, sign in, sign out, or tell who is signed in."""
    vault, before = Vault(store.profile), ledger.meta(store).account_id
    if options.action in ("register", "login"):
        if not options.server or not (options.email or options.action == "login"):
            options.wrong_usage(f"`account {options.action}` needs --server and --email")
        if options.action == "register" and options.move == "take over":
            options.wrong_usage("there is nothing to take over in a new account; --take-over is for `account login`")
        account.normal_server(options.server)  # what was typed wrong is told before what this computer lacks
        if options.store == "keyring":
            _check_keyring(vault)
        act = account.register if options.action == "register" else account.login
        email = options.email or ""
        password = "" if needs_no_password(email, "") else _password(options)
        try:
            now = act(store, vault, options.server, email, password, options.store, move=options.move)
        except OtherAccount as other:
            if other.same_place:
                raise KnownError(other.sentence, _anew(options.action)) from None
            return _sign_in_elsewhere(store, options, password, other)
    elif options.action == "logout":
        now = account.logout(store, vault)
    else:
        now = account.account_status(store, vault)
    found = {
        "server": now.server, "email": now.email, "signed_in": now.signed_in, "device": now.device_name,
        "token_store": now.keep, "sentence": now.token_sentence,
    }  # fmt: skip
    who = f"Signed in to {now.server} as {now.email}." if now.signed_in else _not_signed_in(store)
    moved = "" if before in (None, now.account_id) else MOVED[options.move]
    say(options, found, [line for line in (who, moved, now.token_sentence, now.warning) if line])
    return 0


def _not_signed_in(store: Store) -> str:
    """Why nobody is, where that is known."""
    now = sync_status(store)
    return f"Not signed in. {now.sentence if now.state == 'signed_out' else ''}".strip()


def _anew(action: str) -> str:
    """What to do where the server may have lost the account and was set up anew."""
    first = "Sign in with `tracker account login`. " if action == "register" else ""
    sends = "If the server was set up anew, add --send-here: after a backup everything here goes to the account."
    takes = " Where another device has sent it already, --take-over brings what is there in its place instead."
    return f"{first}{sends}{takes if action == 'login' else ''}"


def _sign_in_elsewhere(store: Store, options: argparse.Namespace, password: str, other: OtherAccount) -> int:
    """The profile is somebody else's: the account's own one is opened beside it."""
    new = options.action == "register"
    path = own_profile.sign_in(store.profile, options.server, options.email or "", password, options.store, new=new)
    row = next(one for one in own_profile.profiles_here(store.profile) if one.path == path)
    lines = [f"{other.sentence} {row.words} has a profile of its own.", _way_to(row)]
    if other.same_name:
        lines.append("`tracker account login` with --send-here would send what is here to it instead.")
    say(options, _plain(row), lines)
    return 0


def _way_to(row: ProfileRow) -> str:
    """How a profile is opened."""
    if row.path.parent == paths.profiles():
        return f"`tracker account switch --email {row.email or row.path.name}` opens it."
    return f"It opens with --profile {row.path}."


def _plain(row: ProfileRow) -> dict[str, object]:
    return {
        "profile": str(row.path), "server": row.server, "email": row.email, "waiting": row.waiting, "here": row.here,
    }  # fmt: skip


def _list(store: Store, options: argparse.Namespace) -> int:
    rows = own_profile.profiles_here(store.profile)
    lines = [f"{'*' if one.here else ' '} {one.words}, {one.waiting} nowhere else yet  ({one.path})" for one in rows]
    say(options, [_plain(one) for one in rows], lines)
    return 0


def _switch(store: Store, options: argparse.Namespace) -> int:
    """Let another account's profile open by itself from now on."""
    if not options.email:
        options.wrong_usage("`account switch` needs --email, or the name of the profile's folder there")
    wanted = options.email.strip().casefold()
    rows = own_profile.profiles_here(store.profile)
    found = [one for one in rows if wanted in ((one.email or "").casefold(), one.path.name.casefold())]
    if len(found) != 1:
        many = "Several profiles are called so." if found else f"There is no profile of {options.email} here."
        raise NotFound(many, "`tracker account list` shows them; `tracker account login` adds one.")
    chosen = found[0]
    if profiles.choose(chosen.path):
        say(options, _plain(chosen), [f"From now on Tracker opens the data of {chosen.email or 'the first profile'}."])
    else:
        say(options, _plain(chosen), [_way_to(chosen)])
    return 0


def _remove(store: Store, options: argparse.Namespace) -> int:
    """Remove the data from this computer, once it is sure that it is meant and that nothing else is lost by it."""
    lock = window_lock(store.profile)
    if not lock.take():
        raise Busy("Tracker's window has this data open.", "Close it first, or remove the data there.")
    try:
        if options.backup is None and not options.discard:
            _check_kept(store)
        if not options.yes and not _sure(store):
            raise KnownError("Nothing was removed.", "Add --yes to remove it without being asked.")
        if options.backup is not None:
            own_profile.keep_copy(store, options.backup)
        kept = options.backup is not None or options.discard
        told = own_profile.remove_data(store, Vault(store.profile), kept=kept)
    finally:
        lock.let_go()
    say(options, {"removed": str(store.profile)}, [told])
    return 0


def _check_kept(store: Store) -> None:
    try:
        own_profile.check_kept(store)
    except NotKept as error:
        hint = f"{only_here.way_out(store)} first, or add --backup FILE to keep a copy; --discard gives it up."
        raise NotKept(error.sentence, hint) from None


def _sure(store: Store) -> bool:
    """Whether a person at a terminal says so."""
    if not sys.stdin.isatty():
        return False
    print(f"This removes everything in {store.profile} from this computer, its backups too.")
    return input("Type yes to go on: ").strip().casefold() == "yes"


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
