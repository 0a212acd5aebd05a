"""Conversations through the engine: what is stored comes back whole, and nothing that is deleted is used."""

from __future__ import annotations

from pathlib import Path

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from ragdesk.engine.engine import Engine
from ragdesk.engine.keeping.erased_answers import ERASED_ANSWER
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import AnswerFinished, ConversationsChanged, QuotesFound
from ragdesk.protocol.records import ConversationId, Searched, TurnId
from tests.conftest import OpenEngine
from tests.engine.conversing import FARO_ASKED, WHO, ask, asked, is_whole, questions_of, titles
from tests.engine.driving import add

HARBOUR = "# The harbour\n\nThe harbour of Almar was dredged in 1931 by the engineer Clara Voss.\n"
FARO = "# El faro\n\nEl faro de Almar fue construido en 1874 por Luis Mora y su luz alcanza veinte millas.\n"


@pytest.fixture
def filled(engine: Engine, folder: Path) -> Engine:
    """With two documents; without any, as in most tests, each answer is that nothing was found."""
    (folder / "harbour.md").write_text(HARBOUR)
    (folder / "faro.md").write_text(FARO)
    add(engine, folder)
    return engine


@pytest.fixture
def engine(open_engine: OpenEngine) -> Engine:
    said = AIMessage(content="The engineer Clara Voss dredged the harbour of Almar in 1931.")
    return open_engine(chat_model=GenericFakeChatModel(messages=iter([said])))


def test_every_answer_comes_back_as_it_was(filled: Engine) -> None:
    conversation = filled.start_conversation()
    told = [
        ask(filled, WHO, conversation, use_model=True),
        ask(filled, WHO, conversation),
        ask(filled, "Which galaxies collide with quasars?", conversation),
    ]

    shown = filled.show_conversation(conversation)

    assert [turn.answer for turn in shown.turns] == [one.answer for one in told]
    assert [turn.id for turn in shown.turns] == [one.turn for one in told]
    assert {one.answer.origin for one in told} == {"model", "quotes", "nothing"}
    assert (shown.record.title, shown.record.turns) == (WHO, 3)
    assert shown.record.started_at <= shown.turns[0].asked_at <= shown.record.changed_at
    assert is_whole(filled)


def test_an_answer_of_an_older_version_is_shown_as_far_as_it_is_known(filled: Engine, data_dir: Path) -> None:
    conversation = asked(filled, WHO)
    before = filled.show_conversation(conversation).turns[0].answer
    filled.parts.stores.database.execute(
        "UPDATE messages SET details = json_remove(details, '$.searched', '$.of_passages', '$.note', '$.nearest')"
        " WHERE role = 'assistant'"
    )

    answer = filled.show_conversation(conversation).turns[0].answer

    assert (answer.text, answer.quotes, answer.timings) == (before.text, before.quotes, before.timings)
    assert answer.searched == Searched(0, 0)
    assert [passage.title for passage in answer.passages] == ["harbour"] + ["faro"] * (len(answer.passages) - 1)


def test_an_erased_answer_says_so_and_its_question_stays(filled: Engine, folder: Path) -> None:
    conversation = asked(filled, WHO)
    filled.remove([str(folder)])
    filled.erase()
    answer = filled.show_conversation(conversation).turns[0].answer
    assert (answer.question, answer.text, answer.quotes, answer.found) == (WHO, ERASED_ANSWER, (), False)
    assert answer.origin == "erased"


def test_only_conversations_with_a_turn_are_listed_pinned_ones_first_then_the_newest(engine: Engine) -> None:
    first, second, third = asked(engine, WHO), asked(engine, FARO_ASKED), asked(engine, "Almar?")
    engine.start_conversation()
    assert [one.id for one in engine.list_conversations()] == [third, second, first]
    ask(engine, "Which harbour?", second)
    assert engine.pin_conversation(first, is_pinned=True).is_pinned
    assert [one.id for one in engine.list_conversations()] == [first, second, third]
    engine.pin_conversation(first, is_pinned=False)
    assert [one.id for one in engine.list_conversations()] == [second, third, first]


def test_titles_questions_and_answers_are_searched_without_case_and_accents(filled: Engine) -> None:
    filled.rename_conversation(asked(filled, WHO), "Ferry papers")
    asked(filled, FARO_ASKED)
    asked(filled, "Which galaxies collide with quasars?")
    for containing, found in {
        "FERRY": ["Ferry papers"],
        "construyo 1874": [FARO_ASKED],
        "QUIÉN": [FARO_ASKED],
        "clará VOSS ferry": ["Ferry papers"],
        "ferry quien": [],
        "galax": ["Which galaxies collide with quasars?"],
        "100%_": [],
    }.items():
        assert titles(filled.list_conversations(containing)) == found, containing
    assert len(filled.list_conversations("   ")) == 3


