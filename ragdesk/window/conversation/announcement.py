"""Has screen readers say something that no focus went to: a finished answer. Never its pieces."""

from __future__ import annotations

from PySide6 import QtGui
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Nothing where Qt cannot (before 6.8), or where no screen reader listens."""
    kind = getattr(QtGui, "QAccessibleAnnouncementEvent", None)
    if kind is not None and QAccessible.isActive():
        QAccessible.updateAccessibility(kind(widget, text))
