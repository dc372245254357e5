"""The laps of a workout as a table; opening one selects it in the plot."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from tracker.domain.fixed import DISTANCE, TIME
from tracker.store.rows import Workout
from tracker.ui.training.plot.channels import PACES, SLOWEST, pace_text, pace_unit
from tracker.ui.widgets.cards import Card
from tracker.ui.widgets.rows import Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.words import UNKNOWN, Words, count, duration

Lap = Mapping[str, int | None]
FEWEST = 2
"""One lap is the whole workout, and says nothing new."""
OPTIONAL = (
    ("distance", "Distance", 96),
    ("pace", "Pace", 92),
    ("avg_power", "Power", 76),
    ("avg_heart_rate", "Heart rate", 96),
)


class LapsCard(Card):
    """Laps with the numbers that are known of them; `opened` carries the start and end of one in ms."""

    opened = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Laps", parent=parent)
        self._laps: tuple[dict[str, int | None], ...] = ()
        self._model = RowsModel((Column("Lap"),))
        self.view = RowsView(self._model, "Laps", fit=True, multiple=False)
        self.view.opened.connect(self._open)
        self.body.setContentsMargins(7, 13, 7, 8)
        self.heading.setContentsMargins(10, 0, 10, 0)
        self.body.addWidget(self.view)

    def show_laps(self, workout: Workout, words: Words) -> None:
        """Show a workout's laps; hidden where there is but one."""
        self._laps = workout.laps
        metres = PACES.get(workout.sport, 0)
        self.setVisible(len(self._laps) >= FEWEST)
        if len(self._laps) < FEWEST:
            return
        told = [_told(lap, metres, words) for lap in self._laps]
        known = [part for part in OPTIONAL if any(one[part[0]] for one in told)]
        columns = (
            Column("Lap"),
            Column("Time", 84, right=True),
            *(Column(title, width, right=True, tone="muted") for _, title, width in known),
        )
        if columns != self._model.columns:
            self._model.set_columns(columns)
        keys = [key for key, _, _ in known]
        self._model.set_rows([_row(number, one, keys) for number, one in enumerate(told, start=1)])
        self.heading.set("Laps", f"{count(len(self._laps), 'lap')}; Enter selects one in the plot")

    @Slot(str)
    def _open(self, row: str) -> None:
        lap = self._laps[int(row) - 1]
        start, length = lap.get("start_ms"), lap.get("elapsed_ms") or lap.get("duration_ms")
        if start is not None and length:
            self.opened.emit(start, start + length)


def _told(lap: Lap, metres: int, words: Words) -> dict[str, str]:
    """The numbers of a lap in words, "" where they are not known; `metres` are those that a pace is for."""
    distance, time = lap.get("distance"), lap.get("duration_ms")
    pace = metres * (time / TIME) / (distance / DISTANCE) if metres and distance and time else None
    power, beats = lap.get("avg_power"), lap.get("avg_heart_rate")
    return {
        "time": duration(time),
        "distance": "" if distance is None else words.distance(distance),
        "pace": "" if pace is None or pace >= SLOWEST else f"{pace_text(pace)} {pace_unit(metres)}",
        "avg_power": "" if power is None else words.plain(power, "W"),
        "avg_heart_rate": "" if beats is None else words.plain(beats, "bpm"),
    }


def _row(number: int, told: Mapping[str, str], keys: list[str]) -> Row:
    return Row(str(number), (str(number), told["time"], *(told[key] or UNKNOWN for key in keys)))
