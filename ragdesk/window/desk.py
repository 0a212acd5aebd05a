"""Desk: what the person at the window is doing. Panels share it and listen to it, never to each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from ragdesk.protocol.records import Answer, ConversationId, Place, Quote


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the evidence panel shows: the quotes of one answer, and which of them; or a place in a document."""

    quotes: tuple[Quote, ...]
    chosen: int
    """Its position among `quotes`."""

    @property
    def quote(self) -> Quote:
        return self.quotes[self.chosen]


class Desk(QObject):
    """Each change is told once, and only if it is one."""

    evidence_chosen = Signal(object)
    """What the evidence pane shows: an Evidence, or None: nothing any more."""
    evidence_wanted = Signal(bool)
    """The pane should be seen, as somebody asked for what it shows; or it should be put away."""
    conversation_chosen = Signal(object)
    """A ConversationId to show, or None for a new one."""
    scope_changed = Signal()
    """Other documents are asked: `scope`; empty means all of the library."""
    model_changed = Signal()
    question_proposed = Signal(str)
    """A question was chosen somewhere (a suggestion, the palette) and should be asked at once."""
    text_proposed = Signal(str)
    """Text was dropped or pasted somewhere and should stand in the composer, to be asked or changed."""
    document_asked_for = Signal(str)
    """A document, by path, should be shown in the list."""
    answer_shown = Signal(object)
    """An Answer was finished or brought back on the screen: its cost and quotes may be shown."""
    add_asked_for = Signal(object, bool)
    """A list of Path should be added; True: to a new library named after the first."""
    undo_offered = Signal(str)
    """Something was removed and can be taken back: what, in words; "" when nothing can be any more."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.conversation: ConversationId | None = None
        self.scope: tuple[str, ...] = ()
        self.model: str | None = None
        """The path of the GGUF file that answers; None for the one in the settings."""
        self.evidence: Evidence | None = None
        self.answer: Answer | None = None
        self._is_evidence_wanted = False
        self._awaits_evidence = False
        self._undos: list[tuple[str, Callable[[], None]]] = []

    def show_evidence(self, quotes: Sequence[Quote], chosen: int) -> None:
        """Open the page of one quote; the others can be paged through."""
        self._awaits_evidence, self._is_evidence_wanted = False, True
        self._put_evidence(Evidence(tuple(quotes), chosen))
        self.evidence_wanted.emit(True)

    @property
    def citations(self) -> int:
        """How many quotes can be paged through: those that are shown, or those of the answer."""
        if self.evidence and self.evidence.quote.text:
            return len(self.evidence.quotes)
        return len(self.answer.quotes) if self.answer else 0

    def step_evidence(self, by: int) -> None:
        """The next or previous quote, around the end; where none is shown, the one that the answer names first."""
        if self.evidence and self.evidence.quote.text:
            chosen = (self.evidence.chosen + by) % len(self.evidence.quotes)
            self._put_evidence(replace(self.evidence, chosen=chosen))
        elif self.answer and self.answer.quotes:
            self.show_evidence(self.answer.quotes, _first_named(self.answer))

    def show_document(self, document: str, title: str, page: int | None = None) -> None:
        """Open a document at a page, without a quote."""
        place = Place(page, (), 0, 0)
        self.show_evidence([Quote(0, document, title, place, "", 0.0, 0)], 0)

    def close_evidence(self) -> None:
        self._is_evidence_wanted = False
        self._put_evidence(None)
        self.evidence_wanted.emit(False)

    def choose_conversation(self, conversation: ConversationId | None) -> None:
        """Also told when it is the same: it may have changed.

        The evidence of another one goes with it. A pane that was open then shows that of the last answer, or nothing.
        """
        is_other = conversation is None or conversation != self.conversation
        self.conversation = conversation
        if is_other:
            self.answer = None
            self._awaits_evidence = self._is_evidence_wanted and conversation is not None
            if self.evidence is not None:
                self._put_evidence(None)
        self.conversation_chosen.emit(conversation)

    def choose_scope(self, documents: Sequence[str]) -> None:
        if tuple(documents) != self.scope:
            self.scope = tuple(documents)
            self.scope_changed.emit()

    def choose_model(self, path: str | None) -> None:
        if path != self.model:
            self.model = path
            self.model_changed.emit()

    def show_answer(self, answer: Answer) -> None:
        self.answer = answer
        self.answer_shown.emit(answer)
        if self._awaits_evidence and answer.quotes:
            self._put_evidence(Evidence(answer.quotes, _first_named(answer)))
        self._awaits_evidence = False

    def take_back_answer(self, left: Answer) -> None:
        """The answer that is shown was erased: `left` is what there is of it; its quotes are evidence no more."""
        if self.evidence is not None:
            self._put_evidence(None)
        self.show_answer(left)

    def offer_undo(self, text: str, take_back: Callable[[], None]) -> None:
        """`text` says what was removed ("The answer was deleted."); the last one offered is the first taken back."""
        self._undos.append((text, take_back))
        self.undo_offered.emit(text)

    def undo(self) -> None:
        """Take back what was removed last; carried out by the action "undo", connected once, by the window."""
        if self._undos:
            _, take_back = self._undos.pop()
            take_back()
            self.undo_offered.emit(self._undos[-1][0] if self._undos else "")

    def _put_evidence(self, evidence: Evidence | None) -> None:
        self.evidence = evidence
        self.evidence_chosen.emit(evidence)


def _first_named(answer: Answer) -> int:
    """The position of the quote that the answer names first; the first where it names none."""
    named = [n for sentence in answer.sentences for n in sentence.citations]
    return next((at for n in named for at, quote in enumerate(answer.quotes) if quote.n == n), 0)
