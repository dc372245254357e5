"""The full export and reading it back: equal, never doubled, damage refused, everything else taken."""

from __future__ import annotations

import json
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.bodies import PLAIN, bodies
from tracker.errors import BadFile, KnownError, NotFound
from tracker.operations import export_tables
from tracker.operations.export import export
from tracker.operations.readable import body_of
from tracker.operations.reading_back import ReadBack, read_back
from tracker.store import blobs, carried, undo
from tracker.store.collections import BY_NAME, COLLECTIONS
from tracker.store.database import Store
from tracker.store.records import Body, delete_records, read_body, write_bodies
from tracker.store.search import search


def put(store: Store, collection: str, record: str, body: Body) -> None:
    with store.step("Edit"):
        write_bodies(store, BY_NAME[collection], {record: body})


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def file_of(done: ReadBack, kind: str) -> Any:
    return next(one for one in done.files if one.kind == kind)


@pytest.fixture
def full(store: Store) -> Store:
    """A profile with one record of every collection, and samples."""
    for name, body in PLAIN.items():
        put(store, name, f"{name}-1", body)
    bid = blobs.write(store.profile / "blobs", b"samples")
    put(store, "workout", "workout-1", PLAIN["workout"] | {"telemetry": [{"b": bid, "t0": 0, "n": 1}]})
    return store


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    made: list[Store] = []

    def make(name: str) -> Store:
        made.append(Store.open(tmp_path / name))
        return made[-1]

    yield make
    for one in made:
        one.close()


# ------------------------------------------------------------------------------------------- what it says


def test_numbers_have_units_and_times_are_dates(full: Store, tmp_path: Path) -> None:
    export(full, tmp_path / "out")
    food = json.loads((tmp_path / "out" / "food.json").read_text())["records"][0]
    assert food["energy_kcal"] == 334
    assert food["protein_g"] == 9
    assert food["nutrients"] == {"fiber_g": 15}
    assert food["portions"] == [{"id": "p1", "order": "i", "name": "slice", "mass_g": 10}]
    assert food["created_at"] == "2026-11-17T12:00:00.000Z"
    ride = json.loads((tmp_path / "out" / "workout.json").read_text())["records"][0]
    assert (ride["duration_s"], ride["distance_m"], ride["energy_kcal"]) == (3600, 30_000, 700)
    entry = json.loads((tmp_path / "out" / "meal_plan_entry.json").read_text())["records"][0]
    assert (entry["energy_kcal"], entry["amount"], entry["carbs_g"]) == (165.8, 2, 31)
    readme = (tmp_path / "out" / "README.txt").read_text()
    assert "Names of numbers end with their unit: energy_kcal" in readme
    for name in food.keys() - {"id"}:
        assert name in readme


def test_every_name_in_the_files_is_explained(full: Store, tmp_path: Path) -> None:
    export(full, tmp_path / "out")
    words = (tmp_path / "out" / "README.txt").read_text().split()
    for collection in COLLECTIONS:
        for record in json.loads((tmp_path / "out" / f"{collection.name}.json").read_text())["records"]:
            assert record.keys() - {"id"} <= set(words) | {f"{items.name}" for items in collection.lists}


def test_what_no_version_here_knows_is_carried_along(
    full: Store, tmp_path: Path, empty: Callable[[str], Store]
) -> None:
    carried.set_extras(full, BY_NAME["food"], {"food-1": {"allergens": ["gluten"], "share": 0.1}})
    put(full, "food", "food-1", PLAIN["food"] | {"nutrients": {"fiber": 1234, "unobtainium": 5, "fiber_g": 7}})
    carried.add_opaque(full, [carried.Opaque("pantry", "x", 3, 17, "d_1", '{"b":[1,"ü"],"a":null}')])
    export(full, tmp_path / "out")
    again = empty("again")
    done = read_back(again, tmp_path / "out")
    assert file_of(done, "unknown").new == 1
    assert carried.extras(again, BY_NAME["food"]) == {"food-1": {"allergens": ["gluten"], "share": 0.1}}
    assert read_body(again, BY_NAME["food"], "food-1")["nutrients"] == {"fiber": 1234, "unobtainium": 5, "fiber_g": 7}
    export(again, tmp_path / "second")
    assert content(tmp_path / "second") == content(tmp_path / "out")
    assert file_of(read_back(again, tmp_path / "out"), "unknown").same == 1


