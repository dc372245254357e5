"""The interface as a client sees it: paths, headers, encodings and refusals."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import zstandard

from tests.server.conftest import PASSWORD, Client, Clock
from tracker.protocol.limits import Limits
from tracker.server.app import create_app
from tracker.server.database import Database
from tracker.server.settings import Settings

Credentials = dict[str, Any]
ADA = {"email": "ada@example.org", "password": PASSWORD}


@pytest.fixture
def ada(client: Client) -> Client:
    """A client with Ada's tokens."""
    assert client("POST", "/v1/accounts", ADA).status_code == 201
    tokens = client("POST", "/v1/token", ADA | {"device": {"id": "d_1", "name": "Desktop"}}).json()
    client.headers = {"Authorization": f"Bearer {tokens['access']}"}
    return client


def a_push(client: Client, count: int = 1, text: str = "x") -> bytes:
    epoch = client("GET", "/v1/session").json()["epoch"]
    ops = [{"c": "recipe", "id": f"r{n}", "body": {"t": text}} for n in range(count)]
    return msgspec.json.encode({"epoch": epoch, "dev": "d_1", "push_no": 1, "now": 0, "ops": ops})


def refusal(response: Any) -> tuple[int, str]:
    body = response.json()
    assert body["sentence"].endswith(".") or "/docs" in body["sentence"]
    return response.status_code, body["error"]


def test_the_whole_way(client: Client, clock: Clock) -> None:
    created = client("POST", "/v1/accounts", ADA)
    assert created.status_code == 201
    account = created.json()["account"]
    asked = ADA | {"device": {"id": "d_1", "name": "Desktop"}}
    tokens = client("POST", "/v1/token", asked).json()
    assert tokens.keys() == {"access", "refresh", "account", "expires"}
    assert (tokens["account"], tokens["expires"]) == (account, clock.now + 900_000)
    client.headers = {"Authorization": f"Bearer {tokens['access']}"}
    session = client("GET", "/v1/session").json()
    assert (session["account"], session["head"], session["device"]) == (account, 0, "d_1")
    assert session["limits"] == msgspec.to_builtins(Limits())
    pushed = client("POST", "/v1/push", content=a_push(client)).json()
    assert pushed["res"] == [{"st": "applied", "rev": 1}]
    pulled = client("GET", "/v1/pull?cursor=&limit=10&fresh=1").json()
    assert [record["id"] for record in pulled["recs"]] == ["r0"]
    assert pulled["recs"][0]["body"] == {"t": "x"}
    assert client("GET", "/v1/pull", params={"cursor": pulled["cursor"]}).json()["recs"] == []
    refreshed = client("POST", "/v1/token/refresh", {"refresh": tokens["refresh"]}).json()
    client.headers = {"Authorization": f"Bearer {refreshed['access']}"}
    assert [device["name"] for device in client("GET", "/v1/devices").json()["devices"]] == ["Desktop"]
    assert client("POST", "/v1/logout").status_code == 204
    assert refusal(client("GET", "/v1/session")) == (401, "token")
    again = client("POST", "/v1/token/refresh", {"refresh": refreshed["refresh"]})
    assert refusal(again) == (401, "signed_out")


def test_a_push_says_when_it_is_sent(ada: Client, clock: Clock) -> None:
    push = msgspec.json.decode(a_push(ada)) | {"now": clock.now - 7_200_000}
    push["ops"][0]["mt"] = clock.now - 7_200_000
    sent = ada("POST", f"/v1/push?now={clock.now - 1000}", push)
    assert sent.json()["res"] == [{"st": "applied", "rev": 1}]
    assert ada("GET", "/api/sync/recipe/r0").json()["mt"] == clock.now - 7_200_000 + 1000
    for odd in ("soon", "-1", "9" * 17, "%D9%A3"):
        assert refusal(ada("POST", f"/v1/push?now={odd}", push)) == (400, "malformed")


def test_the_plain_views(ada: Client) -> None:
    written = ada("POST", "/api/sync/recipe", {"ops": [{"id": "a", "body": {"n": 1}}, {"id": "b", "body": {}}]})
    assert written.json() == {"head": 2, "res": [{"st": "applied", "rev": 1}, {"st": "applied", "rev": 2}]}
    assert ada("POST", "/api/sync/recipe/a", {"base": 1, "body": {"n": 2}}).json()["res"][0]["rev"] == 3
    assert ada("POST", "/api/sync/recipe/b", {"base": 2, "del": True}).json()["head"] == 4
    assert ada("GET", "/api/sync/recipe/a").json()["body"] == {"n": 2}
    listing = ada("GET", "/api/sync/recipe?limit=5&after=").json()
    assert ([record["id"] for record in listing["recs"]], listing["more"]) == (["a"], False)
    assert ada("GET", "/api/sync/status").json()["collections"] == {"recipe": 1}
    assert refusal(ada("GET", "/api/sync/recipe/x")) == (404, "not_found")
    assert refusal(ada("GET", "/api/sync/recipe?limit=many")) == (400, "malformed")


