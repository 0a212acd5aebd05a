"""TurnCommands: what can be done with a turn: copied, asked again, edited, branched from, deleted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from ragdesk.protocol.conversations import ConversationRecord
from ragdesk.protocol.records import ConversationId, TurnId
from ragdesk.window.actions import Actions
from ragdesk.window.conversation.as_markdown import answer_as_markdown, answer_as_text
from ragdesk.window.conversation.conversation_life import ConversationLife
from ragdesk.window.conversation.later_turns_box import LaterTurnsBox
from ragdesk.window.conversation.turn_list import TurnList
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink

ON_A_TURN = ("regenerate", "edit_question", "branch", "copy_answer", "copy_markdown", "budget")


class TurnCommands(QObject):
    """Actions mean the turn that has the focus, or else the last one."""

    editing_asked = Signal(object)
    """A TurnView whose question should go to the composer."""

    def __init__(self, link: EngineLink, desk: Desk, actions: Actions, life: ConversationLife, turns: TurnList) -> None:
        super().__init__(turns)
        self._link, self._desk, self._actions, self._life, self._turns = link, desk, actions, life, turns
        self._carried_out: dict[str, Callable[[TurnView], None]] = {
            "copy_answer": self._copy,
            "copy_markdown": self._copy_markdown,
            "regenerate": lambda view: self.ask_again(view, view.question),
            "edit_question": self.editing_asked.emit,
            "branch": self._branch,
            "delete_turn": self._delete,
            "try_again": life.try_again,
            "budget": self._show_budget,
        }
        for name in ON_A_TURN:
            if name != "budget":
                actions[name].triggered.connect(lambda _=False, name=name: self.carry_out(name, self.current()))

    def listen(self, view: TurnView) -> None:
        """Carry out what is chosen at this turn."""
        view.commanded.connect(lambda name: self.carry_out(name, view))

    def carry_out(self, name: str, view: TurnView | None) -> None:
        if view is not None and view in self._turns.turns:
            self._carried_out[name](view)

    def current(self) -> TurnView | None:
        """The turn that has the focus, or the last one."""
        focused = QGuiApplication.focusObject()
        for view in self._turns.turns:
            if focused is not None and view.isAncestorOf(focused):  # type: ignore[arg-type]
                return view
        return self._turns.turns[-1] if self._turns.turns else None

    def refresh(self) -> None:
        """What can be chosen now."""
        has_answer = any(view.answer for view in self._turns.turns)
        for name in ON_A_TURN:
            self._actions[name].setEnabled(has_answer)
        self._actions["stop_answer"].setEnabled(self._life.is_asking)

    def ask_again(self, view: TurnView, text: str) -> None:
        """In place of what was answered; if there are later turns, what becomes of them is asked first."""
        turns = list(self._turns.turns)
        later = len(turns) - turns.index(view) - 1
        if not later:
            self._life.ask_in_place_of(view, text)
            return
        box = LaterTurnsBox(later, self._turns)
        box.replace_chosen.connect(lambda: self._life.ask_in_place_of(view, text))
        box.branch_chosen.connect(lambda: self._ask_in_branch(view, text))
        box.open()

    def _ask_in_branch(self, view: TurnView, text: str) -> None:
        def ask() -> None:
            self._life.ask_in_place_of(self._turns.turns[-1], text)

        self._begin_branch(view, lambda record: self._life.show_then(record.id, ask))

    def _branch(self, view: TurnView) -> None:
        self._begin_branch(view, lambda record: self._desk.choose_conversation(record.id))

    def _begin_branch(self, view: TurnView, done: Callable[[ConversationRecord], None]) -> None:
        conversation, turn = self._desk.conversation, view.turn
        if conversation is not None and turn is not None:
            self._link.request(lambda engine: engine.branch_conversation(conversation, turn), done)

    def _delete(self, view: TurnView) -> None:
        conversation, turn = self._desk.conversation, view.turn
        if conversation is None or turn is None:
            return

        def done(_: ConversationRecord) -> None:
            if view in self._turns.turns:
                self._life.take_out(view)
                self.refresh()
            self._desk.offer_undo(self.tr("The question and its answer were deleted."), take_back)

        def take_back() -> None:
            self._restore(conversation, turn)

        self._link.request(lambda engine: engine.delete_turn(turn), done)

    def _restore(self, conversation: ConversationId, turn: TurnId) -> None:
        self._link.request(
            lambda engine: engine.restore_turn(turn), lambda _: self._desk.choose_conversation(conversation)
        )

    def _copy(self, view: TurnView) -> None:
        if view.answer:
            QGuiApplication.clipboard().setText(answer_as_text(view.answer))

    def _copy_markdown(self, view: TurnView) -> None:
        if view.answer:
            QGuiApplication.clipboard().setText(answer_as_markdown(view.answer))

    def _show_budget(self, view: TurnView) -> None:
        """Of this very answer."""
        if view.answer:
            self._desk.show_answer(view.answer)
            self._actions["budget"].trigger()