# ------------------------------------------------------------------------------------------- there and back


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty profile's database, to copy."""
    profile = tmp_path_factory.mktemp("template")
    Store.open(profile).close()
    with closing(sqlite3.connect(profile / "tracker.db")) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    return profile / "tracker.db"


def fresh(template: Path, profile: Path) -> Store:
    shutil.rmtree(profile, ignore_errors=True)
    (profile / "blobs").mkdir(parents=True)
    shutil.copyfile(template, profile / "tracker.db")
    return Store.open(profile)


_ids = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_extras = st.dictionaries(
    st.text(max_size=5).map(lambda text: f"new {text}"),
    st.integers(-(2**60), 2**60) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    max_size=2,
)


@st.composite
def profiles(draw: st.DrawFn) -> dict[str, dict[str, tuple[Body, dict[str, Any]]]]:
    return {one.name: draw(st.dictionaries(_ids, st.tuples(bodies(one), _extras), max_size=3)) for one in COLLECTIONS}


@given(profiles(), st.booleans())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_any_profile_comes_back_equal_byte_for_byte(
    template: Path, tmp_path: Path, found: dict[str, dict[str, tuple[Body, dict[str, Any]]]], bare: bool
) -> None:
    with fresh(template, tmp_path / "first") as first:
        if bare:
            with first.step("Delete"):
                delete_records(first, BY_NAME["meal_slot"], ["breakfast", "snacks"])
        for name, records in found.items():
            for record, (body, extras) in records.items():
                try:
                    put(first, name, record, body)
                except sqlite3.IntegrityError:
                    continue  # two settings of one name
                carried.set_extras(first, BY_NAME[name], {record: extras} if extras else {})
        export(first, tmp_path / "out")
    with fresh(template, tmp_path / "second") as second:
        done = read_back(second, tmp_path / "out")
        assert not [one for one in done.files if one.refused or one.error]
        export(second, tmp_path / "again")
        assert content(tmp_path / "again") == content(tmp_path / "out")
        assert not read_back(second, tmp_path / "out").changes, "a second import changed something"


def test_integers_of_any_size_come_back_exactly(store: Store, tmp_path: Path, empty: Callable[[str], Store]) -> None:
    odd = {"at": 2**63 - 1, "value": -(2**63), "value2": 2**62 + 1}
    put(store, "measurement", "m", PLAIN["measurement"] | odd)
    put(store, "measurement", "n", PLAIN["measurement"] | {"at": -1, "value": 1})
    put(store, "food", "f", PLAIN["food"] | {"energy": 2**63 - 1, "nutrients": {"fiber": 2**53 + 1}})
    export(store, tmp_path / "out")
    again = empty("again")
    read_back(again, tmp_path / "out")
    body = read_body(again, BY_NAME["measurement"], "m")
    assert body is not None
    assert {key: body[key] for key in odd} == odd
    assert read_body(again, BY_NAME["food"], "f")["energy"] == 2**63 - 1
    export(again, tmp_path / "second")
    assert content(tmp_path / "second") == content(tmp_path / "out")


