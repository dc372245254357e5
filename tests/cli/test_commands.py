"""The sub-commands: what they print, what they write, and the codes they end with."""

from __future__ import annotations

import getpass
import json
import re
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cli.ran import Ran, Run
from tests.formats.fit_writer import FitWriter, fit_time
from tests.sync.world import START, Device, Server, entry, recipe
from tracker import paths
from tracker.domain.quick_add.dates import describe
from tracker.store.clock import local
from tracker.store.database import Store
from tracker.store.ids import new_id
from tracker.sync import account

ROOT = Path(__file__).resolve().parents[2]


def failed(ran: Ran) -> str:
    """The sentence of a command that failed: nothing else was printed."""
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("tracker: ")
    assert "Traceback" not in ran.err
    return ran.err.removeprefix("tracker: ").strip()


def entries_of(day: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for meal in day["meals"] for one in meal["entries"]]


# ----------------------------------------------------------------------------------------- add and show day


def test_add_names_the_best_match_and_what_was_logged(run: Run) -> None:
    ran = run("add", "--json", "2 eggs breakfast", "--date", "2026-11-20")
    assert ran.code == 0
    (one,) = ran.json["entries"]
    known = {key: one[key] for key in ("kind", "title", "amount", "unit", "meal", "date", "energy_kcal")}
    assert known == {
        "kind": "food", "title": "Egg", "amount": 2, "unit": "egg", "meal": "Breakfast", "date": "2026-11-20",
        "energy_kcal": 143,
    }  # fmt: skip
    assert one["id"] in [shown["id"] for shown in entries_of(run("show", "day", "2026-11-20", "--json").json)]


def test_add_takes_words_without_quotes_and_says_what_it_understood(run: Run) -> None:
    ran = run("add", "150g", "skyr", "snack")
    assert ran.code == 0
    assert ran.out.startswith("Skyr")
    assert "150 g" in ran.out
    assert ran.err == ""


def test_a_weight_and_a_blood_pressure_are_entries_with_an_amount(run: Run) -> None:
    made = run("add", "--json", "weight 81.4; bp 122/78").json["entries"]
    assert [(one["kind"], one["amount"], one["unit"]) for one in made] == [
        ("weight", 81.4, "kg"),
        ("blood_pressure", 122, "mmHg"),
    ]
    found = run("show", "day", "--json").json["measurements"]
    assert {one["id"] for one in found} == {one["id"] for one in made}


def test_a_run_that_was_typed_is_a_workout(run: Run) -> None:
    (made,) = run("add", "--json", "run 45min 8km").json["entries"]
    assert (made["kind"], made["sport"], made["duration_s"], made["distance_m"]) == ("workout", "running", 2700, 8000)
    shown = run("show", "workout", made["id"], "--json").json
    assert shown["id"] == made["id"]


@pytest.mark.parametrize("text", ["zzyzx lunch", "2 eggs breakfast and zzyzx lunch"])
def test_what_is_not_found_ends_with_1_and_writes_nothing(run: Run, text: str) -> None:
    assert "zzyzx" in failed(run("add", "--json", text))
    assert entries_of(run("show", "day", "--json").json) == []


def test_the_day_has_meals_totals_target_workouts_and_measurements(run: Run) -> None:
    run("add", "2 eggs breakfast and 1 banana breakfast")
    day = run("show", "day", "--json").json
    assert {"date", "meals", "totals", "target", "workouts", "measurements"} <= day.keys()
    assert [meal["slot"] for meal in day["meals"]] == ["Breakfast", "Lunch", "Dinner", "Snacks"]
    breakfast = day["meals"][0]
    assert breakfast["totals"]["energy_kcal"] == sum(one["energy_kcal"] for one in breakfast["entries"])
    assert day["totals"]["energy_kcal"] == breakfast["totals"]["energy_kcal"]
    assert day["target"] is None


def test_the_day_reads_as_lines_without_json(run: Run) -> None:
    run("add", "2 eggs breakfast", "--date", "2026-11-20")
    assert run("show", "day", "2026-11-20").out.splitlines() == [
        "2026-11-20",
        "Breakfast",
        "  [x] Egg · 2 · 143 kcal",
        "Eaten: 143 kcal",
    ]


