"""The network: it comes back once, and only after it was gone."""

from __future__ import annotations

from typing import Any

import pytest

from tracker.tasks.network import Network, Reachability


@pytest.mark.parametrize(
    ("heard", "times"),
    [
        ([Reachability.Online], 0),
        ([Reachability.Disconnected], 0),
        ([Reachability.Disconnected, Reachability.Local], 1),
        ([Reachability.Disconnected, Reachability.Online, Reachability.Site, Reachability.Online], 1),
        ([Reachability.Disconnected, Reachability.Disconnected, Reachability.Online], 1),
        ([Reachability.Disconnected, Reachability.Unknown, Reachability.Disconnected, Reachability.Online], 2),
    ],
)
def test_it_is_regained_only_after_it_was_gone(qapp: Any, heard: list[Reachability], times: int) -> None:
    network = Network()
    network.changed(Reachability.Online)
    told: list[bool] = []
    network.regained.connect(lambda: told.append(True))
    for one in heard:
        network.changed(one)
    assert len(told) == times