def test_a_profile_in_use_keeps_what_it_has(full: Store, tmp_path: Path, empty: Callable[[str], Store]) -> None:
    export(full, tmp_path / "out")
    used = empty("used")
    put(used, "food", "food-1", PLAIN["food"] | {"name": "My own"})
    put(used, "meal_slot", "breakfast", {"name": "Early", "position": 1, "starts_at": 240})
    put(full, "meal_slot", "lunch", {"name": "Noon", "position": 2, "starts_at": 660})
    export(full, tmp_path / "out")

    done = read_back(used, tmp_path / "out")

    assert file_of(done, "food").kept == 1
    assert read_body(used, BY_NAME["food"], "food-1")["name"] == "My own"
    assert read_body(used, BY_NAME["meal_slot"], "breakfast")["name"] == "Early"
    assert read_body(used, BY_NAME["meal_slot"], "lunch")["name"] == "Noon", "a meal nobody has touched follows"
    assert done.new == len(PLAIN)
    assert blobs.read(used.profile / "blobs", blobs.blob_id(b"samples")) == b"samples"
    assert [hit.title for hit in search(used, "chili", kind="recipe")] == ["Beef chili"]
    again = read_back(used, tmp_path / "out")
    assert again.new == 0
    assert not again.changes


def test_an_import_is_one_step_that_can_be_undone(full: Store, tmp_path: Path, empty: Callable[[str], Store]) -> None:
    export(full, tmp_path / "out")
    again = empty("again")
    done = read_back(again, tmp_path / "out")
    assert done.changes.label == f"Import {done.new} records"
    undo.undo(again)
    assert carried.is_fresh(again) or not again.rows("SELECT 1 FROM main.food")
    assert len(again.rows("SELECT 1 FROM meal_slot")) == 4


def test_a_rehearsal_writes_nothing(full: Store, tmp_path: Path, empty: Callable[[str], Store]) -> None:
    export(full, tmp_path / "out")
    again = empty("again")
    done = read_back(again, tmp_path / "out", dry_run=True)
    assert done.new == len(PLAIN)
    assert not done.changes
    assert carried.is_fresh(again)
    assert not list((again.profile / "blobs").iterdir())


def test_many_records_are_found_by_search_afterwards(
    store: Store, tmp_path: Path, empty: Callable[[str], Store]
) -> None:
    with store.step("Many"):
        write_bodies(
            store,
            BY_NAME["food"],
            {f"f{n}": PLAIN["food"] | {"name": f"Food {n}", "portions": []} for n in range(1200)},
        )
    export(store, tmp_path / "out")
    again = empty("again")
    assert read_back(again, tmp_path / "out").new == 1200
    assert "Food 777" in [hit.title for hit in search(again, "food 777", kind="food")]


# ------------------------------------------------------------------------------------------------- damage


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[: len(data) // 2], "damaged"),
        (lambda data: b"", "damaged"),
        (lambda data: b"\xff\xfe" + data, "damaged"),
        (lambda data: data.replace(b'"collection": "food"', b'"collection": "recipe"'), "damaged"),
        (lambda data: data.replace(b'"tracker_export": 1', b'"tracker_export": 2'), "newer version"),
        (lambda data: b"[" * 100_000, "damaged"),
    ],
)
def test_a_damaged_file_is_refused_and_the_rest_goes_on(
    full: Store, tmp_path: Path, empty: Callable[[str], Store], damage: Callable[[bytes], bytes], reason: str
) -> None:
    export(full, tmp_path / "out")
    path = tmp_path / "out" / "food.json"
    path.write_bytes(damage(path.read_bytes()))
    again = empty("again")
    done = read_back(again, tmp_path / "out")
    assert file_of(done, "food").status == "failed"
    assert reason in file_of(done, "food").error
    assert done.new == len(PLAIN) - 1
    assert read_body(again, BY_NAME["recipe"], "recipe-1") == PLAIN["recipe"]


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("name", "", "Name has no value that is allowed."),
        ("name", 7, "Name is no text."),
        ("name", None, "Name has no value that is allowed."),
        ("energy_kcal", "many", "Energy is no number."),
        ("energy_kcal", True, "Energy is no number."),
        ("energy_kcal", -1, "Energy has no value that is allowed."),
        ("energy_kcal", 0.01, "Energy has more digits than can be kept: 0.01."),
        ("energy_kcal", 1e300, "Energy is too large"),
        ("created_at", "yesterday", "Added is no date and time: yesterday."),
        ("nutrients", [], "Other nutrients has no value that is allowed."),
        ("nutrients", {"fiber": 3}, "fiber is no nutrient with a unit."),
        ("portions", {}, "Portions is no list."),
        ("portions", [{"id": 1}], "Portions: an item has no id or order."),
        ("portions", [{"id": "p", "order": "i", "name": "x", "mass_g": 0}], "Weight has no value that is allowed."),
        ("extras", [], "no list of fields"),
        ("id", "", "it has no id."),
    ],
)
def test_a_damaged_record_is_refused_with_its_reason_and_the_rest_goes_on(
    full: Store, tmp_path: Path, empty: Callable[[str], Store], field: str, value: Any, reason: str
) -> None:
    put(full, "food", "food-2", PLAIN["food"] | {"name": "Skyr", "portions": []})
    export(full, tmp_path / "out")
    path = tmp_path / "out" / "food.json"
    said = json.loads(path.read_text())
    said["records"][0][field] = value
    path.write_text(json.dumps(said))
    again = empty("again")
    done = read_back(again, tmp_path / "out")
    one = file_of(done, "food")
    assert one.status == "salvaged"
    assert len(one.refused) == 1
    assert reason in one.refused[0]
    assert read_body(again, BY_NAME["food"], "food-1") is None
    assert read_body(again, BY_NAME["food"], "food-2") is not None


