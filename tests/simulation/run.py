"""Running seeds: one, or many, each with its own chance, and what came of them."""

from __future__ import annotations

import gc
import traceback
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.simulation import calm
from tests.simulation.entropy import seeded
from tests.simulation.plan import Plan
from tests.simulation.templates import templates
from tests.simulation.world import World

TWICE = 20
"""One seed in so many runs twice and must happen the same both times."""

APART = 86_400_000 // 256
"""Ms between the clocks of two devices in such a run: a part of a day that SQLite's own arithmetic takes exactly."""


@dataclass
class Outcome:
    """What came of a seed."""

    seed: int
    wrongs: list[str] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    plan: Plan | None = None

    def told(self) -> str:
        """What happened, line by line."""
        return "\n".join([f"seed {self.seed}", *(f"  {line}" for line in self.trace)])


def once(seed: int, *, skew: int = 0) -> Outcome:
    """Run one seed once; for `skew` see `World`."""
    templates()
    with seeded(seed):
        world = World(seed, skew=skew)
        try:
            world.run()
            calm.settle(world)
            if not world.wrongs:
                calm.check(world)
        except Exception:  # noqa: BLE001 - whatever ends the engine is a finding
            world.wrong(f"I11: an error that nobody expects: {traceback.format_exc()}")
        finally:
            world.close()
    return Outcome(seed, world.wrongs, world.trace, world.counts, world.plan)


def run(seed: int) -> Outcome:
    """Run one seed; now and then twice, and now and then with other clocks."""
    outcome = once(seed)
    if seed % TWICE == 0:
        _compare(outcome, once(seed), "D2: it does not happen the same twice")
    elif seed % TWICE == TWICE // 2 and _is_timeless(outcome):
        _compare(outcome, once(seed, skew=APART), "I14: with other clocks something else happens")
    return outcome


def _is_timeless(outcome: Outcome) -> bool:
    """Whether no clock decides: none is off, no device has another one's times, none asks for limits once a day of its
    own, and no record was copied: its id holds the time."""
    clocks = outcome.plan is None or outcome.plan.clocks or outcome.plan.copies or outcome.plan.server_first
    return not clocks and not any("keep both" in line for line in outcome.trace)


def _compare(outcome: Outcome, other: Outcome, wrong: str) -> None:
    if other.trace != outcome.trace:
        different = [pair for pair in zip(outcome.trace, other.trace, strict=False) if pair[0] != pair[1]]
        outcome.wrongs.append(f"{wrong}: {different[:1]}")


@dataclass
class Summary:
    """What came of many seeds."""

    seeds: int = 0
    violations: list[dict[str, Any]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: Outcome) -> None:
        """Count one seed in."""
        self.seeds += 1
        self.counts += outcome.counts
        if outcome.wrongs:
            self.violations.append({"seed": outcome.seed, "invariants": outcome.wrongs})

    def line(self, **more: Any) -> dict[str, Any]:
        """As it is printed."""
        return {
            "name": "simulation",
            "seeds": self.seeds,
            "violations": len(self.violations),
            **dict(sorted(self.counts.items())),
            **more,
        }


def run_all(seeds: Iterable[int]) -> Summary:
    """Run many seeds."""
    summary = Summary()
    gc.disable()  # a world is full of circles; cleaning up now and then is quicker
    for seed in seeds:
        summary.add(run(seed))
        if summary.seeds % 100 == 0:
            gc.collect()
    return summary
