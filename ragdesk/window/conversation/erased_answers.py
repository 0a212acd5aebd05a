"""ErasedAnswers: what was erased for good goes from the conversation that is open, too, whoever had it erased."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ragdesk.protocol.conversations import ConversationText
from ragdesk.protocol.records import Answer, TurnId
from ragdesk.window.conversation.turn_list import TurnList
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink


class ErasedAnswers(QObject):
    """Looks at the open conversation once more whenever libraries changed: erasing tells that, and little else does."""

    def __init__(self, link: EngineLink, desk: Desk, turns: TurnList) -> None:
        super().__init__(turns)
        self._link, self._desk, self._turns = link, desk, turns
        link.libraries_changed.connect(self._look)

    def _look(self) -> None:
        conversation = self._desk.conversation
        if conversation is not None and any(view.turn for view in self._turns.turns):
            self._link.request(lambda engine: engine.show_conversation(conversation), self._take, lambda _: None)

    def _take(self, text: ConversationText) -> None:
        """The number of a turn is never used twice, so another conversation's turns are not touched."""
        left = {turn.id: turn.answer for turn in text.turns}
        for view in self._turns.turns:
            if view.turn is not None and view.answer is not None and view.turn in left:
                self._leave(view, view.turn, view.answer, left[view.turn])

    def _leave(self, view: TurnView, turn: TurnId, before: Answer, now: Answer) -> None:
        """Titles of the nearest documents stand in answers that found nothing, and are erased from them."""
        if (now.origin, now.nearest) == (before.origin, before.nearest):
            return
        view.finish(now, turn)
        if self._desk.answer is before:
            self._desk.take_back_answer(now)
