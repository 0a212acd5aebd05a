"""Growth: a dialog grows when what it says becomes longer than when it got its size; it never shrinks by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QDialog


class Growth(QObject):
    """As tall as its words need at its width, and no taller than the screen."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        dialog.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.LayoutRequest and watched is self._dialog and self._dialog.isVisible():
            self._grow()
        return False

    def _grow(self) -> None:
        dialog = self._dialog
        layout = dialog.layout()
        if layout is None:
            return
        layout.activate()
        needed = layout.totalHeightForWidth(dialog.width())
        height = min(needed, dialog.screen().availableGeometry().height())
        if height > dialog.height():
            dialog.resize(dialog.width(), height)
