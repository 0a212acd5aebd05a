"""ConversationHeader: the title of the conversation, and the way to a new one and to the others."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ragdesk.window.actions import Actions
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.elided_label import ElidedLabel
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.translated import WithWords

HEIGHT = 48


class ConversationHeader(WithWords, QFrame):
    """`show_title("")` is a conversation without a question yet."""

    def __init__(self, theming: Theming, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self.setProperty("role", "header")
        self.setMinimumHeight(HEIGHT)
        self._label = ElidedLabel(role="header")
        self._label.setObjectName("conversation_title")
        self._search = IconButton(theming, "search")
        self._search.setObjectName("conversations_button")
        self._search.clicked.connect(actions["conversations"].trigger)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 0, 12, 0)
        layout.setSpacing(4)
        layout.addWidget(self._label, 1)
        layout.addWidget(IconButton.for_action(actions["new_conversation"], theming))
        layout.addWidget(self._search)
        self.retranslate()

    def retranslate(self) -> None:
        self._label.setText(self._title or self.tr("New conversation"))
        self._search.say(self.tr("Search the conversations"))

    def show_title(self, title: str) -> None:
        self._title = " ".join(title.split())
        self.retranslate()
