"""What can be done on screens that are not shown, for the palette: it goes to the screen and does it there.

A screen is imported and made when it is first shown, and only then knows its commands; the palette has to name them
before. What takes something chosen on the screen is not here. A test holds titles and words to those of the screens.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tracker.ui.commands import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.ui.shell import Shell

ELSEWHERE: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "today": (("today.new", "Quick add", ("log", "eat")),),
    "meal_plan": (
        ("plan.new", "Add meal…", ("plan", "food", "recipe")),
        ("plan.copy_week", "Copy week…", ("repeat week",)),
        ("plan.shopping", "Shopping list…", ("buy", "groceries")),
        ("plan.templates", "Meal templates…", ("usual meal",)),
        ("plan.print", "Print week…", ("paper", "fridge")),
        ("plan.pdf", "Week as PDF…", ("save", "file", "print")),
    ),
    "favorites": (
        ("favorites.new_recipe", "New recipe…", ("cook",)),
        ("favorites.new_food", "New food…", ("create", "own", "product")),
        ("favorites.import", "Import recipe…", ("web", "page", "address")),
        ("favorites.same", "Find foods that are the same…", ("duplicates", "merge")),
    ),
    "workouts": (
        ("workouts.new", "Add workout…", ("log", "training")),
        ("workouts.start", "Start a workout…", ("record", "live")),
        ("workouts.exercises", "Exercises…", ("strength", "muscles")),
        ("workouts.show.history", "History", ("workouts",)),
        ("workouts.show.calendar", "Calendar", ("workouts",)),
        ("workouts.show.plans", "Plans", ("workouts",)),
        ("workouts.show.records", "Records", ("workouts",)),
        ("workouts.show.fitness", "Fitness", ("workouts",)),
    ),
    "health": (
        ("health.new", "Add measurement…", ("weight", "log")),
        ("health.target", "Targets…", ("goal", "calories")),
        ("health.how", "How is this computed?", ("formula", "expenditure")),
        ("health.kind", "New kind of measurement…", ("own", "custom")),
        ("health.export", "Export readings…", ("csv", "table", "spreadsheet")),
    ),
    "reports": (
        ("reports.pdf", "PDF for a doctor or dietitian…", ("print", "report", "save")),
        ("reports.weeks", "Weeks", ("week summary",)),
        ("reports.nutrients", "Nutrients over time", ("vitamins", "averages")),
    ),
    "sync": (
        ("sync.resolve", "Resolve conflicts…", ("check for conflicts", "decide")),
        ("sync.try_again", "Send again what was refused", ("retry",)),
        ("sync.question", "Answer what sync asks", ()),
        ("sync.verify", "Verify sync", ("check", "compare", "agree")),
        ("sync.versions", "Earlier versions", ("review", "lost", "history")),
        ("sync.trash", "Deleted on other devices", ("trash", "restore")),
        ("sync.log", "Copy the sync log", ("report",)),
        ("sync.pause", "Pause or resume sync", ("stop",)),
        ("sync.out", "Sign out", ("log out",)),
    ),
    "settings": (
        ("settings.meal", "Add a meal of the day…", ("slot", "second breakfast")),
        ("settings.backup", "Back up now", ("save", "copy", "safety")),
        ("settings.restore", "Restore a backup…", ("go back", "recover")),
        ("settings.look", "Look inside a backup", ("open", "copy", "earlier")),
        ("settings.check_backup", "Check a backup", ("verify", "damaged")),
        ("settings.export", "Export everything…", ("json", "take along")),
        ("settings.tables", "Export everything as tables…", ("csv", "spreadsheet")),
        ("settings.bring_in", "Import an export…", ("json", "move here")),
        ("settings.check", "Check the whole file", ("health", "doctor", "integrity")),
        ("settings.tidy", "Tidy up the file", ("vacuum", "optimize", "smaller")),
        ("settings.accounts", "Accounts on this computer…", ("switch account", "other account", "profile")),
        ("settings.remove", "Remove the data from this computer…", ("delete everything", "wipe", "erase")),
    ),
}
"""By screen: the command's id, its title and what else people call it."""
FIRST_VIEW = {"workouts": "workouts.show.history"}
"""What shows the view of a screen in which all of them can be done, where another one cannot."""


def commands(shell: Shell, titles: dict[str, str]) -> Iterator[tuple[str, Command]]:
    """Each of them with its screen; `titles` are those of the screens, beside which the palette shows them."""
    for page, known in ELSEWHERE.items():
        for id, title, synonyms in known:
            yield page, Command(id, title, titles[page], partial(_do_there, shell, page, id), (), synonyms)


def _do_there(shell: Shell, page: str, command: str) -> None:
    shell.show_page(page)
    if page in FIRST_VIEW and not shell.registry.can_run(command):
        shell.registry.run(FIRST_VIEW[page])
    shell.registry.run(command)
