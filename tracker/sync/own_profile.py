"""Each account's own profile on this computer: who has one, signing in to one, and removing the data of one.

Data of two accounts never share a profile; nothing here changes the data of another profile than the one it is about.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tracker import profiles
from tracker.errors import BadInput, Busy, KnownError, Offline
from tracker.store import backup, removal
from tracker.store.database import Store
from tracker.sync import account, entrance, ledger, look_inside
from tracker.sync.account import OtherAccount
from tracker.sync.lock import sync_lock
from tracker.sync.messages import host
from tracker.sync.only_here import in_words, only_here, way_out
from tracker.sync.secrets import Keep, Vault, vault_of
from tracker.sync.session import Connect, held, hold, line


@dataclass(frozen=True)
class ProfileRow:
    """One profile of this computer; `here` is the one that asks, `waiting` counts what is nowhere else."""

    path: Path
    server: str | None
    host: str
    email: str | None
    waiting: int
    here: bool

    @property
    def words(self) -> str:
        """What it is called for people."""
        return f"{self.email} on {self.host}" if self.email else "Without an account"


class NotKept(KnownError):
    """Something is only on this computer, and nobody said yet what shall become of it."""


def profiles_here(profile: Path) -> tuple[ProfileRow, ...]:
    """The profiles of this computer; one that cannot be opened is left out."""
    rows: list[ProfileRow] = []
    for path in profiles.all_of(profile):
        with suppress(KnownError), Store.open(path, readonly=True) as store:
            known = ledger.meta(store)
            here = path == profile.absolute()
            name = host(known.server) if known.server else ""
            rows.append(ProfileRow(path, known.server, name, known.email, only_here(store), here))
    return tuple(rows)


def sign_in(
    profile: Path,
    server: str,
    email: str,
    password: str,
    keep: Keep = "keyring",
    *,
    new: bool = False,
    connect: Connect | None = None,
) -> Path:
    """Sign in to an account's own profile, which is made where there is none yet; returns its folder.

    Args:
        profile: the one that belongs to another account; it stays as it is.
        server: the server's address.
        email: the account's name.
        password: its password.
        keep: where the sign-in is kept.
        new: open the account first.
        connect: gives the transport.

    Raises:
        BadInput: the address, the e-mail or the password will not do.
        Offline: the server cannot be reached.
    """
    enter = account.register if new else account.login
    address, name = account.normal_server(server), email.strip().casefold()
    if not new and entrance.needs_no_password(name, password):
        with line(address, connect) as transport:
            name = entrance.one_person(transport, address)
    for row in profiles_here(profile):
        if not new and row.server == address and (row.email or "").casefold() == name:
            with suppress(OtherAccount), Store.open(row.path) as store:  # of a server that was set up anew since
                account.login(store, vault_of(row.path), server, email, password, keep, connect=connect)
                return row.path
    home = profiles.family(profile)
    joining = home / f".joining-{secrets.token_hex(4)}"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        with Store.open(joining) as store:
            vault = Vault(joining)
            enter(store, vault, server, email, password, keep, connect=connect)
            known, tokens = ledger.meta(store), held(store, vault)
            target = profiles.of_account(profile, known.account_id or "")
            if target.exists():  # the account is known under another address or name
                account.logout(store, vault, connect=connect)
        if target.exists():
            with Store.open(target) as store:
                account.login(store, vault_of(target), server, email, password, keep, connect=connect)
            return target
        joining.rename(target)
    finally:
        shutil.rmtree(joining, ignore_errors=True)
    with Store.open(target) as store:
        if tokens is not None:
            hold(store, vault_of(target), tokens)
    return target


def check_kept(store: Store) -> None:
    """Raise `NotKept` where something is only on this computer."""
    missing = only_here(store)
    if missing:
        raise NotKept(in_words(missing), f"{way_out(store)} first, or keep a copy.")


def keep_copy(store: Store, file: Path) -> Path:
    """Put everything into a backup outside of the profile, before its data is removed; returns the file.

    Raises:
        BadInput: the file would be removed with the rest.
        KnownError: it cannot be written.
    """
    if file.absolute().is_relative_to(store.profile.absolute()):
        raise BadInput("The copy must not lie in the folder that is removed.", "Choose another place for it.")
    return backup.back_up_by_hand(store, file)


def remove_data(store: Store, vault: Vault, *, kept: bool = False, connect: Connect | None = None) -> str:
    """Sign out and remove the profile's data from this computer; what is on the server stays there.

    The caller holds the profile's window lock. The store is closed by it.

    Args:
        store: the profile's data.
        vault: where its sign-in is.
        kept: that a copy was made of what is only here, or that nobody wants it.
        connect: gives the transport.

    Returns:
        What was done, in a sentence.

    Raises:
        NotKept: something is only here.
        KnownError: something is in use.
    """
    known = ledger.meta(store)
    if not kept:
        check_kept(store)
    if look_inside.forget(store.profile):
        raise Busy("A copy of a backup is open in another window.", "Close that window first: it holds your data, too.")
    with suppress(Offline):
        account.logout(store, vault, connect=connect)
    with sync_lock(store.profile):
        store.close()
        removal.remove(store.profile)
    elsewhere = f" What is on {host(known.server)} stays there." if known.server else ""
    return f"The data was removed from this computer.{elsewhere}"
