"""The `tracker` command: the window where no sub-command is given, else the command line."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from tracker import interrupts

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.domain.body.explained import Speech
    from tracker.operations.reports import Report

GARBAGE = 50_000
"""Objects after which a command looks for garbage; looking more often would take a third of a large sync."""


def main(arguments: list[str] | None = None) -> int:
    """Run Tracker with the command line's `arguments`; returns the exit code."""
    with interrupts.quiet():
        return _run(arguments)


def _run(arguments: list[str] | None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    if given == ["--self-check"]:
        from tracker.self_check import self_check

        return self_check()
    if _wants_window(given):
        gc.disable()  # what is made on the way to the first frame stays; `app` collects again after it
        from tracker.qt_start import load_qt

        load_qt()
        from tracker import app

        interrupts.listen()
        return app.main(given)
    gc.set_threshold(GARBAGE)
    from tracker.cli import commands

    return commands.main(given, _print_report)


def _print_report(document: str, report: Report, speech: Speech, path: Path) -> int:
    """Write a report as PDF; Qt comes with the first one."""
    try:
        from tracker.ui.reports.pdf import write_pdf
    except ImportError as error:
        from tracker.errors import KnownError

        raise KnownError("A PDF takes Qt, which is not installed here.", "Install Tracker with its app.") from error

    return write_pdf(document, report, speech, path)


def _wants_window(given: list[str]) -> bool:
    """Whether nothing but the window's own options is there."""
    rest = list(given)
    while rest:
        option = rest.pop(0)
        if option == "--profile" and rest:
            rest.pop(0)
        elif not option.startswith(("--profile=", "--measure-first-paint")):
            return False
    return True


if __name__ == "__main__":
    sys.exit(main())
