#!/usr/bin/env python3
"""The one script of a working copy: it makes the environment, then runs, checks, tests, measures, builds.

It needs Python 3.11 and nothing else. The environment lives in `.venv`, holds exactly what
`packaging/requirements-dev.txt` pins, and is brought up to date when that file or the project's own
metadata changed. What this script has to say goes to stderr, what the command has to say to stdout.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "tracker-stamp"
REQUIREMENTS = ROOT / "packaging" / "requirements-dev.txt"
BENCHES = ROOT / "tests" / "bench"
WINDOWS = sys.platform == "win32"
LINUX = sys.platform == "linux"
EVERY_CORE = ["--numprocesses", "auto", "--dist", "worksteal"]
"""All tests on all cores; named ones run in one process, where `-x` and a debugger mean what they say."""

# Shared libraries that the Qt wheels expect of the system, and the Debian package of each. The first six are
# needed to import Qt at all, the others to open a window on X11 or Wayland.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
WINDOW_LIBRARIES = {
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


class Stop(Exception):
    """The command cannot go on; the message says why and what to do, and becomes exit code 1."""


def say(text: str) -> None:
    """A line of progress for the person who waits."""
    print(text, file=sys.stderr, flush=True)


# ---------------------------------------------------------------------------------------- the environment


def environment() -> tuple[Path, bool]:
    """Makes `.venv`, or brings it up to date.

    Returns:
        Its interpreter, and whether anything had to be done.
    """
    python = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
    stamp = wanted_stamp()
    if python.exists() and STAMP.is_file() and STAMP.read_text(encoding="utf-8") == stamp:
        return python, False
    if not python.exists():
        say(f"Making the environment in {VENV.relative_to(ROOT)} with Python {sys.version.split()[0]} …")
        need_ensurepip()
        must([sys.executable, "-m", "venv", "--clear", str(VENV)], "The environment could not be made")
    STAMP.unlink(missing_ok=True)
    pip = [str(python), "-m", "pip", "-qq", "--disable-pip-version-check", "install"]
    say("Installing the pinned requirements (the first time this takes a few minutes) …")
    must([*pip, "--require-hashes", "-r", str(REQUIREMENTS)], "The requirements could not be installed")
    # No build isolation: the build backend is pinned with the rest, so nothing is fetched without a hash.
    must([*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], "Tracker could not be installed")
    STAMP.write_text(stamp, encoding="utf-8")
    return python, True


def wanted_stamp() -> str:
    """What the environment depends on, as one digest: the pins, the project's metadata and where it lies."""
    import tomllib  # here, so that an older Python gets as far as the sentence that says it is too old

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    metadata = [project["project"], project["build-system"], project["tool"]["hatch"], str(ROOT)]
    digest = hashlib.sha256(REQUIREMENTS.read_bytes())
    digest.update(json.dumps(metadata, sort_keys=True).encode())
    return digest.hexdigest()


def need_ensurepip() -> None:
    """Debian keeps the part of Python that makes environments in a package of its own."""
    if importlib.util.find_spec("ensurepip") is not None:
        return
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    need_packages([package], "This Python cannot make an environment")
    importlib.invalidate_caches()


def need_libraries(wanted: dict[str, str], *, or_stop: bool = True) -> None:
    """Installs the system libraries that are missing, or says which they are.

    Args:
        wanted: shared library -> Debian package.
        or_stop: raise `Stop` when they stay missing, else only say so.
    """
    missing = missing_libraries(wanted)
    if not missing:
        return
    try:
        need_packages([wanted[name] for name in missing], f"Qt needs {', '.join(missing)} of this system")
    except Stop as stop:
        if or_stop:
            raise
        say(str(stop))


