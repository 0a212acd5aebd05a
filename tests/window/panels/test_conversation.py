"""The conversation's pane on a FakeEngine: asked, answered, stopped, asked again, edited, branched, deleted."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ragdesk.protocol.records import ConversationId, Sentence
from ragdesk.window.actions import Actions
from ragdesk.window.conversation.later_turns_box import LaterTurnsBox
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.language import Language
from ragdesk.window.panels.conversation import ConversationPanel
from tests.window import sample_data
from tests.window.conversation.pane import ask, asked_and_answered, words_of
from tests.window.fake_engine import FakeEngine

INCOME = "How much was the ticket income in 2024?"


def _buttons(widget: QWidget, name: str) -> list[QAbstractButton]:
    return [one for one in widget.findChildren(QAbstractButton) if one.objectName() == name and one.isVisible()]


def test_quotes_then_the_answer_then_what_is_not_in_the_documents(qtbot: QtBot, panel: ConversationPanel) -> None:
    turn = asked_and_answered(qtbot, panel, INCOME)
    shown = words_of(turn)
    assert INCOME in shown
    assert "Ticket income in 2024 was 61,930 euros  1 ." in shown
    assert "The last sentence is not found in your documents. In no passage: 14." in shown
    assert "Searched 6 of 10 files · 2 passages read · quotes in 0.04 s" in shown
    assert len(_buttons(turn, "quote_1")) == 1


def test_a_quote_opens_its_page_by_click_and_by_key(qtbot: QtBot, panel: ConversationPanel, desk: Desk) -> None:
    turn = asked_and_answered(qtbot, panel, INCOME)
    _buttons(turn, "quote_2")[0].click()
    assert desk.evidence is not None
    assert (desk.evidence.quote.n, len(desk.evidence.quotes)) == (2, 3)
    QTest.keyClick(_buttons(turn, "quote_3")[0], Qt.Key.Key_Return)
    assert desk.evidence.quote.n == 3


def test_answer_is_told_with_its_cost(qtbot: QtBot, panel: ConversationPanel, desk: Desk) -> None:
    with qtbot.waitSignal(desk.answer_shown) as told:
        ask(panel, INCOME)
    assert told.args[0].question == INCOME
    assert panel.composer.budget.isVisible()
    desk.choose_conversation(None)
    assert not panel.composer.budget.isVisible(), "no answer is there whose cost it would be"


def test_nothing_found_names_the_nearest_documents(qtbot: QtBot, panel: ConversationPanel, desk: Desk) -> None:
    turn = asked_and_answered(qtbot, panel, "When did the airport open?")
    shown = words_of(turn)
    assert "Not in your documents." in shown
    assert "6 of 10 files were searched" in shown
    assert "5 files not fully read" in shown
    with qtbot.waitSignal(desk.evidence_chosen):
        _buttons(turn, "nearest_document")[1].click()
    assert desk.evidence is not None
    assert desk.evidence.quote.document.endswith("report-2024.pdf")


def test_quotes_alone_say_why(qtbot: QtBot, panel: ConversationPanel) -> None:
    turn = asked_and_answered(qtbot, panel, "nearly the same")
    assert "these are the closest passages" in words_of(turn)
    assert "Answer" not in words_of(turn).split("\n")


def test_regenerating_replaces_the_last_answer(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions
) -> None:
    first = asked_and_answered(qtbot, panel, INCOME).turn
    actions["regenerate"].trigger()
    qtbot.waitUntil(lambda: panel.turns.turns[0].turn not in (None, first))
    assert len(panel.turns.turns) == 1
    assert engine.called("ask")[-1][-1] == first


def test_asking_an_earlier_question_again_asks_about_the_later_ones(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, engine: FakeEngine
) -> None:
    first = asked_and_answered(qtbot, panel, INCOME)
    asked_and_answered(qtbot, panel, "And the tours?")
    panel.turns.verticalScrollBar().setValue(0)
    before = desk.conversation
    _buttons(first, "regenerate")[0].click()
    box = panel.findChild(LaterTurnsBox)
    assert box is not None
    box.branching.click()
    qtbot.waitUntil(lambda: desk.conversation != before and len(engine.called("ask")) == 3)
    qtbot.waitUntil(lambda: len(panel.turns.turns) == 1 and panel.turns.turns[0].answer is not None)
    assert before is not None
    assert len(engine.kept[before].turns) == 2, "nothing went from the first conversation"


def test_editing_asks_in_place(qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions) -> None:
    turn = asked_and_answered(qtbot, panel, INCOME).turn
    actions["edit_question"].trigger()
    assert panel.composer.edit.toPlainText() == INCOME
    assert "Editing; Enter asks again, Esc leaves it as it was." in words_of(panel)
    ask(panel, "How much in 2023?")
    qtbot.waitUntil(lambda: panel.turns.turns[-1].answer is not None)
    assert [one.question for one in panel.turns.turns] == ["How much in 2023?"]
    assert engine.called("ask")[-1][-1] == turn


def test_deleted_turn_can_be_taken_back(qtbot: QtBot, panel: ConversationPanel, desk: Desk) -> None:
    turn = asked_and_answered(qtbot, panel, INCOME)
    with qtbot.waitSignal(desk.undo_offered):
        turn.commanded.emit("delete_turn")
    assert not panel.turns.turns
    desk.undo()
    qtbot.waitUntil(lambda: [one.question for one in panel.turns.turns] == [INCOME])


def test_branch_goes_on_in_a_new_conversation(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, actions: Actions
) -> None:
    asked_and_answered(qtbot, panel, INCOME)
    before = desk.conversation
    with qtbot.waitSignal(desk.conversation_chosen) as chosen:
        actions["branch"].trigger()
    assert chosen.args[0] not in (None, before)
    qtbot.waitUntil(lambda: [one.question for one in panel.turns.turns] == [INCOME])


def test_copies_are_plain_or_markdown(qtbot: QtBot, panel: ConversationPanel, actions: Actions) -> None:
    asked_and_answered(qtbot, panel, INCOME)
    actions["copy_answer"].trigger()
    assert QGuiApplication.clipboard().text().startswith("Ticket income in 2024 was 61,930 euros. Guided")
    actions["copy_markdown"].trigger()
    assert "61,930 euros [1]." in QGuiApplication.clipboard().text()


def test_stored_conversation_is_shown_and_gone_on_with(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, engine: FakeEngine
) -> None:
    desk.choose_conversation(ConversationId(2))
    qtbot.waitUntil(lambda: len(panel.turns.turns) == 1)
    assert "La cuota sube a 45 euros al mes" in words_of(panel)
    assert "¿A cuánto sube la cuota?" in words_of(panel._header)
    asked_and_answered(qtbot, panel, INCOME)
    assert engine.called("ask")[-1][1] == 2


def test_empty_pane_offers_questions_that_work_at_once(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine, actions: Actions
) -> None:
    qtbot.waitUntil(lambda: len(_buttons(panel, "suggested_question")) == 3)
    with qtbot.waitSignal(actions["add_folder"].triggered):
        _buttons(panel, "empty_add_folder")[0].click()
    _buttons(panel, "suggested_question")[0].click()
    qtbot.waitUntil(lambda: bool(panel.turns.turns) and panel.turns.turns[0].answer is not None)
    assert engine.called("ask")[0][0] == engine.suggestions[0]


def test_new_conversation_is_begun_with_its_first_question(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, actions: Actions, engine: FakeEngine
) -> None:
    asked_and_answered(qtbot, panel, INCOME)
    first = desk.conversation
    actions["new_conversation"].trigger()
    assert desk.conversation is None
    assert "New conversation" in words_of(panel)
    asked_and_answered(qtbot, panel, INCOME)
    assert desk.conversation not in (None, first)
    assert len(engine.called("start_conversation")) == 2


def test_scope_and_model_go_with_the_question(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, engine: FakeEngine
) -> None:
    desk.choose_scope(("/a.pdf",))
    desk.choose_model("/models/better.gguf")
    assert panel.composer.scope.words == "1 document"
    assert panel.composer.model.words == "better"
    asked_and_answered(qtbot, panel, INCOME)
    _, _, _, model, documents, _ = engine.called("ask")[-1]
    assert str(model) == "/models/better.gguf"
    assert documents == ("/a.pdf",)
    _buttons(panel, "clear_scope")[0].click()
    assert desk.scope == ()


def test_up_brings_the_last_question_back(qtbot: QtBot, panel: ConversationPanel) -> None:
    asked_and_answered(qtbot, panel, INCOME)
    QTest.keyClick(panel.composer.edit, Qt.Key.Key_Up)
    assert panel.composer.edit.toPlainText() == INCOME


def test_proposed_question_is_asked(qtbot: QtBot, panel: ConversationPanel, desk: Desk) -> None:
    desk.question_proposed.emit(INCOME)
    qtbot.waitUntil(lambda: bool(panel.turns.turns) and panel.turns.turns[0].answer is not None)


def test_every_button_has_a_name_and_a_tooltip(qtbot: QtBot, panel: ConversationPanel) -> None:
    asked_and_answered(qtbot, panel, INCOME)
    for button in panel.findChildren(QAbstractButton):
        if button.isVisible():
            named = button.accessibleName() or (isinstance(button, QPushButton) and button.text())
            assert named, button.objectName()
            assert button.toolTip(), button.objectName()
            assert button.objectName(), button


def test_nothing_out_of_files_or_models_is_taken_for_html(
    qtbot: QtBot, panel: ConversationPanel, engine: FakeEngine
) -> None:
    hostile = '<img src="file:///etc/passwd"><b>bold</b>'
    given = sample_data.answer(hostile, text=hostile, sentences=(Sentence(hostile, True, (1,)),))
    quote = replace(given.quotes[0], text=hostile, document=f"/x/{hostile}")
    engine.answers[hostile] = replace(given, quotes=(quote,), note=hostile)
    turn = asked_and_answered(qtbot, panel, hostile)
    assert words_of(turn).count(hostile) >= 2
    assert all("<img" not in button.toolTip() for button in panel.findChildren(QAbstractButton))
    labels = [label for label in panel.findChildren(QLabel) if "<" in label.text()]
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)


def test_files_not_read_are_told_in_the_language_of_the_moment(
    qtbot: QtBot, panel: ConversationPanel, link: EngineLink
) -> None:
    language = Language()
    try:
        link.refresh_status()
        asked_and_answered(qtbot, panel, "Who built the airport?")
        qtbot.waitUntil(lambda: "not fully read" in words_of(panel))
        language.choose("es")
        qtbot.waitUntil(lambda: "sin leer del todo" in words_of(panel))
        assert "not fully read" not in words_of(panel)
    finally:
        language.choose("en")
