"""Text of unknown origin where Qt would otherwise guess that it is HTML: tooltips, labels, menus, buttons."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

TOOLTIP_CHARACTERS = 2000
"""A longer tooltip fills the screen."""


def plain_tooltip(text: str) -> str:
    """What `setToolTip` and `Qt.ToolTipRole` show as exactly `text`, in lines that wrap."""
    if not text:
        return ""
    shown = escape(shortened(text, TOOLTIP_CHARACTERS), quote=False)
    return f'<qt><p style="white-space: pre-wrap; margin: 0">{shown}</p></qt>'


def set_plain_tooltip(widget: QWidget, text: str) -> None:
    """A tooltip that shows `text` as it stands, whatever is in it."""
    widget.setToolTip(plain_tooltip(text))


def plain_label(text: str = "", *, role: str = "", wraps: bool = False, parent: QWidget | None = None) -> QLabel:
    """A label that never takes its text for HTML; `role` as in the style sheet."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(wraps)
    if role:
        label.setProperty("role", role)
    label.setText(text)
    return label


def menu_text(text: str) -> str:
    """For menus, buttons and boxes to tick, where "&" would mark a key."""
    return text.replace("&", "&&")


def shortened(text: str, characters: int) -> str:
    """At most so many characters, the last of them "…" where something was cut off."""
    return text if len(text) <= characters else text[: max(0, characters - 1)] + "…"
