"""A profile of five years and 100,000 records, made from the real catalogue: always the same for the same last day."""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from tracker.domain.fixed import AMOUNT
from tracker.store import records, triggers
from tracker.store.clock import FixedClock
from tracker.store.collections import BY_NAME
from tracker.store.database import Store
from tracker.store.migrations import m0001_first
from tracker.store.queries.foods import foods
from tracker.store.rows import Food
from tracker.store.search_index import suspend_index

SEED = 5
RECORDS = 100_000
DAYS = 5 * 365
USUAL = 400
"""Foods that are eaten at all; the first of them daily, the last once a year."""
SPORTS = (("cycling", "Morning ride"), ("running", "Evening run"), ("strength_training", "Strength training"))
MEALS = {"breakfast": 8, "lunch": 13, "snacks": 16, "dinner": 19}
Records = Iterator[tuple[str, records.Body]]


def profile(folder: Path, *, last: date | None = None) -> Path:
    """A copy of the profile at `folder`/profile; the original is made once and kept in the temporary folder."""
    last = last or datetime.now().astimezone().date()
    texts = [
        *triggers.statements(),
        *m0001_first.DOMAIN,
        *m0001_first.SYNC,
        *m0001_first.SEARCH,
        Path(__file__).read_text("utf-8"),
        str(last),
    ]
    kept = Path(tempfile.gettempdir()) / f"tracker-bench-{hashlib.sha256(''.join(texts).encode()).hexdigest()[:16]}"
    if not kept.exists():
        with tempfile.TemporaryDirectory(prefix="tracker-bench-") as part:
            _make(Path(part), last)
            shutil.copytree(part, kept.with_suffix(".part"), dirs_exist_ok=True)
        kept.with_suffix(".part").rename(kept)
    shutil.copytree(kept, folder / "profile")
    return folder / "profile"


def _make(folder: Path, last: date) -> None:
    noon = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
    with Store.open(folder, clock=FixedClock(round(noon.timestamp() * 1000))) as store:
        life = Life(store, last)
        with store.database.atomic(), suspend_index(store):
            count = sum(_write(store, name, made) for name, made in life.collections())
            count += _write(store, "measurement", life.pulses(RECORDS - count))
        assert count == RECORDS
        store.database.execute_sql("ANALYZE main")


def _write(store: Store, name: str, made: Records) -> int:
    count = 0
    while some := dict(islice(made, 5000)):
        records.write_bodies(store, BY_NAME[name], some)
        count += len(some)
    return count


