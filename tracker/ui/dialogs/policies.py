"""What happens when two devices changed the same thing, by kind of record and by field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from tracker.store.changes import Changes
from tracker.store.collections import Policy
from tracker.sync import rules as all_rules
from tracker.sync.policy import POLICIES
from tracker.sync.rules import Rule
from tracker.ui.desk import Desk
from tracker.ui.widgets.buttons import LinkButton
from tracker.ui.widgets.dialog import Dialog
from tracker.ui.widgets.fields import FormRows

SAID = "A rule of its own goes before the one above it. It follows you to your other devices."


class PoliciesDialog(Dialog):
    """A choice for each of some rules; of a kind of record, the way to its fields."""

    def __init__(self, desk: Desk, over: QWidget, title: str, rules: Sequence[Rule]) -> None:
        super().__init__(over, title, SAID, width=560)
        self._desk, self._rules = desk, rules
        form = FormRows(spacing=6)
        self.choices: dict[str, QComboBox] = {}
        for rule in rules:
            choice = self.choices[rule.of] = QComboBox()
            choice.setAccessibleName(rule.label)
            choice.addItem(f"As usual ({POLICIES[rule.usual].lower()})", None)
            for key, words in POLICIES.items():
                choice.addItem(words, key)
            choice.setCurrentIndex(max(0, choice.findData(rule.own)))
            form.add(rule.label, self._with_fields(rule, choice) if "." not in rule.of else choice)
        self.body.addWidget(form)
        self.guard(lambda: bool(self._changed()))
        self.saved.connect(self._save)

    def _with_fields(self, rule: Rule, choice: QComboBox) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        more = LinkButton("Fields…", tone="muted")
        more.setAccessibleName(f"Fields of {rule.label}")
        more.setProperty("of", rule.of)
        more.clicked.connect(self._open_fields)
        row.addWidget(choice, 1)
        row.addWidget(more)
        holder.setFocusProxy(choice)
        return holder

    @Slot()
    def _open_fields(self) -> None:
        button = self.sender()
        assert isinstance(button, LinkButton)
        of = str(button.property("of"))
        label = next(rule.label for rule in self._rules if rule.of == of)
        PoliciesDialog(self._desk, self, label, all_rules.fields(self._desk.store, of)).open()

    def _changed(self) -> dict[str, Policy | None]:
        chosen = {rule.of: self.choices[rule.of].currentData() for rule in self._rules}
        return {rule.of: chosen[rule.of] for rule in self._rules if chosen[rule.of] != rule.own}

    @Slot()
    def _save(self) -> None:
        changed = self._changed()
        if changed:
            self._desk.lane.write(all_rules.set_rules, changed, on_done=self._done, on_failed=self.failed)
        else:
            self.accept()

    @Slot(object)
    def _done(self, changes: Changes) -> None:
        self._desk.window.say("Saved.", undo=bool(changes.label))
        self.accept()
