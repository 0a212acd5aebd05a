"""Step 2 of adding: every waiting file is read, cut and put into the word index, one transaction a document."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from ragdesk.engine.adding.embed_spans import EmbedSpans
from ragdesk.engine.adding.find_changes import Changes
from ragdesk.engine.adding.same_file import RECIPE, stat_signature
from ragdesk.engine.chunks.cut_document import cut_document
from ragdesk.engine.chunks.languages import detect_language
from ragdesk.engine.documents.find_files import FoundFile, open_file
from ragdesk.engine.documents.sandbox import PendingReading, Readers
from ragdesk.engine.documents.sandbox_read_ahead import read_ahead
from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.jobs.live_job import JobRun
from ragdesk.engine.storage.documents import StoredDocument, file_title
from ragdesk.engine.storage.new_content import NewContent
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import CannotRead
from ragdesk.protocol.events import AddEvent, DocumentFinished, JobProgressed, Outcome
from ragdesk.protocol.records import DocumentId

_SAMPLE_SECTIONS = 20
"""The language is told by the first sections; the detector itself looks at 4,000 characters."""


_ASK_EVERY_S = 0.1

_MAY_PASS = frozenset({"changed", "vanished", "unreadable"})
"""Failures of the moment: the file is tried again at the next add, even if it looks the same."""

_STILL_SEARCHED = "Until it can be read again, its text of the last time is searched."


@dataclass(frozen=True, slots=True)
class _Opened:
    """A file whose bytes were fetched. `reading` is None where the catalogue holds their text already."""

    signature: str | None
    content_hash: str
    reading: PendingReading | None

    @property
    def waiting_bytes(self) -> int:
        return self.reading.waiting_bytes if self.reading else 0


@dataclass(frozen=True, slots=True)
class _Unopened:
    """A file whose bytes could not be fetched."""

    problem: CannotRead
    waiting_bytes: int = 0


class ReadDocuments:
    """After it, every word of every readable file can be found. A file that fails gets its reason, and no other.

    What was stored is handed on to be embedded at once, while later files are still read.
    """

    def __init__(
        self, stores: Stores, run: JobRun, readers: Readers, changes: Changes, forced: Collection[DocumentId] = ()
    ) -> None:
        self._stores = stores
        self._library = run.library
        self._run = run
        self._readers = readers
        self._changes = changes
        self._forced = forced
        self._gone: dict[str, list[DocumentId]] = {}
        for document in changes.gone:
            self._gone.setdefault(document.content_hash or "", []).append(document.id)
        self._moved: set[DocumentId] = set()
        self._begun: deque[PendingReading] = deque(maxlen=2 * readers.parallel + 2)
        self.outcomes: dict[DocumentId, Outcome] = {}

    def run(self, embed: EmbedSpans) -> Iterator[AddEvent]:
        """Read all; documents that could be read are finished when they have their vectors."""
        for document, file in self._changes.problems:
            assert file.problem is not None
            self._run.pace.step()
            yield from self._note_unread(document, file, file.problem)
        try:
            yield from self._read_all(embed)
        finally:
            for reading in self._begun:
                reading.cancel()
        total = len(self._changes.to_read)
        yield JobProgressed("reading", total, total, "files")
        yield from self._remove_gone()

    def _read_all(self, embed: EmbedSpans) -> Iterator[AddEvent]:
        """Files are read by several processes at once, and stored in order."""
        total = len(self._changes.to_read)
        if total:
            yield JobProgressed("reading", 0, total, "files", self._changes.to_read[0][0].path)
        opened = read_ahead(self._changes.to_read, self._open, 2 * self._readers.parallel)
        for done, ((document, file), begun) in enumerate(opened):
            if done:
                yield JobProgressed("reading", done, total, "files", document.path)
            while isinstance(begun, _Opened) and begun.reading and not begun.reading.wait(_ASK_EVERY_S):
                self._run.pace.step()
                yield from embed.finished()
            self._run.pace.step()
            try:
                content = self._store(document, file, begun)
            except CannotRead as problem:
                yield from self._note_unread(document, file, problem)
            else:
                embed.offer(content)
            yield from embed.finished()

    def _open(self, one: tuple[StoredDocument, FoundFile]) -> _Opened | _Unopened:
        document, file = one
        signature = stat_signature(file.path)
        if self._is_stored(document, signature):
            return _Opened(signature, document.content_hash or "", None)
        try:
            data = open_file(file.path)
        except CannotRead as problem:
            return _Unopened(problem)
        content_hash = _hash(data)
        is_known = document.id not in self._forced and self._stores.contents.find(content_hash, RECIPE) is not None
        reading = None if is_known else self._readers.submit(data, file.path.name)
        if reading:
            self._begun.append(reading)
        return _Opened(signature, content_hash, reading)

    def _open_to_read(self, file: FoundFile) -> _Opened:
        """Raises CannotRead. The file may say something else than before, so nothing of that time is kept."""
        signature = stat_signature(file.path)
        data = open_file(file.path)
        return _Opened(signature, _hash(data), self._readers.submit(data, file.path.name))

    def _is_stored(self, document: StoredDocument, signature: str | None) -> bool:
        """Whether an interrupted job has committed the words of this very file, so that it waits for vectors alone."""
        return (
            signature is not None
            and document.stat_signature == signature
            and document.recipe == RECIPE
            and document.content_hash is not None
            and self._stores.contents.find(document.content_hash, RECIPE) == document.content_id
        )

    def _store(self, document: StoredDocument, file: FoundFile, opened: _Opened | _Unopened) -> int:
        if isinstance(opened, _Unopened):
            raise opened.problem
        content, pages = None, 0
        if self._find(document, opened) is not None:  # perhaps stored since this one was opened
            content = self._note_content(document, file, opened, None)
        if content is None:
            if opened.reading is None:
                opened = self._open_to_read(file)
            assert opened.reading is not None
            new = _new_content(opened.reading.result(), document.path, opened.content_hash, self._run.pace.step)
            content, pages = self._note_content(document, file, opened, new), new.pages_read or 0
        assert content is not None
        self.outcomes[document.id] = self._outcome(document, opened.content_hash)
        self._run.progress.file_done(file.size_bytes, pages)
        return content

    def _find(self, document: StoredDocument, opened: _Opened) -> int | None:
        """The stored content of these bytes, unless they are to be read in any case."""
        is_forced = document.id in self._forced and opened.reading is not None
        return None if is_forced else self._stores.contents.find(opened.content_hash, RECIPE)

    def _note_content(
        self, document: StoredDocument, file: FoundFile, opened: _Opened, new: NewContent | None
    ) -> int | None:
        """Without `new`, the content that is stored already; None if its last document was removed meanwhile."""
        signature = opened.signature
        if signature != stat_signature(file.path):
            signature = None  # written to meanwhile: looked at again at the next add
        with self._stores.database.transaction():
            content = self._find(document, opened)
            if content is None:
                if new is None:
                    return None
                content, chunk_ids = self._stores.contents.store(new)
                self._stores.keywords.add(chunk_ids, new)
            self._stores.documents.note_content(
                self._library, document.id, content, opened.content_hash, signature or "", RECIPE
            )
            self._stores.documents.library_changed(self._library)
        return content

    def _outcome(self, document: StoredDocument, content_hash: str) -> Outcome:
        if document.id in self._forced:
            return "updated"
        if document.content_hash == content_hash:
            return "unchanged" if document.status != "waiting" else "added"
        if document.id in self._changes.new and self._gone.get(content_hash):
            self._moved.add(self._gone[content_hash].pop())
            return "moved"
        return "added" if document.content_hash is None else "updated"

    def _note_unread(self, document: StoredDocument, file: FoundFile, problem: CannotRead) -> Iterator[AddEvent]:
        """Text of a file that became unreadable is let go, for it is no longer what the file says.

        Unless the failure may pass, as when another program holds the file: then nobody knows what it says.
        """
        reason = f"{problem.message} {problem.hint}".strip()
        may_pass, documents = problem.code in _MAY_PASS, self._stores.documents
        with self._stores.database.transaction():
            if may_pass and document.content_id is not None:
                documents.note_out_of_reach(self._library, document.id, problem.code, f"{reason} {_STILL_SEARCHED}")
            else:
                signature = None if may_pass else stat_signature(file.path)
                documents.note_unread(
                    self._library, document.id, problem.status, problem.code, reason, signature, RECIPE
                )
                if document.content_id is not None:
                    documents.library_changed(self._library)
        self._run.progress.file_done(
            file.size_bytes, is_failed=problem.status == "failed", is_skipped=problem.status == "skipped"
        )
        outcome: Outcome = "added" if document.id in self._changes.new else "updated"
        for record in documents.records_of(self._library, [document.id]):
            yield DocumentFinished(record, outcome)

    def _remove_gone(self) -> Iterator[AddEvent]:
        if not self._changes.gone:
            return
        gone = [document.id for document in self._changes.gone]
        records = self._stores.documents.records_of(self._library, gone)
        with self._stores.database.transaction():
            self._stores.documents.remove(self._library, gone)
            self._stores.documents.library_changed(self._library)
        for record in records:
            if record.id not in self._moved:
                yield DocumentFinished(record, "removed")


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


def _new_content(reading: Reading, path: str, content_hash: str, between: Callable[[], None]) -> NewContent:
    sample = "\n".join(section.text for section in reading.sections[:_SAMPLE_SECTIONS])
    language = detect_language(sample)
    title = reading.title or file_title(path)
    return NewContent(
        content_hash, RECIPE, reading.type, reading.title, title, language, reading.pages, reading.pages_read,
        reading.shortfall, cut_document(reading, title, language, between),
    )  # fmt: skip
