"""A push that something in between refuses after it had arrived, or before a copy of it arrives: nothing is misread."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sync.world import Device, Server, lost_push_answers, weight
from tracker.server.upkeep import restored
from tracker.sync import counts, ledger, questions
from tracker.sync.messages import Answer, Lost, Request, Response
from tracker.sync.policy import set_policy
from tracker.sync.session import held

TOO_LARGE = Response(413, b"<html>Request Entity Too Large</html>")
IDS = [f"0190b6a0-0000-7000-8000-00000000000{number}" for number in range(3)]


def proxy(request: Request) -> Answer | None:
    """Something in between takes no push of more than one record."""
    records = sum(id.encode() in (request.body or b"") for id in IDS)
    return TOO_LARGE if request.path == "/v1/push" and records > 1 else None


@pytest.fixture
def desktop(desktop: Device) -> Iterator[Device]:
    """A device with three measurements to send; by no way it becomes another device."""
    for number, id in enumerate(IDS):
        desktop.put("measurement", id, weight(80_000 + number))
    name = ledger.meta(desktop.store).dev
    yield desktop
    assert ledger.meta(desktop.store).dev == name
    assert questions.pending(desktop.store) is None


def is_settled(server: Server, *devices: Device) -> bool:
    """Whether all have the same, and nothing waits, is contested, refused or in flight."""
    tables = ("sync_push", "sync_answered", "sync_conflict", "sync_reject")
    return all(
        server.bodies("measurement") == one.all("measurement")
        and not one.store.rows("SELECT 1 FROM sync_rec WHERE stamp > acked OR infl_stamp IS NOT NULL")
        and not any(one.store.rows(f"SELECT 1 FROM {table}") for table in tables)
        for one in devices
    )


@pytest.mark.parametrize("policy", ["manual", "server_wins"])
def test_what_had_arrived_before_it_was_refused_is_known_again(desktop: Device, server: Server, policy: str) -> None:
    set_policy(desktop.store, policy)
    desktop.wire.after = lost_push_answers
    assert desktop.sync().state == "offline"
    desktop.wire.after, desktop.wire.before = (lambda _, answer: answer), proxy
    desktop.edit("measurement", IDS[0], value=79_000, typed="79")
    report = desktop.sync()
    assert (report.state, report.merged, report.conflicts) == ("ok", 0, 0)
    assert is_settled(server, desktop)
    assert server.bodies("measurement")[IDS[0]] == weight(79_000)


def test_what_had_arrived_before_it_was_refused_is_known_when_somebody_built_on_it(
    desktop: Device, laptop: Device, server: Server
) -> None:
    desktop.wire.after = lost_push_answers
    assert desktop.sync().state == "offline"
    desktop.edit("measurement", IDS[0], note="after breakfast")
    laptop.sync()
    laptop.edit("measurement", IDS[0], value=79_000, typed="79")
    laptop.sync()
    desktop.wire.after, desktop.wire.before = (lambda _, answer: answer), proxy
    report = desktop.sync()
    assert (report.state, report.conflicts) == ("ok", 0)
    laptop.sync()
    assert is_settled(server, desktop, laptop)
    assert server.bodies("measurement")[IDS[0]] == {**weight(79_000), "note": "after breakfast"}


@pytest.mark.parametrize(("soon", "said"), [(True, 200), (False, 409)])
def test_a_copy_that_arrives_after_the_refusal_does_no_harm(
    desktop: Device, laptop: Device, server: Server, soon: bool, said: int
) -> None:
    """Before the server was asked about it, it is carried out; later it is not."""
    desktop.wire.before = lambda request: Lost("timed out") if request.path == "/v1/push" else None
    desktop.sync()
    copy = desktop.wire.requests[-1]
    desktop.edit("measurement", IDS[0], value=81_000, typed="81")
    answers: list[Answer] = []

    def arrive(request: Request) -> None:
        if request.path == "/v1/push" and not answers:
            answers.append(server.answer(copy, _access(desktop)))

    def before(request: Request) -> Answer | None:
        refused = proxy(request)
        if soon and not refused:
            arrive(request)
        return refused

    def after(request: Request, answer: Answer) -> Answer:
        arrive(request)
        return answer

    desktop.wire.before, desktop.wire.after = before, after
    assert desktop.sync().state == "ok"
    assert [answer.status for answer in answers if isinstance(answer, Response)] == [said]
    laptop.sync()
    assert is_settled(server, desktop, laptop)
    assert server.bodies("measurement")[IDS[0]] == weight(81_000)


def _access(device: Device) -> str:
    tokens = held(device.store, device.vault)
    assert tokens is not None
    return tokens.access


@pytest.mark.parametrize("arrived", [True, False])
def test_a_sync_that_is_cut_off_while_it_takes_a_push_back_goes_on_with_that(
    desktop: Device, server: Server, arrived: bool
) -> None:
    desktop.wire.after = lost_push_answers
    if arrived:
        desktop.sync()
    desktop.wire.before = proxy
    assert desktop.sync().state == "offline"
    assert len(server.bodies("measurement")) == (3 if arrived else 0)
    desktop.wire.before, desktop.wire.after = (lambda _: None), (lambda _, answer: answer)
    desktop.edit("measurement", IDS[1], value=82_000, typed="82")
    pushes = len(desktop.wire.pushes())
    report = desktop.sync()
    assert (report.state, report.conflicts) == ("ok", 0)
    assert is_settled(server, desktop)
    assert server.bodies("measurement")[IDS[1]] == weight(82_000)
    refused = desktop.wire.pushes()[pushes - 2]
    assert refused not in desktop.wire.pushes()[pushes:], "what is taken back is not sent again"


def test_a_single_record_that_is_refused_after_it_had_arrived_counts_as_sent(desktop: Device, server: Server) -> None:
    desktop.sync()
    desktop.edit("measurement", IDS[0], note="after breakfast")
    desktop.wire.after = lost_push_answers
    desktop.sync()
    desktop.wire.after = lambda _, answer: answer
    desktop.wire.before = lambda request: (
        TOO_LARGE if request.path == "/v1/push" and IDS[0].encode() in (request.body or b"") else None
    )
    report = desktop.sync()
    assert (report.state, report.refused) == ("ok", 0)
    assert is_settled(server, desktop)


def test_the_only_record_of_a_push_that_did_not_arrive_is_the_one_that_is_refused(desktop: Device) -> None:
    desktop.sync()
    desktop.edit("measurement", IDS[0], note="after breakfast")
    desktop.wire.before = lambda request: Lost("reset") if request.path == "/v1/push" else None
    desktop.sync()
    desktop.wire.before = lambda request: (
        TOO_LARGE if request.path == "/v1/push" and IDS[0].encode() in (request.body or b"") else None
    )
    assert (desktop.sync().refused, counts.refused(desktop.store)) == (1, 1)


def test_what_was_refused_of_a_push_says_nothing_of_the_next_one_of_its_number_on_a_restored_server(
    desktop: Device, laptop: Device, server: Server
) -> None:
    desktop.wire.before = lambda request: Lost("reset") if b'"instead"' in (request.body or b"") else proxy(request)
    assert desktop.sync().state == "offline", "three were too large together, and taking them back did not arrive"
    restored(server.database)
    for number, id in enumerate(IDS[:2]):
        laptop.put("measurement", id, weight(80_000 + number))
    laptop.sync()
    desktop.wire.before = proxy
    report = desktop.sync()
    assert (report.state, report.sent, report.refused) == ("ok", 1, 0)
    laptop.sync()
    assert is_settled(server, desktop, laptop)
