"""A question whose stream is closed before its end: what is written so far is checked and kept, and nobody waits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import AnswerFinished, AnswerToken, AskEvent, QuotesFound
from ragdesk.protocol.records import Answer, ConversationId
from tests.conftest import OpenEngine
from tests.engine.driving import add

HARBOUR = (
    "The harbour of Almar was dredged in 1931 by the engineer Clara Voss. Ships of eight metres draught can enter."
)
FARO = "El faro de Almar fue construido en 1874 por el ingeniero Luis Mora y su luz alcanza veinte millas."
QUESTION = "Who dredged the harbour of Almar?"
SAID = "The engineer Clara Voss dredged the harbour of Almar in 1931. Penguins cannot fly over any of the oceans. Ships"


@pytest.fixture
def engine(open_engine: OpenEngine, folder: Path) -> Engine:
    (folder / "harbour.txt").write_text(HARBOUR)
    (folder / "faro.txt").write_text(FARO)
    opened = open_engine(chat_model=saying(SAID, SAID, SAID))
    add(opened, folder)
    return opened


def saying(*answers: str) -> GenericFakeChatModel:
    return GenericFakeChatModel(messages=iter([AIMessage(content=answer) for answer in answers]))


def ask_and_stop(engine: Engine, conversation: ConversationId | None, after: str, **how: Any) -> None:
    """Close the stream once the draft ends with `after`; with an empty one as soon as there are quotes."""
    stream = cast("Any", engine.ask(QUESTION, conversation=conversation, **how))
    draft = ""
    for event in cast("Iterator[AskEvent]", stream):
        draft += event.text if isinstance(event, AnswerToken) else ""
        if draft.endswith(after) and (after or isinstance(event, QuotesFound)):
            break
    stream.close()


def only_answer(engine: Engine, conversation: ConversationId) -> Answer:
    (turn,) = engine.show_conversation(conversation).turns
    return turn.answer


def test_what_was_written_is_kept_and_checked_sentence_by_sentence(engine: Engine) -> None:
    conversation = engine.start_conversation()

    ask_and_stop(engine, conversation, after="Ships")

    answer = only_answer(engine, conversation)
    assert (answer.question, answer.text, answer.origin) == (QUESTION, SAID, "model")
    assert answer.note == "Stopped before the end."
    assert [(one.text.split()[0], one.supported) for one in answer.sentences] == [
        ("The", True), ("Penguins", False), ("Ships", False),
    ]  # fmt: skip
    assert answer.sentences[0].citations
    assert answer.budget.passages_read


def test_stopped_within_the_first_sentence_it_is_kept_as_it_is(engine: Engine) -> None:
    conversation = engine.start_conversation()
    ask_and_stop(engine, conversation, after="engineer")
    answer = only_answer(engine, conversation)
    assert [(one.text, one.supported) for one in answer.sentences] == [("The engineer", False)]
    assert answer.quotes


def test_stopped_before_a_word_the_quotes_are_kept(engine: Engine) -> None:
    conversation = engine.start_conversation()
    ask_and_stop(engine, conversation, after="")
    answer = only_answer(engine, conversation)
    assert (answer.origin, answer.note) == ("quotes", "Stopped before the end.")
    assert "Clara Voss" in answer.text


def test_the_note_is_in_the_language_of_the_question(engine: Engine) -> None:
    conversation = engine.start_conversation()
    stream = cast("Any", engine.ask("¿Quién construyó el faro de Almar en 1874?", conversation=conversation))
    next(stream)
    stream.close()
    assert only_answer(engine, conversation).note == "Detenida antes de terminar."


def test_where_no_model_would_be_asked_nothing_is_said_to_be_stopped(engine: Engine) -> None:
    conversation = engine.start_conversation()
    ask_and_stop(engine, conversation, after="", use_model=False)
    assert only_answer(engine, conversation).note is None


def test_without_a_conversation_nothing_is_kept_and_the_next_question_is_answered(engine: Engine) -> None:
    ask_and_stop(engine, None, after="Ships")
    assert engine.list_conversations() == []
    conversation = engine.start_conversation()
    last = list(engine.ask(QUESTION, conversation=conversation))[-1]
    assert isinstance(last, AnswerFinished)
    assert last.turn == engine.show_conversation(conversation).turns[0].id


def test_closed_after_the_answer_it_is_kept_once(engine: Engine) -> None:
    conversation = engine.start_conversation()
    stream = cast("Any", engine.ask(QUESTION, conversation=conversation))
    while not isinstance(next(stream), AnswerFinished):
        pass
    stream.close()
    assert only_answer(engine, conversation).note != "Stopped before the end."


def test_an_older_answer_gives_way_to_written_words_only(engine: Engine) -> None:
    conversation = engine.start_conversation()
    list(engine.ask(QUESTION, conversation=conversation, use_model=False))
    (first,) = engine.show_conversation(conversation).turns

    ask_and_stop(engine, conversation, after="", replaces=first.id)
    assert engine.show_conversation(conversation).turns == (first,)

    ask_and_stop(engine, conversation, after="engineer", replaces=first.id)
    assert only_answer(engine, conversation).text == "The engineer"


def test_stopping_raises_nothing_when_the_catalogue_is_closed(engine: Engine) -> None:
    stream = cast("Any", engine.ask(QUESTION, conversation=engine.start_conversation()))
    next(stream)
    engine.close()
    stream.close()
    assert stream.gi_frame is None


def test_answers_are_quotes_alone_where_the_settings_say_so(engine: Engine) -> None:
    engine.set_setting("use_model", "no")
    finished = list(engine.ask(QUESTION))[-1]
    assert isinstance(finished, AnswerFinished)
    assert finished.answer.origin == "quotes"
    engine.set_setting("use_model", None)
    finished = list(engine.ask(QUESTION))[-1]
    assert isinstance(finished, AnswerFinished)
    assert finished.answer.model is not None
