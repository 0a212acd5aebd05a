"""What signals tell, kept in a list."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import SignalInstance


def heard(*signals: SignalInstance) -> list[Any]:
    """Everything that the signals tell from now on; () for a signal without a value."""
    told: list[Any] = []
    for signal in signals:
        signal.connect(lambda *values: told.append(values[0] if values else ()))
    return told
