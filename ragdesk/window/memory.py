"""WindowMemory: where the window stood and what was shown last. Nothing that the user chose: those are settings."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from ragdesk.paths import make_private

FILE = "window.ini"


class WindowMemory:
    """Lies in the data folder, so each data folder has a window of its own. What cannot be written is forgotten."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._kept = QSettings(str(data_dir / FILE), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray:
        """As `QWidget.saveGeometry` gives it; empty at first."""
        value = self._kept.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._keep("geometry", value)

    @property
    def library(self) -> str | None:
        """The one that was shown last."""
        value = self._kept.value("library")
        return value if isinstance(value, str) and value else None

    @library.setter
    def library(self, name: str) -> None:
        self._keep("library", name)

    def width(self, pane: str, default: int) -> int:
        """How wide a pane was left."""
        value = str(self._kept.value(f"width_{pane}", default))
        return int(value) if value.isdecimal() else default

    def keep_width(self, pane: str, width: int) -> None:
        self._keep(f"width_{pane}", width)

    def is_dismissed(self, hint: str) -> bool:
        """Whether the user has seen that hint and put it away."""
        return self._kept.value(f"dismissed_{hint}") is not None

    def dismiss(self, hint: str) -> None:
        self._keep(f"dismissed_{hint}", "yes")

    def _keep(self, name: str, value: object) -> None:
        if self._kept.value(name) != value:
            make_private(self._data_dir)
            self._kept.setValue(name, value)
