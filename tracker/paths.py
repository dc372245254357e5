"""Where Tracker's own files are: resources that ship with it and the folders of this platform."""

from __future__ import annotations

import sys
from pathlib import Path


def resources() -> Path:
    """The folder of icons, style and the food catalogue: beside the package, in the wheel or in the frozen app."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"


def cache() -> Path:
    """The folder of what can be fetched again, which the platform or a person may empty."""
    import platformdirs

    return platformdirs.user_cache_path("tracker", appauthor=False)


def profiles() -> Path:
    """The folder of this person's profiles."""
    import platformdirs  # who names a profile goes without

    return platformdirs.user_data_path("tracker", appauthor=False) / "profiles"


def current() -> Path:
    """The file that names the profile which was chosen last."""
    return profiles() / "current"


def default_profile() -> Path:
    """The profile that opens when none is named: the one that was chosen last, else the one everybody begins with."""
    try:
        name = current().read_text("utf-8").strip()
    except (OSError, ValueError):
        name = ""
    chosen = profiles() / name
    known = name not in ("", ".", "..") and Path(name).name == name and (chosen / "tracker.db").exists()
    return chosen if known else profiles() / "default"
