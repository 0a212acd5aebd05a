"""Composer: the question, of what it is asked, by which model it is answered, and what the last answer cost."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ragdesk.protocol.records import Budget
from ragdesk.window.conversation.budget_bar import BudgetBar
from ragdesk.window.conversation.pill import Pill
from ragdesk.window.conversation.question_edit import QuestionEdit
from ragdesk.window.icons import icon
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.icon_button import IconButton
from ragdesk.window.widgets.plain import plain_label, set_plain_tooltip
from ragdesk.window.widgets.translated import WithWords
from ragdesk.window.words import fill, number

_SEND = 32


class Composer(WithWords, QFrame):
    """Knows no engine: it is told what to show and says what is wanted."""

    asked = Signal(str)
    stopped = Signal()
    editing_left = Signal()
    """Esc while a question is edited: it stays as it was."""
    recall_asked = Signal()
    scope_asked = Signal()
    scope_cleared = Signal()
    model_asked = Signal()
    budget_asked = Signal()

    def __init__(self, theming: Theming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self._documents = 0
        self._scope = 0
        self._model = ""
        self._is_guide = False
        self._is_answering = False
        self.is_editing = False
        self.setObjectName("composer")
        self.setProperty("role", "composer")
        self._editing = plain_label(role="small", wraps=True)
        self._editing.setObjectName("editing")
        self.edit = QuestionEdit()
        self.scope = Pill(theming, "book")
        self.scope.setObjectName("scope")
        # The model's name gives way first: it says less about the answer.
        self.scope.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._clear_scope = IconButton(theming, "x")
        self._clear_scope.setObjectName("clear_scope")
        self.model = Pill(theming, "cpu")
        self.model.setObjectName("model")
        self.budget = BudgetBar(theming)
        self.send = QToolButton()
        self.send.setObjectName("send")
        self.send.setProperty("role", "send")
        self.send.setFixedSize(_SEND, _SEND)
        self.send.setIconSize(QSize(16, 16))
        self._lay_out()
        self._connect()
        self._editing.hide()
        self._clear_scope.hide()
        theming.changed.connect(self._show_send)
        self.retranslate()

    def retranslate(self) -> None:
        self._editing.setText(self.tr("Editing; Enter asks again, Esc leaves it as it was."))
        if self._is_guide:
            placeholder = self.tr("Ask the user guide")
        elif asked := self._scope or self._documents:
            placeholder = self.tr("Ask about these %n documents", "", asked)
        else:
            placeholder = self.tr("Ask about your documents")
        self.edit.setPlaceholderText(placeholder)
        self.edit.viewport().update()  # Qt does not draw another placeholder by itself
        self.edit.setAccessibleName(self.tr("Question"))
        self.edit.setToolTip(self.tr("Enter asks, Shift+Enter begins a new line"))
        self._say_scope()
        named = self._model or self.tr("Quotes only")
        self.model.say(named, fill(self.tr("Answers by %1. Click to choose another."), named))
        self._clear_scope.say(self.tr("Ask all documents again"))
        self._show_send()

    def show_documents(self, documents: int, *, is_guide: bool) -> None:
        """How many there are to ask; whether they are the user guide that came with ragdesk."""
        self._documents, self._is_guide = documents, is_guide
        self.retranslate()

    def show_scope(self, documents: int) -> None:
        """How many were chosen; 0 for all."""
        self._scope = documents
        self._clear_scope.setVisible(documents > 0)
        self.retranslate()

    def show_model(self, name: str) -> None:
        """ "" where there is none."""
        self._model = name
        self.retranslate()

    def show_budget(self, budget: Budget) -> None:
        self.budget.show_budget(budget)

    def show_answering(self, is_answering: bool) -> None:
        """The round button stops while an answer comes."""
        self._is_answering = is_answering
        self._show_send()

    def begin_editing(self, question: str) -> None:
        """The question of a turn, to be asked again in other words."""
        self.is_editing = True
        self._editing.show()
        self.edit.put(question)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def end_editing(self) -> None:
        if self.is_editing:
            self.is_editing = False
            self._editing.hide()
            self.edit.clear()

    def _say_scope(self) -> None:
        if self._scope == 1:
            words = self.tr("1 document")
        elif self._scope:
            words = fill(self.tr("%1 documents"), number(self._scope))
        else:
            words = self.tr("All documents")
        self.scope.say(words, fill(self.tr("Asked: %1. Click to choose."), words))

    def _show_send(self) -> None:
        colours = self._theming.theme.colours
        words = self.tr("Stop the answer") if self._is_answering else self.tr("Ask")
        self.send.setIcon(icon("square" if self._is_answering else "arrow-up", colours.on, colours.dim))
        set_plain_tooltip(self.send, words)
        self.send.setAccessibleName(words)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.scope)
        row.addWidget(self._clear_scope)
        row.addWidget(self.model)
        row.addWidget(self.budget, 1)
        row.addStretch(0)
        row.addWidget(self.send)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 10)
        layout.setSpacing(10)
        layout.addWidget(self._editing)
        layout.addWidget(self.edit)
        layout.addLayout(row)

    def _connect(self) -> None:
        self.edit.sent.connect(self._send)
        self.edit.left.connect(self._leave)
        self.edit.recalled.connect(self.recall_asked)
        self.edit.focus_changed.connect(self._show_focus)
        self.scope.clicked.connect(self.scope_asked)
        self.model.clicked.connect(self.model_asked)
        self.budget.clicked.connect(self.budget_asked)
        self._clear_scope.clicked.connect(self.scope_cleared)
        self.send.clicked.connect(lambda: self.stopped.emit() if self._is_answering else self._send())

    def _send(self) -> None:
        """While an answer comes Enter does nothing: it would be easy to lose the answer by it."""
        question = self.edit.toPlainText().strip()
        if question and not self._is_answering:
            self.asked.emit(question)
        else:
            self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        if self.is_editing:
            self.end_editing()
            self.editing_left.emit()
        elif self._is_answering:
            self.stopped.emit()

    def _show_focus(self, has_focus: bool) -> None:
        self.setProperty("focused", has_focus)
        self.style().unpolish(self)
        self.style().polish(self)
