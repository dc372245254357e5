"""Several foods at once: giving them the same brand or category, and making those that are the same one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QWidget

from tracker.operations import food_library
from tracker.operations.food_library import Together
from tracker.store.changes import Changes
from tracker.store.queries.food_use import entry_counts
from tracker.store.rows import Food
from tracker.ui.desk import Desk
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.labelled import Labelled
from tracker.ui.widgets.rows import Cell, Column, Row, RowsModel
from tracker.ui.widgets.rows_view import RowsView
from tracker.ui.widgets.text import Text
from tracker.ui.words import count

ROW_HEIGHT, HIGHEST = 54, 324


class FoodsDialog(Dialog):
    """A dialog about several foods; `written` carries the changes."""

    written = Signal(object)

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self.accept()
        self.written.emit(changes)


class _Field(QWidget):
    """A text that is the same for all once its box is ticked; typing ticks it."""

    def __init__(self, label: str, values: set[str]) -> None:
        super().__init__()
        same = len(values) == 1
        self._text = QLineEdit(next(iter(values)) if same else "")
        self._text.setPlaceholderText("" if same else "different in each")
        self._box = QCheckBox("Change")
        self._box.setMinimumHeight(self._text.sizeHint().height())
        self._box.setAccessibleName(f"Change {label.lower()}")
        self._text.textEdited.connect(self._tick)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Labelled(label, self._text), 1)
        row.addWidget(self._box, 0, Qt.AlignmentFlag.AlignBottom)

    @Slot()
    def _tick(self) -> None:
        self._box.setChecked(True)

    @property
    def value(self) -> str | None:
        """What all are to have; None where each keeps its own."""
        return self._text.text() if self._box.isChecked() else None


class ChangeTogether(FoodsDialog):
    """Gives foods of one's own the same brand or category."""

    def __init__(self, desk: Desk, over: QWidget, foods: Sequence[Food]) -> None:
        names = ", ".join(food.name for food in foods[:4]) + ("…" if len(foods) > 4 else "")
        super().__init__(over, f"Edit {count(len(foods), 'food')}", names, width=480)
        self._desk, self._ids = desk, [food.id for food in foods]
        self._brand = _Field("Brand", {food.brand for food in foods})
        self._category = _Field("Category", {food.category for food in foods})
        self.body.addWidget(self._brand)
        self.body.addWidget(self._category)
        self.guard(lambda: (self._brand.value, self._category.value) != (None, None))
        self.saved.connect(self._save)

    @Slot()
    def _save(self) -> None:
        self.save_button.setEnabled(False)  # once
        change = Together(self._brand.value, self._category.value)
        self._desk.lane.write(
            food_library.change_together, self._ids, change, on_done=self._done, on_failed=self.failed
        )


class MergeFoods(FoodsDialog):
    """Asks which of several foods goes on for all of them."""

    def __init__(self, desk: Desk, over: QWidget, foods: Sequence[Food]) -> None:
        super().__init__(
            over, f"Merge {count(len(foods), 'food')}",
            "Which one stays? What was logged with the others goes on with it, with the numbers it had.",
            save="Merge", width=600,
        )  # fmt: skip
        self._desk, self._ids = desk, [food.id for food in foods]
        used, words = entry_counts(desk.store, self._ids), desk.words
        energy = Column(f"{words.energy_unit} / 100 g", 108, right=True)
        model = RowsModel((Column("Food"), energy, Column("Used in", 104, right=True, tone="muted")))
        model.set_rows([
            Row(food.id, (
                Cell(food.name, detail=_detail(food), star=food.starred), words.energy(food.nutrition.energy),
                count(used.get(food.id, 0), "entry", "entries"),
            ))
            for food in sorted(foods, key=lambda one: -used.get(one.id, 0))
        ])  # fmt: skip
        self.list = RowsView(model, "Which one stays", two_lines=True, multiple=False)
        self.list.setFixedHeight(min(HIGHEST, 40 + ROW_HEIGHT * len(foods)))
        self.list.opened.connect(self._save)
        self.body.addWidget(self.list)
        self.body.addWidget(Text("It takes the others' portions that it lacks. One step that can be undone.", "small"))
        self.saved.connect(self._save)

    def open(self) -> None:
        super().open()
        self.list.select_first()
        self.list.setFocus()

    @Slot()
    def _save(self) -> None:
        keep = self.list.current_id or self._ids[0]
        self.save_button.setEnabled(False)  # once
        others = [one for one in self._ids if one != keep]
        self._desk.lane.write(food_library.merge, keep, others, on_done=self._done, on_failed=self.failed)


class SameFoods(FoodsDialog):
    """Lists foods that seem to be the same, group by group; Enter merges a group."""

    group_wanted = Signal(object)

    def __init__(self, desk: Desk, over: QWidget, groups: Sequence[tuple[Food, ...]]) -> None:
        subtitle = "One barcode, or one name and brand. Nothing is merged by itself." if groups else ""
        title = "Foods that seem to be the same" if groups else "No two of your foods seem to be the same"
        super().__init__(over, title, subtitle, save="Merge…" if groups else "", cancel="Close", width=600)
        self._groups = {group[0].id: group for group in groups}
        used = entry_counts(desk.store, [food.id for group in groups for food in group])
        used_in = Column("Used in", 104, right=True, tone="muted")
        model = RowsModel((Column("Food"), Column("Foods", 72, right=True), used_in))
        model.set_rows([
            Row(key, (
                Cell(group[0].name, detail=" · ".join(dict.fromkeys(_detail(food) for food in group))),
                str(len(group)), count(sum(used.get(food.id, 0) for food in group), "entry", "entries"),
            ))
            for key, group in self._groups.items()
        ])  # fmt: skip
        self.list = RowsView(model, "Groups", two_lines=True, multiple=False)
        self.list.setFixedHeight(min(HIGHEST, 40 + ROW_HEIGHT * len(groups)))
        self.list.setVisible(bool(groups))
        self.list.opened.connect(self._merge)
        self.body.addWidget(self.list)
        self.saved.connect(self._merge)

    @Slot()
    def _merge(self) -> None:
        group = self._groups.get(self.list.current_id)
        if group is not None:
            self.accept()
            self.group_wanted.emit(group)


def _detail(food: Food) -> str:
    parts = (food.brand, food.source or ("your own" if food.own else ""), food.barcode)
    return " · ".join(part for part in parts if part) or "—"
