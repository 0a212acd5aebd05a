"""Our embedders as a true LangChain `Embeddings`, for scripts of other people.

Kept apart because importing LangChain's base class takes 0.25 s, which a search from the command line need not pay.
"""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from ragdesk.engine.index.embedders.embedder import Embedder


class LangChainEmbeddings(Embeddings):
    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embedder.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._embedder.embed_query(text)
