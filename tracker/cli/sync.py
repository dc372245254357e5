"""`tracker sync`: one full sync, and the questions that it may ask."""

from __future__ import annotations

import argparse

from tracker.cli import server
from tracker.cli.words import say
from tracker.errors import KnownError, NotFound
from tracker.store.database import Store
from tracker.sync import engine, questions, review
from tracker.sync.questions import Question
from tracker.sync.secrets import Vault

DONE, ASKING = 0, 3
SHOWN = 20
"""Records that a question lists on the terminal."""


def declare(command: argparse.ArgumentParser) -> None:
    """The options of `tracker sync`."""
    command.add_argument("--verify", action="store_true", help="compare everything with the server, and repair it")
    command.add_argument("--answer", metavar="KEY", help="answer what sync asks, and sync")
    command.add_argument(
        "--only", nargs="+", metavar="ID", help="with --answer apply or once: for these records; the others stay"
    )


def run(store: Store, options: argparse.Namespace) -> int:
    """One full sync; what it asks is printed with its possible answers.

    Raises:
        KnownError: it did not come to its end, or the answer is none.
    """
    if options.answer:
        asked = questions.pending(store)
        questions.answer(store, asked.kind if asked else "mass_delete", options.answer, _only(store, asked, options))
    report = engine.synchronise(store, Vault(store.profile), verifies="now" if options.verify else "due", hurry=True)
    done = report.is_complete
    fetched = server.fetch_samples(store) if done else ""
    asked = questions.pending(store)
    figures = {**report.figures(), "question": _plain(store, asked)} if asked else report.figures()
    lines = [report.sentence, *filter(None, [fetched])] if report.state == "ok" else []
    say(options, figures, lines + (_lines(asked) if asked else []) if done else [])
    if not done:
        raise KnownError(report.sentence)
    if report.conflicts and not options.json:
        wait = "waits" if report.conflicts == 1 else "wait"
        print(f"{report.conflicts} {wait} for your decision: `tracker conflicts` lists them.")
    return ASKING if report.conflicts or report.state == "asking" else DONE


def _only(store: Store, asked: Question | None, options: argparse.Namespace) -> list[str] | None:
    """The records that were named, as the question knows them."""
    if options.only is None or asked is None:
        return None
    known = {key.partition(":")[2]: key for key in review.keys(store, asked.kind)}
    unknown = [name for name in options.only if name not in known]
    if unknown:
        raise NotFound(f"Sync asks nothing about “{unknown[0]}”.", "`tracker sync --json` lists the ids.")
    return [known[name] for name in options.only]


def _plain(store: Store, asked: Question) -> dict[str, object]:
    answers = {option.key: option.label for option in asked.options}
    keys = review.keys(store, asked.kind)
    items = [{"id": key.partition(":")[2], "title": title} for key, title in review.titles(store, keys).items()]
    return {
        "heading": asked.heading, "sentence": asked.sentence, "answers": answers, "records": list(asked.details),
        "items": items,
    }  # fmt: skip


def _lines(asked: Question) -> list[str]:
    rest = len(asked.details) - SHOWN
    return [
        f"{asked.heading}.",
        asked.sentence,
        *(f"  {title}" for title in asked.details[:SHOWN]),
        *([f"  … and {rest} more"] if rest > 0 else []),
        *(f"`tracker sync --answer {option.key}`: {option.label}. {option.explanation}" for option in asked.options),
    ]