def test_the_day_says_amounts_and_workouts_as_the_window_does(run: Run) -> None:
    run("add", "--date", "yesterday", "1.5 slices rye bread breakfast; run 65min 8.04km; weight 81.4")
    ran = run("show", "day", "yesterday")
    assert "  [x] Rye bread · 1½ slices · " in ran.out
    assert "Weight: 81.4 kg" in ran.out
    assert ran.out.splitlines()[-2].endswith(" · 1 h 05 min · 8.0 km")


def test_half_a_kilocalorie_is_rounded_up(run: Run, tmp_path: Path) -> None:
    run("add", "100g skyr", "--date", "2026-11-20")
    with Store.open(tmp_path / "profile") as store, store.database.atomic():
        store.database.execute_sql("UPDATE meal_plan_entry SET energy = 1425")
    assert run("show", "day", "2026-11-20").out.splitlines()[-1] == "Eaten: 143 kcal"


def test_the_decimal_mark_is_the_one_of_the_system_or_the_persons_own(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("locale.localeconv", lambda: {"decimal_point": ","})
    assert (
        failed(run("add", "1.250 g skyr lunch")) == "Is “1.250” 1,25 or 1250? Write 1,25 or 1250 in place of “1.250”."
    )
    assert "1,5 g" in run("add", "1,5 g skyr lunch").out
    run("settings", "decimal_mark", "point")
    assert "1.25 g" in run("add", "1.25 g skyr dinner").out
    amounts = sorted(one["amount"] for one in entries_of(run("show", "day", "--json").json))
    assert amounts == [1.25, 1.5]


def test_a_system_whose_locale_is_missing_writes_a_point(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    assert "1.25 g" in run("add", "1.25 g salt lunch").out


def test_another_day_than_today_is_named(run: Run) -> None:
    tomorrow = (datetime.now().astimezone() + timedelta(days=1)).date()
    ahead = run("add", "2 eggs breakfast", "--date", "tomorrow").out.strip()
    assert ahead.endswith(f" · {describe(tomorrow)} · planned")
    assert entries_of(run("show", "day", "tomorrow", "--json").json)[0]["date"] == tomorrow.isoformat()
    assert run("add", "2 eggs breakfast").out.strip().endswith("Breakfast · 143 kcal")


def test_an_empty_day_is_no_failure(run: Run) -> None:
    assert run("show", "day").code == 0


def test_a_day_that_is_none_is_refused(run: Run) -> None:
    said = failed(run("show", "day", "someday", "--json"))
    assert said == "“someday” is not a date. Write it as 2026-11-21, tomorrow or last mon."
    assert "not a date" in failed(run("add", "1 apple", "--date", "2026-13-40"))
    beyond = failed(run("show", "day", "9999-12-31", "--json"))
    assert beyond == "The diary has the days from 1900-01-01 to 2199-12-31, and not “9999-12-31”."


def test_the_day_is_the_same_on_every_device(run: Run, desktop: Device, laptop: Device) -> None:
    profile, other = desktop.store.profile, laptop.store.profile
    run("add", "2 eggs breakfast and 1 apple snack; weight 81.4; run 45min 8km", profile=profile)
    run("settings", "decimal_mark", "comma", profile=other)
    desktop.sync()
    laptop.sync()
    here, there = (run("show", "day", "--json", profile=one).out for one in (profile, other))
    assert here == there
    assert len(entries_of(json.loads(here))) == 2


# ------------------------------------------------------------------------------------------ search and import


def test_search_lists_the_best_first_and_no_more_than_asked_for(run: Run) -> None:
    found = run("search", "--json", "--limit", "3", "egg").json
    assert len(found) == 3
    assert found[0] == {
        "kind": "food", "id": "tracker:egg", "title": "Egg", "detail": "143 kcal / 100 g · USDA",
    }  # fmt: skip


def test_search_keeps_to_one_kind(run: Run) -> None:
    run("add", "2 eggs breakfast")
    kinds = {one["kind"] for one in run("search", "--json", "--kind", "meal_plan_entry", "egg").json}
    assert kinds == {"meal_plan_entry"}


def test_search_that_finds_nothing_is_no_failure(run: Run) -> None:
    assert run("search", "--json", "qqqqqqqq").json == []
    assert run("search", "qqqqqqqq").out == "Nothing found.\n"


def ride(folder: Path, name: str = "ride.fit", watts: int = 200) -> Path:
    """A minute on a bike, recorded by a device that knows its totals."""
    now = fit_time(1_700_000_000)
    to = FitWriter().add("file_id", type=4, manufacturer=1, product=1836, time_created=now)
    for second in range(60):
        to.add("record", local=1, timestamp=now + second, power=watts, heart_rate=140)
    to.add(
        "session", local=3, timestamp=now + 60, start_time=now, sport=2, total_elapsed_time=60_000,
        total_timer_time=60_000, avg_power=watts, max_power=watts, avg_heart_rate=140, max_heart_rate=140,
    )  # fmt: skip
    path = folder / name
    path.write_bytes(to.file())
    return path


def test_import_tells_of_each_file_what_became_of_it(run: Run, tmp_path: Path) -> None:
    good, bad = ride(tmp_path), tmp_path / "bad.fit"
    bad.write_bytes(b"not a ride at all")
    ran = run("import", "--json", good, bad, tmp_path / "none.fit")
    assert ran.code == 1
    rows = ran.json
    assert [row["status"] for row in rows] == ["imported", "failed", "failed"]
    assert [row["file"] for row in rows] == [str(good), str(bad), str(tmp_path / "none.fit")]
    assert [bool(row["error"]) for row in rows] == [False, True, True]
    summary = rows[0]["summary"]
    assert set(summary) == {
        "sport", "start_time", "duration_s", "moving_s", "distance_m", "ascent_m", "avg_power_w", "max_power_w",
        "weighted_power_w", "avg_heart_rate_bpm", "max_heart_rate_bpm", "avg_cadence_rpm", "calories_kcal", "samples",
        "laps",
    }  # fmt: skip
    assert (summary["sport"], summary["start_time"]) == ("cycling", "2023-11-14T22:13:20Z")
    assert (summary["duration_s"], summary["avg_power_w"], summary["samples"]) == (60, 200, 60)
    assert summary["distance_m"] is None
    assert rows[0]["workouts"] == [{"id": rows[0]["id"], "summary": summary}]
    assert run("show", "workout", rows[0]["id"], "--json").json["avg_power_w"] == 200


def test_the_same_file_again_is_a_duplicate(run: Run, tmp_path: Path) -> None:
    first = run("import", "--json", ride(tmp_path)).json[0]
    again = run("import", "--json", ride(tmp_path))
    assert again.code == 0
    assert (again.json[0]["status"], again.json[0]["id"]) == ("duplicate", first["id"])


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    assert run("import", "--dry-run", "--json", ride(tmp_path)).json[0]["status"] == "imported"
    assert run("doctor", "--json").json["records"]["workouts"] == 0


# ---------------------------------------------------------------------------------------------- usage, trouble


@pytest.mark.parametrize(
    "arguments",
    [
        ("frobnicate",), ("show",), ("show", "month"), ("show", "workout"), ("search",), ("import",), ("add",),
        ("search", "egg", "--limit", "0"), ("search", "egg", "--kind", "cat"), ("account", "login"),
        ("account", "register", "--server", "localhost:1"), ("conflicts", "--resolve", "abc"), ("sync", "--what"),
    ],
)  # fmt: skip
def test_wrong_usage_ends_with_2_and_prints_nothing(run: Run, arguments: tuple[str, ...]) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "usage: tracker" in ran.err


def test_a_limit_that_is_none_is_told_in_words(run: Run) -> None:
    for limit in ("x", "9" * 20, "-1", "²"):
        said = run("search", "egg", f"--limit={limit}").err.splitlines()[-1]
        assert said.endswith(f"--limit: “{limit}” is not a whole number from 1 to 10000")


def test_a_profile_without_a_name_is_not_the_default_one(run: Run) -> None:
    ran = run("show", "day", profile="")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].endswith("argument --profile: it needs the name of a folder")
    assert not paths.default_profile().exists()


def test_the_version_is_told(run: Run) -> None:
    ran = run("--version")
    assert ran.code == 0
    assert re.fullmatch(r"tracker (\d+\.\d+\S*|from source)\n", ran.out)


def test_a_damaged_profile_is_told_in_a_sentence(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "tracker.db").write_bytes(bytes(range(256)) * 20)
    assert "damaged" in failed(run("show", "day", profile=broken))


def test_an_unknown_workout_is_told_in_a_sentence(run: Run) -> None:
    assert failed(run("show", "workout", "nope", "--json")).startswith("There is no workout “nope”.")


# ------------------------------------------------------------------------------------------ settings and doctor


def test_what_happens_on_conflicts_is_a_setting_of_all_of_kinds_and_of_fields(run: Run) -> None:
    assert run("settings", "sync_policy").out == "sync_policy = manual\n"
    run("settings", "sync_policy", "most_recent")
    run("settings", "sync_policy.recipe", "server_wins")
    assert run("settings", "--json", "sync_policy.recipe.notes", "client_wins").json == {
        "sync_policy.recipe.notes": "client_wins"
    }
    assert run("settings", "--json", "sync_policy.recipe").json == {"sync_policy.recipe": "server_wins"}
    run("settings", "sync_policy.recipe", "usual")
    assert run("settings", "sync_policy.recipe").out == "sync_policy.recipe = usual\n"
    assert failed(run("settings", "sync_policy.pantry", "usual")).startswith("There is no kind “pantry”.")
    assert failed(run("settings", "sync_policy.recipe.colour")).startswith("Recipes have no field “colour”.")
    assert failed(run("settings", "sync_policy.recipe", "mine")).endswith("client_wins, most_recent, usual.")


def test_settings_are_listed_shown_and_changed(run: Run) -> None:
    assert run("settings", "--json").json["theme"] == "system"
    assert run("settings", "theme", "dark").out == "theme = dark\n"
    assert run("settings", "--json", "theme").json == {"theme": "dark"}
    assert failed(run("settings", "theme", "blue")).endswith("Use one of system, light, dark.")
    assert failed(run("settings", "colour")).startswith("There is no setting “colour”.")
    assert run("settings", "--json", "theme").json == {"theme": "dark"}


def test_the_doctor_finds_a_whole_file_well(run: Run) -> None:
    run("add", "2 eggs breakfast")
    found = run("doctor", "--json")
    assert (found.code, found.json["healthy"], found.json["records"]["meal entries"]) == (0, True, 1)


@pytest.mark.parametrize("names", ["outbox_*", "search_document_insert", "search_document_update"])
def test_the_doctor_finds_a_missing_trigger_and_makes_it_again(run: Run, tmp_path: Path, names: str) -> None:
    run("add", "2 eggs breakfast")
    with Store.open(tmp_path / "profile") as store:
        (trigger,) = store.rows(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND name GLOB '{names}'")[0]
        store.database.execute_sql(f"DROP TRIGGER {trigger}")
    ran = run("doctor")
    assert ran.code == 1
    assert "1 missing" in ran.out
    run("add", "1 banana snack", "--date", "2026-11-20")
    assert run("doctor", "--fix").code == 0
    assert run("doctor").code == 0
    assert "Banana" in run("search", "banana", "--kind", "meal_plan_entry").out


# --------------------------------------------------------------------------------- sync, account and conflicts


def test_without_an_account_sync_says_what_to_do(run: Run) -> None:
    assert failed(run("sync", "--json")) == (
        "This profile is not signed in to a server. Sign in on the Sync page, or with `tracker account login`."
    )
    assert run("account", "status", "--json").json["signed_in"] is False
    assert run("show", "status", "--json").json["state"] == "no_account"


SIGN_IN = ("account", "login", "--server", "localhost:9", "--email", "ada@example.org", "--store", "file")


def test_a_server_that_is_not_there_fails_in_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: "a password")
    assert "Could not reach localhost:9" in failed(run(*SIGN_IN))


def test_a_password_that_nobody_can_type_fails_in_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: str) -> str:
        raise EOFError

    monkeypatch.setattr("getpass.getpass", nobody)
    assert "--password-stdin" in failed(run(*SIGN_IN))


