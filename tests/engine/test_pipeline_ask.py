"""Asking, with chat models that say what a test wants: what is shown, and what it rests on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import AnswerFinished, AnswerToken, AskEvent, QuotesFound
from ragdesk.protocol.records import Answer, Passage, Quote
from tests.conftest import OpenEngine
from tests.engine.driving import add

HARBOUR = (
    "The harbour of Almar was dredged in 1931 by the engineer Clara Voss. "
    "Since then ships of eight metres draught can enter at any tide.\n\n"
    "The lighthouse on the northern pier is painted red and white."
)
QUESTION = "Who dredged the harbour of Almar?"


class Unusable(BaseChatModel):
    """Fails when it is asked, after having said `said`."""

    said: str = ""
    problem: Any = None

    @property
    def _llm_type(self) -> str:
        return "unusable"

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        raise self.problem

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        from langchain_core.messages import AIMessageChunk

        if self.said:
            yield ChatGenerationChunk(message=AIMessageChunk(content=self.said))
        raise self.problem


NEVER_ASKED = Unusable(problem=AssertionError("the model was asked"))


def saying(*answers: str) -> GenericFakeChatModel:
    return GenericFakeChatModel(messages=iter([AIMessage(content=answer) for answer in answers]))


@pytest.fixture
def harbour(folder: Path) -> Path:
    (folder / "harbour.txt").write_text(HARBOUR)
    (folder / "bees.txt").write_text("The bees swarmed above the orchard in the last week of May.")
    return folder


@pytest.fixture
def asking(open_engine: OpenEngine, harbour: Path) -> Any:
    """`asking(model)` is an engine that holds the two files and asks that model."""

    def with_model(model: BaseChatModel) -> Engine:
        engine = open_engine(chat_model=model)
        add(engine, harbour)
        return engine

    return with_model


def answer_of(events: list[AskEvent]) -> Answer:
    assert isinstance(events[0], QuotesFound)
    assert isinstance(events[-1], AnswerFinished)
    assert all(isinstance(event, AnswerToken) for event in events[1:-1])
    return events[-1].answer


def assert_verbatim(answer: Answer) -> None:
    everything: list[Quote | Passage] = [*answer.quotes, *answer.passages]
    for found in everything:
        text = Path(found.document).read_text()
        assert text[found.place.start : found.place.end] == found.text


def test_a_supported_answer_cites_quotes_that_stand_in_the_file(asking: Any) -> None:
    said = "The engineer Clara Voss dredged the harbour of Almar in 1931."
    events = list(asking(saying(said)).ask(QUESTION))

    answer = answer_of(events)
    assert "".join(event.text for event in events if isinstance(event, AnswerToken)) == said
    assert (answer.origin, answer.text, answer.found, answer.note) == ("model", said, True, None)
    (sentence,) = answer.sentences
    assert sentence.supported
    cited = [quote for quote in answer.quotes if quote.n in sentence.citations]
    assert any("Clara Voss" in quote.text for quote in cited)
    assert [quote.n for quote in answer.quotes] == list(range(1, len(answer.quotes) + 1))
    assert {quote.passage for quote in answer.quotes} <= {passage.n for passage in answer.passages}
    assert_verbatim(answer)
    assert answer.budget.passages_read
    assert answer.timings.first_token is not None
    assert answer.timings.quotes <= answer.timings.first_token <= answer.timings.total


def test_quotes_come_before_the_model_is_asked(asking: Any) -> None:
    events = asking(NEVER_ASKED).ask(QUESTION)

    first = next(events)
    events.close()

    assert isinstance(first, QuotesFound)
    assert "Clara Voss" in first.quotes[0].text
    assert first.evidence == "enough"


def test_a_number_that_no_passage_holds_is_marked(asking: Any) -> None:
    said = "The harbour of Almar was dredged in 1913 by the engineer Clara Voss, and ships enter at any tide."
    answer = answer_of(list(asking(saying(said)).ask(QUESTION)))

    assert answer.origin == "model"
    assert [sentence.unknown_numbers for sentence in answer.sentences] == [("1913",)]


@pytest.mark.parametrize(
    "said",
    ["Penguins cannot fly because their wings became flippers over millions of years.", "", "   ", "...", "[1]"],
    ids=["invented", "nothing", "blanks", "signs", "only a mark"],
)
def test_an_answer_that_is_not_borne_out_gives_way_to_the_quotes_with_a_note(asking: Any, said: str) -> None:
    model = saying(said) if said else Unusable(problem=None, said="\u200b")
    answer = answer_of(list(asking(model).ask(QUESTION)))

    assert answer.origin == "quotes"
    assert answer.note
    assert "Clara Voss" in answer.text
    assert all(sentence.supported and sentence.citations for sentence in answer.sentences)
    assert_verbatim(answer)


@pytest.mark.parametrize("said", ["", "The engineer "], ids=["at once", "while writing"])
@pytest.mark.parametrize("problem", [ConnectionError("no server"), ValueError("bad key"), RuntimeError("cuda")])
def test_a_model_that_fails_gives_way_to_the_quotes_with_a_note(asking: Any, said: str, problem: Exception) -> None:
    answer = answer_of(list(asking(Unusable(said=said, problem=problem)).ask(QUESTION)))

    assert answer.origin == "quotes"
    assert "could not be used" in (answer.note or "")
    assert "Clara Voss" in answer.text


def test_nothing_found_is_said_without_asking_the_model(asking: Any) -> None:
    answer = answer_of(list(asking(NEVER_ASKED).ask("Which galaxies collide with quasars?")))

    assert (answer.origin, answer.found, answer.evidence, answer.quotes) == ("nothing", False, "none", ())
    assert "nothing in your documents" in answer.text
    assert answer.nearest
    assert answer.model is None


def test_nothing_found_is_said_in_the_language_of_the_question(asking: Any) -> None:
    answer = answer_of(list(asking(NEVER_ASKED).ask("¿Cuántas galaxias chocan con los cuásares lejanos?")))

    assert (answer.language, answer.found) == ("es", False)
    assert "no hay nada" in answer.text


def test_an_empty_library_is_named_as_such(open_engine: OpenEngine) -> None:
    answer = answer_of(list(open_engine(chat_model=NEVER_ASKED).ask(QUESTION)))

    assert (answer.found, answer.nearest) == (False, ())
    assert "no text yet" in answer.text


def test_weak_evidence_shows_the_closest_passages_and_asks_no_model(asking: Any) -> None:
    half_known = "Did ships of eight metres enter the harbour with penguins and elephants?"
    answer = answer_of(list(asking(NEVER_ASKED).ask(half_known)))

    assert answer.evidence == "weak"
    assert (answer.origin, answer.found) == ("quotes", True)
    assert "closest passages" in (answer.note or "")


def test_without_a_model_the_quotes_are_the_answer(asking: Any) -> None:
    answer = answer_of(list(asking(NEVER_ASKED).ask(QUESTION, use_model=False)))

    assert (answer.origin, answer.note, answer.model) == ("quotes", None, None)
    assert answer.timings.first_token is None


def messages(data_dir: Path) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(data_dir / "catalogue.db")
    try:
        return connection.execute("SELECT role, text FROM messages ORDER BY conversation_id, position").fetchall()
    finally:
        connection.close()


def test_a_conversation_is_kept_and_a_follow_up_is_understood(asking: Any, data_dir: Path) -> None:
    said = "The engineer Clara Voss dredged the harbour of Almar in 1931."
    engine = asking(saying(said, said))
    conversation = engine.start_conversation()

    list(engine.ask(QUESTION, conversation=conversation))
    events = list(engine.ask("And when was it?", conversation=conversation))

    assert "1931" in events[0].quotes[0].text
    assert answer_of(events).question == "And when was it?"
    assert messages(data_dir) == [
        ("user", QUESTION), ("assistant", said), ("user", "And when was it?"), ("assistant", said),
    ]  # fmt: skip


def test_a_question_without_a_conversation_is_not_kept(asking: Any, data_dir: Path) -> None:
    list(asking(NEVER_ASKED).ask(QUESTION, use_model=False))

    assert messages(data_dir) == []


def test_an_unknown_conversation_is_refused_before_any_work(asking: Any) -> None:
    with pytest.raises(BadRequest, match="no such conversation"):
        list(asking(NEVER_ASKED).ask(QUESTION, conversation=77))


def test_a_stored_answer_outlives_its_document(asking: Any, data_dir: Path, harbour: Path) -> None:
    engine = asking(NEVER_ASKED)
    list(engine.ask(QUESTION, conversation=engine.start_conversation(), use_model=False))
    engine.remove([str(harbour)])

    connection = sqlite3.connect(data_dir / "catalogue.db")
    rows = connection.execute("SELECT text FROM message_passages ORDER BY n").fetchall()
    connection.close()
    assert "Clara Voss" in rows[0][0]


def test_copies_are_read_once_and_the_best_quote_stays(open_engine: OpenEngine, folder: Path) -> None:
    for name, ending in (("one", "."), ("two", "!"), ("three", "?")):
        (folder / f"{name}.txt").write_text(HARBOUR + f" {name}" + ending)
    engine = open_engine(chat_model=NEVER_ASKED)
    add(engine, folder)

    answer = answer_of(list(engine.ask(QUESTION, use_model=False)))

    assert answer.found
    assert "Clara Voss" in answer.quotes[0].text
    assert len({passage.document for passage in answer.passages}) <= 2
    assert_verbatim(answer)
