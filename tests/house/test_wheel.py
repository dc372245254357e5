"""The wheel that `pip install` gets."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=120)
    return folder


def test_the_wheel_carries_the_package_and_its_resources_and_nothing_else(built: Path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        inside = set(wheel.namelist())
    resources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "resources").rglob("*") if path.is_file()}
    assert resources
    assert {f"tracker/{path}" for path in resources} <= inside
    assert {"tracker/paths.py", "tracker/store/migrations/__init__.py"} <= inside
    assert {path.split("/")[0] for path in inside} == {"tracker", "tracker-0.1.0.dist-info"}
    assert not [path for path in inside if path.endswith(".pyc")]


def test_the_wheel_names_both_commands(built: Path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        commands = wheel.read("tracker-0.1.0.dist-info/entry_points.txt").decode()
    assert "tracker = tracker.__main__:main" in commands
    assert "tracker-server = tracker.server.__main__:main" in commands


def test_resources_are_found_beside_the_package_of_an_unpacked_wheel(built: Path, tmp_path: Path):
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(tmp_path)
    ask = "import sys; sys.path.insert(0, sys.argv[1]); from tracker import paths; print(paths.resources())"
    said = subprocess.run(
        [sys.executable, "-c", ask, str(tmp_path)],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert Path(said.stdout.strip()) == tmp_path / "tracker" / "resources"


def test_the_source_archive_builds_the_same(built: Path):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        tops = {member.split("/")[1] for member in archive.getnames() if "/" in member}
    assert {"tracker", "resources", "pyproject.toml", "README.md", "LICENSE"} <= tops
    assert not tops & {"tests", "packaging", ".venv", "dist", "build"}
