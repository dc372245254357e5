"""What PySide does not survive is not done: owning what is the application's."""

from __future__ import annotations

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]
PACKAGE = TESTS.parent / "tracker"


def test_no_window_is_asked_for_its_screen() -> None:
    """PySide makes what `QWidget.screen()` returns the window's child: collecting the window destroys the screen."""
    asking = [
        f"{path.name}:{node.lineno}"
        for path in [*PACKAGE.rglob("*.py"), *TESTS.rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "screen"
    ]
    assert asking == []