def test_damaged_samples_are_refused_and_the_workout_comes(
    full: Store, tmp_path: Path, empty: Callable[[str], Store]
) -> None:
    export(full, tmp_path / "out")
    (tmp_path / "out" / "samples" / blobs.blob_id(b"samples")).write_bytes(b"sample5")
    again = empty("again")
    done = read_back(again, tmp_path / "out")
    assert "it is damaged" in file_of(done, "samples").refused[0]
    assert read_body(again, BY_NAME["workout"], "workout-1") is not None
    assert not blobs.exists(again.profile / "blobs", blobs.blob_id(b"samples"))


def test_a_folder_without_an_export_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadFile, match="holds no export of Tracker's"):
        read_back(store, tmp_path)


def test_stopping_an_import_leaves_nothing(full: Store, tmp_path: Path, empty: Callable[[str], Store]) -> None:
    class Stop(Exception):
        pass

    def stop(_done: int, _total: int, words: str) -> None:
        if words == "Reading workouts":
            raise Stop

    export(full, tmp_path / "out")
    again = empty("again")
    with pytest.raises(Stop):
        read_back(again, tmp_path / "out", report=stop)
    assert carried.is_fresh(again)
    assert not blobs.exists(again.profile / "blobs", blobs.blob_id(b"samples"))


# -------------------------------------------------------------------------------------------------- folders


def test_an_earlier_export_is_replaced_and_other_files_are_not(full: Store, tmp_path: Path) -> None:
    out = tmp_path / "out"
    export(full, out)
    put(full, "food", "food-2", PLAIN["food"])
    export(full, out)
    assert len(json.loads((out / "food.json").read_text())["records"]) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "profile"]
    (out / "letter.txt").write_text("mine")
    with pytest.raises(BadFile, match="There are other files in"):
        export(full, out)
    assert (out / "letter.txt").read_text() == "mine"
    with pytest.raises(NotFound, match="There is no folder"):
        export(full, tmp_path / "nowhere" / "out")
    with pytest.raises(BadFile, match="is a file"):
        export(full, out / "food.json")


def test_stopping_an_export_leaves_the_earlier_one(full: Store, tmp_path: Path) -> None:
    class Stop(Exception):
        pass

    def stop(_done: int, _total: int, words: str) -> None:
        if words == "Writing workouts":
            raise Stop

    export(full, tmp_path / "out")
    before = content(tmp_path / "out")
    with pytest.raises(Stop):
        export(full, tmp_path / "out", report=stop)
    assert content(tmp_path / "out") == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "profile"]


