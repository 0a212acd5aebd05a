"""Takes over an exported library: read and checked once from end to end, then stored in one transaction."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ragdesk.engine.chunks.cut_document import SECTION_BREAK, span_text
from ragdesk.engine.chunks.headers import header
from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.keeping import export_file as frames
from ragdesk.engine.keeping.check_export import Plan, check_export, vectors_in
from ragdesk.engine.keeping.disk_reserve import DiskReserve
from ragdesk.engine.keeping.export_file import not_an_export, read_frames
from ragdesk.engine.keeping.export_records import (
    ExportedContent,
    ExportedDocument,
    from_bytes,
    from_json,
    new_section,
)
from ragdesk.engine.libraries import Libraries
from ragdesk.engine.storage.list_keys import folded_name, name_key
from ragdesk.engine.storage.new_content import NewContent
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import ExportReport
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.records import LibraryId

_LEAST_COSINE = 0.97
"""Of the same text on two computers; int8 kernels differ in the last digits."""
_TAKES_TIMES = 8
"""What a library takes in the catalogue, as times its exported file, at most."""


class ImportLibrary:
    """Raises NotAnExport before anything is written. Nothing of an export is ever run, opened or believed unseen.

    Its texts are kept apart from those of real files: a file that the user adds later is read itself, whatever an
    export said of it.
    """

    def __init__(self, stores: Stores, recipe: int, reserve: DiskReserve, embedder: Callable[[], Embedder]) -> None:
        self._stores = stores
        self._recipe = recipe
        self._reserve = reserve
        self._embedder = embedder

    def run(self, path: Path, name: str | None) -> ExportReport:
        """Take it over under `name`, or its own name, or that with a number behind it where it is taken."""
        with _opened(path) as file:
            self._reserve.check(_TAKES_TIMES * os.fstat(file.fileno()).st_size)
            plan = check_export(file)
            vectors = self._vectors_for(plan)
            file.seek(0)
            with self._stores.database.transaction():
                libraries = Libraries(self._stores.database, self._stores.counts)
                record = libraries.create(name or libraries.free_name(plan.manifest.name))
                library = libraries.find(record.name)
                try:
                    self._store(file, plan, library, vectors)
                except (IndexError, StopIteration) as problem:
                    raise not_an_export("it changed while it was read") from problem
                self._stores.documents.library_changed(library)
                record = libraries.record(library)
            return ExportReport(
                record.name, str(path), record.documents, record.chunks, os.fstat(file.fileno()).st_size
            )

    def _vectors_for(self, plan: Plan) -> Vectors | None:
        """Where its vectors go, if they are of our own embedder and, as far as a sample tells, of these texts."""
        manifest = plan.manifest
        if not manifest.fingerprint or not plan.sample:
            return None
        embedder = self._embedder()
        if (embedder.fingerprint, embedder.dimensions) != (manifest.fingerprint, manifest.dimensions):
            return None
        rows = [row for row in plan.sample if row in plan.sampled]
        own = embedder.encode([plan.sample[row] for row in rows])
        given = np.stack([plan.sampled[row] for row in rows])
        if not rows or float((own * given).sum(axis=1).min()) < _LEAST_COSINE:
            return None
        return Vectors(self._stores.database, embedder.fingerprint, embedder.dimensions)

    def _store(self, file: BinaryIO, plan: Plan, library: LibraryId, vectors: Vectors | None) -> None:
        root = self._stores.database.path.parent / "imported" / str(int(library))
        sources = [
            self._stores.documents.ensure_source(library, str(root / str(n) / source.name), source.is_folder)
            for n, source in enumerate(plan.sources)
        ]
        found = read_frames(file)
        contents: list[int] = []
        first_vector = 0
        for kind, frame in found:
            if kind == frames.CONTENT:
                contents.append(self._store_content(from_json(ExportedContent, frame), found, plan, len(contents)))
            elif kind == frames.DOCUMENT:
                document = from_json(ExportedDocument, frame)
                source = plan.sources[document.source]
                below = root / str(document.source) / source.name
                place = str(below.joinpath(*document.path.split("/"))) if document.path else str(below)
                is_whole = vectors is not None and document.content not in plan.without_vectors
                self._store_document(document, library, sources[document.source], place, contents, is_whole)
            elif kind == frames.VECTORS and vectors is not None:
                first_vector += self._store_vectors(frame, plan, first_vector, vectors)

    def _store_content(
        self, content: ExportedContent, found: Iterator[tuple[bytes, bytes]], plan: Plan, number: int
    ) -> int:
        sections, start = [], 0
        for _ in range(content.sections):
            section = from_bytes(next(found)[1])
            head = header(content.header_title, section.heading)
            embedded = [
                span_text(content.header_title, section.heading, section.text[first:end])
                for first, end, _ in section.spans.tolist()
            ]
            sections.append(new_section(section, start, head, embedded))
            start += len(section.text) + len(SECTION_BREAK)
        known = self._stores.contents.find(plan.hashes[number], self._recipe)
        if known is not None:
            return known
        new = NewContent(
            plan.hashes[number], self._recipe, content.type, content.title, content.header_title, content.language,
            content.pages, content.pages_read, content.shortfall, tuple(sections),
        )  # fmt: skip
        stored, chunk_ids = self._stores.contents.store(new)
        self._stores.keywords.add(chunk_ids, new)
        return stored

    def _store_document(
        self, document: ExportedDocument, library: LibraryId, source: int, place: str, contents: list[int],
        is_whole: bool,
    ) -> None:  # fmt: skip
        """One that has its text and not its vectors waits for these; the next job of the library embeds it."""
        content = None if document.content is None else contents[document.content]
        status, reason = document.status, document.reason
        if content is not None and not is_whole:
            status = "waiting"
        elif content is None and status in ("ready", "partly", "waiting"):
            status, reason = "failed", "It had not been read yet when the library was exported."
        self._stores.database.execute(
            "INSERT INTO documents (library_id, source_id, path, name_key, folded_name, content_id, content_hash,"
            " size_bytes, mtime_ns, recipe, status, reason_code, reason, read_at) VALUES"
            " (?, ?, ?, ?, ?, ?, (SELECT hash FROM contents WHERE id = ?), ?, ?, ?, ?, ?, ?, ?)",
            (library, source, place, name_key(place), folded_name(place), content, content, document.size_bytes,
             document.mtime_ns, self._recipe, status, document.reason_code, reason, document.read_at),
        )  # fmt: skip

    def _store_vectors(self, frame: bytes, plan: Plan, first: int, vectors: Vectors) -> int:
        """Those that are here already stay as they are."""
        given = vectors_in(frame, vectors.dimensions)
        rows = {key: n for n, key in enumerate(plan.keys[first : first + len(given)]) if key}
        database = self._stores.database
        for key, row in rows.items():
            text = database.value(
                "SELECT id FROM span_texts t WHERE key = ? AND NOT EXISTS"
                " (SELECT 1 FROM vectors v WHERE v.fingerprint_id = ? AND v.text_id = t.id)",
                (key, vectors.fingerprint_id),
            )
            if text is not None:
                vectors.save([text], given[row : row + 1])
        return len(given)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """A regular file, however often its name changes meanwhile. Never waits for one that is none."""
    try:
        file = os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)), "rb")
    except (OSError, ValueError) as problem:
        raise BadRequest(f"The file {path} cannot be read.", "Check its name.", str(problem)) from problem
    with file:
        if not os.path.isfile(file.fileno()):
            raise not_an_export("it is no file")
        yield file
