"""A server for one person: it lets in who is on the same computer, and nobody by way of a browser or a proxy."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.server.conftest import PASSWORD, Client
from tracker.protocol.accounts import ONE_PERSON, Credentials
from tracker.server import accounts, single
from tracker.server.__main__ import main
from tracker.server.app import create_app
from tracker.server.database import Database
from tracker.server.settings import Settings

NOBODY: dict[str, Any] = {"email": "", "password": "", "device": {"id": "d_1", "name": "Desktop"}}
HERE = {"Host": "127.0.0.1:8765"}


@pytest.fixture
def alone(database: Database, settings: Settings) -> Client:
    settings = replace(settings, single_user=True)
    single.open_account(database, settings)
    single.open_account(database, settings)  # the next start finds it
    return Client(create_app(database, settings), dict(HERE))


def enter(client: Client, **changed: Any) -> tuple[int, str]:
    headers = changed.pop("headers", {})
    answer = client("POST", "/v1/token", NOBODY | changed, headers=headers)
    return answer.status_code, answer.json().get("error", "")


def test_nothing_is_needed_to_sign_in(alone: Client) -> None:
    assert alone("GET", "/health").json()["single_user"] is True
    tokens = alone("POST", "/v1/token", NOBODY).json()
    assert enter(alone, email=ONE_PERSON, device={"id": "d_2", "name": "Other"}) == (200, "")
    session = alone("GET", "/v1/session", headers={"Authorization": f"Bearer {tokens['access']}"}).json()
    assert (session["email"], session["account"]) == (ONE_PERSON, tokens["account"])
    assert alone("GET", "/v1/session").status_code == 401, "all else needs the sign-in"


def test_there_is_one_account_and_no_other(alone: Client, database: Database) -> None:
    answer = alone("POST", "/v1/accounts", {"email": "eve@example.org", "password": PASSWORD})
    assert (answer.status_code, answer.json()["error"]) == (403, "single_user")
    assert enter(alone, email="eve@example.org") == (403, "single_user")
    assert enter(alone, email=ONE_PERSON, password="guessed") == (403, "single_user")
    with database.reading() as db:
        assert db.execute_sql("SELECT email FROM credential").fetchall() == [(ONE_PERSON,)]


@pytest.mark.parametrize(
    "host", ["evil.example.org", "evil.example.org:8765", "192.168.1.4", "", "[", "localhost.evil.org"]
)
def test_a_page_that_reaches_it_by_another_name_is_not_let_in(alone: Client, host: str) -> None:
    assert enter(alone, headers={"Host": host}) == (403, "single_user")


@pytest.mark.parametrize("host", ["localhost:8765", "127.0.0.1", "[::1]:8765", "LOCALHOST"])
def test_this_computers_names_are_let_in(alone: Client, host: str) -> None:
    assert enter(alone, headers={"Host": host}) == (200, "")


@pytest.mark.parametrize("header", single.SENT_ON)
def test_who_asks_through_a_page_or_a_proxy_is_not_let_in(alone: Client, header: str) -> None:
    assert enter(alone, headers={header: "http://127.0.0.1:8765"}) == (403, "single_user")


def test_a_server_with_accounts_asks_for_them(client: Client) -> None:
    assert client("GET", "/health").json()["single_user"] is False
    assert enter(client) == (401, "credentials")
    assert enter(client, email=ONE_PERSON) == (401, "credentials")


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", ""])
def test_it_listens_on_this_computer_only(host: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path / 'server.db'}"
    assert main(["--single-user", "--host", host, "--port", "0", "--database", url]) == 1
    assert capsys.readouterr().err == f"{single.HOST_WRONG} Leave --host out, or leave --single-user out.\n"
    assert not (tmp_path / "server.db").exists()


def test_a_database_with_accounts_is_not_laid_open(
    tmp_path: Path, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    database = Database(tmp_path / "server.db")
    accounts.register(database, settings, Credentials(email="ada@example.org", password=PASSWORD), 0)
    database.close()
    url = f"sqlite:///{tmp_path / 'server.db'}"
    assert main(["--single-user", "--port", "0", "--database", url]) == 1
    assert capsys.readouterr().err.startswith("This database has accounts with passwords. Leave --single-user out")
