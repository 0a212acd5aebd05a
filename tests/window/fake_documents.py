"""The documents of the FakeEngine, its list of them, and what can be done with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import BadRequest, NoSuchDocument
from ragdesk.protocol.events import DocumentsChanged, EngineEvent
from ragdesk.protocol.records import DocumentRecord, DocumentText, PageCoverage, PageImage, PageMarks
from tests.window import sample_data
from tests.window.document_order import counts, listed
from tests.window.drawn_page import draw_page, marks


class FakeDocuments:
    """`documents` by path, and `texts`, are plain attributes that a test may set."""

    _called: Callable[..., None]
    _tell: Callable[[EngineEvent], None]
    _documents: Callable[[], list[DocumentRecord]]
    begin_job: Callable[..., JobRecord]
    library: str

    def __init__(self) -> None:
        self.documents: dict[str, DocumentRecord] = {one.document: one for one in sample_data.documents()}
        self.texts = dict(sample_data.TEXTS)
        self._removed: dict[str, DocumentRecord] = {}

    def list_documents(self) -> list[DocumentRecord]:
        self._called("list_documents")
        return self._documents()

    def list_rows(self, choice: ListChoice, first: int = 0, limit: int = 200) -> DocumentRows:
        self._called("list_rows", choice, first, limit)
        found = listed(self._documents(), choice)
        return DocumentRows(first, len(found), tuple(found[first : first + limit]))

    def find_rows(self, choice: ListChoice, documents: Sequence[str]) -> list[int | None]:
        self._called("find_rows", choice, tuple(documents))
        rows = {one.document: row for row, one in enumerate(listed(self._documents(), choice))}
        return [rows.get(path) for path in documents]

    def count_documents(self) -> DocumentCounts:
        self._called("count_documents")
        return counts(self._documents())

    def show(self, document: str) -> DocumentText:
        self._called("show", document)
        record = self._one(document)
        pages = range(1, (record.pages or 0) + 1)
        covered = (PageCoverage(n, 0 if n > (record.pages_read or 0) else 900, "text") for n in pages)
        return DocumentText(record, self.texts.get(record.document, ()), tuple(covered))

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        self._called("remove", tuple(documents))
        named = set(documents)
        fitting = [one for one in self.documents.values() if self._is_in(one.document, named)]
        for one in fitting:
            self._removed[one.document] = self.documents.pop(one.document)
        self._tell(DocumentsChanged(self.library))
        return fitting

    def exclude(self, documents: Sequence[str]) -> list[DocumentRecord]:
        self._called("exclude", tuple(documents))
        for path in documents:
            self._one(path)
            changed = replace(self.documents[path], status="skipped", reason="You excluded it.", reason_code="excluded")
            self.documents[path] = changed
        self._tell(DocumentsChanged(self.library))
        return [self.documents[path] for path in documents]

    def include(self, documents: Sequence[str]) -> JobRecord:
        self._called("include", tuple(documents))
        for path in documents:
            record = self._removed.pop(path, None) or self._one(path)
            self.documents[path] = replace(record, status="waiting", reason=None, reason_code=None)
        self._tell(DocumentsChanged(self.library))
        return self.begin_job("add", tuple(documents))

    def locate(self, document: str, start: int, end: int) -> list[PageMarks]:
        self._called("locate", document, start, end)
        record = self._one(document)
        if not record.pages:
            return []
        for section in self.texts.get(record.document, ()):
            if section.place.start <= start < section.place.end:
                return [marks(section.place.page or 1, start - section.place.start, end - section.place.start)]
        return [marks(1, start, end)]

    def render_page(self, document: str, page: int, scale: float = 1.5) -> PageImage:
        self._called("render_page", document, page, scale)
        record = self._one(document)
        if not record.pages or not 1 <= page <= record.pages:
            raise BadRequest(f"There is no page {page}.")
        return draw_page(page, record.pages, scale)

    # inside

    def _one(self, name: str) -> DocumentRecord:
        for one in self._documents():
            if one.document.endswith(name) or one.title == name:
                return one
        raise NoSuchDocument(f"No document fits {name!r}.", "It may have been removed.")

    def _is_in(self, path: str, names: Collection[str]) -> bool:
        """One of these documents, or in one of these folders."""
        return any(one in names for one in (path, *map(str, PurePosixPath(path).parents)))
