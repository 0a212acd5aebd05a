"""TurnView: one question with its quotes and its answer, while it comes and afterwards."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ragdesk.protocol.conversations import Turn
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import AnswerPending, QuotesFound
from ragdesk.protocol.records import Answer, Quote, TurnId
from ragdesk.window.conversation.answer_text import AnswerText
from ragdesk.window.conversation.icon_line import IconLine
from ragdesk.window.conversation.nothing_card import NothingCard
from ragdesk.window.conversation.question_row import QuestionRow
from ragdesk.window.conversation.quote_list import QuoteList
from ragdesk.window.conversation.turn_footer import TurnFooter
from ragdesk.window.conversation.turn_words import unread_words, unsupported_words, waiting_words
from ragdesk.window.engine_words import said, said_of
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.plain import plain_label
from ragdesk.window.widgets.translated import Translated

_TICK_MS = 1_000


class TurnView(Translated):
    """Made of words only until `build`: of a long conversation just what is looked at becomes widgets."""

    height_changed = Signal()
    evidence_chosen = Signal(int)
    """The number of one of its quotes should be opened."""
    document_chosen = Signal(str, str, object)
    commanded = Signal(str)
    """As `TurnFooter.commanded`, and "try_again"."""

    def __init__(self, theming: Theming, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self.question = question
        self.turn: TurnId | None = None
        self.answer: Answer | None = None
        self._body: _Body | None = None
        self._known: tuple[int, int] = (0, 0)
        self._unread: Mapping[str, int] = {}
        self._found: QuotesFound | None = None
        self._pending: AnswerPending | None = None
        self._since = time.monotonic()
        self._told = ""
        self._failure: RagdeskError | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._say_waiting)
        self.setObjectName("turn")
        self.setAccessibleName(question)

    @classmethod
    def stored(cls, theming: Theming, turn: Turn) -> TurnView:
        """One that was answered before."""
        view = cls(theming, turn.answer.question)
        view.turn, view.answer = turn.id, turn.answer
        return view

    def retranslate(self) -> None:
        if not self.is_built:
            return
        self._section.setText(self.tr("Answer"))
        self._retry.setText(self.tr("Try again"))
        self._retry.setToolTip(self.tr("Ask this question again"))
        self._say_problem(self._failure)
        if self.answer:
            self._say_findings(self.answer)
            self.show_unread(self._unread)
        elif self._timer.isActive():
            self._say_waiting()

    @property
    def is_built(self) -> bool:
        return self._body is not None

    @property
    def is_under_way(self) -> bool:
        """Whether it has something to show that is stored nowhere else."""
        return self.answer is None or self._timer.isActive()

    @property
    def has_words(self) -> bool:
        """Whether a model's words stand in it already."""
        return self.is_built and bool(self._text.written)

    @property
    def quotes(self) -> tuple[Quote, ...]:
        """Those that are shown now."""
        if self.answer:
            return self.answer.quotes
        return self._found.quotes if self._found else ()

    def estimated_height(self, width: int) -> int:
        """While it is not built, to have the scroll bar about right."""
        if self._known[0] == width:
            return self._known[1]
        answer = self.answer
        letters = max(width, 200) / 7.5
        lines = len(answer.text) / letters + answer.text.count("\n") if answer else 0
        return int(170 + 24 * lines + (95 * min(3, len(answer.quotes)) if answer else 0))

    def height_for(self, width: int) -> int:
        if not self.is_built:
            return self.estimated_height(width)
        self._known = (width, self._layout.totalHeightForWidth(width))
        return self._known[1]

    def build(self) -> None:
        """Make the widgets."""
        if self.is_built:
            return
        self._body = _Body(self)
        self._body.changed.connect(self.height_changed)
        self._make(self._body)
        if self.answer:
            self._show_answer(self.answer)
        self.retranslate()
        self._body.setGeometry(self.rect())
        self._body.show()

    def focus_stops(self) -> list[QWidget]:
        """What Tab goes through, from top to bottom; parts are made in another order."""
        stops = [
            one
            for one in self.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isVisibleTo(self)
        ]
        return sorted(stops, key=lambda one: (one.mapTo(self, QPoint()).y(), one.mapTo(self, QPoint()).x()))

    def release(self) -> None:
        """Back to words alone, at the same height; it is far out of sight."""
        if self._body is not None and not self.is_under_way:
            self._body.hide()
            self._body.deleteLater()
            self._body = None

    # while it is answered

    def wait(self, told: str = "") -> None:
        """The question is under way; `told` is said instead of what usually goes on."""
        self.build()
        self._told = told
        self._since = time.monotonic()
        self._pending = None
        self._say_problem(None)
        self._retry.hide()
        self._timer.start()
        self._say_waiting()

    def show_found(self, found: QuotesFound) -> None:
        """The quotes come first."""
        self._found = found
        self._told = ""
        self._quotes.show_quotes(found.quotes)
        self._quotes.setVisible(bool(found.quotes))
        self._say_waiting()

    def show_pending(self, pending: AnswerPending) -> None:
        """What the model is at; after "restarting" its words are taken back."""
        if pending.doing == "restarting":
            self._text.clear_text()
            self._show_text(False)
        if self._pending is None or self._pending.doing != pending.doing:
            self._since = time.monotonic()
        self._pending = pending
        self._say_waiting()

    def write(self, text: str) -> None:
        self._text.write(text)
        if self._text.written:
            self._show_text(True)
            self._stop_waiting()

    def finish(self, answer: Answer, turn: TurnId | None) -> None:
        """The checked answer."""
        self._stop_waiting()
        self.answer, self.turn = answer, turn
        self._show_answer(answer)

    def stop(self) -> None:
        """The reader stopped it; what is written stays."""
        self._stop_waiting()
        self._note.say(self.tr("Stopped."))
        self._retry.setVisible(self.answer is None)

    def fail(self, problem: RagdeskError) -> None:
        """What happened and what to do."""
        self._stop_waiting()
        self._say_problem(problem)
        self._retry.show()

    def show_unread(self, documents: Mapping[str, int]) -> None:
        """How many documents have which state; told where nothing was found."""
        self._unread = documents
        if self.is_built and self.answer and self.answer.origin == "nothing":
            self._unread_line.setText(unread_words(documents))
            self._unread_line.setVisible(bool(unread_words(documents)))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._body is not None:
            self._body.setGeometry(self.rect())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        if self.is_built:
            self._question.offer_editing(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        if self.is_built:
            self._question.offer_editing(False)
        super().leaveEvent(event)

    # inside

    def _make(self, body: _Body) -> None:
        self._question = QuestionRow(self._theming, self.question)
        self._question.edit_asked.connect(lambda: self.commanded.emit("edit_question"))
        self._quotes = QuoteList(self._theming, self.question)
        self._quotes.quote_chosen.connect(self.evidence_chosen)
        self._section = plain_label(role="section")
        self._text = AnswerText(self._theming)
        self._text.citation_clicked.connect(self.evidence_chosen)
        self._waiting = plain_label(role="dim", wraps=True)
        self._waiting.setObjectName("waiting")
        self._unsupported = IconLine(self._theming, "triangle-alert", "warn")
        self._unsupported.setObjectName("unsupported")
        self._note = IconLine(self._theming, "info", "dim")
        self._note.setObjectName("answer_note")
        self._problem = IconLine(self._theming, "circle-alert", "bad")
        self._problem.setObjectName("answer_problem")
        self._unread_line = plain_label(role="small", wraps=True)
        self._unread_line.setObjectName("unread")
        self._retry = QPushButton()
        self._retry.setObjectName("try_again")
        self._retry.clicked.connect(lambda: self.commanded.emit("try_again"))
        self._footer = TurnFooter(self._theming)
        self._footer.commanded.connect(self.commanded)
        self._lay_out(body)

    def _lay_out(self, body: _Body) -> None:
        retry = QHBoxLayout()
        retry.addWidget(self._retry)
        retry.addStretch(1)
        self._layout = QVBoxLayout(body)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(12)
        self._layout.addWidget(self._question)
        parts: Sequence[QWidget] = (
            self._quotes, self._section, self._text, self._waiting, self._unsupported, self._note, self._problem,
            self._unread_line,
        )  # fmt: skip
        for part in parts:
            self._layout.addWidget(part)
            part.hide()
        self._layout.addLayout(retry)
        self._layout.addWidget(self._footer)
        self._retry.hide()
        self._footer.hide()

    def _show_answer(self, answer: Answer) -> None:
        self._quotes.show_quotes(answer.quotes)
        self._quotes.mark_used(answer)
        self._quotes.setVisible(bool(answer.quotes))
        is_written = answer.origin == "model"
        if is_written:
            self._text.check(answer.text, answer.sentences, answer.quotes)
        else:
            self._text.clear_text()
        self._show_text(is_written)
        if answer.origin == "nothing":
            self._show_nothing(answer)
        self._say_problem(None)
        self._retry.hide()
        self._say_findings(answer)
        self._footer.show_answer(answer, is_stored=self.turn is not None)
        self._footer.show()

    def _show_nothing(self, answer: Answer) -> None:
        card = NothingCard(answer)
        card.document_chosen.connect(self.document_chosen)
        self._layout.insertWidget(self._layout.indexOf(self._unread_line), card)
        card.show()
        self.show_unread(self._unread)

    def _show_text(self, is_shown: bool) -> None:
        self._text.setVisible(is_shown)
        self._section.setVisible(is_shown)

    def _say_problem(self, problem: RagdeskError | None) -> None:
        self._failure = problem
        self._problem.say(said_of(problem) if problem else "")

    def _say_findings(self, answer: Answer) -> None:
        self._unsupported.say(unsupported_words(answer))
        self._note.say(said(answer.note or ""))

    def _say_waiting(self) -> None:
        seconds = time.monotonic() - self._since
        passages = len(self._found.passages) if self._found else 0
        self._waiting.setText(waiting_words(self._pending, passages, seconds, self._told))
        self._waiting.setVisible(self._timer.isActive())

    def _stop_waiting(self) -> None:
        self._timer.stop()
        self._waiting.hide()


class _Body(QWidget):
    """What a turn is made of while it is near."""

    changed = Signal()
    """Its parts want another height."""

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.changed.emit()
        return done
