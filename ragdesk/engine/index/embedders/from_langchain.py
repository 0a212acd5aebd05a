"""Any LangChain `Embeddings` as an embedder of ours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from ragdesk.engine.index.embedders.embedder import Embedder, Vectors, unit_length, well_formed
from ragdesk.protocol.errors import ModelError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


class LangChainEmbedder(Embedder):
    """`fingerprint` must change whenever the model behind `embeddings` does: it decides what may be compared."""

    def __init__(self, embeddings: Embeddings, fingerprint: str, languages: frozenset[str] | None = None) -> None:
        self.fingerprint = fingerprint
        self.languages = languages
        self._embeddings = embeddings
        self._dimensions: int | None = None

    @property
    def dimensions(self) -> int:
        if self._dimensions is None:
            self._dimensions = self.encode_questions(["dimensions"]).shape[1]
        return self._dimensions

    def warm_up(self) -> None:
        _ = self.dimensions

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return self._checked(self._ask(documents=well_formed(texts)), len(texts))

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        if not questions:
            return np.empty((0, self.dimensions), dtype=np.float32)
        return self._checked(self._ask(questions=well_formed(questions)), len(questions))

    def _ask(self, documents: Sequence[str] = (), questions: Sequence[str] = ()) -> list[list[float]]:
        try:
            if documents:
                return self._embeddings.embed_documents(list(documents))
            return [self._embeddings.embed_query(question) for question in questions]
        except Exception as error:  # anybody's code runs here, so any error may come out of it
            message = f"The embedder {type(self._embeddings).__name__} failed."
            raise ModelError(message, "Check its settings and its server.", str(error)) from error

    def _checked(self, rows: list[list[float]], wanted: int) -> Vectors:
        try:
            vectors = np.asarray(rows, dtype=np.float32)
        except (TypeError, ValueError):  # rows of different lengths, or of something else than numbers
            vectors = np.empty(0, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != wanted or not np.isfinite(vectors).all():
            kind = type(self._embeddings).__name__
            raise ModelError(f"The embedder {kind} gave vectors that cannot be used.", "Choose another embedder.")
        return unit_length(vectors)
