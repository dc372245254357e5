"""What every file of the package keeps to, where ruff and import-linter cannot say it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tracker"
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
NO_CLOCK_CALLS = {"now", "today", "utcnow", "time", "time_ns", "monotonic", "perf_counter"}
NO_FILE_MODULES = {"io", "os", "pathlib", "shutil", "socket", "sqlite3", "subprocess", "tempfile", "urllib"}


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def files(*folders: Path) -> list[Path]:
    return sorted(path for folder in folders for path in folder.rglob("*.py"))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Every imported module, and every imported name as if it were one: (line, 'PySide6.QtCore.QThread')."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def test_there_are_files_to_look_at():
    assert len(files(PACKAGE)) > 20


def test_packages_hold_no_code_of_their_own():
    assert [name(path) for path in files(PACKAGE) if path.name == "__init__.py" and path.stat().st_size] == []


def test_every_module_says_what_lives_there():
    rooms = [path for path in files(PACKAGE, ROOT / "tests", ROOT / "packaging") if path.name != "__init__.py"]
    assert [name(path) for path in rooms if not ast.get_docstring(tree(path))] == []


def test_no_file_outgrows_its_room():
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files(PACKAGE)}
    assert {path: lines for path, lines in sizes.items() if lines > LONGEST_FILE} == {}


def test_every_function_fits_a_screen():
    long = [
        f"{name(path)}:{node.lineno} {node.name} has {node.end_lineno - node.lineno + 1} lines"
        for path in files(PACKAGE, ROOT / "packaging")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []


def test_tasks_know_no_widget_and_no_picture():
    seen = [
        f"{name(path)}:{line} {module}"
        for path in files(PACKAGE / "tasks")
        for line, module in imports(path)
        if module.split(".")[0] == "PySide6" and module.split(".")[1:2] not in (["QtCore"], ["QtNetwork"])
    ]
    assert seen == []


def test_the_domain_reads_no_file_and_no_clock():
    touched = [
        f"{name(path)}:{line} {module}"
        for path in files(PACKAGE / "domain")
        for line, module in imports(path)
        if module.split(".")[0] in NO_FILE_MODULES
    ]
    for path in files(PACKAGE / "domain"):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call):
                continue
            if isinstance(node.func, ast.Name) and node.func.id == "open":
                touched.append(f"{name(path)}:{node.lineno} open")
            if isinstance(node.func, ast.Attribute) and reads_clock(node.func):
                touched.append(f"{name(path)}:{node.lineno} {node.func.attr}")
    assert touched == []


def reads_clock(function: ast.Attribute) -> bool:
    """`datetime.now`, `date.today`, `time.time`: but not `instant.time()`, which only takes a value apart."""
    return (
        function.attr in NO_CLOCK_CALLS
        and isinstance(function.value, ast.Name | ast.Attribute)
        and (function.value.id if isinstance(function.value, ast.Name) else function.value.attr)
        in {"datetime", "date", "time"}
    )


@pytest.mark.parametrize(
    ("call", "reads"),
    [
        ("datetime.now(UTC)", True),
        ("dt.date.today()", True),
        ("time.time()", True),
        ("start.time()", False),
        ("datetime.combine(day, noon)", False),
    ],
)
def test_a_look_at_the_clock_is_told_from_arithmetic(call, reads):
    function = ast.parse(call).body[0].value.func
    assert reads_clock(function) is reads
