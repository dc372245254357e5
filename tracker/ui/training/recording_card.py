"""The card around a recording's plot: what the lines are, their values under the pointer, what is selected."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from tracker.ui.training.recording import Recording
from tracker.ui.training.telemetry_plot import HEIGHT, TelemetryPlot, span_text, values_at
from tracker.ui.training.time_axis import clock_text
from tracker.ui.widgets.buttons import SecondaryButton
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.chips import Chip
from tracker.ui.widgets.text import Text

HINT = "drag to select a range; the numbers above follow it"
ROOM_FOR_HINT, ROOM_FOR_SOME = 480, 340


class RecordingCard(Card):
    """A recording, or why there is none."""

    download_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Recording", parent=parent)
        self._recording: Recording | None = None
        self.plot = TelemetryPlot()
        self.plot.selected.connect(self._selected)
        self.plot.pointed.connect(self._point)
        self._values, self._chips = QHBoxLayout(), QHBoxLayout()
        self._values.setSpacing(14)
        self._chips.setSpacing(8)
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
        self._labels: list[Text] = []
        self.body.addLayout(self._values)
        self.body.addWidget(self.plot)
        self.body.addLayout(self._chips)
        self.body.addWidget(self._words)
        self.show_recording(None)

    def show_recording(self, recording: Recording | None) -> None:
        """Show a recording."""
        self._recording = recording
        shown = recording is not None and bool(recording.lines)
        self._make_labels(recording if shown else None)
        self.plot.show_recording(recording if shown else None)
        self.plot.setVisible(shown)
        self._words.setVisible(not shown)
        if recording is not None and not shown:
            self.show_words("Nothing was recorded that could be drawn.", "")
        self._name()

    def show_waiting(self, sentence: str = "", detail: str = "") -> None:
        """Keep the room of the plot while its samples are read or fetched."""
        self.show_words(sentence, detail)
        self._words.setMinimumHeight(HEIGHT + 24)

    def show_words(self, sentence: str, detail: str, *, download: bool = False) -> None:
        """Say why there is no plot, and offer to fetch what it needs."""
        self._download.setVisible(download)
        self._sentence.setText(sentence)
        self._detail.setText(detail)
        self._words.setMinimumHeight(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._name()

    def _make_labels(self, recording: Recording | None) -> None:
        for row in (self._values, self._chips):
            while row.count():
                widget = row.takeAt(0).widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()
        self._labels = []
        if recording is None:
            return
        for line in recording.lines:
            self._labels.append(Text(line.channel.label, "small", line.channel.color, parent=self))
        self._labels.append(Text("", "small", parent=self))
        for text in self._labels:
            self._values.addWidget(text)
            text.show()
        self._values.addStretch(1)
        drawn = {line.channel.key for line in recording.lines}
        for line in recording.every if len(recording.every) > 1 else ():
            chip = Chip(line.channel.label, parent=self)
            chip.setChecked(line.channel.key in drawn)
            chip.toggled.connect(partial(self._toggle, line.channel.key))
            self._chips.addWidget(chip)
            chip.show()
        self._chips.addStretch(1)

    def _toggle(self, key: str, wanted: bool) -> None:
        """Draw a channel, or leave it out; the last one stays."""
        if self._recording is None:
            return
        drawn = {line.channel.key for line in self._recording.lines}
        drawn = drawn | {key} if wanted else drawn - {key}
        if drawn:
            self._recording = self._recording.with_lines(drawn)
            self.plot.show_lines(self._recording)
        self._make_labels(self._recording)
        self._name()

    @Slot(object)
    def _point(self, seconds: float | None) -> None:
        if self._recording is None or not self._labels:
            return
        if seconds is None:
            for text, line in zip(self._labels, self._recording.lines, strict=False):
                text.setText(line.channel.label)
            self._labels[-1].setText("")
            return
        values = values_at(self._recording, seconds)
        for text, (_, number, _) in zip(self._labels, values, strict=False):
            text.setText(number)
        self._labels[-1].setText(clock_text(seconds))
        self.plot.setAccessibleName(
            ", ".join([clock_text(seconds), *(f"{name} {number}" for name, number, _ in values)])
        )

    @Slot(object)
    def _selected(self, _span: object) -> None:
        self._name()

    def _name(self) -> None:
        """What the lines are, and what is selected or can be."""
        title = self._recording.title if self._recording and self._recording.lines else "Recording"
        span = self.plot.range
        roomy, some = self.width() >= ROOM_FOR_HINT, self.width() >= ROOM_FOR_SOME
        if span is not None:
            note = span_text(*span) + (" selected; Esc clears it" if roomy else "")
        else:
            note = (
                (HINT if roomy else "drag to select" if some else "")
                if self._recording and self._recording.lines
                else ""
            )
        self.heading.set(title, note)
        self.setAccessibleName(title)
