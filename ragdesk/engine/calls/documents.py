"""Calls about documents: add, list, show, remove, exclude, pages."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from pathlib import Path

from ragdesk.engine.calls.view import EngineView
from ragdesk.engine.document_names import find_document, paths_meant
from ragdesk.engine.document_pages import coverage, marks
from ragdesk.engine.following.few_paths import few_paths
from ragdesk.engine.storage.documents import EXCLUDED
from ragdesk.engine.storage.sources import Sources, left_out_key
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import BadRequest, NoSuchDocument
from ragdesk.protocol.events import AddEvent, DocumentsChanged
from ragdesk.protocol.records import DocumentId, DocumentRecord, DocumentText, PageImage, PageMarks


class DocumentCalls(EngineView):
    """See EngineApi."""

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """See EngineApi."""
        if not paths:
            raise BadRequest("Nothing was named to be added.", "Name a file or a folder.")
        yield from self.parts.jobs.run(self._library, "add", paths)

    def list_documents(self) -> list[DocumentRecord]:
        """See EngineApi."""
        return self._stores.documents.records(self._library)

    def show(self, document: str) -> DocumentText:
        """See EngineApi."""
        with self._stores.database.snapshot():
            record = self._find(document)
            content = self._stores.documents.content_of(record.id)
            if content is None:
                return DocumentText(record, ())
            sections, characters = self._stores.contents.sections(content), {}
            if record.pages:
                characters = self._stores.contents.page_characters(content)
            return DocumentText(record, tuple(sections), coverage(record, characters))

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """See EngineApi."""
        _, sources = self._named(documents)
        # A job that has looked into a source already would make it anew.
        with self.parts.jobs.removing() if sources else nullcontext():
            with self._stores.database.transaction():
                found, whole_sources = self._named(documents)
                self._stores.documents.remove(self._library, [DocumentId(record.id) for record in found])
                for source in whole_sources:
                    self._stores.documents.remove_source(self._library, source)
                self._stores.jobs.forget(self._library, whole_sources)
                self._leave_out([record.document for record in found])
                self._let_go_of_text()
            self.parts.jobs.forget(self._library, whole_sources)
        self._tell_of_change()
        self.parts.sources.look_again()
        return found

    def exclude(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """See EngineApi."""
        with self._stores.database.transaction():
            found, _ = self._named(documents)
            numbers = [record.id for record in found]
            self._stores.documents.exclude(numbers)
            self._let_go_of_text()
            excluded = self._stores.documents.records_of(self._library, numbers)
        self._tell_of_change()
        return excluded

    def include(self, documents: Sequence[str]) -> JobRecord:
        """See EngineApi."""
        with self._stores.database.transaction():
            paths = self._taken_in_again(documents)
            if not paths:
                raise BadRequest("Nothing was named to be taken in again.", "Name documents by their paths.")
        self._tell_of_change()
        roots = [Path(source) for source in self._stores.documents.source_paths(self._library)]
        few = few_paths(paths, [Path(path) for path in dict.fromkeys(paths)], roots)
        return self.parts.jobs.submit(self._library, "follow", few)

    def locate(self, document: str, start: int, end: int) -> list[PageMarks]:
        """See EngineApi."""
        with self._stores.database.snapshot():
            content = self._stores.documents.content_of(self._find(document).id)
            most = self._stores.contents.characters(content) if content is not None else end
            if not 0 <= start < end <= most:
                raise BadRequest(
                    f"The document has no characters {start} to {end}.", f"It has {most:,}; name a stretch of them."
                )
            return marks(self._stores.contents.boxes_between(content, start, end), start, end) if content else []

    def render_page(self, document: str, page: int, scale: float = 1.5) -> PageImage:
        """See EngineApi."""
        record = self._find(document)
        content_hash = self._stores.documents.content_hash_of(DocumentId(record.id))
        return self.parts.pages.page(Path(record.document), content_hash, page, scale)

    def _find(self, document: str) -> DocumentRecord:
        """By its path, which the catalogue finds at once; else among all."""
        if document.strip():
            at_path = self._stores.documents.records_at(self._library, paths_meant(document))
            if len(at_path) == 1:
                return at_path[0]
        return find_document(self.list_documents(), document)

    def _leave_out(self, removed: Sequence[str]) -> None:
        """What nothing looks for any more needs no mark."""
        if not self._stores.jobs.looks_for_files(self._library):
            removed = [path for path in removed if self._stores.documents.source_covering(self._library, path)]
        Sources(self._stores.database).leave_out(self._library, removed)

    def _let_go_of_text(self) -> None:
        if self._stores.contents.remove_unused():
            self._stores.keywords.erase_removed()
        self._stores.documents.library_changed(self._library)

    def _tell_of_change(self) -> None:
        self.parts.events.tell(DocumentsChanged(self._stores.documents.library_name(self._library)))

    def _taken_in_again(self, names: Sequence[str]) -> list[str]:
        """The documents meant, no longer excluded or left out; their paths. Raises BadRequest or NoSuchDocument."""
        stored, sources = self._stores.documents, Sources(self._stores.database)
        marks_of_removed = sources.left_out(self._library)
        found = {record.document: record for record in stored.records_at(self._library, names)}
        removed: list[str] = []
        for name in names:
            if name in found:
                continue
            if left_out_key(name) in marks_of_removed and stored.source_covering(self._library, name) is not None:
                removed.append(name)
                continue
            try:
                found |= {record.document: record for record in self._named([name])[0]}
            except NoSuchDocument:
                if not os.path.isabs(name):
                    raise
                removed.append(self._path_in_a_source(name))
        stored.include([record.id for record in found.values() if record.reason_code == EXCLUDED])
        for path in removed:
            sources.take_in_again(self._library, path)
        return [*found, *removed]

    def _path_in_a_source(self, name: str) -> str:
        """Of a removed document, which has no row to be found by. Raises BadRequest."""
        for path in paths_meant(name):
            if self._stores.documents.source_covering(self._library, path) is not None:
                return path
        raise BadRequest(f"“{name}” lies in no folder of this library.", f"Add it: ragdesk add {name}")
