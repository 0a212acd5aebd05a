"""SetAside: turns that a new answer is to replace, out of sight until it is known whether it does."""

from __future__ import annotations

from collections.abc import Sequence

from ragdesk.window.conversation.turn_list import TurnList
from ragdesk.window.conversation.turn_view import TurnView


class SetAside:
    """The engine takes them away only when the new answer is stored; until then nothing is lost here either."""

    def __init__(self, turns: TurnList) -> None:
        self._turns = turns
        self._views: list[TurnView] = []

    def take(self, views: Sequence[TurnView]) -> None:
        """Out of the list."""
        self.drop()
        for view in views:
            self._turns.take_out(view)
        self._views = list(views)

    def put_back(self, before: TurnView) -> None:
        """Where they were: they were not replaced."""
        views, self._views = self._views, []
        for view in views:
            self._turns.insert(list(self._turns.turns).index(before), view)

    def drop(self) -> None:
        """They were replaced."""
        views, self._views = self._views, []
        for view in views:
            view.deleteLater()
