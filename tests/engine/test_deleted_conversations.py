"""What is deleted of conversations: out of sight at once, back when it is wanted, gone for good once erased."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import AnswerFinished
from ragdesk.protocol.records import Answer
from tests.engine.conversing import FARO_ASKED, WHO, ask, asked, is_whole, questions_of


def test_a_deleted_conversation_is_gone_until_it_is_restored(engine: Engine) -> None:
    conversation = asked(engine, WHO)
    assert engine.delete_conversation(conversation).title == WHO
    assert engine.list_conversations() == []
    assert engine.list_conversations("harbour") == []
    for refused in (
        lambda: engine.show_conversation(conversation),
        lambda: engine.rename_conversation(conversation, "x"),
        lambda: list(engine.ask(WHO, conversation=conversation)),
    ):
        with pytest.raises(BadRequest, match="no such conversation"):
            refused()
    engine.restore_conversation(conversation)
    assert questions_of(engine, conversation) == [WHO]


def test_a_deleted_turn_is_no_history_and_comes_back_to_its_place(engine: Engine) -> None:
    conversation = asked(engine, WHO, FARO_ASKED, "Almar?")
    second = engine.show_conversation(conversation).turns[1].id
    assert engine.delete_turn(second).turns == 2
    assert questions_of(engine, conversation) == [WHO, "Almar?"]
    assert engine.parts.stores.conversations.turns.questions(conversation) == [WHO, "Almar?"]
    assert engine.restore_turn(second).turns == 3
    assert questions_of(engine, conversation) == [WHO, FARO_ASKED, "Almar?"]


def test_the_title_is_that_of_the_first_question_that_is_left(engine: Engine) -> None:
    conversation = asked(engine, WHO, FARO_ASKED)
    first, second = (turn.id for turn in engine.show_conversation(conversation).turns)
    assert engine.delete_turn(first).title == FARO_ASKED
    record = engine.delete_turn(second)
    assert (record.title, record.turns) == ("", 0)


def test_what_was_deleted_or_replaced_is_erased_for_good_and_its_number_never_comes_again(
    engine: Engine, data_dir: Path
) -> None:
    kept, gone = asked(engine, WHO, FARO_ASKED), asked(engine, "Which qzmarker?")
    shown = engine.show_conversation(kept).turns
    ask(engine, "Where is Almar?", kept, replaces=shown[1].id)
    engine.delete_conversation(gone)

    engine.erase()

    assert questions_of(engine, kept) == [WHO, "Where is Almar?"]
    assert not any(b"qzmarker" in file.read_bytes() for file in data_dir.rglob("*") if file.is_file())
    with pytest.raises(BadRequest):
        engine.restore_conversation(gone)
    with pytest.raises(BadRequest):
        engine.restore_turn(shown[1].id)
    assert engine.start_conversation() > gone
    assert is_whole(engine)


def test_a_conversation_that_was_erased_while_it_was_answered_is_no_error(engine: Engine) -> None:
    conversation = engine.start_conversation()
    stream = engine.ask(WHO, conversation=conversation, use_model=False)
    next(stream)
    engine.delete_conversation(conversation)
    engine.erase()
    *_, last = stream
    assert isinstance(last, AnswerFinished)
    assert last.turn is None
    assert isinstance(last.answer, Answer)
