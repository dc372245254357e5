"""The table of lines that `tracker add` understands, in `quick_add_lines.txt`, and how what was written is told.

A line of the table that is not indented is typed; the indented ones under it are what is written, in order, or, after
an exclamation mark, what is said in its place while nothing is written. \\n stands for a new line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("quick_add_lines.txt")
TODAY = "2026-11-21"


def lines() -> list[tuple[str, tuple[str, ...]]]:
    """What is typed and what becomes of it."""
    found: list[tuple[str, list[str]]] = []
    for text in FILE.read_text(encoding="utf-8").splitlines():
        if text.startswith("    "):
            found[-1][1].append(text.strip())
        elif text and not text.startswith("#"):
            found.append((text, []))
    return [(typed, tuple(told)) for typed, told in found]


def told(one: dict[str, Any]) -> str:
    """An entry of `tracker add --json` in one line; the day only where it is not today's."""
    parts = [one["title"]]
    if one["kind"] in ("food", "recipe") and one["amount"] is not None:
        parts.append(f"{one['amount']:g} {one['unit']}".strip())
    parts += [str(one["typed"])] if one.get("typed") else []
    if "duration_s" in one:
        numbers = (("duration_s", "s"), ("distance_m", "m"), ("avg_power_w", "W"), ("avg_heart_rate_bpm", "bpm"),
                   ("calories_kcal", "kcal"))  # fmt: skip
        parts += [f"{one[key]:g} {unit}" for key, unit in numbers if one[key] is not None]
        parts += [one["notes"]] if one["notes"] else []
        for lifted in one["sets"]:
            effort = f" @{lifted['rpe']:g}" if lifted["rpe"] else ""
            parts.append(f"{lifted['exercise']} {lifted['typed'] or 'bw'} x {lifted['reps']}{effort}")
    parts += [one["meal"]] if one.get("meal") else []
    if one.get("energy_kcal") is not None:
        parts.append(f"{one['energy_kcal']:g} kcal")
        macros = {letter: one[key] for letter, key in (("p", "protein_g"), ("c", "carbs_g"), ("f", "fat_g"))}
        if one["kind"] == "raw":
            parts += [f"{letter}{value:g}" for letter, value in macros.items() if value is not None]
    parts += [one["status"]] if one["kind"] == "day_status" else []
    parts += [one["date"]] if one["date"] != TODAY else []
    parts += ["planned"] if one.get("status") == "planned" else []
    return " | ".join(parts)
