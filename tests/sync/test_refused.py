"""What the server refuses: told in words, and sent again when asked; and the log for a report."""

from __future__ import annotations

import pytest

from tests.sync.test_cycle import SALAD
from tests.sync.world import EMAIL, Device, Server, recipe
from tracker.errors import NotFound
from tracker.protocol.limits import Limits
from tracker.sync import counts, outbox, refused
from tracker.sync.refused import refusal, try_again, try_all_again
from tracker.sync.report_log import LINES, report_log


def too_large(desktop: Device) -> None:
    desktop.put("recipe", SALAD, recipe(notes="Very long notes. " * 20_000))
    desktop.sync()


def test_a_refusal_is_told_in_words(desktop: Device) -> None:
    too_large(desktop)
    one = refusal(desktop.store, "recipe", SALAD)
    assert (one.title, one.label) == ("Chicken and lentil salad", "Recipe")
    assert one.sentence == "It is larger than the server takes."
    assert one.size is not None
    assert one.size > Limits().record_bytes


@pytest.mark.parametrize("code", [*refused.REASONS, "something_newer"])
def test_every_reason_has_its_words(desktop: Device, code: str) -> None:
    desktop.put("recipe", SALAD, recipe())
    entry = desktop.entry("recipe", SALAD)
    outbox.reject(desktop.store, "recipe", SALAD, entry.stamp, code, "")
    one = refusal(desktop.store, "recipe", SALAD)
    assert "_" not in one.sentence + one.advice + refused.reason(code)
    assert one.size is None


def test_trying_again_sends_it_just_as_it_is(desktop: Device, server: Server) -> None:
    desktop.put("recipe", SALAD, recipe())
    entry = desktop.entry("recipe", SALAD)
    outbox.reject(desktop.store, "recipe", SALAD, entry.stamp, "quota", "")
    desktop.sync()
    assert SALAD not in server.bodies("recipe")
    assert try_again(desktop.store, "recipe", SALAD).ids == (SALAD,)
    desktop.sync()
    assert server.bodies("recipe")[SALAD] == recipe()
    with pytest.raises(NotFound):
        refusal(desktop.store, "recipe", SALAD)


def test_what_is_still_too_large_is_refused_again(desktop: Device) -> None:
    too_large(desktop)
    assert try_all_again(desktop.store).ids == (SALAD,)
    assert counts.refused(desktop.store) == 0
    desktop.sync()
    assert counts.refused(desktop.store) == 1


def test_the_log_tells_figures_and_no_names(desktop: Device, laptop: Device) -> None:
    too_large(desktop)
    log = report_log(desktop.store, "1.2.3")
    assert log.startswith("Tracker 1.2.3, Python ")
    assert "0 waiting, 0 in conflict, 1 refused" in log
    assert "Refused: 1 × recipe, too large" in log
    for secret in (EMAIL, "localhost", "Chicken", "{", desktop.entry("recipe", SALAD).extras):
        assert secret not in log


def test_the_log_is_bounded_and_ends_with_the_latest(desktop: Device) -> None:
    desktop.store.connection.executemany(
        "INSERT INTO sync_event (at, kind, sentence) VALUES (?, 'ok', ?)",
        [(n * 1000, f"{n} sent “secret {n}”") for n in range(1000)],
    )
    lines = report_log(desktop.store, "1").split("\n\n")[1].splitlines()
    assert len(lines) == LINES
    assert lines[-1] == "1970-01-01 00:16:39  ok          999 sent “…”"
