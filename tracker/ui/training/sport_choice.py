"""The choice of a sport above a view: all, or one of those there are workouts of."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox

from tracker.domain.sports import label

ALL = "All sports"


def show_sports(field: QComboBox, sports: tuple[str, ...]) -> None:
    """Offer these; what was chosen stays chosen where it is still there. Nobody is told of it."""
    if field.count() and sports == tuple(field.itemData(number) for number in range(1, field.count())):
        return
    before = field.currentData()
    field.blockSignals(True)
    field.clear()
    field.addItem(ALL, "")
    for sport in sports:
        field.addItem(label(sport), sport)
    field.setCurrentIndex(max(0, field.findData(before)))
    field.blockSignals(False)
