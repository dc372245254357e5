"""Where Tracker's own files are: resources that ship with it and the folders of this platform."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """The folder of icons, style and the food catalogue: beside the package, in the wheel or in the frozen app."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen is not None:
        return Path(frozen) / "resources"
    inside = Path(__file__).parent / "resources"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "resources"


def default_profile() -> Path:
    """The profile that opens when none is named."""
    return platformdirs.user_data_path("tracker", appauthor=False) / "profiles" / "default"
