"""The program's own icon, from the PNG files that were drawn from `assets/icons/ragdesk.svg`."""

from __future__ import annotations

from PySide6.QtGui import QIcon

from ragdesk.paths import asset

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)


def app_icon() -> QIcon:
    """Small sizes are drawn for themselves, so that they stay sharp."""
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(asset("icons", "app", f"ragdesk-{size}.png")))
    return icon
