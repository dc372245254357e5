"""The pinned requirements: whole, with hashes, and without a word about where they came from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = (ROOT / "packaging" / "requirements-dev.txt").read_text(encoding="utf-8")
ENTRY = re.compile(
    r"^(?P<name>[a-z0-9-]+)(?P<extras>\[[a-z,-]+\])?==[^ ;]+( ;[^\\]+)?(?P<hashes>( \\\n    --hash=\S+)+)", re.MULTILINE
)


def normal(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_every_requirement_is_pinned_with_hashes():
    assert ENTRY.sub("", PINS).strip() == ""
    for entry in ENTRY.finditer(PINS):
        hashes = entry["hashes"].replace("\\", "").split()
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), entry["name"]


def test_no_index_and_no_place_on_a_disk_is_named():
    assert not re.search(r"://|@ |file:|^-|index-url|find-links", PINS, re.MULTILINE)


def test_everything_the_project_asks_for_is_pinned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        asked += extra
    pinned = {entry["name"] for entry in ENTRY.finditer(PINS)}
    assert {normal(name) for name in asked} - pinned == {"tracker"}


def test_what_is_asked_for_with_extras_is_pinned_with_them():
    """pip 23 takes `coverage[toml]` for another requirement than `coverage`, and refuses what it finds as unpinned."""
    with_extras = {entry["name"] for entry in ENTRY.finditer(PINS) if entry["extras"]}
    assert {"coverage", "uvicorn"} <= with_extras


def test_every_dependency_says_why_it_is_there():
    lines = (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()
    start, end = lines.index("dependencies = ["), lines.index("[project.scripts]")
    entries = [line for line in lines[start:end] if re.match(r'    "(?!tracker\[)', line)]
    assert len(entries) > 20
    assert [line for line in entries if not re.search(r'",\s+# \w', line)] == []
