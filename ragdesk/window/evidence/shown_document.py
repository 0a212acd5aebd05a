"""ShownDocument: the text of the document in the pane, loaded in the background, and whether it changed behind it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from ragdesk.protocol.document_lists import ListChoice
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import EngineGone, RagdeskError
from ragdesk.protocol.records import DocumentRecord
from ragdesk.window.background import Request
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.evidence.document_words import DocumentWords

TIMES, AROUND = 3, 10
"""The list may change between asking where a document stands and asking for what stands there."""
LOOK_MS = 400
"""While a folder is read, documents change many times a second; one look for all of them is enough."""


class ShownDocument(QObject):
    """One document at a time."""

    loaded = Signal()
    """`words` is there, at first or anew."""
    changed = Signal()
    """The document was read again since: its pages, places and text are others; the text is being loaded."""
    gone = Signal()
    """It is in the library no more."""
    failed = Signal(object)
    """A RagdeskError: its text cannot be had."""

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self.path = ""
        self.words: DocumentWords | None = None
        self._record: DocumentRecord | None = None
        self._loading: Request | None = None
        self._looking: Request | None = None
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self.look)
        link.documents_changed.connect(self._look.start)
        link.engine_ready.connect(lambda _: self.retry())

    def open(self, path: str) -> None:
        """Another document, or none."""
        self.path, self.words, self._record = path, None, None
        self._cancel()
        if path:
            self._load()

    def retry(self) -> None:
        """Ask again, as when an engine came back."""
        if self.path and self.words is None:
            self._load()
        else:
            self.look()

    def look(self) -> None:
        """Whether it is still what it was."""
        if not self.path:
            return
        if self._looking:
            self._looking.cancel()
        path = self.path
        self._looking = self._link.request(lambda engine: _record_of(engine, path), self._compare, lambda _: None)

    def _load(self) -> None:
        if self._loading:
            self._loading.cancel()
        path = self.path
        self._loading = self._link.request(lambda engine: DocumentWords.of(engine.show(path)), self._take, self._fail)

    def _take(self, words: DocumentWords) -> None:
        self._loading = None
        self.words, self._record = words, words.record
        self.loaded.emit()

    def _fail(self, problem: RagdeskError) -> None:
        self._loading = None
        if not isinstance(problem, EngineGone):  # after that one everything is asked anew
            self.failed.emit(problem)

    def _compare(self, record: DocumentRecord | None) -> None:
        before, self._record = self._record, record
        if record is None:
            self.words = None
            self.gone.emit()
        elif before is None or _state(before) != _state(record):
            self.words = None
            self.changed.emit()
            self._load()

    def _cancel(self) -> None:
        for request in (self._loading, self._looking):
            if request:
                request.cancel()
        self._loading = self._looking = None


def _state(record: DocumentRecord) -> tuple[object, ...]:
    return record.id, record.status, record.read_at, record.size_bytes, record.pages, record.sections


def _record_of(engine: EngineApi, path: str) -> DocumentRecord | None:
    """Without its text, which may be large."""
    for _ in range(TIMES):
        (row,) = engine.find_rows(ListChoice(), [path])
        if row is None:
            return None
        rows = engine.list_rows(ListChoice(), max(0, row - AROUND), 2 * AROUND)
        if record := next((one for one in rows.records if one.document == path), None):
            return record
    return None
