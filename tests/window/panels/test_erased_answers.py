"""What is erased goes from the conversation that is open: nobody should read there what is said to be gone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from ragdesk.protocol.conversations import ConversationText, Turn
from ragdesk.protocol.events import LibrariesChanged
from ragdesk.protocol.records import Answer
from ragdesk.window.conversation.as_html import conversation_as_html
from ragdesk.window.conversation.as_markdown import answer_as_markdown, answer_as_text
from ragdesk.window.conversation.turn_view import TurnView
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.conversation import ConversationPanel
from tests.window import sample_data
from tests.window.conversation.pane import asked_and_answered, words_of
from tests.window.fake_engine import FakeEngine

INCOME = "How much was the ticket income in 2024?"
ERASED = "This answer was erased together with the text that it rested on."


def erased(answer: Answer) -> Answer:
    """As the engine tells of it."""
    return replace(
        sample_data.answer(answer.question), text=ERASED, origin="erased", quotes=(), sentences=(), nearest=()
    )


def erase(engine: FakeEngine, desk: Desk, *changed: Answer) -> None:
    """These answers take the place of those to the same questions, and it is told as after `erase`."""
    assert desk.conversation is not None
    text = engine.kept[desk.conversation]
    left = {one.question: one for one in changed}
    turns = tuple(Turn(one.id, one.asked_at, left.get(one.answer.question, one.answer)) for one in text.turns)
    engine.kept[desk.conversation] = ConversationText(text.record, turns)
    engine.say(LibrariesChanged())


def nearest_links(turn: TurnView) -> int:
    return sum(one.objectName() == "nearest_document" for one in turn.findChildren(QPushButton))


def test_an_erased_answer_goes_from_the_open_conversation_and_its_page_from_the_evidence(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, engine: FakeEngine
) -> None:
    other = asked_and_answered(qtbot, panel, "And the tours?")
    turn = asked_and_answered(qtbot, panel, INCOME)
    turn.evidence_chosen.emit(1)
    assert turn.answer is not None
    assert desk.evidence is not None

    erase(engine, desk, erased(turn.answer))
    qtbot.waitUntil(lambda: ERASED in words_of(turn))

    shown = words_of(turn)
    assert INCOME in shown, "the question is the user's own"
    assert "61,930" not in shown
    assert "Not in your documents." not in shown, "it may well be in them"
    assert "Searched" not in shown
    assert desk.evidence is None
    assert desk.answer is turn.answer
    assert "61,930" in words_of(other), "what was not erased stays"


def test_the_title_of_an_erased_document_is_named_as_nearest_no_more(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, engine: FakeEngine
) -> None:
    turn = asked_and_answered(qtbot, panel, "When did the airport open?")
    assert turn.answer is not None
    assert len(turn.answer.nearest) > 1
    kept = turn.answer.nearest[:1]
    before = nearest_links(turn)

    erase(engine, desk, replace(turn.answer, nearest=kept))
    qtbot.waitUntil(lambda: turn.answer is not None and turn.answer.nearest == kept)

    qtbot.waitUntil(lambda: nearest_links(turn) == 1)
    assert before > 1
    assert "Not in your documents." in words_of(turn)


def test_other_changes_of_libraries_leave_the_conversation_as_it_is(
    qtbot: QtBot, panel: ConversationPanel, desk: Desk, link: EngineLink, engine: FakeEngine
) -> None:
    turn = asked_and_answered(qtbot, panel, INCOME)
    answer = turn.answer
    asked = len(engine.called("show_conversation"))
    engine.say(LibrariesChanged())
    qtbot.waitUntil(lambda: len(engine.called("show_conversation")) > asked)
    done: list[object] = []
    link.request(lambda one: one.list_conversations(), done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert turn.answer is answer


def test_an_export_says_that_it_was_erased_and_nothing_of_searching(engine: FakeEngine) -> None:
    number = engine.start_conversation()
    list(engine.ask(INCOME, conversation=number))
    text = engine.show_conversation(number)
    answer = erased(text.turns[0].answer)
    page = conversation_as_html(replace(text, turns=(replace(text.turns[0], answer=answer),)))
    assert answer_as_text(answer) == ERASED
    assert answer_as_markdown(answer) == f"## {INCOME}\n\n*{ERASED}*\n"
    assert ERASED in page
    assert "Searched" not in page
