"""The profiles of one person's computer: each account has a folder of its own, and one of them opens by itself.

    profiles/default      where everybody begins
    profiles/<account>    the data of another account
    profiles/.inside-…    a copy of a backup that somebody looks into; it is gone when nobody does any more
    profiles/current      the name of the one that opens where none is named

A profile that was named with --profile keeps its siblings in a folder `profiles` inside it.
"""

from __future__ import annotations

import re
from pathlib import Path

from tracker import paths

FAMILY = "profiles"
INSIDE = ".inside-"
"""How the folder of a copy of a backup begins."""


def family(profile: Path) -> Path:
    """The folder in which the other accounts' profiles lie."""
    whole = profile.absolute()
    return whole.parent if whole.parent.name == FAMILY else whole / FAMILY


def of_account(profile: Path, account: str) -> Path:
    """The folder of an account's own profile, seen from another profile."""
    return family(profile) / re.sub(r"[^A-Za-z0-9_-]", "_", account)


def first(profile: Path) -> Path:
    """The profile that everybody began with: what opens when another one's data was removed."""
    home = family(profile)
    usual = home / "default"
    return usual if home == paths.profiles() or usual.is_dir() else home.parent


def is_inside(profile: Path) -> bool:
    """Whether this profile is a copy of a backup that somebody looks into."""
    return profile.name.startswith(INSIDE)


def all_of(profile: Path) -> tuple[Path, ...]:
    """The profiles that there are, this one and the one everybody began with among them."""
    home = family(profile)
    inside = sorted(home.iterdir()) if home.is_dir() else []
    found = [home.parent, *(one for one in inside if not one.name.startswith(".")), profile.absolute()]
    return tuple(dict.fromkeys(one for one in found if (one / "tracker.db").exists()))


def choose(profile: Path) -> bool:
    """Let this profile open by itself from now on; False where only --profile leads to it."""
    whole = profile.absolute()
    if whole.parent != paths.profiles():
        return False
    part = paths.current().with_suffix(".part")
    part.write_text(whole.name, "utf-8")
    part.replace(paths.current())
    return True