def test_a_device_is_removed_by_its_name(ada: Client) -> None:
    assert refusal(ada("DELETE", "/v1/devices/d_other")) == (404, "not_found")
    assert ada("DELETE", "/v1/devices/d_1").status_code == 204
    assert refusal(ada("GET", "/v1/devices")) == (401, "token")


@pytest.mark.parametrize(
    ("method", "where"),
    [
        ("GET", "/v1/session"),
        ("GET", "/v1/devices"),
        ("DELETE", "/v1/devices/d_1"),
        ("POST", "/v1/logout"),
        ("POST", "/v1/push"),
        ("GET", "/v1/pull"),
        ("GET", "/v1/wait"),
        ("GET", "/api/sync/status"),
        ("GET", "/api/sync/recipe"),
        ("GET", "/api/sync/recipe/a"),
        ("POST", "/api/sync/recipe"),
        ("POST", "/api/sync/recipe/a"),
    ],
)
@pytest.mark.parametrize("authorization", [None, "Bearer", "Bearer x.y.z", "Basic YTpi"])
def test_nothing_is_told_without_a_sign_in(client: Client, method: str, where: str, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    response = client(method, where, headers=headers)
    assert refusal(response) == (401, "token")
    assert response.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("where", "body", "expected"),
    [
        ("/v1/accounts", {"email": "x", "password": PASSWORD}, (400, "bad_email")),
        ("/v1/accounts", {"email": "ada@example.org", "password": "x"}, (400, "weak_password")),
        ("/v1/accounts", {"email": "ada@example.org"}, (400, "malformed")),
        ("/v1/accounts", [1], (400, "malformed")),
        ("/v1/token", ADA | {"device": {"id": "d_1"}}, (401, "credentials")),
        ("/v1/token", ADA | {"device": {"id": "d 1"}}, (400, "malformed")),
        ("/v1/token", ADA, (400, "malformed")),
        ("/v1/token/refresh", {"refresh": "x"}, (401, "signed_out")),
        ("/v1/nothing", {}, (404, "not_found")),
        ("/v1/pull", {}, (405, "method")),
    ],
)
def test_refusals_have_a_code_and_a_sentence(client: Client, where: str, body: Any, expected: tuple[int, str]) -> None:
    assert refusal(client("POST", where, body)) == expected


def test_a_sign_in_of_another_account_is_told_so(ada: Client) -> None:
    account = ada("GET", "/v1/session").json()["account"]
    assert ada("GET", "/v1/pull", headers={"Tracker-Account": account}).status_code == 200
    assert refusal(ada("GET", "/v1/pull", headers={"Tracker-Account": "a_other"})) == (403, "wrong_account")


def test_an_app_that_is_too_old_may_pull_but_not_push(ada: Client, database: Database, settings: Settings) -> None:
    ada.app = create_app(database, replace(settings, oldest_protocol=2))
    response = ada("POST", "/v1/push", content=a_push(ada), headers={"Tracker-Protocol": "1"})
    assert refusal(response) == (426, "upgrade")
    assert response.json()["detail"] == {"minimum": 2}
    ada.app = create_app(database, settings)
    sent = a_push(ada)
    answer = ada("POST", "/v1/push", content=sent).content
    ada.app = create_app(database, replace(settings, oldest_protocol=2))
    again = ada("POST", "/v1/push", content=sent, headers={"Tracker-Protocol": "1"})
    assert (again.status_code, again.content) == (200, answer), "what had arrived is answered, or it would look foreign"
    assert ada("GET", "/v1/pull", headers={"Tracker-Protocol": "1"}).status_code == 200
    assert ada("POST", "/v1/push", content=a_push(ada), headers={"Tracker-Protocol": "2"}).status_code == 200


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [("", bytes), ("identity", bytes), ("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)],
)
def test_a_push_may_be_compressed(ada: Client, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    headers = {"Content-Encoding": encoding} if encoding else {}
    assert ada("POST", "/v1/push", content=pack(a_push(ada)), headers=headers).status_code == 200


@pytest.mark.parametrize("encoding", ["gzip", "zstd"])
def test_a_body_that_is_not_what_it_says_is_malformed(ada: Client, encoding: str) -> None:
    response = ada("POST", "/v1/push", content=a_push(ada), headers={"Content-Encoding": encoding})
    assert refusal(response) == (400, "malformed")


def test_an_unknown_encoding_is_refused(ada: Client) -> None:
    response = ada("POST", "/v1/push", content=a_push(ada), headers={"Content-Encoding": "br"})
    assert refusal(response) == (415, "encoding")


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)])
def test_a_small_body_that_unpacks_to_a_huge_one_is_refused(
    ada: Client, encoding: str, pack: Callable[[bytes], bytes]
) -> None:
    bomb = pack(bytes(50_000_000))
    response = ada("POST", "/v1/push", content=bomb, headers={"Content-Encoding": encoding})
    assert refusal(response) == (413, "too_large")


