"""Files of any kind brought in together: told apart by what they hold, one undo step, a bad one stops no other."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest

from tests.formats.rides import ride
from tracker.formats.glimpse import glimpse
from tracker.operations import export
from tracker.operations.importing import import_files
from tracker.operations.kinds import KINDS, kind_of
from tracker.store import undo
from tracker.store.database import Store


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    return ride(tmp_path / "a ride without an ending", seconds=60)


def test_what_a_file_holds_tells_its_kind_and_not_its_name(tmp_path: Path, store: Store, recording: Path) -> None:
    packed = tmp_path / "packed.csv"
    packed.write_bytes(gzip.compress(recording.read_bytes()))
    export.export(store, tmp_path / "out")
    told = [kind_of(glimpse(path)) for path in (recording, packed, tmp_path / "out")]
    assert [kind.name if kind else None for kind in told] == ["workout", "workout", "export"]


def test_files_of_several_kinds_are_one_step_and_come_back_in_their_order(
    tmp_path: Path, store: Store, recording: Path
) -> None:
    with Store.open(tmp_path / "other") as other:
        export.export(other, tmp_path / "out")
    bad = tmp_path / "letter.txt"
    bad.write_text("Dear Tracker")
    done = import_files(store, [bad, recording, tmp_path / "out", tmp_path / "none.fit"])
    names = [Path(one.file).name for one in done.files]
    assert names[:2] == ["letter.txt", "a ride without an ending"]
    assert names[-1] == "none.fit"
    assert [done.files[place].status for place in (0, 1, -1)] == ["failed", "imported", "failed"]
    assert "is not a kind of file that Tracker can read" in done.files[0].error
    assert "recorded workouts; the help lists them" in done.files[0].error
    assert done.changes.label == "Import 1 workout"
    undo.undo(store)
    assert store.rows("SELECT COUNT(*) FROM workout") == [(0,)]


def test_a_dry_run_writes_nothing(store: Store, recording: Path) -> None:
    done = import_files(store, [recording], dry_run=True)
    assert [one.status for one in done.files] == ["imported"]
    assert not done.changes
    assert store.rows("SELECT COUNT(*) FROM workout") == [(0,)]


def test_whoever_hears_how_far_it_is_can_stop_it_and_nothing_is_left(store: Store, recording: Path) -> None:
    class Enough(Exception):
        pass

    def stop(done: int, _total: int, _words: str) -> None:
        if done:
            raise Enough

    with pytest.raises(Enough):
        import_files(store, [recording, recording], report=stop)
    assert store.rows("SELECT COUNT(*) FROM workout") == [(0,)]


def test_a_glimpse_sees_headers_whatever_separates_and_encodes_them(tmp_path: Path) -> None:
    for number, text in enumerate(["Name;Énergie;Fat", "Name\tÉnergie\tFat", '"Name","Énergie","Fat"']):
        for encoding in ("utf-8-sig", "utf-16", "cp1252"):
            path = tmp_path / f"{number}-{encoding}"
            path.write_bytes(f"{text}\r\n1,2,3\r\n".encode(encoding))
            assert glimpse(path).header == ("name", "énergie", "fat")


def test_a_glimpse_names_what_is_in_an_archive_and_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "some.zip", "w") as archive:
        archive.writestr("FoodData/food.csv", "x")
    assert glimpse(tmp_path / "some.zip").ends == {"food.csv"}
    assert "some.zip" in glimpse(tmp_path).ends


def test_kinds_have_names_of_their_own_and_say_what_they_are() -> None:
    assert len({kind.name for kind in KINDS}) == len(KINDS)
    assert all(kind.words and kind.noun[0] != kind.noun[1] for kind in KINDS)
