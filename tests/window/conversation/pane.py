"""What tests of the conversation look at: words on the screen, and turns once they are answered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.window.conversation.answer_text import AnswerText
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.panels.conversation import ConversationPanel


def words_of(widget: QWidget) -> str:
    """All that is to be read on it now."""
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]
    texts = [one.toPlainText() for one in widget.findChildren(AnswerText) if one.isVisibleTo(widget)]
    return "\n".join((*labels, *texts)).replace("\xa0", " ")


def ask(panel: ConversationPanel, question: str) -> None:
    """As a person does."""
    panel.composer.edit.setPlainText(question)
    QTest.keyClick(panel.composer.edit, Qt.Key.Key_Return)


def asked_and_answered(qtbot: QtBot, panel: ConversationPanel, question: str) -> TurnView:
    """The turn once its answer is there."""
    ask(panel, question)
    qtbot.waitUntil(lambda: bool(panel.turns.turns) and panel.turns.turns[-1].answer is not None)
    return panel.turns.turns[-1]