@pytest.mark.parametrize(("encoding", "pack"), [("gzip", gzip.compress), ("zstd", zstandard.ZstdCompressor().compress)])
def test_a_body_may_become_fifty_times_larger(ada: Client, encoding: str, pack: Callable[[bytes], bytes]) -> None:
    headers = {"Content-Encoding": encoding}
    small, dense = a_push(ada, 1, "x" * 60_000), a_push(ada, 1, "x" * 200_000)
    assert len(small) > 50 * len(pack(small))
    assert ada("POST", "/v1/push", content=pack(small), headers=headers).status_code == 200
    answer = ada("POST", "/v1/push", content=pack(dense), headers=headers)
    assert refusal(answer) == (413, "too_large")
    assert answer.json()["sentence"] == "A body may become at most 50 times larger; send this one as it is."
    assert ada("POST", "/v1/push", content=dense).status_code != 413


@pytest.mark.parametrize("size", [4_194_305, 50_000_000])
def test_a_large_body_is_refused(ada: Client, size: int) -> None:
    assert refusal(ada("POST", "/v1/push", content=bytes(size))) == (413, "too_large")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("zstd, gzip", "zstd"), ("gzip;q=0.5", "gzip"), ("identity", None), ("zstd;q=0, gzip", "gzip")],
)
def test_large_answers_are_compressed_as_the_client_likes(ada: Client, accepted: str, encoding: str | None) -> None:
    ada("POST", "/v1/push", content=a_push(ada, 20, "x" * 200))
    response = ada("GET", "/v1/pull", headers={"Accept-Encoding": accepted})
    assert response.headers.get("content-encoding") == encoding
    assert len(response.json()["recs"]) == 20


def test_a_push_repeated_under_another_encoding_gets_the_same_answer(ada: Client) -> None:
    push = a_push(ada, 50)
    first = ada("POST", "/v1/push", content=push)
    packed = gzip.compress(push)
    again = ada("POST", "/v1/push", content=packed, headers={"Content-Encoding": "gzip", "Accept-Encoding": "zstd"})
    assert again.content == first.content


def test_a_client_that_leaves_in_mid_sentence_is_let_go(client: Client) -> None:
    said: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        said.append(message)

    scope = {
        "type": "http",
        "method": "POST",
        "path": "/v1/push",
        "query_string": b"",
        "headers": [],
    }
    asyncio.run(client.app(scope, receive, send))
    assert said[0]["status"] == 400


def test_nothing_is_cached_on_the_way(ada: Client) -> None:
    for path in ("/health", "/v1/session", "/v1/pull", "/v1/nothing"):
        assert ada("GET", path).headers["Cache-Control"] == "no-store"


def test_health_tells_how_long_the_database_took(client: Client) -> None:
    health = client("GET", "/health").json()
    assert health["status"] == "ok"
    assert health["protocol"] == 1
    assert 0 < health["database_ms"] < 10_000


def test_a_database_that_fails_is_unavailable_for_now(
    client: Client, database: Database, expect_log: Callable[[str], None]
) -> None:
    with database.writing() as db:
        db.execute_sql("DROP TABLE secret")
    expect_log("The database did not answer GET /health")
    response = client("GET", "/health")
    assert refusal(response) == (503, "unavailable")
    assert response.headers["Retry-After"] == "5"


def test_a_bug_is_logged_and_answered(database: Database, expect_log: Callable[[str], None]) -> None:
    def broken() -> int:
        raise ZeroDivisionError

    client = Client(create_app(database, Settings(clock=broken)))
    expect_log("GET /health failed")
    assert refusal(client("GET", "/health")) == (500, "bug")


def test_the_description_for_programs_names_every_message(client: Client) -> None:
    schema = client("GET", "/openapi.json").json()
    push = schema["paths"]["/v1/push"]["post"]
    assert push["requestBody"]["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/PushRequest"}
    assert push["security"] == [{"bearer": []}]
    assert schema["paths"]["/v1/token"]["post"]["security"] == []
    names = {parameter["name"] for parameter in schema["paths"]["/v1/pull"]["get"]["parameters"]}
    assert names == {"cursor", "seen", "limit", "fresh"}
    text = msgspec.json.encode(schema).decode()
    for reference in set(text.split('"#/components/schemas/')[1:]):
        assert reference.partition('"')[0] in schema["components"]["schemas"]


def test_the_page_for_people_loads_nothing_from_elsewhere(client: Client) -> None:
    response = client("GET", "/docs")
    assert response.headers["content-type"].startswith("text/html")
    assert "/api/sync/{collection}/{id}" in response.text
    assert "PushRequest" in response.text
    assert "http://" not in response.text
    assert "https://" not in response.text
    assert "<script" not in response.text
