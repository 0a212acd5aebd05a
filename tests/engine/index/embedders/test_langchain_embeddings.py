from __future__ import annotations

import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding, Embeddings

from ragdesk.engine.index.embedders import Embedder, LangChainEmbedder
from ragdesk.engine.index.embedders.for_langchain import LangChainEmbeddings
from ragdesk.protocol.errors import ModelError


class UnreachableEmbeddings(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        if len(texts) > 1:
            return [[0.0] * (n + 1) for n, _ in enumerate(texts)]
        raise ConnectionError("nobody answers")

    def embed_query(self, text: str) -> list[float]:
        return [float("nan")] * 3


def test_our_embedder_is_a_langchain_embeddings() -> None:
    fake = DeterministicFakeEmbedding(size=8)
    embedder: Embedder = LangChainEmbedder(fake, "fake-8")

    embeddings = LangChainEmbeddings(embedder)

    assert isinstance(embeddings, Embeddings)
    assert embeddings.embed_query("who pays?") == embedder.embed_query("who pays?")
    assert embeddings.embed_documents(["a", "b"]) == embedder.embed_documents(["a", "b"])


def test_errors_of_foreign_embedders_are_translated() -> None:
    embedder = LangChainEmbedder(UnreachableEmbeddings(), "broken")

    with pytest.raises(ModelError, match="UnreachableEmbeddings failed") as caught:
        embedder.encode(["text"])
    assert caught.value.detail == "nobody answers"
    with pytest.raises(ModelError, match="cannot be used"):
        embedder.encode_questions(["question"])
    with pytest.raises(ModelError, match="cannot be used"):
        embedder.encode(["vectors", "of two lengths"])
