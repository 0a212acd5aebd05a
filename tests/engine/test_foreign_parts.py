"""Other people's LangChain parts inside our engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.documents import Document
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings
from langchain_core.language_models.fake_chat_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import ModelError, RagdeskError
from ragdesk.protocol.events import AnswerFinished, AnswerToken, QuotesFound
from ragdesk.protocol.records import Answer, ConversationId
from ragdesk.settings import Settings
from tests.engine.other_retrievers import FailingRetriever, ListRetriever

DREDGED = "The harbour of Puerto Calima was dredged in 1931 by the young engineer Ana Rey. She later built the tower."
BANANAS = "Bananas are rich in potassium and are shipped green, because they ripen on their way to the market."
QUESTION = "When was the harbour of Puerto Calima dredged?"


class UntouchedEmbeddings(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise AssertionError("no vectors are needed")

    def embed_query(self, text: str) -> list[float]:
        raise AssertionError("no vectors are needed")


class UnreachableChatModel(GenericFakeChatModel):
    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        if kwargs:
            raise TypeError(f"unexpected {kwargs}")
        raise ConnectionError("nobody answers")
        yield


def harbour() -> ListRetriever:
    return ListRetriever(documents=[
        Document(page_content=DREDGED, metadata={"source": "/papers/harbour.txt"}),
        Document(page_content=BANANAS, metadata={"source": "/papers/bananas.txt"}),
    ])  # fmt: skip


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "harbour.txt").write_text(DREDGED, "utf-8")
    (folder / "bananas.txt").write_text(BANANAS, "utf-8")
    return folder


def ask(engine: Engine, question: str, conversation: ConversationId | None = None) -> tuple[Answer, str]:
    events = list(engine.ask(question, conversation=conversation))
    assert isinstance(events[0], QuotesFound)
    assert isinstance(events[-1], AnswerFinished)
    return events[-1].answer, "".join(event.text for event in events if isinstance(event, AnswerToken))


def saying(*sentences: str) -> GenericFakeChatModel:
    return GenericFakeChatModel(messages=iter([AIMessage(sentence) for sentence in sentences]))


def test_anybodys_embeddings_and_chat_model_take_the_place_of_ours(settings: Settings, folder: Path) -> None:
    said = "The harbour of Puerto Calima was dredged in 1931."
    engine = Engine.open(settings, embeddings=DeterministicFakeEmbedding(size=16), chat_model=saying(said))
    list(engine.add([folder]))

    assert engine.search(QUESTION).passages[0].text == DREDGED
    answer, streamed = ask(engine, QUESTION)

    assert streamed == answer.text == said
    assert answer.origin == "model"
    assert answer.sentences[0].supported
    assert answer.quotes[answer.sentences[0].citations[0] - 1].document == str(folder / "harbour.txt")
    assert engine.status().embedder.startswith("langchain-DeterministicFakeEmbedding")
    engine.close()


def test_a_model_that_streams_single_letters_is_put_together(settings: Settings, folder: Path) -> None:
    said = "It was dredged in 1931 by the young engineer Ana Rey."
    engine = Engine.open(
        settings, embeddings=DeterministicFakeEmbedding(size=16), chat_model=FakeListChatModel(responses=[said])
    )
    list(engine.add([folder]))
    assert ask(engine, QUESTION)[0].text == said
    engine.close()


def test_a_retriever_takes_the_place_of_the_librarys_search(settings: Settings) -> None:
    said = "The harbour of Puerto Calima was dredged in 1931 by Ana Rey. It cost 900 pesetas of silver altogether."
    engine = Engine.open(settings, embeddings=UntouchedEmbeddings(), chat_model=saying(said), retriever=harbour())

    result = engine.search(QUESTION, limit=1)
    assert [passage.document for passage in result.passages] == ["/papers/harbour.txt"]
    assert result.quotes[0].text == "The harbour of Puerto Calima was dredged in 1931 by the young engineer Ana Rey."

    answer, _ = ask(engine, QUESTION)
    assert [sentence.supported for sentence in answer.sentences] == [True, False]
    quote = answer.quotes[answer.sentences[0].citations[0] - 1]
    assert quote.text == DREDGED[quote.place.start : quote.place.end]
    assert answer.sentences[1].unknown_numbers == ("900",)
    engine.close()


def test_nothing_found_by_a_retriever_is_said_without_asking_the_model(settings: Settings) -> None:
    nobody = saying()
    for documents in ([], [Document(page_content=BANANAS, metadata={"title": "Fruit"})]):
        engine = Engine.open(settings, chat_model=nobody, retriever=ListRetriever(documents=documents))
        answer, streamed = ask(engine, QUESTION)
        assert (answer.found, answer.origin, streamed) == (False, "nothing", "")
        assert answer.text.startswith("There is nothing in your documents about this.")
        assert answer.nearest == tuple(document.metadata["title"] for document in documents)
        engine.close()


def test_a_follow_up_in_a_conversation_reaches_the_retriever_with_its_question(settings: Settings) -> None:
    retriever = harbour()
    engine = Engine.open(settings, chat_model=saying("In 1931.", "The engineer Ana Rey did."), retriever=retriever)
    conversation = engine.start_conversation()
    ask(engine, QUESTION, conversation)
    answer, _ = ask(engine, "And who did it?", conversation)

    assert retriever.asked == [QUESTION, f"{QUESTION} And who did it?"]
    assert answer.found
    engine.close()


def test_a_failing_retriever_is_an_error_that_says_what_to_do(settings: Settings) -> None:
    engine = Engine.open(settings, retriever=FailingRetriever(error=TimeoutError("the server is asleep")))
    calls: Sequence[Any] = (lambda: engine.search(QUESTION), lambda: list(engine.ask(QUESTION)))
    for call in calls:
        with pytest.raises(RagdeskError, match="FailingRetriever failed") as caught:
            call()
        assert caught.value.hint
    engine.close()


def test_a_failing_chat_model_leaves_the_quotes(settings: Settings) -> None:
    engine = Engine.open(settings, chat_model=UnreachableChatModel(messages=iter([])), retriever=harbour())
    answer, _ = ask(engine, QUESTION)
    assert answer.origin == "quotes"
    assert answer.quotes[0].text in DREDGED
    assert "UnreachableChatModel failed" in (answer.note or "")
    engine.close()


def test_failing_embeddings_are_an_error_that_says_what_to_do(settings: Settings) -> None:
    engine = Engine.open(settings, embeddings=UntouchedEmbeddings())
    with pytest.raises(ModelError, match="UntouchedEmbeddings failed"):
        engine.search(QUESTION)
    engine.close()
