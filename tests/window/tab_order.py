from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_order(dialog: QWidget) -> list[str]:
    """The names of what Tab goes through now, from the beginning."""
    names, widget = [], dialog.nextInFocusChain()
    while widget is not None and widget is not dialog:
        is_reached = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if is_reached and widget.isVisible() and widget.isEnabled() and widget.window() is dialog:
            names.append(widget.objectName())
        widget = widget.nextInFocusChain()
    return names
