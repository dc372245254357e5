"""Reports, by keyboard: nutrients over time, where they came from, weeks, and the PDF."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.desk_content import TODAY
from tests.ui.desk_fixture import settle, with_page
from tests.ui.hands import Key, press, words
from tracker.operations import settings
from tracker.ui.desk import Desk
from tracker.ui.pages.reports import ReportsPage
from tracker.ui.reports.day_bars import DayBars
from tracker.ui.widgets.rows_view import RowsView


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> ReportsPage:
    made = with_page(desk, "reports", ReportsPage, "Ctrl+6")
    settle(qtbot, desk)
    return made


def rows(page: ReportsPage) -> list[tuple[str, ...]]:
    model = page.findChild(RowsView).rows
    found = [model.row_at(number) for number in range(model.rowCount())]
    return [tuple(row.cell(column).text for column in range(len(model.columns))) for row in found]


def test_averages_stand_against_targets_with_their_days(page: ReportsPage) -> None:
    assert "Averages are over 12 of 30 days with entries, none of them marked complete; today is left out." in words(
        page
    )
    energy, protein = rows(page)[:2]
    assert (energy[0], energy[2], energy[3]) == ("Energy", "2\u202f150 kcal", "all")
    assert protein[0] == "Protein"
    assert "Most energy came from" in words(page)


def test_the_nutrient_that_is_chosen_is_plotted_and_its_sources_named(page: ReportsPage) -> None:
    press(Key.Key_Down)
    assert "Protein a day" in words(page)
    assert "Most protein came from" in words(page)
    plot = page.findChild(DayBars)
    plot.setFocus()
    press(Key.Key_End)
    assert "Today: " in words(page)
    assert "not counted" in words(page)
    press(Key.Key_Left)
    assert "Yesterday: " in words(page)
    press(Key.Key_Escape)
    assert "line: target" in words(page)


def test_weeks_and_another_span(qtbot: QtBot, desk: Desk, page: ReportsPage) -> None:
    desk.window.run("reports.weeks")
    assert rows(page)[0][:2] == ("16 Nov – 22 Nov", "5 of 5 with entries")
    page._spans.setFocus()
    press(Key.Key_Left)
    settle(qtbot, desk)
    assert "of 7 days" in words(page)
    assert "Weeks" in words(page) or rows(page)[0][0] == "16 Nov – 22 Nov"


def test_hidden_numbers_are_hidden_here_too(qtbot: QtBot, desk: Desk, page: ReportsPage) -> None:
    desk.lane.write(settings.set_value, "hide_numbers", True)
    settle(qtbot, desk)

    def hidden() -> bool:
        return all("kcal" not in cell and not cell.endswith(" g") for row in rows(page) for cell in row[1:3])

    qtbot.waitUntil(hidden)


def test_a_pdf_is_written(qtbot: QtBot, desk: Desk, page: ReportsPage, tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    page.write_to(file)
    settle(qtbot, desk)
    assert file.read_bytes().startswith(b"%PDF-")
    assert page.days == (TODAY.replace(month=10, day=22), TODAY)


def test_a_folder_that_is_not_there_is_told(qtbot: QtBot, desk: Desk, page: ReportsPage, tmp_path: Path) -> None:
    page.write_to(tmp_path / "nowhere" / "report.pdf")
    settle(qtbot, desk)
    assert "There is no folder" in desk.window.stage.error.accessibleName()


def test_an_empty_profile_says_what_comes_here(qtbot: QtBot, empty_desk: Desk) -> None:
    page = with_page(empty_desk, "reports", ReportsPage, "Ctrl+6")
    settle(qtbot, empty_desk)
    assert "Nothing was eaten on these days" in words(page)
