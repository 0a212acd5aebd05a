"""Asking: one question under way, from sending it to its answer. Knows nothing of how it is shown.

A question asked while the engine is away is kept. If the engine dies over it, it is asked once more by itself.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import EngineGone, EngineProblem, RagdeskError
from ragdesk.protocol.events import AnswerFinished, AnswerPending, AnswerToken, AskEvent, QuotesFound
from ragdesk.protocol.records import ConversationId, TurnId
from ragdesk.window.background import Request
from ragdesk.window.engine_link import EngineLink

NOTICED_MS = 2_000
"""So long the window may take to hear of the engine's end after the question did. Asked before that, it would go to the
engine that ended; one that ends in order finishes its last calls first, which took more than 300 ms."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, of what, and where it is kept."""

    text: str
    conversation: ConversationId | None = None
    """None: a new one is begun."""
    documents: tuple[str, ...] = ()
    model: str | None = None
    replaces: TurnId | None = None


@dataclass(frozen=True, slots=True)
class _Begun:
    conversation: ConversationId


@dataclass(frozen=True, slots=True)
class _Ended:
    problem: RagdeskError | None = None


_Heard = AskEvent | _Begun | _Ended


class Asking(QObject):
    """At most one question at a time. Ends in `finished`, `failed` or `stop`.

    What came at once is told piece by piece, and the window paints in between: quotes, words and marks take some
    milliseconds each to draw, and many times as long where a text mixes scripts.
    """

    begun = Signal(object)
    """The ConversationId in which it is asked, as soon as there is one."""
    found = Signal(object)
    """QuotesFound."""
    pending = Signal(object)
    """AnswerPending."""
    wrote = Signal(str)
    """A further piece of the answer."""
    asked_again = Signal()
    """The engine died; what was written is void."""
    finished = Signal(object, object)
    """The Answer, and the TurnId that it is stored as, or None."""
    failed = Signal(object)
    """A RagdeskError."""
    activity_changed = Signal(bool)

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._question: Question | None = None
        self._request: Request | None = None
        self._sent = 0
        self._deaths = 0
        self._asked_at = _this_second()
        self._has_answer = False
        self._untold: deque[_Heard] = deque()
        self._telling = QTimer(self, singleShot=True, interval=0)
        self._telling.timeout.connect(self._tell_next)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(NOTICED_MS)
        self._again.timeout.connect(self._send)
        link.engine_lost.connect(lambda _: self._send() if self._again.isActive() else None)

    @property
    def is_active(self) -> bool:
        return self._question is not None

    def ask(self, question: Question) -> None:
        """Whatever was under way is stopped."""
        self.stop()
        self._question, self._deaths, self._has_answer = question, 0, False
        self._asked_at = _this_second()
        self.activity_changed.emit(True)
        self._send()

    def stop(self) -> None:
        """The engine keeps what is written."""
        self._again.stop()
        if self._request:
            self._request.cancel()
        self._end()

    def _send(self) -> None:
        self._again.stop()
        self._untold.clear()
        question = self._question
        assert question is not None
        self._sent += 1
        sent, first_asked_at = self._sent, self._asked_at if self._deaths else None

        def if_current(heard: Callable[..., None]) -> Callable[..., None]:
            """The end of a stream is heard after its answer, and another question may be under way by then."""
            return lambda *told: heard(*told) if sent == self._sent else None

        self._request = self._link.stream(
            lambda engine: _events(engine, question, first_asked_at),
            if_current(self._take),
            if_current(lambda: self._take([_Ended()])),
            if_current(lambda problem: self._take([_Ended(problem)])),
        )

    def _take(self, heard: Sequence[_Heard]) -> None:
        self._untold.extend(heard)
        if not self._telling.isActive():
            self._tell_next()

    def _tell_next(self) -> None:
        """Tokens that follow each other are told as one."""
        if not self._untold:
            return
        event = self._untold.popleft()
        if isinstance(event, AnswerToken):
            self.wrote.emit(event.text + self._further_tokens())
        else:
            self._tell(event)
        if self._untold:
            self._telling.start()

    def _further_tokens(self) -> str:
        written = []
        while self._untold and isinstance(token := self._untold[0], AnswerToken):
            written.append(token.text)
            self._untold.popleft()
        return "".join(written)

    def _tell(self, event: _Heard) -> None:
        match event:
            case _Begun(conversation):
                if self._question:
                    self._question = replace(self._question, conversation=conversation)
                self.begun.emit(conversation)
            case QuotesFound():
                self.found.emit(event)
            case AnswerPending():
                self.pending.emit(event)
            case AnswerFinished(answer, turn):
                self._has_answer = True
                self._end()
                self.finished.emit(answer, turn)
            case _Ended(problem):
                self._lost(problem or EngineProblem("The answer did not come to its end.", "Ask again."))

    def _lost(self, problem: RagdeskError) -> None:
        if self._has_answer or not self.is_active:
            return
        self._deaths += 1
        if isinstance(problem, EngineGone) and self._deaths == 1:
            self.asked_again.emit()
            if self._link.is_ready:
                self._again.start()
            else:
                self._send()
            return
        self._end()
        self.failed.emit(problem)

    def _end(self) -> None:
        self._untold.clear()
        if self._question is not None:
            self._question = None
            self._request = None
            self.activity_changed.emit(False)


def _events(engine: EngineApi, question: Question, first_asked_at: datetime | None) -> Iterator[AskEvent | _Begun]:
    conversation, replaces = question.conversation, question.replaces
    if conversation is None:
        conversation = engine.start_conversation()
    yield _Begun(conversation)
    if first_asked_at:
        replaces = _kept(engine, conversation, question.text, first_asked_at) or replaces
    yield from engine.ask(
        question.text,
        conversation=conversation,
        model=Path(question.model) if question.model else None,
        documents=question.documents,
        replaces=replaces,
    )


def _kept(engine: EngineApi, conversation: ConversationId, text: str, since: datetime) -> TurnId | None:
    """What an engine that ended in order kept of its answer, so that the question does not stand there twice."""
    turns = engine.show_conversation(conversation).turns
    if turns and turns[-1].answer.question == text.strip() and datetime.fromisoformat(turns[-1].asked_at) >= since:
        return turns[-1].id
    return None


def _this_second() -> datetime:
    """Turns are dated to the second."""
    return datetime.now(UTC).replace(microsecond=0)
