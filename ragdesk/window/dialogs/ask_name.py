"""AskName: one question with a line for the answer; the engine's objection, if any, is shown under it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.errors import RagdeskError
from ragdesk.window.engine_words import said_of
from ragdesk.window.widgets.plain import plain_label


class AskName(QDialog):
    """Stays open until `accept` is called or the user gives up: the name may be refused."""

    named = Signal(str)

    def __init__(self, title: str, question: str, verb: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ask_name")
        self.setWindowTitle(title)
        self._label = plain_label(question)
        self.line = QLineEdit(name, self)
        self.line.setObjectName("name_line")
        self.line.setAccessibleName(question)
        self.line.setToolTip(question)
        self.line.setMaxLength(100)
        self.line.selectAll()
        self._label.setBuddy(self.line)
        self.objection = plain_label(role="bad", wraps=True)
        self.objection.setObjectName("name_objection")
        self.objection.hide()
        self.verb = QPushButton(verb, self)
        self.verb.setObjectName("name_verb")
        self.verb.setProperty("role", "primary")
        self.verb.setDefault(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.verb, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._send)
        buttons.rejected.connect(self.reject)
        self.line.textChanged.connect(self._edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        for widget in (self._label, self.line, self.objection, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(380)
        self._edited()

    def object_to(self, problem: RagdeskError) -> None:
        """The name was refused."""
        self.objection.setText(said_of(problem))
        self.objection.show()
        self.verb.setEnabled(True)
        self.line.setFocus()

    def _edited(self) -> None:
        self.verb.setEnabled(bool(self.line.text().strip()))
        self.objection.hide()

    def _send(self) -> None:
        self.verb.setEnabled(False)
        self.named.emit(self.line.text().strip())
