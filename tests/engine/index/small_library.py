"""A library of random vectors in a real catalogue, its vector index, and what that index must find."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from ragdesk.engine.index.exact_index import ExactIndex
from ragdesk.engine.index.fill_folder import DONE, HEADER, STEP, fill
from ragdesk.engine.index.generation import LoadVectors
from ragdesk.engine.index.library_index import LibraryIndex
from ragdesk.engine.index.vector_index import Ids, Vector
from ragdesk.engine.storage.contents import Contents
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import Documents
from ragdesk.engine.storage.new_content import NewChunk, NewContent, NewSection, NewSpan
from ragdesk.engine.storage.vectors import Vectors

EXACT_UP_TO = 50


def filled_here(folder: Path, ids: Ids, load: LoadVectors) -> Iterator[tuple[int, int]]:
    """As `build_folder`, without a process that has to import Chroma first. No more than one part."""
    assert 0 < len(ids) <= STEP
    yield 0, len(ids)
    vectors = load(ids)
    folder.parent.mkdir(parents=True, exist_ok=True)
    said: list[dict[str, Any]] = []
    given = HEADER.pack(*vectors.shape) + ids.astype("<i8").tobytes() + vectors.astype("<f4").tobytes()
    fill(folder, BytesIO(given), said.append)
    assert said == [{"written": len(ids)}, DONE]
    yield len(ids), len(ids)


def content_of(name: str, spans: int) -> NewContent:
    """A text of so many spans, one to a chunk, each different from those of any other name."""
    words = [f"{name}{n:04}" for n in range(spans)]
    width = len(words[0])
    chunks = tuple(
        NewChunk(i, i + width, word, (NewSpan(i, i + width, f"{name}. {word}"),))
        for word, i in zip(words, range(0, spans * (width + 1), width + 1), strict=True)
    )
    section = NewSection(" ".join(words), 0, None, None, (), None, name, chunks)
    return NewContent(name, 1, "text", None, name, "en", None, None, None, (section,))


class SmallLibrary:
    """Vectors are random and well apart; `right` is exact search over all that the library holds."""

    dimensions = 24

    def __init__(self, folder: Path, fingerprint: str = "some embedder") -> None:
        self._folder = folder
        self._fingerprint = fingerprint
        self._random = np.random.default_rng(5)
        self.root = folder / "index"
        self.open()

    def open(self) -> None:
        self.database = Database(self._folder / "catalogue.db")
        self._documents = Documents(self.database)
        self._contents = Contents(self.database)
        with self.database.transaction():
            self.id = self._documents.ensure_library("default")
        self._vectors = Vectors(self.database, self._fingerprint, self.dimensions)
        self.index = LibraryIndex(self.database, self._vectors, self.id, self._folder / "index", EXACT_UP_TO)
        self.root = self._folder / "index" / f"{self.id}-{self._vectors.fingerprint_id}"

    def close(self) -> None:
        self.index.close()
        self.database.close()

    def reopen(self) -> None:
        self.close()
        self.open()

    def copy(self, folder: Path) -> SmallLibrary:
        """A closed copy of this closed library."""
        folder.mkdir()
        copied = SmallLibrary(folder, self._fingerprint)
        copied._random = np.random.default_rng(6)  # new vectors are none of those that were copied
        copied.close()
        shutil.copy(self._folder / "catalogue.db", folder)
        shutil.copytree(self._folder / "index", folder / "index")
        return copied

    def with_embedder(self, fingerprint: str) -> SmallLibrary:
        self.close()
        other = SmallLibrary(self._folder, fingerprint)
        other.close()
        self.open()
        other.database = self.database
        other._vectors = Vectors(self.database, fingerprint, self.dimensions)
        other._documents, other._contents = self._documents, self._contents
        other.index = LibraryIndex(self.database, other._vectors, self.id, self._folder / "index", EXACT_UP_TO)
        other.root = self._folder / "index" / f"{self.id}-{other._vectors.fingerprint_id}"
        return other

    def put(self, name: str, spans: int, text: str | None = None) -> None:
        """A document with so many spans, vectors included; one that is there gets another text."""
        text = text or name
        with self.database.transaction():
            source = self._documents.ensure_source(self.id, "/", True)
            self._documents.note_waiting(self.id, source, f"/{name}", 1, 1)
            content = self._contents.find(text, 1)
            if content is None:
                content, _ = self._contents.store(content_of(text, spans))
            self._documents.note_content(self.id, self._documents.id_of(self.id, f"/{name}"), content, text, "", 1)
            self._contents.remove_unused()
            missing = list(self._vectors.missing(self.id))
            self._vectors.save(missing, self.random_vectors(len(missing)))
            self._documents.library_changed(self.id)

    def rename(self, old: str, new: str) -> None:
        with self.database.transaction():
            source = self._documents.ensure_source(self.id, "/", True)
            known = self._documents.by_path(self.id)[f"/{old}"]
            assert known.content_id is not None
            assert known.content_hash is not None
            self._documents.note_waiting(self.id, source, f"/{new}", 1, 1)
            renamed = self._documents.id_of(self.id, f"/{new}")
            self._documents.note_content(self.id, renamed, known.content_id, known.content_hash, "", 1)
            self._documents.remove(self.id, [known.id])
            self._documents.library_changed(self.id)

    def names(self) -> list[tuple[str, str | None]]:
        """Each document and which text it holds."""
        return [(path[1:], known.content_hash) for path, known in self._documents.by_path(self.id).items()]

    def remove(self, name: str) -> None:
        with self.database.transaction():
            self._documents.remove(self.id, [self._documents.id_of(self.id, f"/{name}")])
            self._contents.remove_unused()
            self._documents.library_changed(self.id)

    def random_vectors(self, count: int) -> Vector:
        rows = self._random.normal(size=(count, self.dimensions)).astype(np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def build(self) -> list[tuple[int, int]]:
        return list(self.index.build())

    def assert_right(self, questions: int = 4) -> None:
        """The ten best are those of exact search over the catalogue, for random and for stored vectors."""
        exact = ExactIndex(self.dimensions)
        ids = self._vectors.ids(self.id)
        exact.add(ids, self._vectors.load(ids))
        stored = self._vectors.load(ids[-2:])
        for question in [*stored, *self.random_vectors(4)][:questions]:
            found, wanted = self.index.nearest(question, 10), exact.nearest(question, 10)
            assert [one for one, _ in found] == [one for one, _ in wanted]
            np.testing.assert_allclose([c for _, c in found], [c for _, c in wanted], atol=1e-5)

    def is_answered_by_chroma(self) -> bool:
        self.index.nearest(self.random_vectors(1)[0], 1)
        return self.index._generation is not None

    def generations(self) -> list[str]:
        return sorted(folder.name for folder in self.root.glob("gen-*"))

    def folder(self, generation: str) -> Path:
        return self.root / generation
