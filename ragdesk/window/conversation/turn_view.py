"""TurnView: one question with its quotes and its answer, while it comes and afterwards."""

from __future__ import annotations

import time
from collections.abc import Mapping

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from ragdesk.protocol.conversations import Turn
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import AnswerPending, QuotesFound
from ragdesk.protocol.records import Answer, Quote, TurnId
from ragdesk.window.conversation.turn_body import TurnBody
from ragdesk.window.conversation.turn_words import unsupported_words, waiting_words
from ragdesk.window.engine_words import said, said_of
from ragdesk.window.theming import Theming
from ragdesk.window.widgets.translated import Translated

_TICK_MS = 1_000


class TurnView(Translated):
    """Made of words only until `build`: of a long conversation just what is looked at becomes widgets."""

    height_changed = Signal(object)
    """Of this TurnView, which is told."""
    evidence_chosen = Signal(int)
    """The number of one of its quotes should be opened."""
    document_chosen = Signal(str, str, object)
    commanded = Signal(str)
    """As `TurnBody.commanded`."""

    def __init__(self, theming: Theming, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theming = theming
        self.question = question
        self.turn: TurnId | None = None
        self.answer: Answer | None = None
        self._body: TurnBody | None = None
        self._known: tuple[int, int] = (0, 0)
        self._unread: Mapping[str, int] = {}
        self._found: QuotesFound | None = None
        self._pending: AnswerPending | None = None
        self._since = time.monotonic()
        self._told = ""
        self._failure: RagdeskError | None = None
        self._timer: QTimer | None = None
        self.setObjectName("turn")
        self.setAccessibleName(question)

    @classmethod
    def stored(cls, theming: Theming, turn: Turn) -> TurnView:
        """One that was answered before."""
        view = cls(theming, turn.answer.question)
        view.turn, view.answer = turn.id, turn.answer
        return view

    def retranslate(self) -> None:
        if self._body is None:
            return
        self._say_problem(self._failure)
        if self.answer:
            self._say_findings(self._body, self.answer)
        elif self.is_waiting:
            self._say_waiting()

    @property
    def is_built(self) -> bool:
        return self._body is not None

    @property
    def is_waiting(self) -> bool:
        """Whether nothing of the answer is there yet, and it is on its way."""
        return self._timer is not None

    @property
    def is_under_way(self) -> bool:
        """Whether it has something to show that is stored nowhere else."""
        return self.answer is None or self.is_waiting

    @property
    def has_words(self) -> bool:
        """Whether a model's words stand in it already."""
        return self._body is not None and bool(self._body.written)

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
        if self._body is None:
            return self.estimated_height(width)
        self._known = (width, self._body.height_for(width))
        return self._known[1]

    def build(self) -> TurnBody:
        """Make the widgets, if they are not there."""
        if self._body is not None:
            return self._body
        self._body = body = TurnBody(self._theming, self.question, self)
        body.changed.connect(lambda: self.height_changed.emit(self))
        body.quote_chosen.connect(self.evidence_chosen)
        body.document_chosen.connect(self.document_chosen)
        body.commanded.connect(self.commanded)
        if self.answer:
            self._show_answer(body, self.answer)
        body.setGeometry(self.rect())
        body.show()
        return body

    def focus_stops(self) -> list[QWidget]:
        """What Tab goes through, from top to bottom."""
        return self._body.focus_stops() if self._body else []

    def release(self) -> None:
        """Back to words alone, at the same height; it is far out of sight."""
        if self._body is not None and not self.is_under_way:
            self._body.hide()
            self._body.deleteLater()
            self._body = None

    # while it is answered

    def wait(self, told: str = "") -> None:
        """The question is under way; `told` is said instead of what usually goes on."""
        body = self.build()
        self._told = told
        self._since = time.monotonic()
        self._pending = None
        self._say_problem(None)
        body.offer_again(False)
        if self._timer is None:
            self._timer = QTimer(self, interval=_TICK_MS)
            self._timer.timeout.connect(self._say_waiting)
            self._timer.start()
        self._say_waiting()

    def show_found(self, found: QuotesFound) -> None:
        """The quotes come first."""
        self._found = found
        self._told = ""
        self.build().show_quotes(found.quotes)
        self._say_waiting()

    def show_pending(self, pending: AnswerPending) -> None:
        """What the model is at; after "restarting" its words are taken back."""
        if pending.doing == "restarting":
            self.build().take_words_back()
        if self._pending is None or self._pending.doing != pending.doing:
            self._since = time.monotonic()
        self._pending = pending
        self._say_waiting()

    def write(self, text: str) -> None:
        self.build().write(text)
        if self.has_words:
            self._stop_waiting()

    def finish(self, answer: Answer, turn: TurnId | None) -> None:
        """The checked answer."""
        self._stop_waiting()
        self.answer, self.turn = answer, turn
        self._found = self._pending = None  # the answer holds them, too
        self._show_answer(self.build(), answer)

    def stop(self) -> None:
        """The reader stopped it; what is written stays."""
        self._stop_waiting()
        body = self.build()
        body.say("note", self.tr("Stopped."))
        body.offer_again(self.answer is None)

    def fail(self, problem: RagdeskError) -> None:
        """What happened and what to do."""
        self._stop_waiting()
        self.build().offer_again(True)
        self._say_problem(problem)

    def show_unread(self, documents: Mapping[str, int]) -> None:
        """How many documents have which state; told where nothing was found."""
        self._unread = documents
        if self._body is not None and self.answer and self.answer.origin == "nothing":
            self._body.show_nothing(self.answer, documents)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if self._body is not None:
            self._body.setGeometry(self.rect())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802
        if self._body is not None:
            self._body.offer_editing(True)
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        if self._body is not None:
            self._body.offer_editing(False)
        super().leaveEvent(event)

    # inside

    def _show_answer(self, body: TurnBody, answer: Answer) -> None:
        body.show_quotes(answer.quotes, answer)
        if answer.origin == "model":
            body.show_checked(answer)
        else:
            body.take_words_back()
        self._say_problem(None)
        body.offer_again(False)
        self._say_findings(body, answer)
        body.show_footer(answer, is_stored=self.turn is not None)

    def _say_findings(self, body: TurnBody, answer: Answer) -> None:
        if answer.origin == "nothing":
            body.show_nothing(answer, self._unread)
        else:
            body.hide_nothing()
        body.say("unsupported", unsupported_words(answer))
        body.say("note", said(answer.text if answer.origin == "erased" else answer.note or ""))

    def _say_problem(self, problem: RagdeskError | None) -> None:
        self._failure = problem
        if self._body is not None:
            self._body.say("problem", said_of(problem) if problem else "")

    def _say_waiting(self) -> None:
        seconds = time.monotonic() - self._since
        has_found = self._found is not None and bool(self._found.passages)
        if self._body is not None and self.is_waiting:
            self._body.say_waiting(waiting_words(self._pending, has_found, seconds, self._told))

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer.deleteLater()
            self._timer = None
        if self._body is not None:
            self._body.say_waiting("")
