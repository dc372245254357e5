"""What PySide does not survive is not done: making its classes on two threads, owning what is the application's.

Importing pyqtgraph on a lane while the window collected garbage ended the process: PySide makes Qt's enumerations on
first use, and two threads doing so at once is more than it takes.
"""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "tracker"


def imports(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_only_widgets_and_the_self_check_import_the_plots() -> None:
    users = [path for path in PACKAGE.rglob("*.py") if any(name.startswith("pyqtgraph") for name in imports(path))]
    allowed = {PACKAGE / "ui" / "widgets", PACKAGE / "ui" / "training", PACKAGE}
    assert users
    assert {path.parent for path in users} <= allowed


def test_no_window_is_asked_for_its_screen() -> None:
    """PySide makes what `QWidget.screen()` returns the window's child: collecting the window destroys the screen."""
    asking = [
        f"{path.name}:{node.lineno}"
        for path in [*PACKAGE.rglob("*.py"), *TESTS.rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "screen"
    ]
    assert asking == []
