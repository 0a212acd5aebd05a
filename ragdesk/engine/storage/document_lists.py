"""Lists of a library's documents: which, in which order, and how many; good for 200,000 of them. Reads only.

SQLite chooses and hands over numbers as one text: row by row, other threads of this process would have to be waited for
at each of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.document_records import DocumentRecords
from ragdesk.engine.storage.list_keys import folded
from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice, SortBy
from ragdesk.protocol.records import DocumentId, LibraryId

_KEYS: dict[SortBy, str] = {
    "newest": "-COALESCE(NULLIF(mtime_ns, 0) / 1000000000, CAST(strftime('%s', read_at) AS INTEGER), -1000000000000)",
    "status": "CASE status WHEN 'failed' THEN 0 WHEN 'partly' THEN 1 WHEN 'waiting' THEN 2 WHEN 'skipped' THEN 3"
    " ELSE 4 END",
    "type": "COALESCE(NULLIF(type, ''), '~')",
    "pages": "-COALESCE(length, 0)",
}
"""What a list is ordered by before the names, the least first."""

_Ids = NDArray[np.int64]


class DocumentLists:
    """Every look at a library sees one committed state of it."""

    def __init__(self, database: Database) -> None:
        self._db = database
        self._records = DocumentRecords(database)

    def rows(self, library: LibraryId, choice: ListChoice, first: int, limit: int) -> DocumentRows:
        """A stretch of the list."""
        with self._db.snapshot():
            if choice.sort == "name" and not choice.is_filter and not choice.words.strip():
                total, ids = self._by_name(library, first, limit)
            else:
                order = self._order(library, choice)
                total, ids = len(order), order[first : first + limit].tolist()
            records = self._records.records_in_order(library, list(map(DocumentId, ids)))
            return DocumentRows(first, total, tuple(records))

    def places(self, library: LibraryId, choice: ListChoice, paths: Sequence[str]) -> list[int | None]:
        """Where documents stand in the list, from 0."""
        with self._db.snapshot():
            ids: dict[str, int] = dict(
                self._db.rows(
                    "SELECT path, id FROM documents WHERE library_id = ? AND path IN (SELECT value FROM json_each(?))",
                    (library, json.dumps(list(paths))),
                )
            )
            order = self._order(library, choice)
        places = np.flatnonzero(np.isin(order, list(ids.values())))
        found = dict(zip(order[places].tolist(), places.tolist(), strict=True))
        return [found.get(ids.get(path)) for path in paths]

    def counts(self, library: LibraryId) -> DocumentCounts:
        """How many there are of each status, type and language."""
        statuses: Counter[str] = Counter()
        types: Counter[str] = Counter()
        languages: Counter[str] = Counter()
        for status, kind, language, count in self._db.rows(
            "SELECT status, type, language, COUNT(*) FROM documents INDEXED BY documents_counted WHERE library_id = ?"
            " GROUP BY status, type, language",
            (library,),
        ):
            statuses[status] += count
            types[kind or ""] += count
            languages[language or ""] += count
        del types[""], languages[""]
        common = next((one for one, count in languages.most_common(1) if count * 3 > languages.total() * 2), None)
        return DocumentCounts(statuses.total(), dict(statuses), dict(types), common)

    def _by_name(self, library: LibraryId, first: int, limit: int) -> tuple[int, list[int]]:
        """The list as it is shown at first: the index has that order, and only the stretch is looked at."""
        counted = "SELECT COUNT(*) FROM documents INDEXED BY documents_counted WHERE library_id = ?"
        total = int(self._db.value(counted, (library,)))
        ids = self._db.value(
            "SELECT json_group_array(id) FROM (SELECT id FROM documents INDEXED BY documents_listed"
            " WHERE library_id = ? ORDER BY name_key, path LIMIT ? OFFSET ?)",
            (library, limit, min(first, total)),
        )
        return total, json.loads(ids)

    def _order(self, library: LibraryId, choice: ListChoice) -> _Ids:
        """The ids of all that fit, in order."""
        which, values = _where(choice)
        key = _KEYS.get(choice.sort)
        keys = "NULL" if key is None else "json_group_array(key)" if choice.sort == "type" else "group_concat(key)"
        ids, given = self._db.row(
            f"SELECT group_concat(id), {keys} FROM (SELECT id, {key or 'NULL'} AS key FROM documents"
            f" INDEXED BY documents_listed WHERE library_id = ?{which} ORDER BY name_key, path)",
            (library, *values),
        ) or (None, None)
        by_name = _numbers(ids)
        if key is None or not len(by_name):
            return by_name
        first = _ranks(json.loads(given)) if choice.sort == "type" else _numbers(given)
        return by_name[np.argsort(first, kind="stable")]


def _where(choice: ListChoice) -> tuple[str, list[Any]]:
    """What has to be true of a document, and the values in it."""
    sql, values = "", list[Any]()
    for column, value in (("status", choice.status), ("type", choice.type)):
        if value is not None:
            sql += f" AND {column} = ?"
            values.append(value)
    for word in dict.fromkeys(folded(choice.words).split()):
        sql += " AND (instr(folded_name, ?) OR instr(folded_title, ?))"
        values += [word, word]
    return sql, values


def _numbers(text: str | None) -> _Ids:
    return np.fromstring(text or "", dtype=np.int64, sep=",")


def _ranks(types: Sequence[str]) -> _Ids:
    ranks = {one: rank for rank, one in enumerate(sorted(set(types)))}
    return np.fromiter(map(ranks.__getitem__, types), dtype=np.int64, count=len(types))
