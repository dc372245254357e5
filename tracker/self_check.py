"""`tracker --self-check`: tries each part that packaging can break, in a new profile that is thrown away."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tracker import paths


def self_check() -> int:
    """Run every check; prints one line each and returns 0 where all passed."""
    failed = 0
    with tempfile.TemporaryDirectory(prefix="tracker-check-", ignore_cleanup_errors=True) as folder:
        for name, check in CHECKS:
            try:
                print(f"ok   {name}: {check(Path(folder))}")
            except Exception as error:  # noqa: BLE001 - whatever it is, the check failed and the others go on
                failed += 1
                print(f"FAIL {name}: {type(error).__name__}: {error}")
    return 1 if failed else 0


def _profile(folder: Path) -> str:
    from tracker.migrations import current
    from tracker.operations import quick_add
    from tracker.store.database import Store

    with Store.open(folder / "profile") as store:
        changes = quick_add.add(store, quick_add.understand(store, "2 eggs breakfast"))
        return f"schema {current(store.connection)}, wrote {changes.label!r}"


def _resources(_: Path) -> str:
    found = sorted(path.name for path in paths.resources().iterdir())
    if not {"catalogue.db", "icons"} <= set(found):
        raise FileNotFoundError(f"only {found} in {paths.resources()}")
    return ", ".join(found)


def _formats(_: Path) -> str:
    from tracker.errors import BadFile
    from tracker.formats.activity import read_activities

    try:
        read_activities(b"\x0e\x20\x00\x08\x00\x00\x00\x00.FIT\x00\x00", "empty.fit")
    except BadFile as error:
        return f"FIT reader answers: {error.sentence}"
    raise ValueError("an empty FIT file was read")


def _recipes(_: Path) -> str:
    from tracker.formats.recipes.page import read_page

    page = (
        b'<html lang="en"><body><div itemscope itemtype="https://schema.org/Recipe"><h1 itemprop="name">Toast</h1>'
        b'<span itemprop="recipeYield">2 servings</span><li itemprop="recipeIngredient">2 slices bread</li>'
        b"</div></body></html>"
    )
    found = read_page(page)
    return f"{found.name}: {found.lines[0]}"


def _keyring(_: Path) -> str:
    from tracker.sync.secrets import backend_name

    return backend_name()


def _window(folder: Path) -> str:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tracker.app import Desktop
    from tracker.ui.screens import PAGES

    application = QApplication.instance() or QApplication(["tracker"])
    desktop = Desktop(folder / "profile")
    desktop.shell.show()
    for page_id, *_ in PAGES:
        desktop.shell.show_page(page_id)
        application.processEvents()
    shown = desktop.shell.grab().size()
    desktop.shell.close()
    desktop.close()
    return f"{len(PAGES)} screens at {shown.width()}×{shown.height()}"


def _qt(_: Path) -> str:
    from tracker.qt_start import load_qt

    load_qt()
    import PySide6

    return f"PySide6 {PySide6.__version__}"


def _python(_: Path) -> str:
    return sys.version.split()[0]


CHECKS: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("Python", _python),
    ("Profile", _profile),
    ("Resources", _resources),
    ("Workout files", _formats),
    ("Recipe pages", _recipes),
    ("Keyring", _keyring),
    ("Qt", _qt),
    ("Window", _window),
)
