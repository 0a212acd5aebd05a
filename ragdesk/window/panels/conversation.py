"""ConversationPanel: the middle pane: questions, quotes and answers, and the composer under them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from ragdesk.protocol.records import Answer, Budget
from ragdesk.window.actions import Actions
from ragdesk.window.conversation.composer import Composer
from ragdesk.window.conversation.conversation_header import ConversationHeader
from ragdesk.window.conversation.conversation_life import ConversationLife
from ragdesk.window.conversation.empty_state import EmptyState
from ragdesk.window.conversation.turn_commands import TurnCommands
from ragdesk.window.conversation.turn_list import TurnList
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.first_library import WELCOME
from ragdesk.window.theming import Theming

_SETTLED_MS = 1_000
"""While files are read their number changes several times a second; once a second is enough to say so."""
_BEYOND_TEXT = 4
_READABLE = ("ready", "partly")
"""States of a document of which there is something to ask."""
"""The composer's border stands so far outside of the column of text."""


class ConversationPanel(QFrame):
    """Asks for what it shows by itself; `desk` tells which conversation."""

    def __init__(
        self, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._link, self._desk, self._actions = link, desk, actions
        self._editing: TurnView | None = None
        self.setObjectName("conversation_panel")
        self.setProperty("role", "middle")
        self._header = ConversationHeader(theming, actions)
        self._empty = EmptyState(theming)
        self.turns = TurnList(theming)
        self.composer = Composer(theming)
        self._stack = QStackedWidget()
        self._life = ConversationLife(link, desk, theming, self.turns)
        self._commands = TurnCommands(link, desk, actions, self._life, self.turns)
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(_SETTLED_MS)
        self._lay_out()
        self._connect()
        self._show_state()
        self._commands.refresh()
        if link.is_ready:
            self._ask_for_suggestions()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        left, _ = self.turns.column(self.width())
        self._around.setContentsMargins(left - _BEYOND_TEXT, 8, left - _BEYOND_TEXT, 16)

    def show_above_composer(self, notice: QWidget) -> None:
        """There it comes and goes without moving what is read from the top."""
        self._around.insertWidget(0, notice)

    def _lay_out(self) -> None:
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.turns)
        self._around = QVBoxLayout()
        self._around.setSpacing(8)
        self._around.addWidget(self.composer)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._header)
        layout.addWidget(self._stack, 1)
        layout.addLayout(self._around)
        self.setFocusProxy(self.composer.edit)

    def _connect(self) -> None:
        self._connect_life()
        self._connect_composer()
        self._empty.question_chosen.connect(self._ask)
        self._empty.folder_asked.connect(self._actions["add_folder"].trigger)
        self._empty.files_asked.connect(self._actions["add_files"].trigger)
        self._actions["new_conversation"].triggered.connect(self._begin_anew)
        self._actions["stop_answer"].triggered.connect(self._life.stop)
        self._desk.question_proposed.connect(self._ask)
        self._desk.text_proposed.connect(self.composer.edit.insertPlainText)
        self._desk.text_proposed.connect(lambda _: self.composer.edit.setFocus())
        self._desk.scope_changed.connect(self._show_state)
        self._desk.model_changed.connect(self._show_state)
        self._link.engine_ready.connect(lambda _: self._refresh())
        self._link.status_changed.connect(lambda _: self._show_state())
        self._link.documents_changed.connect(lambda: self._settled.isActive() or self._settled.start())
        self._link.settings_changed.connect(self._link.refresh_status)
        self._settled.timeout.connect(self._link.refresh_status)
        self._settled.timeout.connect(self._ask_for_suggestions)

    def _connect_life(self) -> None:
        life = self._life
        life.turn_added.connect(self._listen)
        life.emptied.connect(self._show_empty)
        life.title_changed.connect(self._header.show_title)
        life.answered.connect(self._answered)
        life.activity_changed.connect(self._activity_changed)
        self._commands.editing_asked.connect(self._edit)

    def _connect_composer(self) -> None:
        composer = self.composer
        composer.asked.connect(self._ask)
        composer.stopped.connect(self._life.stop)
        composer.recall_asked.connect(self._recall)
        composer.editing_left.connect(lambda: self._set_editing(None))
        composer.scope_asked.connect(self._actions["choose_scope"].trigger)
        composer.scope_cleared.connect(lambda: self._desk.choose_scope(()))
        composer.model_asked.connect(self._actions["choose_model"].trigger)
        composer.budget_asked.connect(self._actions["budget"].trigger)

    def _listen(self, view: TurnView) -> None:
        self._commands.listen(view)
        view.evidence_chosen.connect(lambda number: self._show_evidence(view, number))
        view.document_chosen.connect(self._show_document)

    # asking

    def _ask(self, question: str) -> None:
        edited, self._editing = self._editing, None
        self.composer.end_editing()
        self.composer.edit.clear()
        if edited is not None and edited in self.turns.turns:
            self._commands.ask_again(edited, question)
        else:
            self._life.ask(question)
        self._commands.refresh()

    def _edit(self, view: TurnView) -> None:
        self._set_editing(view)
        self.composer.begin_editing(view.question)

    def _set_editing(self, view: TurnView | None) -> None:
        self._editing = view

    def _recall(self) -> None:
        if self.turns.turns:
            self.composer.edit.put(self.turns.turns[-1].question)

    def _begin_anew(self) -> None:
        self._desk.choose_conversation(None)
        self.composer.edit.setFocus()

    def _answered(self, answer: Answer) -> None:
        self.composer.show_budget(answer.budget)
        self._commands.refresh()

    def _activity_changed(self, is_asking: bool) -> None:
        self.composer.show_answering(is_asking)
        self._commands.refresh()

    # what is shown beside

    def _show_evidence(self, view: TurnView, number: int) -> None:
        quotes = view.quotes
        for at, quote in enumerate(quotes):
            if quote.n == number:
                if view.answer:
                    self._desk.show_answer(view.answer)
                self._desk.show_evidence(quotes, at)

    def _show_document(self, path: str, title: str, page: int | None) -> None:
        if path:
            self._desk.show_document(path, title, page)
            return
        self._link.request(
            lambda engine: engine.show(title).record,
            lambda record: self._desk.show_document(record.document, record.title, page),
        )

    # the state around

    def _refresh(self) -> None:
        self._show_state()
        self._ask_for_suggestions()

    def _show_state(self) -> None:
        status = self._link.status
        documents = sum(status.documents.values()) if status else 0
        is_guide = self._link.library in WELCOME.values()
        self.composer.show_documents(documents, is_guide=is_guide)
        self.composer.show_scope(len(self._desk.scope))
        readable = sum(status.documents.get(one, 0) for one in _READABLE) if status else 0
        self._empty.show_documents(readable, is_guide=is_guide)
        chosen = Path(self._desk.model).stem if self._desk.model else (status.chat_model if status else "")
        self.composer.show_model(chosen or "")

    def _ask_for_suggestions(self) -> None:
        """Where they cannot be had, the window is none the worse."""
        if self._stack.currentWidget() is self._empty:
            language = QLocale().name()[:2]
            self._link.request(
                lambda engine: engine.suggest_questions(3, language), self._empty.show_questions, lambda _: None
            )

    def _show_empty(self, is_empty: bool) -> None:
        self._stack.setCurrentWidget(self._empty if is_empty else self.turns)
        if is_empty:
            self.composer.show_budget(Budget())
            self._ask_for_suggestions()
            self._set_editing(None)
            self.composer.end_editing()
        self._commands.refresh()
