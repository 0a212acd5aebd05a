"""Whoever has many texts and nothing else to do uses an embedder with as many threads as it serves."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence

import numpy as np

from ragdesk.engine.index.embedders.convert import compare
from ragdesk.engine.index.embedders.embedder import Vectors
from tests.fake_embedder import HashedWords


class Slow(HashedWords):
    """Knows how many of its calls were under way at once."""

    def __init__(self, at_once: int) -> None:
        super().__init__()
        self.at_once = at_once
        self.most_at_once, self._now = 0, 0
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(0.02)
        with self._lock:
            self._now -= 1
            return super().encode(texts)


def test_a_converted_model_is_timed_as_it_is_used() -> None:
    """By one thread alone it would look slower than the original, which uses all processors, and be refused."""
    original, converted = Slow(at_once=1), Slow(at_once=3)
    compare(original, converted, 1.0, {})
    assert (original.most_at_once, converted.most_at_once) == (1, 3)


def test_langchains_calls_use_it_whole_and_keep_the_order() -> None:
    embedder = Slow(at_once=3)
    texts = [f"text {n}" for n in range(20)]
    found = embedder.embed_documents(texts)
    assert embedder.most_at_once == 3
    np.testing.assert_allclose(found, HashedWords().encode(texts), atol=1e-6)
    assert embedder.embed_documents(["one alone"]) == HashedWords().encode(["one alone"]).tolist()
    assert embedder.embed_documents([]) == []
