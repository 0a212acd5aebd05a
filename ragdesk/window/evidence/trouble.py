"""Trouble: in place of a page, what happened to the document and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ragdesk.window.engine_words import said
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords


class Trouble(WithWords, QFrame):
    """A card in the well. Which buttons it has is said with the words."""

    read_again_asked_for = Signal()
    text_asked_for = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("evidence_trouble")
        self.setProperty("role", "well")
        self._told = ("", "")
        self._message = plain_label(role="header", wraps=True)
        self._hint = plain_label(role="dim", wraps=True)
        self.read_again = QPushButton()
        self.read_again.setObjectName("evidence_read_again")
        self.read_again.setProperty("role", "primary")
        self.show_text = QPushButton()
        self.show_text.setObjectName("evidence_show_text")
        self.read_again.clicked.connect(self.read_again_asked_for)
        self.show_text.clicked.connect(self.text_asked_for)
        card = QFrame()
        card.setProperty("role", "notice")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(16, 16, 16, 16)
        inside.setSpacing(8)
        inside.addWidget(self._message)
        inside.addWidget(self._hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.read_again)
        buttons.addWidget(self.show_text)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        around = QVBoxLayout(self)
        around.setContentsMargins(24, 24, 24, 24)
        around.addWidget(card)
        around.addStretch(1)
        self.retranslate()

    def retranslate(self) -> None:
        self.read_again.setText(self.tr("Read again"))
        set_plain_tooltip(self.read_again, self.tr("Read this file anew, as it is now"))
        self.show_text.setText(self.tr("Show the text"))
        set_plain_tooltip(self.show_text, self.tr("Show the words that were read from it"))
        self._say()

    def tell(self, message: str, hint: str, *, can_read: bool, can_show_text: bool) -> None:
        """What happened, what to do."""
        self._told = (message, hint)
        self._say()
        self._hint.setVisible(bool(hint))
        self.read_again.setVisible(can_read)
        self.show_text.setVisible(can_show_text)

    def _say(self) -> None:
        message, hint = self._told
        self._message.setText(said(message))
        self._hint.setText(said(hint))
        self.setAccessibleName(said(message))

    @property
    def message(self) -> str:
        return self._message.text()
