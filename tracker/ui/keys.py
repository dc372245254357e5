"""The keys of Tracker by what they mean, so that two screens use the same key for the same thing."""

from __future__ import annotations

PALETTE = ("Ctrl+L",)
COMMANDS = ("Ctrl+Shift+P",)
FILTER = ("Ctrl+F",)
NEW = ("Ctrl+N",)
EDIT = ("F2",)
OPEN = ("Return",)
TICK = ("Space",)
DELETE = ("Del",)
LAP = ("L",)
START = ("Ctrl+Shift+R",)
UNDO = ("Ctrl+Z",)
REDO = ("Ctrl+Shift+Z", "Ctrl+Y")
PREVIOUS = ("Ctrl+PgUp",)
NEXT = ("Ctrl+PgDown",)
TODAY = ("Alt+Home",)
GO_TO_DATE = ("Ctrl+J",)
SAME_AS_YESTERDAY = ("Ctrl+Shift+Y",)
COPY_TO = ("Ctrl+Shift+D",)
STAR = ("Ctrl+Shift+B",)
SAVE = ("Ctrl+Return",)
SAVE_AND_NEW = ("Ctrl+Shift+Return",)
SYNC_NOW = ("F5",)
NEXT_PANE = ("F6",)
PREVIOUS_PANE = ("Shift+F6",)
SYNC = ("F9",)
SETTINGS = ("Ctrl+,",)
HELP = ("F1",)
SHORTCUTS = ("Ctrl+F1",)
FULL_SCREEN = ("F11",)
PRINT = ("Ctrl+P",)
QUIT = ("Ctrl+Q",)

UP = ("Ctrl+Shift+Up",)
DOWN = ("Ctrl+Shift+Down",)

LIST_KEYS = frozenset({*EDIT, *OPEN, *TICK, *DELETE, *UP, *DOWN, *LAP, "Enter", "/"})
"""Keys that only work while a list has the focus: anywhere else they belong to the text field or button."""

NEVER = frozenset(
    {"Ctrl+D", "Ctrl+E", "Ctrl+K", "Ctrl+U", "Ctrl+Shift+A", "Ctrl+H", "Ctrl+M", "Ctrl+T", "Ctrl+Shift+N"}
    | {"Ctrl+G", "Ctrl+R", "Ctrl+Shift+U", "Ctrl+.", "Ctrl+Space", "Ctrl+/", "Alt+Up", "Alt+Down"}
    | {"Alt+Left", "Alt+Right", "Backspace"}
)
"""Taken by text editing, input methods or a desktop somewhere; see also `is_taken`."""


def is_taken(key: str) -> bool:
    """Whether a key must not be used for a command of the whole window."""
    alt_graph = key.startswith(("Ctrl+Alt+", "Alt+Ctrl+")) and len(key.rsplit("+", 1)[-1]) == 1
    return key in NEVER or alt_graph


def hint(key: str) -> str:
    """A key as the pictures write it: `Ctrl+Return` is `Ctrl ⏎`."""
    if key.endswith("++"):
        return key[:-2].replace("+", " ") + " +"
    words = {"Return": "⏎", "Enter": "⏎", "PgDown": "PgDn"}
    return " ".join(words.get(part, part) for part in key.split("+"))
