"""A question whose engine is away, dies or fails, and one that is stopped: kept, told of, asked again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import ModelError
from ragdesk.window.actions import Actions
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.conversation import ConversationPanel
from ragdesk.window.theming import Theming
from tests.window.conversation.pane import ask, words_of
from tests.window.fake_engine import FakeEngine

INCOME = "How much was the ticket income in 2024?"


def test_question_is_kept_while_the_engine_is_away(
    qtbot: QtBot, desk: Desk, theming: Theming, actions: Actions, engine: FakeEngine, show: Callable[[QWidget], QWidget]
) -> None:
    link = EngineLink(engine.attach, "default")
    panel = ConversationPanel(link, desk, theming, actions)
    panel.resize(596, 740)
    show(panel)
    ask(panel, INCOME)
    assert "Kept; it is asked as soon as the engine is there…" in words_of(panel)
    link.start()
    qtbot.waitUntil(lambda: panel.turns.turns[0].answer is not None)
    qtbot.waitUntil(lambda: engine.listeners == 1)
    link.close()
    link.background.wait_for_threads(3)


def test_question_is_asked_once_more_when_the_engine_dies(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    wait = TurnView.wait
    monkeypatch.setattr(TurnView, "wait", lambda view, words="": (told.append(words), wait(view, words)))
    engine.slowly(0.02)
    ask(panel, INCOME)
    qtbot.waitUntil(lambda: "Ticket" in words_of(panel))
    engine.die()
    qtbot.waitUntil(lambda: any("asked once more" in words for words in told))
    qtbot.waitUntil(lambda: panel.turns.turns[0].answer is not None)
    assert len(panel.turns.turns) == 1
    assert len(engine.called("ask")) == 2
    assert len({call[1] for call in engine.called("ask")}) == 1, "in the same conversation"


def test_failure_says_what_happened_and_can_be_tried_again(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine
) -> None:
    engine.faults["ask"] = ModelError("The model file is damaged.", "Choose another one.")
    ask(panel, INCOME)
    qtbot.waitUntil(lambda: "The model file is damaged. Choose another one." in words_of(panel))
    engine.faults.clear()
    (retry,) = (one for one in panel.findChildren(QPushButton) if one.objectName() == "try_again" and one.isVisible())
    retry.click()
    qtbot.waitUntil(lambda: panel.turns.turns[-1].answer is not None)
    assert len(panel.turns.turns) == 1


def test_stopping_keeps_what_is_written(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions
) -> None:
    engine.slowly(0.05)
    ask(panel, INCOME)
    qtbot.waitUntil(lambda: "Ticket" in words_of(panel))
    assert actions["stop_answer"].isEnabled()
    actions["stop_answer"].trigger()
    assert "Ticket" in words_of(panel)
    qtbot.waitUntil(lambda: "You stopped it." in words_of(panel))
    assert not actions["stop_answer"].isEnabled()
    assert panel.turns.turns[0].turn is not None, "as the engine stored it"
