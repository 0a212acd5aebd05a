"""What stands on the screen while an answer is replaced, and when it is not after all."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ragdesk.protocol.errors import ModelError
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.conversation import ConversationPanel
from tests.window.conversation.pane import asked_and_answered, words_of
from tests.window.fake_engine import FakeEngine

INCOME = "How much was the ticket income in 2024?"


def test_an_answer_that_could_not_be_replaced_stays(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions
) -> None:
    first = asked_and_answered(qtbot, panel, INCOME)
    engine.faults["ask"] = ModelError("The model file is damaged.", "Choose another one.")
    actions["regenerate"].trigger()
    assert list(panel.turns.turns) != [first]
    qtbot.waitUntil(lambda: "The model file is damaged." in words_of(panel))
    assert panel.turns.turns[0] is first
    assert first.isVisibleTo(panel)
    assert len(panel.turns.turns) == 2


def test_it_is_replaced_when_that_is_tried_again(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions
) -> None:
    first = asked_and_answered(qtbot, panel, INCOME)
    engine.faults["ask"] = ModelError("The model file is damaged.")
    actions["regenerate"].trigger()
    qtbot.waitUntil(lambda: "The model file is damaged." in words_of(panel))
    engine.faults.clear()
    retry = panel.turns.turns[-1].findChild(QPushButton, "try_again")
    assert retry is not None
    replaced = first.turn
    retry.click()
    qtbot.waitUntil(lambda: len(panel.turns.turns) == 1 and panel.turns.turns[0].answer is not None)
    assert panel.turns.turns[0] is not first
    assert engine.called("ask")[-1][-1] == replaced


def test_stopped_before_its_first_word_nothing_is_replaced(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions
) -> None:
    first = asked_and_answered(qtbot, panel, INCOME)
    engine.stall()
    actions["regenerate"].trigger()
    actions["stop_answer"].trigger()
    engine.go_on()
    assert panel.turns.turns[0] is first


def test_stopped_in_the_middle_the_new_words_stand_alone(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions
) -> None:
    first = asked_and_answered(qtbot, panel, INCOME)
    engine.slowly(0.05)
    actions["regenerate"].trigger()
    qtbot.waitUntil(lambda: panel.turns.turns[-1].has_words)
    actions["stop_answer"].trigger()
    assert first not in panel.turns.turns
    assert len(panel.turns.turns) == 1


def test_renaming_the_library_leaves_the_conversation_open(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, link: EngineLink, desk: Desk
) -> None:
    asked_and_answered(qtbot, panel, INCOME)
    engine.rename_library("default", "Harbour")
    with qtbot.waitSignal(link.engine_ready):
        link.choose_library("Harbour")
    assert desk.conversation is not None
    engine.create_library("Another")
    with qtbot.waitSignal(link.engine_ready):
        link.choose_library("Another")
    assert desk.conversation is None


def test_only_what_can_be_asked_is_called_ready(qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine) -> None:
    readable = sum(one.status in ("ready", "partly") for one in engine.list_documents())
    assert readable < len(engine.list_documents())
    qtbot.waitUntil(lambda: f"{readable} documents are ready to be asked." in words_of(panel))
