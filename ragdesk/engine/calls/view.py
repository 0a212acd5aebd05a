"""EngineView: one library of an engine, which every group of calls works on."""

from __future__ import annotations

from ragdesk.engine.parts import EngineParts
from ragdesk.engine.pipeline import Pipeline
from ragdesk.protocol.records import LibraryId


class EngineView:
    """Shares everything with the views of other libraries. Safe to be used by several threads."""

    def __init__(self, parts: EngineParts, library: LibraryId) -> None:
        self.parts = parts
        self._library = library
        self._stores = parts.stores
        self._pipeline = Pipeline(parts, library)
