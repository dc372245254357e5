"""The one script, packaging/dev.py: what it decides and what it says, without making an environment."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = ROOT / "packaging" / "dev.py"
linux = pytest.mark.skipif(sys.platform != "linux", reason="displays and system libraries are Linux's")


@pytest.fixture
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("dev_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def ready(dev: ModuleType, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script where the environment is this one and no library is missing."""
    monkeypatch.setattr(dev, "environment", lambda: (Path(sys.executable), False))
    monkeypatch.setattr(dev, "need_libraries", lambda *_, **__: None)
    return dev


def test_help_names_every_command_and_a_wrong_one_is_told(dev, capsys):
    assert dev.main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(f"  {command} " in said for command in ("run", "check", "test", "bench", "server", "build"))
    assert dev.main([]) == 2
    assert dev.main(["fly"]) == 2
    assert "There is no command fly." in capsys.readouterr().err


def test_it_starts_on_any_python_as_far_as_the_sentence_about_its_age(dev, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))
    assert dev.main(["run"]) == 1
    assert "needs Python 3.11 or newer" in capsys.readouterr().err


@linux
def test_without_a_display_run_says_so_before_it_installs_anything(tmp_path):
    shutil.copytree(ROOT / "packaging", tmp_path / "packaging")
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("QT_", "DISPLAY", "WAYLAND"))}
    for display, sentence in (
        ("", "There is no display here"),
        (":4971", "The display :4971 does not answer"),
    ):
        done = subprocess.run(
            [sys.executable, str(tmp_path / "packaging" / "dev.py"), "run", "--profile", "somewhere"],
            env=bare | {"DISPLAY": display}, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (1, "")
        assert done.stderr.startswith(sentence)
        assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / ".venv").exists()


@linux
def test_a_display_answers_where_something_listens(dev, tmp_path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "x:3"))
        listening.listen()
        assert dev.display_answers(str(tmp_path / "x:3"))
    assert not dev.display_answers(":4971")
    assert not dev.display_answers("localhost:4971.0")
    assert dev.display_answers("something new")


@pytest.mark.parametrize(
    ("arguments", "opens"),
    [
        ([], True),
        (["--profile", "folder"], True),
        (["--profile=folder"], True),
        (["--self-check"], False),
        (["--help"], False),
        (["show", "day"], False),
        (["--profile", "folder", "sync"], False),
    ],
)
def test_only_the_window_needs_a_display(dev, arguments, opens):
    assert dev.opens_window(arguments) is opens


def test_an_up_to_date_environment_is_left_alone(dev, tmp_path, monkeypatch, capfd):
    python = tmp_path / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    python.parent.mkdir()
    python.touch()
    monkeypatch.setattr(dev, "VENV", tmp_path)
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(dev, "must", lambda command, _: steps.append(command))
    steps: list[list[str]] = []

    assert dev.environment() == (python, True)
    assert [step for step in steps if "--require-hashes" in step]
    steps.clear()
    assert dev.environment() == (python, False)
    assert steps == []
    assert dev.STAMP.read_text() == dev.wanted_stamp()
    capfd.readouterr()

    requirements = tmp_path / "requirements.txt"
    requirements.write_bytes(dev.REQUIREMENTS.read_bytes() + b"\n")
    monkeypatch.setattr(dev, "REQUIREMENTS", requirements)
    assert dev.environment() == (python, True)
    assert len(steps) == 2


def test_a_step_that_fails_leaves_no_stamp_and_a_sentence(dev, tmp_path, monkeypatch):
    monkeypatch.setattr(dev, "VENV", ROOT / "no-such-environment")
    monkeypatch.setattr(dev, "STAMP", tmp_path / "stamp")
    monkeypatch.setattr(sys, "executable", shutil.which("false") or "false")
    with pytest.raises(dev.Stop, match=r"The environment could not be made; the lines above say why\."):
        dev.environment()
    assert not dev.STAMP.exists()


@linux
def test_missing_libraries_are_named_with_the_line_that_installs_them(dev, monkeypatch):
    wanted = {"libc.so.6": "libc6", "libnone-such.so.1": "libnone-such1"}
    assert dev.missing_libraries(wanted) == ["libnone-such.so.1"]
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    with pytest.raises(dev.Stop) as stop:
        dev.need_libraries(wanted)
    assert "libnone-such.so.1" in str(stop.value)
    assert "sudo apt-get install -y --no-install-recommends libnone-such1" in str(stop.value)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(dev.Stop, match="On Debian the packages are libnone-such1"):
        dev.need_libraries(wanted)


@linux
def test_root_installs_them_and_hears_why_that_failed(dev, tmp_path, monkeypatch, capsys):
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\n[ "$1" = -qq ] || {{ echo "E: no network" >&2; exit 100; }}\n'
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    wanted = {"libnone-such.so.1": "libnone-such1"}
    with pytest.raises(dev.Stop, match="installing it failed: E: no network"):
        dev.need_libraries(wanted)
    dev.need_libraries(wanted, or_stop=False)
    calls = (tmp_path / "calls").read_text().splitlines()
    assert calls == ["-qq update", "install -y --no-install-recommends libnone-such1"] * 2
    assert "installing it failed" in capsys.readouterr().err


@linux
def test_a_python_that_cannot_make_environments_names_the_package(dev, monkeypatch):
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/apt-get")
    with pytest.raises(dev.Stop, match=rf"sudo apt-get install .* python3\.{sys.version_info.minor}-venv"):
        dev.need_ensurepip()


def test_benchmarks_give_their_lines_unchanged_and_nothing_else(ready, tmp_path, monkeypatch, capfd):
    folder = tmp_path / "tests" / "bench"
    folder.mkdir(parents=True)
    line = '{"name": "search",  "value": 1.50, "unit": "ms", "limit": 0.5, "ratio": 3.0}'
    (folder / "bench_search.py").write_text(f"print('warming up')\nprint('''{line}''')\n")
    (folder / "bench_broken.py").write_text("raise SystemExit(3)\n")
    monkeypatch.setattr(ready, "ROOT", tmp_path)
    monkeypatch.setattr(ready, "BENCHES", folder)

    assert ready.main(["bench", "search"]) == 0
    said = capfd.readouterr()
    assert said.out == line + "\n"
    assert "warming up" in said.err

    assert ready.main(["bench"]) == 1
    said = capfd.readouterr()
    assert said.out == line + "\n"
    assert "Failed: broken" in said.err

    assert ready.main(["bench", "flying"]) == 1
    assert "There is no benchmark flying. There are: broken, search." in capfd.readouterr().err
