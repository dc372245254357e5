"""What quick add understood, in words: the hint in the line, the chips under it, the palette's row."""

from __future__ import annotations

from datetime import date

from tracker.operations.quick_add import Understanding
from tracker.operations.quick_lines import Line
from tracker.operations.workouts import Draft
from tracker.ui.desk import Desk
from tracker.ui.words import duration_in_words, short_date

FOOD = ("food", "recipe", "raw", "copy", "template")


def describe(desk: Desk, found: Understanding, day: str = "") -> str:
    """What a line will do, short enough for a hint: “breakfast, 236 kcal”; `day` is the day that is shown."""
    eaten = [line for line in found.lines if line.kind in FOOD]
    parts = list(dict.fromkeys(line.slot.name.lower() for line in eaten if line.slot))
    if eaten and not any(line.eaten for line in eaten):
        parts = [f"plan for {' and '.join(parts)}" if parts else "plan"]
    energy = [line.energy for line in eaten if line.energy is not None]
    parts += [desk.words.energy_with_unit(sum(energy))] if energy else []
    parts += [_title(desk, line) for line in found.lines if line.kind not in FOOD]
    shown = day or desk.today.isoformat()
    parts += dict.fromkeys(_day(desk, line) for line in found.lines if line.day != shown)
    return ", ".join(parts) or ", ".join(line.title for line in found.lines)


def chip(desk: Desk, line: Line, day: str) -> str:
    """What one item of a line will do: “Egg · 2 · breakfast · 143 kcal”; `day` is the day that is shown."""
    words = desk.words
    parts = [_title(desk, line), words.amount(line.amount, line.unit, line.title)]
    parts += [line.slot.name.lower()] if line.slot else []
    if line.kind in FOOD:
        parts.append(words.energy_with_unit(line.energy) if line.energy is not None else "energy unknown")
    parts += [_day(desk, line)] if line.day != day else []
    parts += ["planned"] if not line.eaten else []
    return " · ".join(part for part in parts if part)


def _title(desk: Desk, line: Line) -> str:
    if not isinstance(line.content, Draft):
        return line.title
    draft, words = line.content, desk.words
    parts = [
        duration_in_words(draft.duration) if draft.duration else "",
        words.distance(draft.distance) if draft.distance else "",
        words.plain(draft.avg_power, "W") if draft.avg_power else "",
        words.plain(draft.avg_heart_rate, "bpm") if draft.avg_heart_rate else "",
    ]
    return ", ".join(part for part in (line.title, *parts) if part)


def _day(desk: Desk, line: Line) -> str:
    text = short_date(date.fromisoformat(line.day), desk.today)
    return text.lower() if text in ("Today", "Tomorrow", "Yesterday") else text
