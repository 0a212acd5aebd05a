"""LaterTurnsBox: asks what becomes of the turns after the one that is asked again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from ragdesk.window.words import fill, number


class LaterTurnsBox(QMessageBox):
    """Open it with `open`; closing it changes nothing."""

    replace_chosen = Signal()
    """Later ones may go."""
    branch_chosen = Signal()
    """All stay here; it is asked in a new conversation."""

    def __init__(self, later: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("later_turns")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWindowTitle(self.tr("Ask again"))
        self.setText(self.tr("One question came after this one."))
        if later > 1:
            self.setText(fill(self.tr("%1 questions came after this one."), number(later)))
        self.setInformativeText(self.tr("They rest on this answer. What should become of them?"))
        self.branching = self.addButton(self.tr("Ask in a new conversation"), QMessageBox.ButtonRole.AcceptRole)
        self.replacing = self.addButton(self.tr("Remove them"), QMessageBox.ButtonRole.DestructiveRole)
        self.addButton(QMessageBox.StandardButton.Cancel)
        self.setDefaultButton(self.branching)
        self.buttonClicked.connect(self._choose)

    def _choose(self, button: object) -> None:
        if button is self.branching:
            self.branch_chosen.emit()
        elif button is self.replacing:
            self.replace_chosen.emit()
