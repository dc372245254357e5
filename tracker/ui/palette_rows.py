"""What the palette lists, as values: hits of the search, commands, a date, and how words match a title.

Painting and keys are in `palette`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.ui.commands import Command
from tracker.ui.keys import hint

GROUPS = {
    "log": "Log",
    "food": "Foods",
    "recipe": "Recipes",
    "meal": "Meal plan",
    "entry": "Meal plan",
    "workout": "Workouts",
    "plan": "Workout plans",
    "exercise": "Exercises",
    "measurement": "Health",
    "day": "Days",
    "tag": "Tags",
    "page": "Screens",
    "command": "Commands",
    "recent": "Recent",
    "here": "On this screen",
    "action": "Actions",
}
PER_GROUP = 6
TELLING = 3
"""Letters from which the beginning of a command's name is meant before anything that is found."""
SCREEN_WORDS = {
    "page.today": ("diary",),
    "page.meal_plan": ("plan", "week"),
    "page.favorites": ("starred", "recipes", "foods"),
    "page.workouts": ("training", "activities"),
    "page.health": ("weight", "measurements", "sleep", "blood pressure"),
    "page.sync": ("account", "sign in", "conflicts"),
    "page.settings": ("preferences", "options", "theme", "dark", "light", "units", "language"),
}
"""What else people look for a screen by."""
Does = Literal["open", "run", "log", "day", "act", "elsewhere"]


@dataclass(frozen=True, slots=True)
class SearchHit:
    """Something that was found.

    Args:
        kind: food, recipe, meal, workout, measurement, exercise, plan, tag or day.
        id: of the record.
        title: its name.
        detail: what tells it from others, for example "165 kcal / 100 g · USDA".
        starred: whether it is a favorite.
        enter: what Enter does with it, for example "add to lunch".
    """

    kind: str
    id: str
    title: str
    detail: str = ""
    starred: bool = False
    enter: str = "open"


@dataclass(frozen=True, slots=True)
class PaletteRow:
    """A line of the palette; one without `does` is a heading. What is in `doubt` is done with the second Enter."""

    title: str
    detail: str = ""
    key: str = ""
    enter: str = ""
    reason: str = ""
    starred: bool = False
    spans: tuple[tuple[int, int], ...] = ()
    does: Does | None = None
    hit: SearchHit | None = None
    command: Command | None = None
    day: date | None = None
    argument: str = ""
    doubt: str = ""


def spans_of(words: Sequence[str], title: str) -> tuple[tuple[int, int], ...]:
    """Where the words begin words of a title, as (start, length); for bold letters."""
    low = title.casefold()
    if len(low) != len(title):
        return ()
    found = []
    for word in words:
        at = low.find(word)
        while at > 0 and low[at - 1].isalnum():
            at = low.find(word, at + 1)
        if at >= 0:
            found.append((at, len(word)))
    return tuple(sorted(found))


def other_words(command: Command) -> tuple[str, ...]:
    """What a command is called beside its title."""
    return (*command.synonyms, *SCREEN_WORDS.get(command.id, ()))


def leads(words: Sequence[str], command: Command, hits: Sequence[SearchHit]) -> bool:
    """Whether a command stands before what was found: its name begins with the words.

    Another word for it does so too, unless the words are the beginning of something that was found.
    """
    typed = " ".join(words)
    if len(typed) < TELLING or command.id.startswith("palette"):
        return False
    if command.title.casefold().startswith(typed):
        return True
    others = [word.casefold() for word in other_words(command)]
    if not any(word.startswith(typed) for word in others):
        return False
    taken = f"{typed} " if typed in others else typed
    return not any(_spaced(hit.title).startswith(taken) for hit in hits)


def _spaced(title: str) -> str:
    """The words of a title, each with a space behind it."""
    return "".join(letter if letter.isalnum() else " " for letter in f"{title.casefold()} ")


def command_rank(words: Sequence[str], command: Command) -> int | None:
    """How well typed words fit a command, smaller is better; None if they do not."""
    title = command.title.casefold()
    pieces = [*title.split(), *(part for word in other_words(command) for part in word.casefold().split())]
    pieces.append(command.group.casefold())
    if not all(any(piece.startswith(word) for piece in pieces) for word in words):
        letters = "".join(words)
        return 3 if len(letters) > 1 and _is_subsequence(letters, title) else None
    if title.startswith(" ".join(words)):
        return 0
    return 1 if all(any(piece.startswith(word) for piece in title.split()) for word in words) else 2


def _is_subsequence(letters: str, title: str) -> bool:
    rest = iter(title.replace(" ", ""))
    return title.startswith(letters[0]) and all(letter in rest for letter in letters)


def command_rows(words: Sequence[str], commands: Sequence[Command], limit: int) -> list[PaletteRow]:
    """The commands that fit, best first; those that cannot run come last and say why."""
    ranked = []
    for number, command in enumerate(commands):
        rank = command_rank(words, command)
        if rank is not None and not command.id.startswith("palette"):
            reason = command.enabled() or ""
            ranked.append(((bool(reason), rank, number), command, reason))
    ranked.sort(key=lambda item: item[0])
    return [_command_row(words, command, reason) for _rank, command, reason in ranked[:limit]]


def _command_row(words: Sequence[str], command: Command, reason: str) -> PaletteRow:
    key = hint(command.shortcut[0]) if command.shortcut else ""
    spans = spans_of(words, command.title)
    return PaletteRow(
        command.title, reason or command.group, key, reason=reason, spans=spans, does="run", command=command
    )


def hit_rows(words: Sequence[str], hits: Sequence[SearchHit]) -> list[PaletteRow]:
    """Hits by kind under headings; kinds in the order of their best hit, each with its first few."""
    kinds: dict[str, list[SearchHit]] = {}
    for hit in hits:
        kinds.setdefault(GROUPS.get(hit.kind, hit.kind.capitalize()), []).append(hit)
    room = PER_GROUP if len(kinds) > 1 else 50
    rows = []
    for heading, members in kinds.items():
        rows.append(PaletteRow(heading))
        rows += [hit_row(words, hit) for hit in members[:room]]
    return rows


def hit_row(words: Sequence[str], hit: SearchHit) -> PaletteRow:
    """One hit."""
    spans = spans_of(words, hit.title)
    return PaletteRow(hit.title, hit.detail, enter=hit.enter, starred=hit.starred, spans=spans, does="open", hit=hit)
