"""`tracker sync`: one full sync, and the questions that it may ask."""

from __future__ import annotations

import argparse

from tracker import cli_server
from tracker.cli_words import say
from tracker.errors import KnownError
from tracker.store.database import Store
from tracker.sync import engine, questions
from tracker.sync.questions import Question
from tracker.sync.secrets import Vault

DONE, ASKING = 0, 3
SHOWN = 20
"""Records that a question lists on the terminal."""


def declare(command: argparse.ArgumentParser) -> None:
    """The options of `tracker sync`."""
    command.add_argument("--verify", action="store_true", help="compare everything with the server, and repair it")
    command.add_argument("--answer", metavar="KEY", help="answer what sync asks, and sync")


def run(store: Store, options: argparse.Namespace) -> int:
    """One full sync; what it asks is printed with its possible answers.

    Raises:
        KnownError: it did not come to its end, or the answer is none.
    """
    if options.answer:
        asked = questions.pending(store)
        questions.answer(store, asked.kind if asked else "mass_delete", options.answer)
    report = engine.synchronise(store, Vault(store.profile), verifies="now" if options.verify else "due", hurry=True)
    done = report.is_complete
    fetched = cli_server.fetch_samples(store) if done else ""
    asked = questions.pending(store)
    figures = {**report.figures(), "question": _plain(asked)} if asked else report.figures()
    lines = [report.sentence, *filter(None, [fetched])] if report.state == "ok" else []
    say(options, figures, lines + (_lines(asked) if asked else []) if done else [])
    if not done:
        raise KnownError(report.sentence)
    if report.conflicts and not options.json:
        print(f"{report.conflicts} wait for your decision: `tracker conflicts` lists them.")
    return ASKING if report.conflicts or report.state == "asking" else DONE


def _plain(asked: Question) -> dict[str, object]:
    answers = {option.key: option.label for option in asked.options}
    return {"heading": asked.heading, "sentence": asked.sentence, "answers": answers, "records": list(asked.details)}


def _lines(asked: Question) -> list[str]:
    rest = len(asked.details) - SHOWN
    return [
        f"{asked.heading}.",
        asked.sentence,
        *(f"  {title}" for title in asked.details[:SHOWN]),
        *([f"  … and {rest} more"] if rest > 0 else []),
        *(f"`tracker sync --answer {option.key}`: {option.label}. {option.explanation}" for option in asked.options),
    ]
