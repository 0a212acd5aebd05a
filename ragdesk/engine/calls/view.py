"""EngineView: one library of an engine, which every group of calls works on."""

from __future__ import annotations

from collections.abc import Sequence

from ragdesk.engine.document_names import find_documents
from ragdesk.engine.parts import EngineParts
from ragdesk.engine.pipeline import Pipeline
from ragdesk.protocol.records import DocumentRecord, LibraryId


class EngineView:
    """Shares everything with the views of other libraries. Safe to be used by several threads."""

    def __init__(self, parts: EngineParts, library: LibraryId) -> None:
        self.parts = parts
        self._library = library
        self._stores = parts.stores
        self._pipeline = Pipeline(parts, library)

    def _named(self, names: Sequence[str]) -> tuple[list[DocumentRecord], list[str]]:
        """The documents meant, and the sources that are meant as a whole. Raises NoSuchDocument.

        Where all are named by their paths, as a window does with thousands, the rest of the library is not looked at.
        """
        stored = self._stores.documents
        sources = stored.source_paths(self._library)
        at_paths = {record.document: record for record in stored.records_at(self._library, names)}
        if all(name in at_paths for name in names):
            return list(at_paths.values()), [source for source in sources if source in at_paths]
        return find_documents(stored.records(self._library), sources, names)