def test_without_a_terminal_no_password_is_asked_for_in_the_open(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def in_the_open(_: str) -> str:
        warnings.warn("Can not control echo on the terminal.", getpass.GetPassWarning, stacklevel=2)
        return "a password"

    monkeypatch.setattr("getpass.getpass", in_the_open)
    assert failed(run(*SIGN_IN)).startswith("There is no terminal to type a password in. With --password-stdin")


@pytest.mark.parametrize("action", ["register", "login"])
def test_without_a_keyring_no_account_is_made_before_that_is_said(
    run: Run, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("asked although the sign-in can be kept nowhere")

    monkeypatch.setattr("getpass.getpass", never)
    monkeypatch.setattr(account, action, never)
    ran = run("account", action, "--server", "localhost:9", "--email", "ada@example.org")
    assert failed(ran) == "There is no keyring here; add --store file."
    ran = run("account", action, "--server", "ftp://home", "--email", "ada@example.org")
    assert failed(ran).startswith("“ftp://home” is not the address of a server.")


def test_the_last_sync_is_told_as_the_clock_here_shows_it(run: Run, desktop: Device) -> None:
    desktop.sync()
    with Store.open(desktop.store.profile) as store:
        (instant,) = store.rows("SELECT last_sync FROM sync_meta")[0]
        zone = store.clock.zone()
    then = local(instant, zone)
    said = run("show", "status", profile=desktop.store.profile).out
    assert f"last synced on {describe(then.date())} at {then:%H:%M}." in said


def test_no_conflict_is_an_empty_list(run: Run) -> None:
    ran = run("conflicts", "--json")
    assert (ran.code, ran.json) == (0, [])
    assert run("conflicts").out == "No conflicts wait.\n"
    assert failed(run("conflicts", "--resolve", "abc", "mine")).startswith("There is no conflict “abc”.")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "server")
    yield server
    server.close()


@pytest.fixture
def desktop(server: Server, tmp_path: Path) -> Iterator[Device]:
    made = Device(server, tmp_path / "desktop")
    yield made
    made.close()


@pytest.fixture
def laptop(server: Server, tmp_path: Path) -> Iterator[Device]:
    made = Device(server, tmp_path / "laptop")
    yield made
    made.close()


@pytest.fixture
def salad(desktop: Device, laptop: Device) -> str:
    """A recipe whose name and time were changed on both devices."""
    id = new_id(START)
    desktop.put("recipe", id, recipe("Salad"))
    desktop.sync()
    laptop.sync()
    desktop.edit("recipe", id, name="Big salad", minutes=20)
    laptop.edit("recipe", id, name="Small salad", minutes=10)
    laptop.sync()
    desktop.sync()
    return id


def test_conflicts_are_listed_in_words_and_end_with_3(run: Run, desktop: Device, salad: str) -> None:
    ran = run("conflicts", "--json", profile=desktop.store.profile)
    assert ran.code == 3
    (one,) = ran.json
    assert (one["id"], one["kind"], one["title"]) == (salad, "recipe", "Big salad")
    assert one["fields"] == [
        {"field": "name", "label": "Name", "before": "Salad", "mine": "Big salad", "theirs": "Small salad"},
        {"field": "minutes", "label": "Cooking time", "before": "30 min", "mine": "20 min", "theirs": "10 min"},
    ]
    said = run("conflicts", profile=desktop.store.profile).out
    assert "  Name: before Salad | mine Big salad | theirs Small salad  (name)" in said
    assert said.splitlines()[-1].startswith("`tracker conflicts --resolve ID mine` decides one")


@pytest.mark.parametrize(
    ("choices", "name", "minutes"),
    [
        (["mine"], "Big salad", 20),
        (["theirs"], "Small salad", 10),
        (["newest"], "Big salad", 20),
        (["name=theirs", "minutes=mine"], "Small salad", 20),
        (["Name=Salad for two", "cooking time=25 min"], "Salad for two", 25),
    ],
)
def test_a_conflict_is_decided_by_side_by_field_or_by_value(
    run: Run, desktop: Device, laptop: Device, salad: str, choices: list[str], name: str, minutes: int
) -> None:
    assert run("conflicts", "--resolve", salad, *choices, profile=desktop.store.profile).code == 0
    assert run("conflicts", "--json", profile=desktop.store.profile).json == []
    for one in (desktop, laptop):
        one.sync()
        body = one.get("recipe", salad)
        assert body is not None
        assert (body["name"], body["minutes"]) == (name, minutes)


def test_both_versions_of_a_conflict_are_kept(run: Run, desktop: Device, laptop: Device, salad: str) -> None:
    done = run("conflicts", "--resolve", salad, "both", profile=desktop.store.profile)
    assert done.out == "Keep both versions of “Big salad”: done.\n"
    desktop.sync()
    laptop.sync()
    names = sorted((body["name"], body["minutes"]) for body in laptop.all("recipe").values())
    assert names == [("Big salad (copy)", 20), ("Small salad", 10)]


def test_what_one_side_deleted_cannot_be_kept_twice(run: Run, desktop: Device, laptop: Device, salad: str) -> None:
    profile = desktop.store.profile
    run("conflicts", "--resolve", salad, "theirs", profile=profile)
    desktop.sync()
    laptop.sync()
    desktop.delete("recipe", salad)
    laptop.edit("recipe", salad, notes="From the laptop")
    laptop.sync()
    desktop.sync()
    assert failed(run("conflicts", "--resolve", salad, "both", profile=profile)).startswith(
        "This cannot be kept twice."
    )
    assert len(run("conflicts", "--json", profile=profile).json) == 1


@pytest.mark.parametrize("choices", [["name=theirs"], ["neither"], ["name=theirs", "minutes=soon"], ["colour=red"]])
def test_half_a_decision_decides_nothing(run: Run, desktop: Device, salad: str, choices: list[str]) -> None:
    failed(run("conflicts", "--resolve", salad, *choices, "--json", profile=desktop.store.profile))
    assert len(run("conflicts", "--json", profile=desktop.store.profile).json[0]["fields"]) == 2


def test_all_conflicts_are_decided_in_one_step(run: Run, desktop: Device, laptop: Device, salad: str) -> None:
    profile = desktop.store.profile
    assert failed(run("conflicts", "--resolve", "all", "name=mine", profile=profile)).startswith("All conflicts are")
    assert run("conflicts", "--resolve", "all", "theirs", profile=profile).out == "1 conflict: done.\n"
    assert run("conflicts", "--json", profile=profile).json == []
    body = desktop.get("recipe", salad)
    assert body is not None
    assert body["name"] == "Small salad"


def test_a_deletion_against_an_edit_is_one_decision(run: Run, desktop: Device, laptop: Device) -> None:
    id = new_id(START)
    desktop.put("meal_plan_entry", id, entry("Skyr"))
    desktop.sync()
    laptop.sync()
    desktop.delete("meal_plan_entry", id)
    laptop.edit("meal_plan_entry", id, note="with berries")
    laptop.sync()
    desktop.sync()
    (one,) = run("conflicts", "--json", profile=desktop.store.profile).json
    (row,) = one["fields"]
    assert (row["field"], row["mine"]) == ("*", "deleted")
    assert "with berries" in row["theirs"]
    assert run("conflicts", "--resolve", id[:20], "theirs", profile=desktop.store.profile).code == 0
    assert desktop.get("meal_plan_entry", id) == entry("Skyr", note="with berries")


# -------------------------------------------------------------------------------------------- as a process


def command(profile: Path, *arguments: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    line = [sys.executable, "-m", "tracker", "--profile", str(profile), *arguments]
    return subprocess.run(line, cwd=ROOT, capture_output=True, timeout=60, **options)


def test_a_process_prints_one_document_in_utf8_and_nothing_else(tmp_path: Path) -> None:
    environment = {"PATH": "", "PYTHONIOENCODING": "ascii", "PYTHONWARNINGS": "error"}
    ran = command(tmp_path / "profile", "add", "--json", "quick 450kcal lunch jalapeño", env=environment)
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert json.loads(ran.stdout.decode("utf-8"))["entries"][0]["energy_kcal"] == 450


def test_a_process_loads_no_qt_and_no_server(tmp_path: Path) -> None:
    told = (
        "import sys; from tracker.__main__ import main; main(['--profile', sys.argv[1], 'show', 'day']); "
        "print([name for name in sys.modules if name.startswith(('PySide6', 'tracker.ui', 'tracker.server', 'numpy'))])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", told, str(tmp_path / "profile")], cwd=ROOT, capture_output=True, text=True, timeout=60
    )
    assert ran.stdout.splitlines()[-1] == "[]"


def test_a_reader_that_goes_away_is_no_trouble(tmp_path: Path) -> None:
    line = [sys.executable, "-m", "tracker", "--profile", str(tmp_path / "profile"), "search", "a", "--limit", "5000"]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(60)
