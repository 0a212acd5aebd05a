"""HashedWords: an embedder without a model, for tests of what stands around it. Equal words give near vectors."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from ragdesk.engine.index.embedders.embedder import Embedder, Vectors, unit_length

_WORD = re.compile(r"\w+")


class HashedWords(Embedder):
    """Each word is one dimension and a sign. `encoded` remembers every text that was embedded as a document.

    Another `seed` is another model: its vectors cannot be compared with these.
    """

    languages = None

    def __init__(self, seed: int = 0, dimensions: int = 192) -> None:
        self.fingerprint = f"hashed-words-{seed}"
        self.encoded: list[str] = []
        self._seed = seed
        self._dimensions = dimensions
        self._places: dict[str, tuple[int, float]] = {}

    @property
    def dimensions(self) -> int:
        return self._dimensions

    def warm_up(self) -> None:
        pass

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.encoded += texts
        return self._rows(texts)

    def encode_questions(self, questions: Sequence[str]) -> Vectors:
        return self._rows(questions)

    def _rows(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        rows[:, 0] = 0.05
        for row, text in zip(rows, texts, strict=True):
            for word in _WORD.findall(text.lower()):
                place, sign = self._place(word)
                row[place] += sign
        return unit_length(rows)

    def _place(self, word: str) -> tuple[int, float]:
        if word not in self._places:
            digest = hashlib.blake2b(f"{self._seed} {word}".encode("utf-8", "replace"), digest_size=5).digest()
            place = 1 + int.from_bytes(digest[:4], "little") % (self._dimensions - 1)
            self._places[word] = (place, 1.0 if digest[4] % 2 else -1.0)
        return self._places[word]
