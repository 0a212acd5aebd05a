"""The documents that a question is about, where the user chose some: what both legs of a search are restricted to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ragdesk.engine.index.vector_index import Ids
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import NoSuchDocument
from ragdesk.protocol.records import LibraryId, Searched


@dataclass(frozen=True, slots=True)
class Scope:
    """Chosen documents by path, the contents that they hold, and the span texts with a vector in these."""

    paths: frozenset[str]
    contents: tuple[int, ...]
    texts: Ids
    searched: Searched


class Scopes:
    """Makes scopes of one library, and remembers the span texts of the last one: a conversation keeps its scope."""

    def __init__(self, stores: Stores, library: LibraryId, models: SearchModels) -> None:
        self._stores = stores
        self._library = library
        self._models = models
        self._last: tuple[int, tuple[int, ...], Ids] | None = None

    def of(self, documents: Sequence[str]) -> Scope | None:
        """None where nothing was chosen, which means everything. Raises NoSuchDocument."""
        if not documents:
            return None
        paths = frozenset(documents)
        held: dict[str, int | None] = dict(
            self._stores.database.rows(
                "SELECT path, content_id FROM documents WHERE library_id = ? AND path IN"
                " (SELECT value FROM json_each(?))",
                (self._library, json.dumps(sorted(paths))),
            )
        )
        if unknown := sorted(paths - held.keys()):
            raise NoSuchDocument(
                f"No document of this library has the path “{unknown[0]}”, so nothing was searched.",
                "Choose among the library's documents again; `ragdesk list` names them all.",
            )
        with_text = [content for content in held.values() if content is not None]
        contents = tuple(sorted(set(with_text)))
        return Scope(paths, contents, self._texts(contents), Searched(len(with_text), len(paths)))

    def _texts(self, contents: tuple[int, ...]) -> Ids:
        revision, last = self._stores.documents.revision(self._library), self._last
        if last is not None and last[:2] == (revision, contents):
            return last[2]
        texts = self._models.vectors.ids_in(contents)
        self._last = (revision, contents, texts)
        return texts
