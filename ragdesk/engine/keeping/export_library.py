"""Writes one library into one file that another ragdesk can take over: see `export_file` for its form."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ragdesk import __version__
from ragdesk.engine.keeping import export_file as frames
from ragdesk.engine.keeping.export_file import FrameWriter
from ragdesk.engine.keeping.export_records import (
    NO_VECTOR,
    ExportedContent,
    ExportedDocument,
    ExportedEnd,
    ExportedSection,
    ExportedSource,
    Manifest,
    is_text,
    to_bytes,
    to_json,
)
from ragdesk.engine.storage.copy_catalogue import sync_folder_entry
from ragdesk.engine.storage.database import Database, Row
from ragdesk.engine.storage.documents import now
from ragdesk.protocol.engine_records import ExportReport
from ragdesk.protocol.errors import BadRequest, StorageError
from ragdesk.protocol.records import LibraryId

_OWN_CONTENTS = "SELECT DISTINCT content_id FROM documents WHERE library_id = ? AND content_id IS NOT NULL"
_VECTORS_AT_ONCE = 4_000


class ExportLibrary:
    """One committed state of a library, whatever is written meanwhile. Holds no path above the user's own folders."""

    def __init__(self, database: Database, library: LibraryId, name: str) -> None:
        self._db = database
        self._library = library
        self._name = name
        self._frames = 1

    def run(self, path: Path) -> ExportReport:
        """Write `path`, which must not exist yet; it appears whole or not at all."""
        path = Path(os.path.abspath(path))
        if path.exists():
            raise BadRequest(f"There is a file {path} already.", "Choose another name; nothing was overwritten.")
        if path.is_relative_to(self._db.path.parent):
            raise BadRequest("An export cannot lie in ragdesk's own data folder.", "Choose another folder.")
        part = path.with_name(f".{path.name}.part")
        try:
            with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
                manifest = self._write(opened)
                opened.flush()
                os.fsync(opened.fileno())
            part.rename(path)
            sync_folder_entry(path.parent)
            chunks = self._count("SELECT COUNT(*) FROM chunks WHERE content_id IN (" + _OWN_CONTENTS + ")")
            return ExportReport(self._name, str(path), manifest.documents, chunks, path.stat().st_size)
        except OSError as problem:
            raise StorageError(
                f"The library could not be written to {path}.",
                "Check that the folder is there, that you may write to it, and that its disk is not full.",
                str(problem),
            ) from problem
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)

    def _write(self, file: BinaryIO) -> Manifest:
        with self._db.snapshot():
            sources = self._db.rows(
                "SELECT id, path, is_folder FROM sources WHERE library_id = ? ORDER BY id", (self._library,)
            )
            contents = [row[0] for row in self._db.rows(_OWN_CONTENTS + " ORDER BY content_id", (self._library,))]
            embedder = self._embedder()
            texts = self._texts(embedder[0]) if embedder else []
            manifest = Manifest(
                _tidy(self._name), now(), __version__, embedder[1] if embedder else None,
                embedder[2] if embedder else 0, len(sources), len(contents),
                self._count("SELECT COUNT(*) FROM documents WHERE library_id = ?"), len(texts),
            )  # fmt: skip
            writer = FrameWriter(file)
            writer.write(frames.MANIFEST, to_json(manifest))
            for kind, content in self._frames_of(sources, contents, embedder, texts):
                writer.write(kind, content)
                self._frames += 1
            writer.write(frames.END, to_json(ExportedEnd(self._frames)))
        return manifest

    def _frames_of(
        self, sources: list[Row], contents: list[int], embedder: Row | None, texts: list[int]
    ) -> Iterator[tuple[bytes, bytes]]:
        for _, path, is_folder in sources:
            yield frames.SOURCE, to_json(ExportedSource(_tidy(Path(path).name) or "files", bool(is_folder)))
        rows_of = {text: n for n, text in enumerate(texts)}
        for content in contents:
            yield from self._content(content, rows_of)
        yield from self._documents(sources, contents)
        for i in range(0, len(texts), _VECTORS_AT_ONCE):
            assert embedder is not None
            yield frames.VECTORS, self._vectors(texts[i : i + _VECTORS_AT_ONCE], embedder[0])

    def _content(self, content: int, rows_of: dict[int, int]) -> Iterator[tuple[bytes, bytes]]:
        row = self._db.row(
            "SELECT type, title, header_title, language, pages, pages_read, shortfall,"
            " (SELECT COUNT(*) FROM sections s WHERE s.content_id = c.id) FROM contents c WHERE id = ?",
            (content,),
        )
        assert row is not None
        yield frames.CONTENT, to_json(ExportedContent(*row))
        for section in self._db.rows(
            "SELECT id, page, label, heading, start, text, boxes FROM sections WHERE content_id = ? ORDER BY position",
            (content,),
        ):
            yield frames.SECTION, to_bytes(self._section(section, rows_of))

    def _section(self, row: Row, rows_of: dict[int, int]) -> ExportedSection:
        section, page, label, heading, start, text, boxes = row
        chunks = self._db.rows(
            'SELECT k.start - ?, k."end" - ?, (SELECT COUNT(*) FROM spans s WHERE s.chunk_id = k.id) FROM chunks k'
            " WHERE k.section_id = ? ORDER BY k.position",
            (start, start, section),
        )
        spans = self._db.rows(
            'SELECT s.start - ?, s."end" - ?, s.text_id FROM spans s JOIN chunks k ON k.id = s.chunk_id'
            " WHERE k.section_id = ? ORDER BY k.position, s.position",
            (start, start, section),
        )
        placed = [(first, end, rows_of.get(text_id, NO_VECTOR)) for first, end, text_id in spans]
        return ExportedSection(
            page, label, tuple(json.loads(heading)), text, boxes,
            np.array(chunks, dtype=np.uint32).reshape(-1, 3), np.array(placed, dtype=np.uint32).reshape(-1, 3),
        )  # fmt: skip

    def _documents(self, sources: list[Row], contents: list[int]) -> Iterator[tuple[bytes, bytes]]:
        numbers = {row[0]: n for n, row in enumerate(sources)}
        content_numbers = {content: n for n, content in enumerate(contents)}
        taken: set[tuple[int, str]] = set()
        for path, source, content, *rest in self._db.rows(
            "SELECT d.path, d.source_id, d.content_id, d.status, d.reason_code, d.reason, d.size_bytes, d.mtime_ns,"
            " d.read_at FROM documents d WHERE d.library_id = ? ORDER BY d.path",
            (self._library,),
        ):
            number = numbers[source]
            below = _below(path, sources[number][1])
            while (number, below) in taken:
                below += "_"
            taken.add((number, below))
            status, code, reason, *others = rest
            told = reason.replace(str(Path(path).parent), "") if reason else None
            yield (
                frames.DOCUMENT,
                to_json(ExportedDocument(number, below, content_numbers.get(content), status, code, told, *others)),
            )

    def _embedder(self) -> Row | None:
        """Id, name and dimensions of the embedder that has most vectors of the library."""
        return self._db.row(
            "SELECT f.id, f.name, f.dimensions FROM fingerprints f JOIN vectors v ON v.fingerprint_id = f.id"
            " WHERE v.text_id IN (SELECT s.text_id FROM spans s JOIN chunks k ON k.id = s.chunk_id"
            f" WHERE k.content_id IN ({_OWN_CONTENTS})) GROUP BY f.id ORDER BY COUNT(*) DESC, f.id DESC LIMIT 1",
            (self._library,),
        )

    def _texts(self, fingerprint: int) -> list[int]:
        rows = self._db.rows(
            "SELECT v.text_id FROM vectors v WHERE v.fingerprint_id = ? AND v.text_id IN"
            " (SELECT s.text_id FROM spans s JOIN chunks k ON k.id = s.chunk_id"
            f" WHERE k.content_id IN ({_OWN_CONTENTS})) ORDER BY v.text_id",
            (fingerprint, self._library),
        )
        return [text for (text,) in rows]

    def _vectors(self, texts: list[int], fingerprint: int) -> bytes:
        found: dict[int, bytes] = dict(
            self._db.rows(
                "SELECT text_id, vector FROM vectors WHERE fingerprint_id = ?"
                " AND text_id IN (SELECT value FROM json_each(?))",
                (fingerprint, json.dumps(texts)),
            )
        )
        return b"".join(found[text] for text in texts)

    def _count(self, sql: str) -> int:
        return int(self._db.value(sql, (self._library,)))


def _below(path: str, source: str) -> str:
    """A path below its source, with slashes; empty for a source that is one file."""
    if path == source:
        return ""
    parts = Path(os.path.relpath(path, source)).parts
    return "/".join(_tidy(part) or "_" for part in parts if part not in ("..", "."))


def _tidy(name: str) -> str:
    """Without what a path or a name in an export may not hold."""
    return "".join(sign if sign.isprintable() and is_text(sign) and sign not in "/\\:" else "_" for sign in name)
