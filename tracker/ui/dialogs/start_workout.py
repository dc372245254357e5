"""Starting a workout: what it is, the plan it follows, and the sensors that are listened to."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from tracker.domain.sensors.readings import KINDS
from tracker.domain.sports import CHOICES, label
from tracker.errors import KnownError
from tracker.operations import live
from tracker.store.changes import Changes
from tracker.store.database import Store
from tracker.store.queries import plans as query
from tracker.store.queries import workouts
from tracker.store.rows import Plan, Workout
from tracker.tasks.radios import MADE_UP
from tracker.tasks.sensor_lane import Found
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import LinkButton, SecondaryButton
from tracker.ui.widgets.cards import row_of
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows
from tracker.ui.widgets.line_field import LineField
from tracker.ui.widgets.text import Text

NO_PLAN = "None, just record"


class StartWorkout(Dialog):
    """Asks what begins now. `started` carries the workout's id, its plan and the sensors."""

    started = Signal(str, object, object)

    def __init__(self, desk: Desk, over: QWidget, *, planned: Workout | None = None, plan: str = "") -> None:
        title = f"Start {planned.title}" if planned else "Start a workout"
        super().__init__(over, title, save="Start", width=480)
        self._desk, self._planned = desk, planned
        self._plans = {one.id: one for one in query.plans(desk.store) if one.readable}
        self._boxes: dict[Found, QCheckBox] = {}
        self._form = FormRows()
        self._sport = QComboBox()
        self._name = LineField("By sport and time of day", name="Title")
        self._plan = QComboBox()
        self._fill(planned, plan or (planned.plan or "" if planned else ""))
        if planned is None:
            self._form.add("Sport", self._sport)
            self._form.add("Title", self._name)
        self._form.add("Plan", self._plan)
        self.body.addWidget(self._form)
        self._build_sensors()
        self._sport.currentIndexChanged.connect(self._show_plans)
        self.saved.connect(self._start)
        desk.sensors.found.connect(self._found)
        desk.sensors.failed.connect(self._not_found)

    def _fill(self, planned: Workout | None, plan: str) -> None:
        store = self._desk.store
        for sport in dict.fromkeys([*workouts.sports(store), *CHOICES]):
            self._sport.addItem(label(sport), sport)
        wanted = self._plans.get(plan)
        sport = planned.sport if planned else wanted.sport if wanted else ""
        self._sport.setCurrentIndex(max(0, self._sport.findData(sport)))
        for field in (self._sport, self._plan):
            field.setMinimumHeight(34)
        self._show_plans()
        self._plan.setCurrentIndex(max(0, self._plan.findData(plan)))

    @Slot()
    def _show_plans(self) -> None:
        before, sport = self._plan.currentData(), self._sport.currentData()
        self._plan.clear()
        self._plan.addItem(NO_PLAN, "")
        for one in self._plans.values():
            if one.sport in ("", sport):
                self._plan.addItem(one.name, one.id)
        self._plan.setCurrentIndex(max(0, self._plan.findData(before)))

    def _build_sensors(self) -> None:
        self.body.addWidget(Text("Sensors", "heading"))
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        self.body.addLayout(self._list)
        self._told = Text("Without any, the time is recorded.", "muted", wrap=True)
        self.body.addWidget(self._told)
        self._scan = SecondaryButton("Look for sensors")
        self._scan.clicked.connect(self._look)
        made_up = LinkButton("Try it with made-up ones")
        made_up.clicked.connect(self._make_up)
        self.body.addWidget(row_of(self._scan, made_up))

    # Sensors

    @Slot()
    def _look(self) -> None:
        self._scan.setEnabled(False)
        self._told.setText("Looking for belts and power meters nearby. Wear or turn them so that they wake up.")
        self._desk.sensors.scan()

    @Slot(object)
    def _found(self, found: tuple[Found, ...]) -> None:
        self._scan.setEnabled(True)
        for sensor in found:
            self._offer(sensor)
        if not found:
            self._told.setText("None was found. Wear the belt or turn the crank, and look again.")
        self._told.setVisible(not self._boxes)

    @Slot(object)
    def _not_found(self, error: KnownError) -> None:
        self._scan.setEnabled(True)
        self._told.setText(str(error))

    @Slot()
    def _make_up(self) -> None:
        for sensor in MADE_UP:
            self._offer(sensor)
        self._told.setVisible(False)

    def _offer(self, sensor: Found) -> None:
        if sensor not in self._boxes:
            kinds = " and ".join(KINDS[kind].label for kind in sensor.kinds)
            box = QCheckBox(f"{sensor.name} · {kinds}")
            box.setChecked(True)
            self._boxes[sensor] = box
            self._list.addWidget(box)

    # Starting

    @Slot()
    def _start(self) -> None:
        self.save_button.setEnabled(False)
        planned, plan = self._planned.id if self._planned else "", self._plan.currentData() or None

        sport, title = self._sport.currentData(), self._name.text()

        def begin(store: Store) -> Changes:
            return live.start(store, sport, title=title, plan=plan, planned=planned)

        self._desk.lane.write(begin, on_done=self._begun, on_failed=self.failed)

    @Slot(object)
    def _begun(self, changes: Changes) -> None:
        plan: Plan | None = self._plans.get(self._plan.currentData() or "")
        sensors = tuple(sensor for sensor, box in self._boxes.items() if box.isChecked())
        self.accept()
        self.started.emit(changes.ids[0], plan, sensors)
