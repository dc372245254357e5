"""The command's refusals, each in a sentence."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tracker.protocol.addresses import is_loopback
from tracker.server.__main__ import main


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://localhost/tracker", "PostgreSQL is not supported yet"),
        ("mysql:///tracker", "names no database"),
        ("sqlite:///", "names no database"),
        (f"sqlite:///{__file__}", "damaged or not a database"),
        (f"sqlite:///{__file__}/server.db", "cannot be made"),
    ],
)
def test_a_database_that_cannot_be_used(url: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "0", "--database", url]) == 1
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("limit", "sentence"),
    [
        ("colour=3", "There is no limit called colour."),
        ("records", "The limit records is a whole number, not “”."),
        ("records=many", "The limit records is a whole number, not “many”."),
        ("records=0", "The limit records is a whole number, not “0”."),
        ("records=" + "9" * 20, "The limit records is a whole number, not “99999999999999999999”."),
    ],
)
def test_a_limit_that_is_none(limit: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--port", "0", "--database", f"sqlite:///{tmp_path / 'server.db'}", "--limit", limit]) == 1
    assert capsys.readouterr().err.startswith(sentence)
    assert not (tmp_path / "server.db").exists()


def test_a_port_that_is_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--port", port, "--database", f"sqlite:///{tmp_path / 'server.db'}"]) == 1
    assert capsys.readouterr().err == f"127.0.0.1:{port} cannot be listened on: Address already in use.\n"
    assert not (tmp_path / "server.db").exists()


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", "0"), ("127.0.0.1", "99999"), ("::2", "0")])
def test_an_address_that_does_not_exist(host: str, port: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", host, "--port", port, "--database", "sqlite:///unused.db"]) == 1
    assert "cannot be listened on" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_this_computer_only(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org"])
def test_others_too(host: str) -> None:
    assert not is_loopback(host)
