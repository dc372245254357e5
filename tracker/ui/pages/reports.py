"""Reports: nutrients over time against targets, where they came from, weeks, and the PDF of all that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from tracker.domain.body.explained import Speech
from tracker.domain.nutrients import BY_KEY, MACROS
from tracker.operations import report_html, reports
from tracker.operations.reports import Report
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.tasks.task import Progress
from tracker.ui import keys
from tracker.ui.commands import Command
from tracker.ui.desk import Desk
from tracker.ui.page import Page
from tracker.ui.reports import rows as report_rows
from tracker.ui.reports.day_bars import Bar, DayBars
from tracker.ui.widgets.beside import Beside
from tracker.ui.widgets.buttons import PrimaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.chips import ChipBar
from tracker.ui.widgets.empty import EmptyState, ListOrEmpty
from tracker.ui.widgets.rows import RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.side import Side
from tracker.ui.widgets.text import Text
from tracker.ui.widgets.title_bar import TitleBar
from tracker.ui.words import short_date

SPANS = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("365", "1 year"))
VIEWS = (("nutrients", "Nutrients"), ("weeks", "Weeks"))
SIDE = 280
EMPTY = "What you log on Today adds up here. A day counts once it is complete: type day complete."
SHOWN = ("meal_plan_entry", "day_status", "target", "preference", "measurement", "workout")


class ReportsPage(Page):
    """What a stretch of days comes to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._report: Report | None = None
        self._asked = 0
        self._build_head()
        self._sources = _Sources()
        self._content = Beside(self._build_left(), Side(self._sources), SIDE)
        self.body.addWidget(self._content, 1)

    def _build_head(self) -> None:
        head = TitleBar("Reports")
        self._view = ChipBar(VIEWS, "What is shown")
        self._view.chosen.connect(self._show)
        self._spans = ChipBar(SPANS, "How far back")
        self._spans.choose("30")
        self._spans.chosen.connect(self._ask)
        pdf = PrimaryButton("PDF…", keys.PRINT[0])
        pdf.setAccessibleName("Write a PDF for a doctor or dietitian")
        pdf.clicked.connect(self.write_pdf)
        head.add_views(self._view)
        head.add_right(self._spans, pdf)
        self.body.addWidget(head)
        self._said = Text("", "muted", wrap=True)
        self.body.addWidget(self._said)

    def _build_left(self) -> QVBoxLayout:
        self._card = Card()
        self._name, self._note = Text("", "heading"), Text("", "small")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._name)
        row.addWidget(self._note, 1)
        self._plot = DayBars()
        self._plot.pointed.connect(self._point)
        self._card.body.addLayout(row)
        self._card.body.addWidget(self._plot)
        self._model = RowsModel(report_rows.NUTRIENTS)
        self._list = RowsView(self._model, "Averages")
        self._list.selectionModel().currentChanged.connect(self._chosen)
        self._empty = EmptyState("Nothing was eaten on these days", EMPTY)
        self._list_or_empty = ListOrEmpty(self._list, self._empty)
        column = QVBoxLayout()
        column.setSpacing(12)
        column.addWidget(self._card)
        column.addWidget(self._list_or_empty, 1)
        return column

    # Page

    def refresh(self, changes: Changes | None) -> None:
        """Ask for the report as it is now; it is shown as soon as it is there."""
        if changes is None or changes.touches(*SHOWN):
            self._ask()

    def commands(self) -> Sequence[Command]:
        """What can be done with a report."""
        return (
            Command(
                "reports.pdf", "PDF for a doctor or dietitian…", "File", self.write_pdf, keys.PRINT,
                ("print", "report", "save"),
            ),
            Command("reports.weeks", "Weeks", "View", self._weeks, (), ("week summary",)),
            Command("reports.nutrients", "Nutrients over time", "View", self._nutrients, (), ("vitamins", "averages")),
        )  # fmt: skip

    def panes(self) -> Sequence[QWidget]:
        """The list, the plot, how far back."""
        return (self._list, self._plot, self._spans)

    def _weeks(self) -> None:
        self._view.choose("weeks")
        self._show()

    def _nutrients(self) -> None:
        self._view.choose("nutrients")
        self._show()

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day, today."""
        today = self._desk.today
        return today - timedelta(days=int(self._spans.current)), today

    # What is shown

    @Slot()
    def _ask(self) -> None:
        first, last = self.days
        self._asked += 1
        number = self._asked

        def work(store: Store, _progress: Progress) -> tuple[int, Report]:
            return number, reports.report(store, first, last)

        self._desk.lane.ask(work, self._come)

    @Slot(object)
    def _come(self, answer: tuple[int, Report]) -> None:
        number, self._report = answer
        if number == self._asked:
            self._show()

    @Slot()
    def _show(self) -> None:
        found, words = self._report, self._desk.words
        if found is None:
            return
        weeks = self._view.current == "weeks"
        self._said.setText(f"Averages are over {found.denominator.in_words()}; today is left out.")
        before = self._list.current_id
        self._model.set_columns(report_rows.WEEKS if weeks else report_rows.NUTRIENTS)
        rows = [report_rows.week_row(week, words) for week in reversed(found.weeks)]
        if not weeks:
            rows = [report_rows.nutrient_row(line, words) for line in found.lines]
        self._model.set_rows(rows if found.eaten else [])
        self._list_or_empty.show_list(bool(found.eaten))
        self._card.setVisible(bool(found.eaten))
        self._content.show_side(bool(found.eaten) and not weeks)
        if before and self._model.number_of(before) >= 0:
            self._list.select(before)
        else:
            self._list.select_first()
        self._show_nutrient()

    @Slot()
    def _chosen(self) -> None:
        self._show_nutrient()

    @property
    def _key(self) -> str:
        current = self._list.current_id
        return current if current in BY_KEY else "energy"

    def _show_nutrient(self) -> None:
        found, words, key = self._report, self._desk.words, self._key
        if found is None:
            return
        nutrient = BY_KEY[key]
        self._name.setText(f"{nutrient.label} a day")
        self._plot.setAccessibleName(f"{nutrient.label}, day by day")
        tone = key if key in MACROS else "accent"
        self._plot.show_bars(report_rows.bars(found, key, words), report_rows.unit(key, words), tone, words)
        lines = report_rows.contributor_lines(found.contributors(key), nutrient, words)
        self._sources.show_lines(f"Most {nutrient.label.lower()} came from", lines)

    @Slot(object)
    def _point(self, bar: Bar | None) -> None:
        if bar is None:
            self._note.setText("bars: eaten, pale where a day does not count · line: target")
            return
        said = report_rows.bar_in_words(bar, self._key, self._desk.words)
        self._note.setText(f"{short_date(bar.day, self._desk.today)}: {said}".rstrip(": "))

    # PDF

    @Slot()
    def write_pdf(self) -> None:
        """Ask for a file, and write the report of these days into it."""
        from PySide6.QtWidgets import QFileDialog

        first, last = self.days
        usual = Path.home() / f"Tracker {first.isoformat()} to {last.isoformat()}.pdf"
        name, _ = QFileDialog.getSaveFileName(self, "PDF for a doctor or dietitian", str(usual), "PDF (*.pdf)")
        if name:
            self.write_to(Path(name))

    def write_to(self, path: Path) -> None:
        """Write the report of these days to a file."""
        first, last = self.days
        words = self._desk.words
        speech = Speech(words.decimal, words.energy_unit)

        def work(store: Store, _progress: Progress) -> tuple[str, Report, Speech, Path]:
            return (*report_html.document(store, first, last, speech), speech, path)

        self._desk.lane.ask(work, self._print)

    @Slot(object)
    def _print(self, made: tuple[str, Report, Speech, Path]) -> None:
        from tracker.errors import KnownError
        from tracker.ui.reports.pdf import write_pdf

        try:
            pages = write_pdf(*made)
        except KnownError as error:
            self._desk.window.show_error(error)
            return
        self._desk.window.say(f"{made[3].name} has {pages} page{'s' if pages != 1 else ''}.")


class _Sources(Card):
    """The foods that most of a nutrient came from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Came from", parent=parent)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(self._grid)
        self._parts: list[Text] = []

    def show_lines(self, heading: str, lines: list[tuple[str, str]]) -> None:
        """Show other foods."""
        self.heading.set(heading)
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for number, (title, said) in enumerate(lines):
            name, share = Text(title, "body", wrap=True), Text(said, "small")
            share.setAlignment(Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(name, number * 2, 0)
            self._grid.addWidget(share, number * 2 + 1, 0)
            self._parts += [name, share]
        self.setAccessibleName(heading + ": " + "; ".join(f"{title} {said}" for title, said in lines))
