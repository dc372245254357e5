"""The card around a recording's plot: what it runs along, which channels are drawn, what is selected."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from tracker.operations.settings import set_value
from tracker.store.queries.settings import value
from tracker.ui.desk import Desk
from tracker.ui.training.plot.axis import span_text
from tracker.ui.training.plot.recording import Recording
from tracker.ui.training.plot.telemetry_plot import TelemetryPlot
from tracker.ui.widgets.buttons import IconButton, SecondaryButton
from tracker.ui.widgets.cards import Card, SectionHeader
from tracker.ui.widgets.chips import Chip, ChipBar
from tracker.ui.widgets.flow import FlowRow
from tracker.ui.widgets.head import Head
from tracker.ui.widgets.text import Text

OVER = "recording_over"
"""The setting that says what recordings run along."""
OVERS = (("time", "Time"), ("distance", "Distance"))
HINT = "drag to select a range; the numbers above follow it"
COMPARED = "both workouts; Esc shows this one alone"
ROOM_FOR_HINT, ROOM_FOR_SOME = 600, 430
WAITING_HEIGHT = 320
AS_HIGH_AS_WIDE_ASKS = (QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
"""In a small window the controls take several lines, which a card as high as its hint would have no room for."""


class RecordingCard(Card):
    """A recording, or why there is none. `turned` says that it runs along something else."""

    download_requested = Signal()
    turned = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName("Recording")
        self.setSizePolicy(*AS_HIGH_AS_WIDE_ASKS)
        self._desk = desk
        self._recording: Recording | None = None
        self._wanted: dict[str, bool] = {}
        self._is_compared = False
        self.plot = TelemetryPlot()
        self.plot.selected.connect(self._name)
        self.plot.viewed.connect(self._name)
        self.body.addWidget(self._head())
        self._chips = FlowRow()
        self._words = QWidget()
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._sentence, self._detail = Text("", wrap=True), Text("", "muted", wrap=True)
        column.addWidget(self._sentence)
        column.addWidget(self._detail)
        self._download = SecondaryButton("Download")
        self._download.clicked.connect(self.download_requested)
        column.addWidget(self._download, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        for part in (self.plot, self._chips, self._words):
            self.body.addWidget(part)
        self.show_recording(None)

    def _head(self) -> Head:
        """The heading, and what the plot runs along and how near it is looked at."""
        self._title = SectionHeader("Recording")
        self._over = ChipBar(OVERS, "Over")
        self._over.chosen.connect(self._choose_over)
        self._out, self._in = IconButton("−", "Zoom out", "-"), IconButton("+", "Zoom in", "+")
        self._out.clicked.connect(partial(self.plot.zoom, False))
        self._in.clicked.connect(partial(self.plot.zoom, True))
        words = QVBoxLayout()
        words.addWidget(self._title)
        return Head(words, FlowRow(self._over, self._out, self._in))

    # What is shown

    def show_recording(self, recording: Recording | None) -> None:
        """Show a recording, with the channels that were chosen before."""
        if recording is not None:
            drawn = {line.channel.key for line in recording.lines}
            drawn = {key for key in (one.channel.key for one in recording.every) if self._wanted.get(key, key in drawn)}
            recording = recording.with_lines(drawn) if drawn else recording
        shown = recording is not None and bool(recording.lines)
        self._recording = recording if shown else None
        self.plot.show_recording(self._recording, self._desk.words)
        self._show_over(str(value(self._desk.store, OVER)))
        self._show_chips()
        for part in (self.plot, self._out, self._in):
            part.setVisible(shown)
        self._words.setVisible(not shown)
        if recording is not None and not shown:
            self.show_words("Nothing was recorded that could be drawn.", "")
        self._name()

    def show_zones(self, zones: Mapping[str, tuple[float, ...]]) -> None:
        """Colour the zones of channels: their lower bounds in the unit of the channel."""
        self.plot.show_zones(zones)

    def show_waiting(self, sentence: str = "", detail: str = "") -> None:
        """Keep the room of the plot while its samples are read or fetched."""
        self.show_words(sentence, detail)
        self._words.setMinimumHeight(WAITING_HEIGHT)

    def show_words(self, sentence: str, detail: str, *, download: bool = False) -> None:
        """Say why there is no plot, and offer to fetch what it needs."""
        self._download.setVisible(download)
        self._sentence.setText(sentence)
        self._detail.setText(detail)
        self._words.setMinimumHeight(0)

    def name_others(self, are_there: bool) -> None:
        """Whether another workout's lines stand beside its own, so that Esc ends it."""
        self._is_compared = are_there
        self._name()

    # Time or distance

    def _show_over(self, over: str) -> None:
        self.plot.show_over(over)
        self._over.choose(self.plot.over)
        self._over.setVisible(self.has_distance)

    @Slot(str)
    def _choose_over(self, over: str) -> None:
        self._show_over(over)
        self.turned.emit()
        if over != value(self._desk.store, OVER):
            self._desk.lane.write(set_value, OVER, over, here=True)

    @property
    def has_distance(self) -> bool:
        """Whether a recording is shown that has a distance."""
        return self._recording is not None and self._recording.distance is not None

    def turn_over(self) -> None:
        """Change from time to distance, or back."""
        if self.has_distance:
            self._choose_over("time" if self.plot.over == "distance" else "distance")

    # Channels

    def _show_chips(self) -> None:
        self._chips.flow.clear()
        recording = self._recording
        if recording is not None and len(recording.every) > 1:
            drawn = {line.channel.key for line in recording.lines}
            before: QWidget = self.plot
            for line in recording.every:
                chip = Chip(line.channel.label, parent=self._chips)
                chip.setChecked(line.channel.key in drawn)
                chip.toggled.connect(partial(self._toggle, line.channel.key, chip))
                self._chips.flow.addWidget(chip)
                chip.show()
                QWidget.setTabOrder(before, chip)  # made last, it would come after everything below the card
                before = chip
        self._chips.setVisible(self._chips.flow.count() > 0)

    def _toggle(self, key: str, chip: Chip, wanted: bool) -> None:
        """Draw a channel, or leave it out; the last one stays."""
        if self._recording is None:
            return
        drawn = {line.channel.key for line in self._recording.lines}
        after = drawn | {key} if wanted else drawn - {key}
        if not after:
            chip.setChecked(True)
        elif after != drawn:
            self._wanted[key] = wanted
            self._recording = self._recording.with_lines(after)
            self.plot.show_lines(self._recording)

    # Words

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name()

    @Slot()
    def _name(self) -> None:
        """What is selected or can be."""
        span, note = self.plot.range, ""
        roomy, some = self.width() >= ROOM_FOR_HINT, self.width() >= ROOM_FOR_SOME
        if span is not None:
            note = span_text(*span) + (" selected; Esc clears it" if roomy else "")
        elif self._recording is not None:
            note = (COMPARED if self._is_compared else HINT) if roomy else "drag to select" if some else ""
        self._title.set("Recording", note)
        self._out.setEnabled(not self.plot.is_whole)
