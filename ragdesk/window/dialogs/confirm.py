"""Confirm: a plain question before something that cannot be undone."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QVBoxLayout, QWidget

from ragdesk.window.widgets.plain import plain_label


class Confirm(QDialog):
    """`accepted` is said only after the button with the verb was pressed; Enter alone does nothing."""

    def __init__(self, title: str, text: str, verb: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confirm")
        self.setWindowTitle(title)
        self.text = plain_label(text, wraps=True)
        self.text.setMinimumWidth(380)
        self.verb = QPushButton(verb, self)
        self.verb.setObjectName("confirm_verb")
        self.verb.setProperty("role", "danger")
        self.verb.setAutoDefault(False)
        self.verb.setToolTip(title)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        buttons.addButton(self.verb, QDialogButtonBox.ButtonRole.DestructiveRole)
        cancel = buttons.button(QDialogButtonBox.StandardButton.Cancel)
        cancel.setDefault(True)
        self.verb.clicked.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addWidget(self.text)
        column.addWidget(buttons)
        cancel.setFocus()
