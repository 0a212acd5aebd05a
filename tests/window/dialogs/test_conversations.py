"""The list of conversations: search, open, rename, pin, delete with undo."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import ConversationId
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.dialogs.ask_name import AskName
from ragdesk.window.dialogs.conversations import ConversationsDialog
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.theming import Theming
from tests.window.fake_engine import FakeEngine

Show = Callable[[QWidget], QWidget]


@pytest.fixture
def dialog(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine
) -> ConversationsDialog:
    for question in ("How much was the ticket income?", "Who owns the lighthouse?"):
        started(engine, question)
    made = ConversationsDialog(link, desk, theming, actions)
    show(made)
    qtbot.waitUntil(lambda: made.list.model().rowCount() >= 2)
    return made


def started(engine: FakeEngine, question: str) -> ConversationId:
    conversation = engine.start_conversation()
    list(engine.ask(question, conversation=conversation))
    return conversation


def titles(dialog: ConversationsDialog) -> list[str]:
    model = dialog.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def choose(dialog: ConversationsDialog, title: str) -> None:
    dialog.list.setCurrentIndex(dialog.list.model().index(titles(dialog).index(title), 0))


def press(dialog: QWidget, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button is not None
    button.click()


def test_searching_narrows_the_list(qtbot: QtBot, dialog: ConversationsDialog) -> None:
    search = dialog.findChild(QLineEdit, "conversations_search")
    assert search is not None
    search.setText("who owns")
    qtbot.waitUntil(lambda: titles(dialog) == ["Who owns the lighthouse?"])
    search.setText("nothing has these words")
    qtbot.waitUntil(lambda: titles(dialog) == [])


def test_enter_opens_the_chosen_one(qtbot: QtBot, dialog: ConversationsDialog, desk: Desk) -> None:
    choose(dialog, "Who owns the lighthouse?")
    wanted = dialog.chosen()
    assert wanted is not None
    with qtbot.waitSignal(desk.conversation_chosen) as opened:
        qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    assert opened.args == [wanted.id]
    assert dialog.isHidden()


def test_it_opens_on_the_conversation_that_is_open(dialog: ConversationsDialog, desk: Desk, show: Show) -> None:
    choose(dialog, "Who owns the lighthouse?")
    chosen = dialog.chosen()
    assert chosen is not None
    desk.choose_conversation(chosen.id)
    choose(dialog, "How much was the ticket income?")
    dialog.close()
    show(dialog)
    assert dialog.chosen() == chosen


def test_it_opens_for_the_first_time_on_the_conversation_that_is_open(
    qtbot: QtBot, link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Show, engine: FakeEngine
) -> None:
    questions = ("Who owns it?", "Where is it?", "When was it?")
    desk.choose_conversation([started(engine, question) for question in questions][1])
    dialog = ConversationsDialog(link, desk, theming, actions)
    show(dialog)
    qtbot.waitUntil(lambda: dialog.chosen() is not None)
    assert dialog.chosen().id == desk.conversation  # type: ignore[union-attr]


def test_a_conversation_is_renamed(qtbot: QtBot, dialog: ConversationsDialog) -> None:
    choose(dialog, "Who owns the lighthouse?")
    press(dialog, "conversation_rename")
    asked = dialog.findChild(AskName)
    assert asked is not None
    asked.line.setText("Owners")
    asked.verb.click()
    qtbot.waitUntil(lambda: "Owners" in titles(dialog))
    assert "Who owns the lighthouse?" not in titles(dialog)


def test_a_pinned_conversation_comes_first(qtbot: QtBot, dialog: ConversationsDialog) -> None:
    last = titles(dialog)[-1]
    choose(dialog, last)
    press(dialog, "conversation_pin")
    qtbot.waitUntil(lambda: titles(dialog)[0] == last)


def test_a_deleted_conversation_can_be_taken_back(qtbot: QtBot, dialog: ConversationsDialog, desk: Desk) -> None:
    choose(dialog, "Who owns the lighthouse?")
    with qtbot.waitSignal(desk.undo_offered):
        press(dialog, "conversation_delete")
    qtbot.waitUntil(lambda: "Who owns the lighthouse?" not in titles(dialog))
    desk.undo()
    qtbot.waitUntil(lambda: "Who owns the lighthouse?" in titles(dialog))