def missing_libraries(wanted: Iterable[str]) -> list[str]:
    """Those of the shared libraries that the loader does not find; none on platforms that bring their own."""
    missing = []
    for name in wanted if LINUX else ():
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def need_packages(packages: list[str], reason: str) -> None:
    """Installs system packages where that is allowed (root on Debian or Ubuntu); otherwise says how to."""
    line = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    if not (LINUX and shutil.which("apt-get")):
        raise Stop(f"{reason}. On Debian the packages are {' '.join(packages)}; install their like and start again.")
    if os.geteuid() != 0:
        raise Stop(f"{reason}. Install what is missing and start again:\n  sudo {line}")
    say(f"{reason}: installing {' '.join(packages)} …")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A failed update may still leave a usable list; the install decides.
    subprocess.run(["apt-get", "-qq", "update"], env=quiet, capture_output=True, check=False)
    done = subprocess.run(line.split(), env=quiet, capture_output=True, text=True, check=False)
    if done.returncode:
        why = (done.stderr.strip().splitlines() or ["it gave no reason"])[-1]
        raise Stop(f"{reason}, and installing it failed: {why}\n  {line}")


def must(command: list[str], otherwise: str) -> None:
    """Runs a step of the set-up; its output goes to stderr."""
    if subprocess.call(command, stdout=sys.stderr.fileno(), cwd=ROOT):
        raise Stop(f"{otherwise}; the lines above say why.")


# ------------------------------------------------------------------------------------------- the commands


def run(arguments: list[str]) -> int:
    """Start Tracker; what follows is given to it."""
    if opens_window(arguments):
        need_display()
    python, _ = environment()
    need_libraries(QT_LIBRARIES | WINDOW_LIBRARIES)
    become([str(python), "-m", "tracker", *arguments])


def check(arguments: list[str]) -> int:
    """Check style, types and import rules."""
    if arguments:
        raise Stop("`check` takes no arguments.")
    python, fresh = environment()
    if fresh:
        need_libraries(QT_LIBRARIES, or_stop=False)
    tools = {
        "ruff check": ["-m", "ruff", "check"],
        "ruff format --check": ["-m", "ruff", "format", "--check"],
        "mypy": ["-m", "mypy"],
        "lint-imports": [
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-logo",
        ],
    }
    started = time.monotonic()
    running = {name: start_tool([str(python), *tool]) for name, tool in tools.items()}
    failed = []
    for name, process in running.items():
        output, _ = process.communicate()
        if process.returncode:
            failed.append(name)
            print(f"— {name}\n{output.rstrip()}\n", flush=True)
    seconds = f"({time.monotonic() - started:.0f} s)"
    say(f"Failed: {', '.join(failed)} {seconds}" if failed else f"{', '.join(tools)}: clean {seconds}")
    return 1 if failed else 0


def start_tool(command: list[str]) -> subprocess.Popen[str]:
    """A check in the background, its two outputs in one."""
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8"
    )


def test(arguments: list[str]) -> int:
    """Check, then run every test; what follows is given to pytest."""
    checked = check([])
    python, _ = environment()
    need_libraries(QT_LIBRARIES)
    tested = subprocess.call([str(python), "-m", "pytest", *(arguments or EVERY_CORE)], cwd=ROOT)
    if checked and not tested:
        say("The tests pass; the check above does not.")
    return tested or checked


