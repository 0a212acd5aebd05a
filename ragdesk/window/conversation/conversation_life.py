"""ConversationLife: a conversation from its first question on: shown, asked in, stopped, and gone on with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from ragdesk.protocol.conversations import ConversationRecord, ConversationText
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import AnswerPending, QuotesFound
from ragdesk.protocol.records import Answer, ConversationId, TurnId
from ragdesk.window.conversation.announcement import announce
from ragdesk.window.conversation.asking import Asking, Question
from ragdesk.window.conversation.code_colours import prepare
from ragdesk.window.conversation.erased_answers import ErasedAnswers
from ragdesk.window.conversation.set_aside import SetAside
from ragdesk.window.conversation.turn_list import TurnList
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.engine_words import said_of
from ragdesk.window.theming import Theming


class ConversationLife(QObject):
    """Keeps the list of turns as the engine has them, with the one under way at its end."""

    turn_added = Signal(object)
    """A TurnView that wants its signals heard."""
    emptied = Signal(bool)
    """Whether no question was asked yet."""
    title_changed = Signal(str)
    answered = Signal(object)
    """An Answer was finished, or is the last of a conversation that was opened."""
    activity_changed = Signal(bool)

    def __init__(self, link: EngineLink, desk: Desk, theming: Theming, turns: TurnList) -> None:
        super().__init__(turns)
        self._link, self._desk, self._theming, self._turns = link, desk, theming, turns
        self._view: TurnView | None = None
        self._stopped: TurnView | None = None
        self._replaced = SetAside(turns)
        self._shown: ConversationId | None = None
        self._has_colours = False
        self._questions: dict[TurnView, Question] = {}
        self._then: Callable[[], None] | None = None
        self._library = link.library
        self._erased = ErasedAnswers(link, desk, turns)
        self._asking = Asking(link, self)
        asking = self._asking
        asking.begun.connect(self._begun)
        asking.found.connect(self._found)
        asking.pending.connect(self._pending)
        asking.wrote.connect(self._wrote)
        asking.asked_again.connect(self._asked_again)
        asking.finished.connect(self._finished)
        asking.failed.connect(self._failed)
        asking.activity_changed.connect(self.activity_changed)
        desk.conversation_chosen.connect(self.show)
        link.library_chosen.connect(self._library_chosen)
        link.conversations_changed.connect(self._conversations_changed)

    @property
    def is_asking(self) -> bool:
        return self._asking.is_active

    def ask(self, text: str) -> None:
        """A new question at the end."""
        self.send(Question(text, self._desk.conversation, self._desk.scope, self._desk.model))

    def send(self, question: Question) -> None:
        """Show the question at once and send it, now or as soon as there is an engine."""
        self.stop()
        view = TurnView(self._theming, question.text)
        self._questions[view] = question
        self._view = view
        self.turn_added.emit(view)
        self._turns.add(view)  # first: whatever is made before it is in the window is dressed twice
        view.wait("" if self._link.is_ready else self.tr("Kept; it is asked as soon as the engine is there…"))
        self.emptied.emit(False)
        if not self._desk.conversation:
            self.title_changed.emit(question.text)
        self._asking.ask(question)
        if not self._has_colours:
            self._has_colours = True
            self._link.background.run(prepare, lambda _: None)

    def ask_in_place_of(self, view: TurnView, text: str) -> None:
        """The turn and all after it go when the new answer is stored; on the screen they give way to it now."""
        self._send_in_place_of(
            view, Question(text, self._desk.conversation, self._desk.scope, self._desk.model, view.turn)
        )

    def try_again(self, view: TurnView) -> None:
        """What failed or was stopped, once more at the end."""
        question = self._questions.get(view)
        self._forget(view)
        if question is None:
            return
        question = replace(question, conversation=self._desk.conversation)
        replaced = next((one for one in self._turns.turns if one.turn and one.turn == question.replaces), None)
        if replaced:
            self._send_in_place_of(replaced, question)
        else:
            self.send(question)

    def stop(self) -> None:
        """What is written stays, here and in the engine."""
        if self._view and self._asking.is_active:
            view, self._view = self._view, None
            self._asking.stop()
            view.stop()
            self._stopped = view
            if view.has_words:
                self._replaced.drop()
            else:
                self._replaced.put_back(view)

    def show(self, conversation: ConversationId | None) -> None:
        """Another conversation, or the same as it is now; None for a new one."""
        if self._asking.is_active and conversation == self._desk.conversation and self._is_shown(conversation):
            return
        self.stop()
        self._stopped = None
        if conversation is None:
            self._clear()
            return
        self._link.request(lambda engine: engine.show_conversation(conversation), self._show_text)

    def show_then(self, conversation: ConversationId, then: Callable[[], None]) -> None:
        """`then` is called once it is on the screen."""
        self._then = then
        self._desk.choose_conversation(conversation)

    def take_out(self, view: TurnView) -> None:
        """A turn that is no more."""
        self._forget(view)
        if not self._turns.turns:
            self.emptied.emit(True)

    # what the engine tells

    def _begun(self, conversation: ConversationId) -> None:
        self._desk.conversation = conversation
        self._shown = conversation

    def _found(self, found: QuotesFound) -> None:
        if self._view:
            self._view.show_found(found)

    def _pending(self, pending: AnswerPending) -> None:
        if self._view:
            self._view.show_pending(pending)

    def _wrote(self, text: str) -> None:
        if self._view:
            self._view.write(text)

    def _asked_again(self) -> None:
        if self._view:
            self._view.show_pending(AnswerPending("restarting"))
            self._view.wait(self.tr("The engine ended over this question. It is started again and asked once more…"))

    def _finished(self, answer: Answer, turn: TurnId | None) -> None:
        view, self._view = self._view, None
        self._replaced.drop()
        if view:
            view.show_unread(self._link.status.documents if self._link.status else {})
            view.finish(answer, turn)
            self._tell(view, answer)

    def _failed(self, problem: RagdeskError) -> None:
        view, self._view = self._view, None
        if view:
            self._replaced.put_back(view)
            view.fail(problem)
            announce(view, said_of(problem))

    def _tell(self, view: TurnView, answer: Answer) -> None:
        self.answered.emit(answer)
        self._desk.show_answer(answer)
        if QApplication.activeWindow() is not None:
            announce(view, answer.text)

    # conversations

    def _is_shown(self, conversation: ConversationId | None) -> bool:
        return self._shown == conversation

    def _clear(self) -> None:
        self._shown = None
        self._questions.clear()
        self._turns.show_turns([])
        self.title_changed.emit("")
        self.emptied.emit(True)

    def _show_text(self, text: ConversationText) -> None:
        if text.record.id != self._desk.conversation:
            return
        self._shown = text.record.id
        self._questions.clear()
        views = [TurnView.stored(self._theming, turn) for turn in text.turns]
        for view in views:
            self.turn_added.emit(view)
        self.title_changed.emit(text.record.title)
        self.emptied.emit(not views)
        self._turns.show_turns(views)
        if views and (last := views[-1].answer):
            self.answered.emit(last)
            self._desk.show_answer(last)
        then, self._then = self._then, None
        if then:
            then()

    def _library_chosen(self, library: str) -> None:
        """Also said when the engine came back with the same one, or with the same under another name."""
        before, self._library = self._library, library
        if library != before and self._is_known(before):
            self._desk.choose_scope(())
            self._desk.choose_conversation(None)

    def _is_known(self, library: str) -> bool:
        """In use or in the bin; one that is neither was renamed."""
        status = self._link.status
        return status is None or any(one.name == library for one in status.libraries)

    def _conversations_changed(self) -> None:
        conversation = self._desk.conversation
        if conversation is None:
            return
        self._link.request(lambda engine: engine.list_conversations(), self._take_titles, lambda _: None)
        if self._stopped is not None:
            self._link.request(
                lambda engine: engine.show_conversation(conversation), self._take_stopped, lambda _: None
            )

    def _take_titles(self, records: list[ConversationRecord]) -> None:
        for record in records:
            if record.id == self._desk.conversation and record.title:
                self.title_changed.emit(record.title)

    def _take_stopped(self, text: ConversationText) -> None:
        """What the engine kept of the answer that was stopped: its sentences are checked by now."""
        view, known = self._stopped, {one.turn for one in self._turns.turns}
        if view is None or text.record.id != self._desk.conversation:
            return
        for turn in reversed(text.turns):
            if turn.id not in known and turn.answer.question == view.question:
                self._stopped = None
                view.finish(turn.answer, turn.id)
                self.answered.emit(turn.answer)
                return

    def _send_in_place_of(self, view: TurnView, question: Question) -> None:
        self.stop()
        turns = list(self._turns.turns)
        self._replaced.take(turns[turns.index(view) :])
        self.send(question)

    def _forget(self, view: TurnView) -> None:
        self._questions.pop(view, None)
        if view is self._stopped:
            self._stopped = None
        self._turns.remove(view)
