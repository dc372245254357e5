"""Accounts and passwords: who may come in, and what they are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.server.conftest import PASSWORD, Clock, Phone, put
from tests.server.test_push import refused
from tracker.protocol.accounts import Credentials, Tokens
from tracker.protocol.limits import Limits
from tracker.server import accounts, passwords
from tracker.server.database import Database
from tracker.server.settings import Settings


@pytest.fixture
def register(database: Database, settings: Settings, clock: Clock) -> Callable[..., Any]:
    def register(email: str = "ada@example.org", password: str = PASSWORD) -> Any:
        return accounts.register(database, settings, Credentials(email=email, password=password), clock.now)

    return register


def test_whoever_registered_can_sign_in(register: Callable[..., Any], sign_in: Callable[..., Tokens]) -> None:
    created = register()
    assert created.email == "ada@example.org"
    assert sign_in("d_1").account == created.account


@pytest.mark.parametrize("email", ["Ada@Example.org", "  ada@example.org ", "\uff21da@example.org"])
def test_an_address_has_one_spelling(register: Callable[..., Any], sign_in: Callable[..., Tokens], email: str) -> None:
    account = register().account
    assert sign_in("d_1", email).account == account
    with refused("email_taken"):
        register(email)


@pytest.mark.parametrize("email", ["", "ada", "ada@", "@example.org", "a b@example.org", "ada@example", "a@b@c.org"])
def test_what_is_no_address_is_refused(register: Callable[..., Any], email: str) -> None:
    with refused("bad_email"):
        register(email)


def test_an_endless_address_is_refused(register: Callable[..., Any]) -> None:
    with refused("bad_email"):
        register("a" * 250 + "@example.org")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "at least 8 characters"),
        ("x" * 513, "at most 512"),
        ("aaaaabbbbbccccc", "4 different"),
        ("Password123", "first that are tried"),
        ("ada@example.org", "e-mail address"),
        ("Adalovelace", "e-mail address"),
    ],
)
def test_what_is_guessed_first_is_no_password(register: Callable[..., Any], password: str, why: str) -> None:
    email = "adalovelace@example.org" if password == "Adalovelace" else "ada@example.org"
    with refused("weak_password") as caught:
        register(email, password)
    assert why in caught.value.sentence


@pytest.mark.parametrize("password", ["Correct-horse-9-battery", "пароль из слов", "tab\tand\0zero", "x1y2" * 128])
def test_other_passwords_work_in_full(
    register: Callable[..., Any], sign_in: Callable[..., Tokens], password: str
) -> None:
    register(password=password)
    assert sign_in("d_1", password=password).access
    with refused("credentials"):
        sign_in("d_1", password=password[:-1])


def test_a_letter_may_be_spelled_in_two_ways(register: Callable[..., Any], sign_in: Callable[..., Tokens]) -> None:
    register(password="cr\u00e8me br\u00fbl\u00e9e")
    assert sign_in("d_1", password="cre\u0300me bru\u0302le\u0301e").access


def test_unknown_address_and_wrong_password_sound_alike(
    register: Callable[..., Any], sign_in: Callable[..., Tokens]
) -> None:
    register()
    sentences = set()
    for email, password in (("ada@example.org", "wrong one"), ("bob@example.org", PASSWORD), ("nobody", PASSWORD)):
        with refused("credentials") as caught:
            sign_in("d_1", email, password)
        sentences.add(caught.value.sentence)
    assert sentences == {"E-mail address or password is wrong."}


def test_an_unknown_address_costs_the_same_work(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = passwords.hashed(PASSWORD, 5)
    checked: list[bytes] = []
    check = passwords.bcrypt.checkpw

    def counting(password: bytes, hashed: bytes) -> bool:
        checked.append(hashed)
        return check(password, hashed)

    monkeypatch.setattr(passwords.bcrypt, "checkpw", counting)
    assert passwords.matches(PASSWORD, kept, 5)
    assert not passwords.matches(PASSWORD, None, 5)
    assert not passwords.matches("no account has this one", None, 5)
    assert [text[:7] for text in checked] == [b"$2b$05$"] * 3


def test_passwords_are_kept_with_twelve_rounds_unless_set_otherwise(database: Database, clock: Clock) -> None:
    settings = Settings(clock=clock)
    accounts.register(database, settings, Credentials(email="ada@example.org", password=PASSWORD), clock.now)
    with database.reading() as db:
        [(kept,)] = db.execute_sql("SELECT password FROM credential").fetchall()
    assert kept.startswith("$2b$12$")
    assert PASSWORD not in kept
    assert passwords.matches(PASSWORD, kept, 12)


def test_a_session_tells_where_the_log_stands(desktop: Phone, database: Database, settings: Settings) -> None:
    desktop.push(put("a"))
    caller = accounts.Caller(desktop.account, desktop.dev, "")
    session = accounts.session(database, settings, caller, 42)
    assert (session.account, session.device, session.email) == (desktop.account, "d_desktop", "ada@example.org")
    assert (session.epoch, session.head, session.now) == (desktop.epoch, 1, 42)
    assert session.limits == Limits()