def test_a_long_first_question_is_cut_at_a_word_and_a_name_of_its_own_stays(engine: Engine) -> None:
    long = (
        "Who was the engineer that dredged the harbour of Almar so that ships of eight metres draught could enter it?"
    )
    conversation = asked(engine, long)
    (title,) = titles(engine.list_conversations())
    assert title == "Who was the engineer that dredged the harbour of Almar so that ships of eight…"
    assert len(title) <= 80
    assert engine.rename_conversation(conversation, "  The \n harbour ").title == "The harbour"
    ask(engine, WHO, conversation)
    assert titles(engine.list_conversations()) == ["The harbour"]


def test_what_cannot_be_a_title_is_refused(engine: Engine) -> None:
    conversation = asked(engine, WHO)
    for title in ("", " \n ", "x" * 201):
        with pytest.raises(BadRequest, match="cannot be a title"):
            engine.rename_conversation(conversation, title)


def test_a_branch_holds_copies_up_to_a_turn_and_goes_on_by_itself(filled: Engine) -> None:
    conversation = asked(filled, WHO, FARO_ASKED, "Almar?")
    turns = filled.show_conversation(conversation).turns

    branch = filled.branch_conversation(conversation, turns[1].id)

    assert (branch.title, branch.turns) == (f"{WHO} (2)", 2)
    assert filled.branch_conversation(branch.id, filled.show_conversation(branch.id).turns[0].id).title == f"{WHO} (3)"
    copies = filled.show_conversation(branch.id).turns
    assert [copy.answer for copy in copies] == [turn.answer for turn in turns[:2]]
    ask(filled, "Which harbour?", branch.id)
    filled.delete_turn(copies[0].id)
    assert filled.show_conversation(conversation).turns == turns
    assert is_whole(filled)


def test_an_answer_takes_the_place_of_a_turn_and_all_after_it_once_it_is_finished(filled: Engine) -> None:
    conversation = asked(filled, WHO, FARO_ASKED, "Almar?")
    second = filled.show_conversation(conversation).turns[1].id

    stream = filled.ask("And when was it?", conversation=conversation, use_model=False, replaces=second)
    found = next(stream)
    assert isinstance(found, QuotesFound)
    assert "1931" in found.quotes[0].text  # understood by the question before it, not by the one replaced
    assert len(questions_of(filled, conversation)) == 3
    *_, last = stream

    assert isinstance(last, AnswerFinished)
    assert questions_of(filled, conversation) == [WHO, "And when was it?"]
    assert filled.show_conversation(conversation).turns[1].id == last.turn
    with pytest.raises(BadRequest, match="no such question"):
        list(filled.ask(WHO, conversation=conversation, replaces=second))


def test_what_belongs_to_another_library_or_nowhere_is_refused(engine: Engine) -> None:
    conversation = asked(engine, WHO)
    turn = engine.show_conversation(conversation).turns[0].id
    other = engine.for_library("other", create=True)
    nowhere = ConversationId(99)
    for refused in (
        lambda: other.show_conversation(conversation),
        lambda: other.delete_conversation(conversation),
        lambda: other.delete_turn(turn),
        lambda: list(other.ask(WHO, conversation=conversation)),
        lambda: engine.restore_conversation(nowhere),
        lambda: engine.restore_turn(TurnId(99)),
        lambda: engine.branch_conversation(asked(engine, WHO), turn),
        lambda: list(engine.ask(WHO, replaces=turn)),
    ):
        with pytest.raises(BadRequest) as problem:
            refused()
        assert problem.value.hint
    assert other.list_conversations() == []
    assert questions_of(engine, conversation) == [WHO]


def test_every_change_is_told(engine: Engine) -> None:
    conversation = asked(engine, WHO)
    turn = engine.show_conversation(conversation).turns[0].id
    events = engine.parts.events.listen()
    changes = (
        lambda: engine.rename_conversation(conversation, "x"),
        lambda: engine.pin_conversation(conversation, is_pinned=True),
        lambda: engine.branch_conversation(conversation, turn),
        lambda: engine.delete_turn(turn),
        lambda: engine.restore_turn(turn),
        lambda: engine.delete_conversation(conversation),
        lambda: engine.restore_conversation(conversation),
        lambda: ask(engine, "Almar?", conversation),
    )
    for change in changes:
        change()
        assert events.next(0) == ConversationsChanged("default")
        assert events.next(0) is None
    events.close()


def test_a_change_of_subject_is_answered_whatever_was_asked_before(open_engine: OpenEngine, folder: Path) -> None:
    (folder / "harbour.txt").write_text(
        "The harbour of Almar was dredged in 1931 by the engineer Clara Voss. Ships of eight metres draught can enter."
    )
    engine = open_engine()
    add(engine, folder)
    conversation = engine.start_conversation()
    before = "How do I configure the espresso machine of the third floor kitchen before the accountants arrive?"
    for question, found in ((before, False), ("Who dredged the harbour of Almar?", True), (before, False)):
        finished = list(engine.ask(question, conversation=conversation, use_model=False))[-1]
        assert isinstance(finished, AnswerFinished)
        assert finished.answer.found is found, question
