"""How many chunks and spans a library holds, and how many of them have no vector; each content is counted once."""

from __future__ import annotations

import json
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from ragdesk.engine.storage.database import Database, Row
from ragdesk.protocol.records import LibraryId

_CONTENTS = (
    "SELECT k.id, k.content_id FROM (SELECT DISTINCT content_id FROM documents WHERE library_id = ?) d"
    " JOIN chunks k ON k.content_id = d.content_id AND k.position = 0"
)
_STATE = (
    "SELECT COUNT(content_id), SUM(content_id), SUM((content_id * 2654435761) & 4294967295),"
    " (SELECT seq FROM sqlite_sequence WHERE name = 'chunks') FROM documents WHERE library_id = ?"
)
"""Of a library's contents, which are always whole: others cannot have the same, unless they have been there before, and
then they would have to be as many, of the same sum, and of the same sum of scattered numbers."""
_AMONG = " WHERE k.content_id IN (SELECT value FROM json_each(?))"
_SPANS = " FROM chunks k JOIN spans s ON s.chunk_id = k.id"
_NO_VECTOR = (
    " AND NOT EXISTS (SELECT 1 FROM vectors v WHERE v.fingerprint_id = ? AND v.text_id = s.text_id)"
)  # fmt: skip

First = int
"""The number of a content's first chunk, which stands for it: no such number is ever used again."""


@dataclass(frozen=True, slots=True)
class _Library:
    """What a library holds, as long as its state is that."""

    state: Row | None
    contents: dict[First, int]
    sizes: tuple[int, int]


class ContentCounts:
    """For any thread. A content never changes, and its vectors stay as long as it does, so both are looked at once."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._lock = threading.Lock()
        self._sizes: dict[First, tuple[int, int]] = {}
        self._embedded: dict[int, set[First]] = {}
        self._libraries: dict[LibraryId, _Library] = {}

    def of(self, library: LibraryId) -> tuple[int, int]:
        """How many chunks and spans the library has."""
        with self._db.snapshot():
            return self._library(library).sizes

    def waiting(self, library: LibraryId, fingerprint_id: int) -> int:
        """How many different texts of the library have no vector of this embedder."""
        with self._db.snapshot():
            contents = self._library(library).contents
            embedded = self._embedded.setdefault(fingerprint_id, set())
            in_question = {first: contents[first] for first in contents.keys() - embedded}
            unfinished = self._unfinished(in_question.values(), fingerprint_id)
            waiting = self._db.value(
                f"SELECT COUNT(DISTINCT s.text_id){_SPANS}{_AMONG}{_NO_VECTOR}", (_list(unfinished), fingerprint_id)
            )
        if not self._db.is_writing:
            with self._lock:
                embedded.update(first for first, content in in_question.items() if content not in unfinished)
        return int(waiting)

    def _library(self, library: LibraryId) -> _Library:
        state, known = self._db.row(_STATE, (library,)), self._libraries.get(library)
        if known is not None and known.state == state:
            return known
        contents: dict[First, int] = dict(self._db.rows(_CONTENTS, (library,)))
        new = self._counted({first: contents[first] for first in contents.keys() - self._sizes.keys()})
        sizes = [self._sizes.get(first) or new[first] for first in contents]
        found = _Library(state, contents, (sum(chunks for chunks, _ in sizes), sum(spans for _, spans in sizes)))
        if not self._db.is_writing:
            self._libraries[library] = found
        return found

    def _counted(self, contents: dict[First, int]) -> dict[First, tuple[int, int]]:
        if not contents:
            return {}
        rows = self._db.rows(
            f"SELECT k.content_id, COUNT(DISTINCT k.id), COUNT(s.id){_SPANS}{_AMONG} GROUP BY k.content_id",
            (_list(contents.values()),),
        )
        sizes = {content: (chunks, spans) for content, chunks, spans in rows}
        counted = {first: sizes.get(content, (0, 0)) for first, content in contents.items()}
        if not self._db.is_writing:  # what is not committed may go, and its numbers be given to others
            with self._lock:
                self._sizes.update(counted)
        return counted

    def _unfinished(self, contents: Collection[int], fingerprint_id: int) -> set[int]:
        """Those of the contents with a span that has no vector."""
        if not contents:
            return set()
        rows = self._db.rows(
            f"SELECT value FROM json_each(?) WHERE EXISTS (SELECT 1{_SPANS} WHERE k.content_id = value{_NO_VECTOR})",
            (_list(contents), fingerprint_id),
        )
        return {content for (content,) in rows}


def _list(contents: Iterable[int]) -> str:
    return json.dumps(list(contents))
