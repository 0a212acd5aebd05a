"""Spans are embedded by several threads side by side, where the embedder serves several."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from ragdesk.engine.adding import embed_spans
from ragdesk.engine.index.embedders import LangChainEmbedder, Vectors
from ragdesk.protocol.errors import ModelError
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, paragraph, statuses
from tests.fake_embedder import HashedWords

SUBJECTS = ("harbour", "lighthouse", "beehive", "orchard", "granary", "quarry", "foundry", "chapel")


class Slow(HashedWords):
    """Knows how many of its calls were under way at once."""

    def __init__(self) -> None:
        super().__init__()
        self.most_at_once, self._now = 0, 0
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        time.sleep(0.1)
        with self._lock:
            self._now -= 1
            return super().encode(texts)


class FailsAtTheFourth(HashedWords):
    def encode(self, texts: Sequence[str]) -> Vectors:
        vectors = super().encode(texts)
        if len(self.encoded) >= 4:
            raise OSError("the graphics card fell out")
        return vectors


@pytest.fixture
def eight_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A span and a piece of work each, for an embedder that serves two at once."""
    monkeypatch.setattr(embed_spans, "PIECE", 1)
    monkeypatch.setattr(LangChainEmbedder, "at_once", 2)
    for subject in SUBJECTS:
        (folder / f"{subject}.txt").write_text(paragraph(subject))
    return folder


def embedding_threads() -> list[str]:
    return [one.name for one in threading.enumerate() if one.name.startswith("embedding")]


def test_each_document_gets_its_own_vectors(open_engine: OpenEngine, eight_files: Path) -> None:
    slow = Slow()
    side_by_side = open_engine(embeddings=slow)
    add(side_by_side, eight_files)
    assert slow.most_at_once == 2
    assert set(statuses(side_by_side).values()) == {"ready"}
    for subject in SUBJECTS:
        assert found_in(side_by_side, subject)[0] == f"{subject}.txt"
    assert embedding_threads() == []


def test_what_fails_in_one_of_them_is_told_and_ends_the_others(open_engine: OpenEngine, eight_files: Path) -> None:
    failing = open_engine(embeddings=FailsAtTheFourth())
    with pytest.raises(ModelError, match="FailsAtTheFourth failed"):
        add(failing, eight_files)
    assert embedding_threads() == []
    assert set(statuses(failing).values()) <= {"ready", "waiting"}
    failing.close()
    whole = open_engine()
    add(whole, eight_files)
    assert set(statuses(whole).values()) == {"ready"}