def test_what_is_written_meanwhile_is_not_in_the_export(full: Store, tmp_path: Path) -> None:
    def write(_done: int, _total: int, words: str) -> None:
        if words == "Writing settings":
            put(full, "workout", "late", PLAIN["workout"])

    export(full, tmp_path / "out", report=write)
    assert [one["id"] for one in json.loads((tmp_path / "out" / "workout.json").read_text())["records"]] == [
        "workout-1"
    ]


def test_samples_that_are_elsewhere_are_counted(full: Store, tmp_path: Path) -> None:
    blobs.remove(full.profile / "blobs", [blobs.blob_id(b"samples")])
    done = export(full, tmp_path / "out")
    assert (done.samples, done.lacking) == (0, 1)


@pytest.mark.skipif(sys.platform == "win32", reason="needs the limits of POSIX")
def test_a_disk_that_takes_no_more_leaves_no_half_of_an_export(full: Store, tmp_path: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    was = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        with pytest.raises(KnownError, match="The disk takes no file this large"):
            export(full, tmp_path / "out")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, was)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["profile"]


# --------------------------------------------------------------------------------------------------- as tables


def test_tables_come_back_the_same(full: Store, empty: Callable[[str], Store], tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = export(full, out, form="csv")
    assert done.samples == 1
    names = {path.name for path in out.iterdir()}
    assert {f"{collection.name}.csv" for collection in COLLECTIONS} <= names
    assert "recipe_ingredients.csv" in names
    other = empty("other")
    back = read_back(other, out)
    assert [one.refused for one in back.files if one.refused or one.error] == []
    for collection in COLLECTIONS:
        for record in carried.ids(full, collection):
            assert read_body(other, collection, record) == read_body(full, collection, record)
    assert read_back(other, out).new == 0
    export(full, out, form="csv")  # in the place of the earlier one


def test_tables_have_units_and_run_nothing(full: Store, tmp_path: Path) -> None:
    put(full, "food", "food-2", {**PLAIN["food"], "name": "=1+1", "notes": "@SUM(A1)"})
    put(full, "measurement", "m-2", {**PLAIN["measurement"], "kind": "blood_pressure", "value": 122, "value2": 78})
    export(full, tmp_path / "out", form="csv")
    foods = (tmp_path / "out" / "food.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "energy_kcal,protein_g,carbs_g,fat_g" in foods[0]
    assert "fiber_g" in foods[0]
    assert ",'=1+1," in foods[2]
    assert ",'@SUM(A1)," in foods[2]
    assert "blood_pressure,Blood pressure,122,78,mmHg" in (tmp_path / "out" / "measurement.csv").read_text("utf-8-sig")


def test_a_damaged_cell_is_refused_with_its_line_and_the_rest_comes_in(
    full: Store, empty: Callable[[str], Store], tmp_path: Path
) -> None:
    put(full, "target", "target-2", {**PLAIN["target"], "since": "2026-02-01"})
    export(full, tmp_path / "out", form="csv")
    file = tmp_path / "out" / "target.csv"
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].replace("2200", "many", 1)
    file.write_text("\r\n".join(lines), encoding="utf-8")
    targets = file_of(read_back(empty("other"), tmp_path / "out"), "target")
    assert (targets.new, len(targets.refused)) == (1, 2)  # its other days have no target to belong to
    assert targets.refused[0] == "Target in line 2: it is damaged."


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), name=st.sampled_from([one.name for one in COLLECTIONS if one.name != "measurement"]))
def test_any_record_comes_back_from_tables(data: st.DataObject, name: str, store: Store, tmp_path: Path) -> None:
    collection = BY_NAME[name]
    delete_records(store, collection, carried.ids(store, collection))
    write_bodies(store, collection, {"record": data.draw(bodies(collection))})
    for file, lines in export_tables.tables(store, collection, ["record"], {}):
        (tmp_path / file).write_bytes(b"".join(lines))
    made, refused = export_tables.read_table(tmp_path, collection)
    assert refused == []
    assert [body_of(collection, one) for one in made] == [read_body(store, collection, "record")]
