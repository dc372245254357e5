"""Strength sets are written down in the window, by keyboard."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import CTRL, Key, focus, press, words
from tracker.operations import lifting, workouts
from tracker.operations.settings import set_value
from tracker.operations.workouts import Draft
from tracker.store.queries.exercises import named, sets_of
from tracker.store.rows import ExerciseSet
from tracker.ui.desk import Desk
from tracker.ui.dialogs.exercise import ExerciseDialog
from tracker.ui.dialogs.exercises import ExercisesDialog
from tracker.ui.dialogs.start_workout import StartWorkout
from tracker.ui.pages.workouts import WorkoutsPage
from tracker.ui.shell import Shell
from tracker.ui.training.live.view import LiveView
from tracker.ui.training.workout.rest import Rest
from tracker.ui.widgets.rows_view import RowsView


@pytest.fixture
def legs(qtbot: QtBot, desk: Desk) -> str:
    before = desk.store.now() - 5 * 86_400_000
    desk.lane.write(workouts.add, Draft("Old legs", "strength_training", start_at=before))
    desk.lane.write(workouts.add, Draft("Legs", "strength_training"))
    settle(qtbot, desk)
    ids = dict(desk.store.rows("SELECT title, id FROM workout WHERE title LIKE '%legs'"))
    desk.lane.write(lifting.add, ids["Old legs"], lifting.read("squat 95x5x3"))
    settle(qtbot, desk)
    return str(ids["Legs"])


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, legs: str) -> WorkoutsPage:
    made = with_page(desk, "workouts", WorkoutsPage, "Ctrl+4")
    made.open_item(legs)
    settle(qtbot, desk)
    desk.window.run("workouts.sets")
    return made


def write(text: str) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def sets(desk: Desk, workout: str) -> tuple[ExerciseSet, ...]:
    return sets_of(desk.store, [workout]).get(workout, ())


def test_sets_are_typed_with_last_time_and_the_plates_beside_them(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str
) -> None:
    write("squat 100x5x2 @8")
    assert "Last time: 95 kg × 5, 95 kg × 5, 95 kg × 5." in words(page)
    assert "On the bar, each side: 25 + 15." in words(page)
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert [(one.weight, one.reps, one.effort) for one in sets(desk, legs)] == [(100_000, 5, 80)] * 2
    assert "2 sets · 1\u202f000 kg in all" in words(page)
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert len(sets(desk, legs)) == 3
    write("102.5x3")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert sets(desk, legs)[-1].weight == 102_500
    assert sets(desk, legs)[-1].name == sets(desk, legs)[0].name


def test_what_is_no_set_stays_in_the_line_with_a_reason(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str
) -> None:
    write("2 eggs")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "No set is said here." in words(page)
    assert page.view._detail.sets.line.text() == "2 eggs"
    assert sets(desk, legs) == ()


def on_a_set(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> RowsView:
    """Eight squats are written down, and chosen in the list."""
    write("squat 60x8")
    press(Key.Key_Return)
    settle(qtbot, desk)
    listing: RowsView = page.view._detail.sets.list
    listing.setFocus()
    listing.select_first()
    return listing


def test_a_set_is_ticked_changed_made_a_warm_up_and_deleted(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str
) -> None:
    listing = on_a_set(qtbot, desk, page)
    desk.window.run("workouts.set_kind")
    settle(qtbot, desk)
    press(Key.Key_Space)
    settle(qtbot, desk)
    assert [(one.kind, one.status) for one in sets(desk, legs)] == [("warmup", "planned")]
    press(Key.Key_F2)
    press(Key.Key_A, modifiers=CTRL)
    write("squat 62,5kgx8")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert sets(desk, legs)[0].weight == 62_500
    listing.setFocus()
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert sets(desk, legs) == ()
    desk.window.run("edit.undo")
    settle(qtbot, desk)
    assert len(sets(desk, legs)) == 1


def test_sets_of_a_workout_that_goes_on_start_the_clock_of_the_rest(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    page.start()
    assert isinstance(desk.window, Shell)
    (asked,) = desk.window.findChildren(StartWorkout)
    sport = asked.findChildren(QComboBox)[0]
    sport.setCurrentIndex(sport.findData("strength_training"))
    press(Key.Key_Return, modifiers=CTRL)
    qtbot.waitUntil(lambda: page.findChild(LiveView) is not None)
    qtbot.waitUntil(lambda: page.findChild(LiveView)._sets.line.hasFocus())
    write("bench 80x5")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "Rest 0:0" in words(page)
    desk.window.run("live.finish")
    press(Key.Key_Return, modifiers=CTRL)
    qtbot.waitUntil(lambda: not desk.store.rows("SELECT 1 FROM workout WHERE status = 'active'"))
    settle(qtbot, desk)
    rows = desk.store.rows("SELECT 1 FROM exercise_set WHERE reps = 5 AND weight = 80000")
    assert len(rows) == 1


def test_a_rest_is_counted_down_and_its_end_is_said_and_rung_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[bool] = []
    monkeypatch.setattr(QApplication, "beep", lambda: rung.append(True))
    rest = Rest()
    qtbot.addWidget(rest)
    rest.begin(90_000)
    assert rest.text() == "Rest 1:30 left"
    monkeypatch.setattr(rest, "_since", SimpleNamespace(elapsed=lambda: 90_400))
    for _ in range(2):
        rest._tick()
    assert (rest.text(), rung) == ("Rest is over, 1:30", [True])


def test_a_person_who_weighs_in_pounds_lifts_pounds(qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str) -> None:
    desk.lane.write(set_value, "weight_unit", "lb")
    settle(qtbot, desk)
    write("squat 225x5")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert "1 set · 1\u202f125 lb in all" in words(page)


def test_a_line_that_was_emptied_while_a_set_was_edited_overwrites_none(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str
) -> None:
    on_a_set(qtbot, desk, page)
    press(Key.Key_F2)
    press(Key.Key_A, modifiers=CTRL)
    press(Key.Key_Delete)
    write("squat 70x5")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert [one.weight for one in sets(desk, legs)] == [60_000, 70_000]


def test_an_exercise_that_is_not_in_the_table_is_added_where_its_sets_are_typed(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str
) -> None:
    link = page.view._detail.sets._unknown
    write("kroc row 50x20")
    assert (link.isVisible(), link.text()) == (True, "Add Kroc row to your exercises…")
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert link.isVisible()
    link.click()
    (asked,) = desk.window.findChildren(ExerciseDialog)
    press(Key.Key_Tab)
    for _ in range(asked._working._chips.index(focus())):
        press(Key.Key_Left)
    lats = [chip.text() for chip in asked._working._chips].index("lats")
    for _ in range(lats):
        press(Key.Key_Right)
    press(Key.Key_Space)
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    found = named(desk.store, "kroc row")
    assert found is not None
    assert (found.name, found.muscles, found.own) == ("Kroc row", ("lats",), True)
    assert sets(desk, legs)[0].exercise == found.id
    assert not link.isVisible()


def test_escape_empties_the_filter_of_the_exercises_and_then_closes_them(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage
) -> None:
    desk.window.run("workouts.exercises")
    (table,) = desk.window.findChildren(ExercisesDialog)
    write("row")
    press(Key.Key_Escape)
    assert (table._filter.text(), table.isVisible()) == ("", True)
    with qtbot.waitSignal(table.destroyed):
        press(Key.Key_Escape)


def test_exercises_are_found_renamed_and_removed_in_their_list(
    qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str
) -> None:
    write("kroc row 50x20")
    press(Key.Key_Return)
    settle(qtbot, desk)
    desk.window.run("workouts.exercises")
    (table,) = desk.window.findChildren(ExercisesDialog)
    write("kroc row")
    qtbot.waitUntil(lambda: table._model.rowCount() == 0)
    assert "No exercise fits “kroc row”." in words(table)
    table._new.click()
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    table._list.setFocus()
    table._list.select_first()
    press(Key.Key_F2)
    press(Key.Key_A, modifiers=CTRL)
    write("Heavy row")
    press(Key.Key_Return, modifiers=CTRL)
    settle(qtbot, desk)
    assert [one.name for one in sets(desk, legs)] == ["Heavy row"]
    table._filter.setText("heavy")
    qtbot.waitUntil(lambda: table._model.rowCount() == 1)
    table._list.setFocus()
    table._list.select_first()
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert named(desk.store, "heavy row") is None
    assert [(one.name, one.exercise) for one in sets(desk, legs)] == [("Heavy row", None)]
    table._filter.setText("plank")
    qtbot.waitUntil(lambda: table._model.rowCount() >= 1)
    table._list.setFocus()
    table._list.select_first()
    press(Key.Key_Delete)
    settle(qtbot, desk)
    assert "came with Tracker" in words(table)
    table.reject()


def test_a_plank_is_repeated_and_changed_by_its_time(qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str) -> None:
    write("plank 1:30")
    press(Key.Key_Return)
    settle(qtbot, desk)
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert [(one.duration, one.reps) for one in sets(desk, legs)] == [(90_000, None)] * 2
    listing = page.view._detail.sets.list
    listing.setFocus()
    listing.select_first()
    press(Key.Key_F2)
    assert page.view._detail.sets.line.text() == "Plank 1:30"
    press(Key.Key_Return)
    settle(qtbot, desk)
    assert [one.duration for one in sets(desk, legs)] == [90_000, 90_000]


def test_fitness_tells_the_sets_of_each_muscle(qtbot: QtBot, desk: Desk, page: WorkoutsPage) -> None:
    write("squat 100x5x4")
    press(Key.Key_Return)
    settle(qtbot, desk)
    desk.window.run("workouts.show.fitness")
    qtbot.waitUntil(lambda: page.view._muscles.isVisible(), timeout=10_000)
    model = page.view._muscles.list.model()
    rows = {model.row_at(number).cell(0).text: number for number in range(model.rowCount())}
    told = [model.row_at(rows[muscle]).cell(1).text for muscle in ("Quadriceps", "Glutes", "Hamstrings")]
    assert told == ["7", "7", "3.5"]
    assert "7 sets · 3\u202f425 kg this week, 0 kg before" in words(page)


def test_a_set_says_that_it_is_one_of_a_superset(qtbot: QtBot, desk: Desk, page: WorkoutsPage, legs: str) -> None:
    write("squat 60x8")
    press(Key.Key_Return)
    settle(qtbot, desk)
    (one,) = sets(desk, legs)
    desk.lane.write(lambda store: lifting.mark(store, legs, [one.id], superset="1", kind="drop"))
    settle(qtbot, desk)
    assert page.view._detail.sets.list.model().row_at(0).cell(0).suffix == " · drop set · superset"
