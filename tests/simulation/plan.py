"""What may happen in a seed: how big its world is, and which faults it knows."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from tests.simulation.look import Key
from tracker.store.ids import derived_id

PREFERENCES = ("theme", "units")
RECORDS: tuple[Key, ...] = (
    ("recipe", "0190b6a0-0000-7000-8000-000000000001"),
    ("recipe", "0190b6a0-0000-7000-8000-000000000002"),
    ("meal_plan_entry", "0190b6a0-0000-7000-8000-000000000003"),
    ("meal_plan_entry", "0190b6a0-0000-7000-8000-000000000004"),
    ("measurement", "0190b6a0-0000-7000-8000-000000000005"),
    *(("preference", derived_id("preference", key)) for key in PREFERENCES),
)
WORKOUTS: tuple[Key, ...] = (
    ("workout", "0190b6a0-0000-7000-8000-000000000007"),
    ("workout", "0190b6a0-0000-7000-8000-000000000008"),
)


@dataclass(frozen=True)
class Plan:
    """One seed's world. Chances are per message or per statement run, the others say whether something happens."""

    seed: int
    devices: int
    records: tuple[Key, ...]
    steps: int
    lost: float
    crashes: float
    server_crashes: float
    late: bool
    meanwhile: bool
    busy: float
    split: bool
    policies: bool
    clocks: bool
    expiry: bool
    newer: bool
    restores: bool
    copies: bool
    clearing: bool
    server_restores: bool
    guard: bool
    poison: bool
    verifies: float
    samples: bool
    server_first: bool
    sign_outs: bool
    files: bool

    @property
    def ancestry(self) -> bool:
        """Whether lost edits and false conflicts are looked for: where a backup is put back, edits may be lost."""
        return not (self.restores or self.copies or self.clearing or self.server_restores)

    @property
    def collections(self) -> tuple[str, ...]:
        """The collections of its records."""
        return tuple(dict.fromkeys(name for name, _ in self.records))


def plan(seed: int, dice: random.Random) -> Plan:
    """Throw the dice for a seed."""

    def chance(share: float) -> bool:
        return dice.random() < share

    clearing = chance(0.12)
    samples = chance(0.15)
    records = tuple(dice.sample(RECORDS, dice.choice((1, 2) if clearing else (1, 1, 2, 3, 6))))
    return Plan(
        seed=seed,
        devices=1 if chance(0.05) else dice.choice((2, 2, 3, 3, 4)),
        records=(*records[:1], *WORKOUTS[: dice.choice((1, 2))]) if samples else records,
        steps=dice.randrange(15, 60) * (2 if samples else 1),
        lost=dice.choice((0.0, 0.1, 0.25)),
        crashes=dice.choice((0.0, 0.08, 0.15)),
        server_crashes=dice.choice((0.0, 0.0, 0.08)),
        late=chance(0.5),
        meanwhile=chance(0.5),
        busy=dice.choice((0.0, 0.0, 0.1)),
        split=chance(0.5),
        policies=chance(0.25),
        clocks=chance(0.4),
        expiry=chance(0.15),
        newer=chance(0.2),
        restores=chance(0.12),
        copies=chance(0.05),
        clearing=clearing,
        server_restores=chance(0.1),
        guard=chance(0.15),
        poison=chance(0.1),
        verifies=0.15 if chance(0.3) else 0.0,
        samples=samples,
        server_first=chance(0.12),
        sign_outs=chance(0.15),
        files=seed % 20 == 7,
    )


@cache
def names_of(records: tuple[Key, ...]) -> dict[Key, str]:
    """Short names for a trace: R1, R2, E1 and so on."""
    letters = {"recipe": "R", "meal_plan_entry": "E", "measurement": "M", "preference": "P", "workout": "W"}
    return {
        key: f"{letters[key[0]]}{sum(one[0] == key[0] for one in records[: n + 1])}" for n, key in enumerate(records)
    }
