"""What the engine asks of every embedder: texts in, one row of numbers of unit length for each out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""Shape (texts, dimensions); each row has length 1, so a dot product is a cosine."""


class Embedder(ABC):
    """A model that turns texts into vectors.

    Light to construct: weights are loaded by `warm_up` or the first use. May be used from several threads. Texts longer
    than the model reads are cut by the model, silently; any string is accepted, also an empty or a broken one.
    It answers LangChain's calls too; a true LangChain `Embeddings` is made by `for_langchain.LangChainEmbeddings`.
    """

    fingerprint: str
    """Vectors may be compared only where fingerprints are equal."""
    languages: frozenset[str] | None
    """ISO 639-1 codes of the languages that the model reads well; None: not known, so all are taken as read."""
    route: str = "foreign"
    """fast (converted, int8), reference (the original on torch), or foreign (anybody's)."""
    route_note: str = ""
    """Why another route than the wanted one is used; empty where nothing is to say."""

    at_once: int = 1
    """Threads that may use it side by side; more wait for each other."""

    @property
    @abstractmethod
    def dimensions(self) -> int: ...

    @abstractmethod
    def warm_up(self) -> None:
        """Load the weights now. Raises ModelError where that fails."""

    @abstractmethod
    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of pieces of documents, in the order of the texts."""

    @abstractmethod
    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        """The same for questions, which some models want marked as such."""

    def encode_all(self, texts: Sequence[str]) -> Vectors:
        """Like `encode`, by as many threads as may use it: for who has nothing else to do meanwhile."""
        if self.at_once == 1 or len(texts) < self.at_once:
            return self.encode(texts)
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        with ThreadPoolExecutor(self.at_once) as hands:
            parts = hands.map(self.encode, (texts[n :: self.at_once] for n in range(self.at_once)))
            for n, part in enumerate(parts):
                vectors[n :: self.at_once] = part
        return vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [[float(value) for value in row] for row in self.encode_all(texts)]

    def embed_query(self, text: str) -> list[float]:
        return [float(value) for value in self.encode_questions([text])[0]]


def well_formed(texts: Sequence[str]) -> list[str]:
    """Lone surrogates, which broken files yield and no tokenizer takes, become question marks."""
    return [text.encode("utf-8", "replace").decode("utf-8") for text in texts]


def unit_length(rows: NDArray[np.generic]) -> Vectors:
    vectors = np.asarray(rows, dtype=np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