def bench(arguments: list[str]) -> int:
    """Measure: every benchmark, or those named; one JSON line a figure."""
    known = sorted(path.stem.removeprefix("bench_") for path in BENCHES.glob("bench_*.py"))
    unknown = sorted(set(arguments) - set(known))
    if unknown:
        raise Stop(f"There is no benchmark {', '.join(unknown)}. There are: {', '.join(known) or 'none yet'}.")
    python, _ = environment()
    need_libraries(QT_LIBRARIES)
    failed = [name for name in arguments or known if not measure(python, name)]
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def measure(python: Path, name: str) -> bool:
    """Runs one benchmark; its JSON lines go to stdout as they are, all else to stderr."""
    command = [str(python), "-m", f"tests.bench.bench_{name}"]
    offscreen = {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    with subprocess.Popen(
        command, cwd=ROOT, env=offscreen, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", file=sys.stdout if line.startswith("{") else sys.stderr, flush=True)
    return process.returncode == 0


def server(arguments: list[str]) -> int:
    """Start the sync server; what follows is given to it."""
    python, _ = environment()
    become([str(python), "-m", "tracker.server", *arguments])


def build(arguments: list[str]) -> int:
    """Build the frozen app for this platform, and let it check itself."""
    if arguments:
        raise Stop("`build` takes no arguments.")
    python, _ = environment()
    need_libraries(QT_LIBRARIES | WINDOW_LIBRARIES)
    log = ROOT / "build" / "pyinstaller.log"
    log.parent.mkdir(exist_ok=True)
    say(f"Building (about a minute; the log is {log.relative_to(ROOT)}) …")
    freeze = [
        str(python),
        "-m",
        "PyInstaller",
        "--noconfirm",
        "--distpath",
        "dist",
        "--workpath",
        "build/work",
    ]
    with log.open("wb") as output:
        code = subprocess.call([*freeze, "packaging/tracker.spec"], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
    lines = log.read_text(encoding="utf-8", errors="replace")
    if code:
        raise Stop("\n".join([*lines.splitlines()[-15:], "The build failed; these are its last lines."]))
    absent = re.findall(r"Library not found: could not resolve '([^']+)', dependency of '[^']*/lib(?:qxcb|Qt6)", lines)
    if absent:
        raise Stop(f"The build would not be whole: {', '.join(sorted(set(absent)))} is missing on this system.")
    binary = ROOT / "dist" / "tracker" / ("tracker.exe" if WINDOWS else "tracker")
    say("Letting it check itself …")
    offscreen = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if subprocess.call([str(binary), "--self-check"], env=offscreen, stdout=sys.stderr.fileno(), timeout=300):
        raise Stop(f"{binary} was built, and its self-check failed.")
    print(binary.parent)
    return 0


def become(command: list[str]) -> NoReturn:
    """Hands over to the command, so that signals reach it and not this script."""
    sys.stderr.flush()
    if WINDOWS:  # where exec would return to the shell at once
        with contextlib.suppress(KeyboardInterrupt):
            sys.exit(subprocess.call(command))
        sys.exit(130)
    os.execv(command[0], command)  # noqa: S606 - a list, and no shell wanted


# ------------------------------------------------------------------------------------------- the display


def opens_window(arguments: list[str]) -> bool:
    """Whether `tracker` would open its window: no sub-command is given and no short answer asked for."""
    words = iter(arguments)
    for word in words:
        if word == "--profile":
            next(words, None)
        elif not word.startswith("-") or word in {"-h", "--help", "--version", "--self-check"}:
            return False
    return True


def need_display() -> None:
    """Says that there is no screen; Qt itself would abort."""
    if not LINUX or os.environ.get("QT_QPA_PLATFORM") or os.environ.get("WAYLAND_DISPLAY"):
        return
    display = os.environ.get("DISPLAY", "")
    if not display:
        raise Stop("There is no display here, so no window can open; start it from a desktop session.")
    if not display_answers(display):
        raise Stop(f"The display {display} does not answer, so no window can open.")


def display_answers(display: str) -> bool:
    """Whether an X server listens at a DISPLAY such as ':0', 'host:10.0' or '/path/to/socket'."""
    found = re.fullmatch(r"(?P<host>.*):(?P<number>\d+)(\.\d+)?", display)
    if found is None:
        return True  # a form that we do not know is for Qt to judge
    host, number = found["host"], int(found["number"])
    if host and not host.startswith(("/", "unix")):
        with contextlib.suppress(OSError):
            socket.create_connection((host, 6000 + number), timeout=3).close()
            return True
        return False
    for address in (f"/tmp/.X11-unix/X{number}", f"\0/tmp/.X11-unix/X{number}", display):  # noqa: S108 - X's own place
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
            probe.connect(address)
            return True
    return False


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    command.__name__: command for command in (run, check, test, bench, server, build)
}


def usage() -> str:
    """The help text, from what each command says of itself."""
    rows = (f"  {name:8}{(command.__doc__ or '').splitlines()[0]}" for name, command in COMMANDS.items())
    return "\n".join(["usage: python3 packaging/dev.py COMMAND …", "", *rows])


def main(arguments: list[str]) -> int:
    """Runs the command that is named first."""
    if sys.version_info < (3, 11):  # noqa: UP036 - this is where the older ones are told
        say(f"Tracker needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
        return 1
    if not arguments or arguments[0] in {"-h", "--help"}:
        print(usage())
        return 0 if arguments else 2
    if arguments[0] not in COMMANDS:
        say(f"There is no command {arguments[0]}.\n{usage()}")
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