class Life:
    """Somebody who writes down every meal, measures a lot, and trains most days."""

    def __init__(self, store: Store, last: date) -> None:
        self.chance = random.Random(SEED)
        self.days = [last - timedelta(days=back) for back in range(DAYS, -1, -1)]
        with closing(store.database.execute_sql("SELECT id FROM catalogue.food ORDER BY rowid LIMIT 3000")) as rows:
            ids = [row[0] for row in rows]
        known = foods(store, ids)
        self.catalogue = [known[key] for key in ids if known[key].nutrition.energy is not None]
        self.portions = [_portion(food) for food in self.chance.sample(self.catalogue[:1500], USUAL)]

    def id(self, day: date, hour: int = 0) -> str:
        """A time-ordered id as the store makes them, from the seed."""
        value = (_instant(day, hour) << 80) | self.chance.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        return str(uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62))

    def collections(self) -> Iterator[tuple[str, Records]]:
        yield "recipe", self.recipes(500)
        yield "food", self.own_foods(3000)
        yield "meal_plan_entry", self.entries()
        yield "measurement", self.measurements()
        yield "workout", self.workouts()
        yield "favorite", self.favorites(300)
        yield "target", self.targets()

    def entries(self) -> Records:
        """Four meals a day of four to eight foods; the day after the last one is planned."""
        for day in [*self.days, self.days[-1] + timedelta(days=1)]:
            for slot, hour in MEALS.items():
                for position in range(self.chance.randint(4, 8)):
                    body = self.portions[int(USUAL * self.chance.random() ** 2)]
                    eaten = day <= self.days[-1]
                    yield self.id(day, hour), {
                        **body, "day": day.isoformat(), "slot": slot, "position": position + 1,
                        "status": "eaten" if eaten else "planned", "note": "",
                        "eaten_at": _instant(day, hour) if eaten else None, "zone": "UTC" if eaten else None,
                    }  # fmt: skip

    def measurements(self) -> Records:
        """Weight, pulse, sleep and body fat every morning, blood pressure in the evening."""
        grams = 82_000.0
        for day in self.days:
            grams += self.chance.gauss(-2, 300) - (grams - 80_000) * 0.01
            weight = round(grams / 100) * 100
            pressure = self.chance.randint(110, 130), self.chance.randint(70, 85)
            for kind, value, value2, typed, unit in (
                ("weight", weight, None, f"{weight / 1000:.1f}", "kg"),
                ("resting_heart_rate", pulse := self.chance.randint(48, 60), None, str(pulse), "bpm"),
                ("sleep", asleep := self.chance.randint(360, 520), None, str(asleep), "min"),
                ("body_fat", fat := self.chance.randint(140, 180), None, f"{fat / 10}", "%"),
                ("blood_pressure", *pressure, f"{pressure[0]}/{pressure[1]}", "mmHg"),
            ):
                yield self.id(day, 7), {
                    "kind": kind, "value": value, "value2": value2, "typed": typed, "unit": unit,
                    "at": _instant(day, 7), "zone": "UTC", "day": day.isoformat(), "note": "",
                }  # fmt: skip

    def pulses(self, count: int) -> Records:
        """What a watch writes down by itself, many times a day."""
        for number in range(count):
            day, pulse = self.days[number % DAYS], self.chance.randint(45, 120)
            yield self.id(day, 9), {
                "kind": "resting_heart_rate", "value": pulse, "value2": None, "typed": str(pulse), "unit": "bpm",
                "at": _instant(day, 9) + number, "zone": "UTC", "day": day.isoformat(), "note": "",
            }  # fmt: skip

    def workouts(self) -> Records:
        for day in self.days:
            if self.chance.random() < 0.8:
                sport, title = self.chance.choice(SPORTS)
                seconds = self.chance.randint(1800, 10_000)
                yield self.id(day, 18), {
                    "title": title, "sport": sport, "sub_sport": "", "status": "completed",
                    "start_at": _instant(day, 18), "zone": "UTC", "day": day.isoformat(), "duration": seconds * 1000,
                    "elapsed": seconds * 1050, "moving": seconds * 1000, "distance": seconds * 70, "ascent": 1200,
                    "avg_power": 190, "max_power": 640, "weighted_power": 205, "avg_heart_rate": 138,
                    "max_heart_rate": 171, "avg_cadence": 84, "energy": seconds * 2, "laps": [], "telemetry": [],
                    "device": "", "file_name": "", "file_hash": "", "session": 0, "salvaged": "", "notes": "",
                }  # fmt: skip

    def recipes(self, count: int) -> Records:
        for number in range(count):
            used = self.chance.sample(self.catalogue[:900], self.chance.randint(5, 10))
            main, other = used[0].name.split(",")[0], used[1].name.split(",")[0]
            yield self.id(self.days[0]), {
                "name": f"{main} with {other.lower()}", "cuisine": self.chance.choice(("", "Thai")),
                "tags": [self.chance.choice(("quick", "weekend", "batch"))], "servings": 4 * AMOUNT,
                "cooked_mass": None, "minutes": 30 + number % 60, "steps": "Cut. Cook. Serve. " * 20, "notes": "",
                "source": "", "created_at": _instant(self.days[0]),
                "ingredients": [
                    {"_id": f"{self.chance.getrandbits(64):016x}", "_ord": f"{place + 10}", "name": food.name,
                     "food": food.id, "amount": 200 * AMOUNT, "unit": "g", "mass": 200 * AMOUNT}
                    for place, food in enumerate(used)
                ],
            }  # fmt: skip

    def own_foods(self, count: int) -> Records:
        """Foods that were looked up or written down, in the likeness of branded products."""
        for number in range(count):
            like = self.catalogue[number % len(self.catalogue)]
            brand = f"{self.chance.choice('BDFKLMNPRST')}{self.chance.choice(('ar', 'el', 'o', 'un', 'i'))}" + (
                self.chance.choice(("don", "ta", "vik", "mora", "li", "sson"))
            )
            nutrition = like.nutrition
            yield self.id(self.days[number % DAYS]), {
                "name": f"{brand} {like.name}", "brand": brand, "barcode": f"40{number:011}", "category": like.category,
                "source": "", "energy": nutrition.energy, "protein": nutrition.protein, "carbs": nutrition.carbs,
                "fat": nutrition.fat, "nutrients": {}, "notes": "", "created_at": _instant(self.days[0]),
                "portions": [
                    {"_id": f"{self.chance.getrandbits(64):016x}", "_ord": "i", "name": "piece", "mass": 50 * AMOUNT}
                ],
            }  # fmt: skip

    def favorites(self, count: int) -> Records:
        for food in self.chance.sample(self.catalogue, count):
            made = {"kind": "food", "target": food.id, "created_at": _instant(self.days[0])}
            yield self.id(self.days[0]), made

    def targets(self) -> Records:
        for day in self.days[::120]:
            yield self.id(day), {
                "since": day.isoformat(), "energy": 24_000, "protein": 130_000, "carbs": 260_000, "fat": 80_000,
            }  # fmt: skip


def _instant(day: date, hour: int = 0) -> int:
    return round(datetime(day.year, day.month, day.day, hour, tzinfo=UTC).timestamp() * 1000)


def _portion(food: Food) -> records.Body:
    """What an entry of one portion of a food copies from it."""
    mass, unit = (food.portions[0].mass, food.portions[0].name) if food.portions else (100 * AMOUNT, "g")
    amount = AMOUNT if food.portions else mass
    eaten = food.nutrition.scaled(mass, 100 * AMOUNT)
    return {
        "title": food.name, "source_kind": "food", "source": food.id, "amount": amount, "unit": unit, "mass": mass,
        "energy": eaten.energy, "protein": eaten.protein, "carbs": eaten.carbs, "fat": eaten.fat,
        "nutrients": dict(eaten.others),
    }  # fmt: skip
