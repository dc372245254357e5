"""Paints resources/icons/tracker.svg in the sizes that desktops ask for: `python packaging/icons.py`.

Run again after the drawing changed; the pictures are part of the repository, so that a build needs no Qt for them.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
WINDOWS = (16, 24, 32, 48, 64, 256)
MACOS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}


def main() -> None:
    """Write tracker-<size>.png for every size, and of these an .ico for Windows and an .icns for macOS."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication([])
    icon = QIcon(str(ICONS / "tracker.svg"))
    for size in SIZES:
        icon.pixmap(QSize(size, size), 1.0).save(str(ICONS / f"tracker-{size}.png"), "PNG")
    del application
    (ICONS / "tracker.ico").write_bytes(windows_icon())
    (ICONS / "tracker.icns").write_bytes(macos_icon())


def picture(size: int) -> bytes:
    """The PNG of one size."""
    return (ICONS / f"tracker-{size}.png").read_bytes()


def windows_icon() -> bytes:
    """An .ico whose pictures are PNGs, which Windows has read since Vista."""
    head = struct.pack("<HHH", 0, 1, len(WINDOWS))
    at = len(head) + 16 * len(WINDOWS)
    directory, pictures = b"", b""
    for size in WINDOWS:
        data = picture(size)
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(data), at + len(pictures))
        pictures += data
    return head + directory + pictures


def macos_icon() -> bytes:
    """An .icns whose pictures are PNGs."""
    body = b"".join(kind + struct.pack(">I", 8 + len(picture(size))) + picture(size) for kind, size in MACOS.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


if __name__ == "__main__":
    main()
