"""The server as a process: its command, its restart, and what a kill in mid-push leaves."""

from __future__ import annotations

import random
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import requests

from tests.server.conftest import PASSWORD
from tests.server.process import Server, running_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with running_server(tmp_path) as server:
        yield server


class Device:
    """A device over real HTTP that repeats a push until it hears an answer."""

    def __init__(self, server: Server, dev: str) -> None:
        self.server, self.dev, self.push_no = server, dev, 0
        body = {"email": "ada@example.org", "password": PASSWORD}
        requests.post(f"{server.url}/v1/accounts", json=body, timeout=30)
        answer = requests.post(f"{server.url}/v1/token", json=body | {"device": {"id": dev}}, timeout=30)
        self.headers = {"Authorization": f"Bearer {answer.json()['access']}"}
        self.epoch = self.get("/v1/session")["epoch"]

    def get(self, path: str, **query: Any) -> Any:
        answer = requests.get(self.server.url + path, headers=self.headers, params=query, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def push(self, ops: list[dict[str, Any]]) -> Any:
        self.push_no += 1
        request = msgspec.json.encode(
            {"epoch": self.epoch, "dev": self.dev, "push_no": self.push_no, "now": 0, "ops": ops}
        )
        while True:
            try:
                answer = requests.post(f"{self.server.url}/v1/push", request, headers=self.headers, timeout=30)
            except requests.ConnectionError:
                time.sleep(0.02)
                continue
            answer.raise_for_status()
            return answer.json()

    def everything(self) -> dict[str, Any]:
        """Every record, by id, pulled in small pages."""
        cursor, more, found = "", True, {}
        while more:
            page = self.get("/v1/pull", cursor=cursor, limit=7)
            cursor, more = page["cursor"], page["more"]
            found.update({record["id"]: record for record in page["recs"]})
        return found


def test_two_devices_over_real_http(server: Server) -> None:
    desktop, laptop = Device(server, "d_desktop"), Device(server, "d_laptop")
    assert desktop.push([{"c": "recipe", "id": "a", "body": {"name": "Chili"}}])["res"] == [{"st": "applied", "rev": 1}]
    assert laptop.everything()["a"]["body"] == {"name": "Chili"}
    [result] = laptop.push([{"c": "recipe", "id": "a", "body": {"name": "Stew"}}])["res"]
    assert (result["st"], result["rec"]["rev"]) == ("conflict", 1)


def test_a_restart_keeps_everything_and_signs_nobody_out(server: Server) -> None:
    desktop = Device(server, "d_desktop")
    desktop.push([{"c": "recipe", "id": "a", "body": {"name": "Chili"}}])
    assert server.stop() == 0
    server.start()
    assert desktop.everything()["a"]["rev"] == 1
    assert server.log() == ""


def test_kills_in_the_middle_of_pushes_lose_nothing_and_double_nothing(server: Server) -> None:
    device = Device(server, "d_desktop")
    done = threading.Event()

    def kill_now_and_then() -> None:
        chance = random.Random(4711)
        for _ in range(3):
            time.sleep(chance.uniform(0.05, 0.25))
            server.kill()
            server.start()
        done.set()

    killer = threading.Thread(target=kill_now_and_then)
    killer.start()
    revs: dict[str, int] = {}
    count = 0
    while not done.is_set() or count < 20:
        names = [f"r{count}_{n}" for n in range(5)]
        answer = device.push([{"c": "recipe", "id": name, "body": {"count": count}} for name in names])
        results = answer["res"]
        assert [result["st"] for result in results] == ["applied"] * 5
        revs.update({name: result["rev"] for name, result in zip(names, results, strict=True)})
        count += 1
    killer.join()
    assert sorted(revs.values()) == list(range(1, len(revs) + 1))
    assert {id: record["rev"] for id, record in device.everything().items()} == revs


@pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")
def test_it_speaks_tls_with_a_certificate(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(["openssl", *made.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)
    with running_server(tmp_path, "--certificate", str(certificate), "--key", str(key)) as server:
        assert server.url.startswith("https://127.0.0.1:")
        assert requests.get(f"{server.url}/health", verify=str(certificate), timeout=30).json()["status"] == "ok"
        assert server.log() == ""


def test_limits_are_set_on_the_command_line_and_told_to_the_devices(tmp_path: Path) -> None:
    with running_server(tmp_path, "--limit", "record_bytes=1000", "--limit", "devices=3") as server:
        device = Device(server, "d_desktop")
        limits = device.get("/v1/session")["limits"]
        assert (limits["record_bytes"], limits["devices"], limits["push_bytes"]) == (1000, 3, 4 * 1024 * 1024)
        assert {number for name, number in limits.items() if name.endswith("_per_minute")} == {0}
        [result] = device.push([{"c": "recipe", "id": "a", "body": {"name": "x" * 1000}}])["res"]
        assert (result["st"], result["code"]) == ("invalid", "too_large")


def test_an_open_address_without_tls_is_warned_about(tmp_path: Path) -> None:
    with running_server(tmp_path, "--host", "0.0.0.0") as server:
        assert server.url.startswith("http://0.0.0.0:")
        assert "unencrypted" in server.log()
