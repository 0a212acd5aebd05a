"""ConversationsDialog: the conversations of the library, to search, open, rename, pin and delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ragdesk.protocol.conversations import ConversationRecord
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.ask_name import AskName
from ragdesk.window.dialogs.conversation_model import ConversationDelegate, ConversationModel
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import WithWords

_TYPING_MS = 150
"""A search is made when nothing was typed for so long."""


class ConversationsDialog(WithWords, QDialog):
    """Does not block the window; Enter opens the chosen conversation and closes the list."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link = link
        self._desk = desk
        self._wanted = 0
        self._to_choose: int | None = None
        """If it is in the list that comes next."""
        self.setObjectName("conversations_dialog")
        self.resize(520, 560)
        self._search = QLineEdit()
        self._search.setObjectName("conversations_search")
        self._search.setProperty("role", "search")
        self._search.setClearButtonEnabled(True)
        self._model = ConversationModel(self)
        self.list = QListView()
        self.list.setObjectName("conversations_list")
        self.list.setModel(self._model)
        self.list.setItemDelegate(ConversationDelegate(theming, self._model, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._empty = plain_label(role="dim", wraps=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._open, self._rename, self._pin, self._delete = (QPushButton() for _ in range(4))
        self._open.setProperty("role", "primary")
        self._open.setDefault(True)
        self._lay_out()
        self._connect(theming)
        self.retranslate()
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """On the open conversation, whichever was chosen here the last time."""
        super().showEvent(event)
        if not event.spontaneous():
            self._to_choose = self._desk.conversation
            self._choose_open()

    def refresh(self) -> None:
        """Ask for the list; an answer that comes after a newer search is not shown."""
        self._wanted += 1
        wanted, text = self._wanted, self._search.text().strip()
        self._link.request(
            lambda engine: engine.list_conversations(text),
            lambda records: self._show(records) if wanted == self._wanted else None,
        )

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Conversations"))
        self._search.setPlaceholderText(self.tr("Search titles, questions and answers"))
        self._search.setAccessibleName(self.tr("Search titles, questions and answers"))
        self.list.setAccessibleName(self.tr("Conversations"))
        for button, words, more in (
            (self._open, self.tr("Open"), self.tr("Go on with this conversation (Enter)")),
            (self._rename, self.tr("Rename…"), self.tr("Give it another title (F2)")),
            (self._delete, self.tr("Delete"), self.tr("Take it out of the list; this can be undone (Delete)")),
        ):
            button.setText(words)
            button.setToolTip(more)
        self._follow_choice()

    def chosen(self) -> ConversationRecord | None:
        return self._model.record(self.list.currentIndex())

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button, name in (
            (self._rename, "conversation_rename"), (self._pin, "conversation_pin"),
            (self._delete, "conversation_delete"), (self._open, "conversation_open"),
        ):  # fmt: skip
            button.setObjectName(name)
            button.setAutoDefault(button is self._open)
            if button is self._open:
                buttons.addStretch(1)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self._search)
        column.addWidget(self.list, 1)
        column.addWidget(self._empty)
        column.addLayout(buttons)

    def _connect(self, theming: Theming) -> None:
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.refresh)
        self._search.textChanged.connect(lambda _: self._typing.start())
        self.list.selectionModel().currentChanged.connect(lambda *_: self._follow_choice())
        self.list.activated.connect(lambda _: self._go())
        self._open.clicked.connect(self._go)
        self._rename.clicked.connect(self._ask_title)
        self._pin.clicked.connect(self._toggle_pin)
        self._delete.clicked.connect(self._remove)
        theming.changed.connect(self.list.viewport().update)
        for changed in (self._link.conversations_changed, self._link.engine_ready):
            changed.connect(self.refresh)
        for keys, do in (("F2", self._ask_title), ("Del", self._remove)):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(do)

    def _show(self, records: Sequence[ConversationRecord]) -> None:
        before = self.chosen()
        at = max(0, self.list.currentIndex().row())
        self._model.show(records)
        row = self._model.row_of(before.id) if before else -1
        if records:
            self.list.setCurrentIndex(self._model.index(row if row >= 0 else min(at, len(records) - 1)))
        self._choose_open()
        self._to_choose = None
        self._follow_choice()

    def _choose_open(self) -> None:
        row = -1 if self._to_choose is None else self._model.row_of(self._to_choose)
        if row >= 0:
            self.list.setCurrentIndex(self._model.index(row))

    def _follow_choice(self) -> None:
        chosen = self.chosen()
        for button in (self._open, self._rename, self._pin, self._delete):
            button.setEnabled(chosen is not None)
        is_pinned = chosen is not None and chosen.is_pinned
        self._pin.setText(self.tr("Unpin") if is_pinned else self.tr("Pin"))
        self._pin.setToolTip(self.tr("Keep it at the top of the list, or no longer"))
        is_empty = self._model.rowCount() == 0
        self._empty.setVisible(is_empty)
        self.list.setVisible(not is_empty)
        searched = bool(self._search.text().strip())
        self._empty.setText(
            self.tr("No conversation has these words.") if searched else self.tr("Nothing was asked yet.")
        )

    def _go(self) -> None:
        if chosen := self.chosen():
            self._desk.choose_conversation(chosen.id)
            self.accept()

    def _ask_title(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return
        asked = AskName(self.tr("Rename"), self.tr("Title of the conversation"), self.tr("Rename"), chosen.title, self)
        asked.named.connect(
            lambda title: self._link.request(
                lambda engine: engine.rename_conversation(chosen.id, title), lambda _: asked.accept(), asked.object_to
            )
        )
        asked.open()

    def _toggle_pin(self) -> None:
        if chosen := self.chosen():
            self._do(lambda engine: engine.pin_conversation(chosen.id, not chosen.is_pinned))

    def _remove(self) -> None:
        chosen = self.chosen()
        if chosen is None:
            return

        def removed(_: ConversationRecord) -> None:
            self.refresh()
            if self._desk.conversation == chosen.id:
                self._desk.choose_conversation(None)
            self._desk.offer_undo(self.tr("The conversation was deleted."), take_back)

        def take_back() -> None:
            self._link.request(lambda engine: engine.restore_conversation(chosen.id), lambda _: self.refresh())

        self._link.request(lambda engine: engine.delete_conversation(chosen.id), removed)

    def _do(self, call: Callable[[EngineApi], object]) -> None:
        self._link.request(call, lambda _: self.refresh())
