"""FakeEngine: a small, complete EngineApi that holds its records in memory, for the tests of the faces.

It really reads text files, finds passages by common words, and "writes" by repeating the best sentence: nothing of the
real engine is loaded. What a test wants beyond that, it sets: extra documents, answers, faults.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.protocol.engine_records import Check, EngineStatus
from ragdesk.protocol.errors import NoSuchDocument, RagdeskError
from ragdesk.protocol.events import (
    AddEvent,
    AddFinished,
    AnswerFinished,
    AnswerToken,
    AskEvent,
    DocumentFinished,
    JobProgressed,
    QuotesFound,
)
from ragdesk.protocol.records import (
    Answer,
    Budget,
    ConversationId,
    DocumentId,
    DocumentRecord,
    DocumentText,
    LibraryRecord,
    Passage,
    Place,
    Quote,
    Searched,
    SearchResult,
    SectionRecord,
    Sentence,
    Status,
    Timings,
)

MODEL = "fake-model"


def record(document: str, status: Status = "ready", reason: str | None = None, *, title: str = "") -> DocumentRecord:
    """A document as the catalogue would hold it."""
    return DocumentRecord(
        id=DocumentId(1),
        document=document,
        title=title or Path(document).stem,
        status=status,
        reason=reason,
        type="text",
        size_bytes=100,
        pages=None,
        pages_read=None,
        chunks=1 if status == "ready" else 0,
        language="en" if status == "ready" else None,
        read_at="2026-11-21T10:00:00+00:00",
    )


@dataclass
class FakeEngine:
    """One library in memory. `fault` is raised by every request; `answers` override what `ask` would find."""

    texts: dict[str, str] = field(default_factory=dict)
    records: dict[str, DocumentRecord] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    checks: list[Check] = field(default_factory=lambda: [Check("catalogue", ok=True, found="fine")])
    fault: Exception | None = None
    conversations: list[tuple[ConversationId | None, str]] = field(default_factory=list)
    is_closed: bool = False

    def put(self, document: str, text: str, *, title: str = "") -> None:
        """A document that is ready, without a file."""
        self.texts[document] = text
        self.records[document] = record(document, title=title)

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        self._fail()
        files = [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path])]
        yield JobProgressed("finding", len(files), None, "files")
        yield JobProgressed("preparing", 0, 3, "steps")
        found: Counter[str] = Counter()
        for number, file in enumerate(files):
            yield JobProgressed("reading", number, len(files), "files", str(file))
            event = self._add_one(str(file), file.read_bytes())
            found["unchanged" if event.outcome == "unchanged" else event.record.status] += 1
            yield event
        yield AddFinished(
            ready=found["ready"],
            partly=found["partly"],
            skipped=found["skipped"],
            failed=found["failed"],
            unchanged=found["unchanged"],
            moved=0,
            removed=0,
            spans_embedded=found["ready"],
            words_searchable_s=0.5,
            took_s=1.5,
        )

    def _add_one(self, document: str, content: bytes) -> DocumentFinished:
        if document in self.texts:
            return DocumentFinished(self.records[document], "unchanged")
        if content.startswith(b"%PDF"):
            self.records[document] = record(document, "failed", "The file is broken.")
        else:
            self.put(document, content.decode("utf-8"))
        return DocumentFinished(self.records[document], "added")

    def search(self, question: str, *, limit: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        self._fail()
        words = _words(question)
        texts = {document: text for document, text in self.texts.items() if not documents or document in documents}
        hits = sorted(
            ((len(words & _words(text)) / max(1, len(words)), document) for document, text in texts.items()),
            key=lambda hit: (-hit[0], hit[1]),
        )
        passages, quotes = [], []
        for n, (score, document) in enumerate([hit for hit in hits if hit[0] > 0][:limit], 1):
            text = self.texts[document]
            place = Place(None, ("Part one",), 0, len(text))
            title = self.records[document].title
            passages.append(Passage(n, document, title, place, text, score, language="en"))
            sentence = max(re.findall(r"[^.\n]+\.?", text), key=lambda one: len(words & _words(one))).strip()
            start = text.index(sentence)
            at = Place(None, ("Part one",), start, start + len(sentence))
            quotes.append(Quote(n, document, title, at, sentence, score, passage=n))
        return SearchResult(tuple(passages), self._searched(), 12.5, tuple(quotes))

    def ask(
        self, question: str, *, conversation: ConversationId | None = None, use_model: bool = True
    ) -> Iterator[AskEvent]:
        self.conversations.append((conversation, question))
        found = self.search(question)
        answer = self.answers.get(question) or self._answer(question, found, use_model=use_model)
        yield QuotesFound(answer.evidence, answer.quotes, answer.passages, answer.searched, found.took_ms)
        if answer.origin == "model":
            yield from (AnswerToken(word + " ") for word in answer.text.split(" "))
        yield AnswerFinished(answer)

    def _answer(self, question: str, found: SearchResult, *, use_model: bool) -> Answer:
        is_model = use_model and bool(found.quotes)
        best = found.quotes[0].text if found.quotes else "Nothing in your documents is about this."
        return Answer(
            question=question,
            text=best,
            found=bool(found.quotes),
            evidence="enough" if found.quotes else "none",
            origin="model" if is_model else "quotes" if found.quotes else "nothing",
            sentences=(Sentence(best, supported=True, citations=(1,)),) if found.quotes else (),
            quotes=found.quotes,
            passages=found.passages,
            searched=found.searched,
            model=MODEL if is_model else None,
            budget=Budget(4096, 100, 10, (1,), ()) if is_model else Budget(),
            timings=Timings(12.5, 400.0 if is_model else None, 900.0),
            language="en",
        )

    def start_conversation(self) -> ConversationId:
        self._fail()
        return ConversationId(7)

    def list_documents(self) -> list[DocumentRecord]:
        self._fail()
        return [self.records[document] for document in sorted(self.records)]

    def show(self, document: str) -> DocumentText:
        self._fail()
        path = self._only(document)
        text = self.texts.get(path, "")
        sections = (SectionRecord(Place(None, ("Part one",), 0, len(text)), text),) if text else ()
        return DocumentText(self.records[path], sections)

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        self._fail()
        paths = [path for name in documents for path in self._inside(name)]
        for path in paths:
            self.texts.pop(path, None)
        return [self.records.pop(path) for path in paths]

    def status(self) -> EngineStatus:
        self._fail()
        chunks = sum(one.chunks for one in self.records.values())
        return EngineStatus(
            data_dir="/data",
            libraries=(LibraryRecord("default", len(self.records), chunks, ("/sources",)),),
            library="default",
            documents=dict(Counter(one.status for one in self.records.values())),
            embedder="fake-embedder",
            embedder_route="fast",
            index="exact",
            spans=chunks,
            spans_waiting=0,
            chat_model=None,
            catalogue_bytes=123_456,
        )

    def doctor(self) -> list[Check]:
        self._fail()
        return self.checks

    def close(self) -> None:
        self.is_closed = True

    def _searched(self) -> Searched:
        return Searched(len(self.texts), len(self.records))

    def _inside(self, name: str) -> list[str]:
        inside = [path for path in sorted(self.records) if path.startswith(name + "/")]
        return inside or [self._only(name)]

    def _only(self, name: str) -> str:
        fitting = [path for path in self.records if path.endswith(name)]
        if len(fitting) != 1:
            raise NoSuchDocument(f"No document fits {name!r}.", "`ragdesk list` shows all documents.")
        return fitting[0]

    def _fail(self) -> None:
        if self.fault is not None:
            raise self.fault


class FailsWhileAdding(FakeEngine):
    """Finishes one document; then Ctrl-C, or the given fault, arrives. Notes whether its stream was closed."""

    stream_was_closed = False
    stop: BaseException = KeyboardInterrupt()

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        try:
            yield DocumentFinished(record("/sources/first.txt"), "added")
            raise self.stop
        finally:
            self.stream_was_closed = True


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 3}


def unreadable() -> RagdeskError:
    """A fault with message and hint."""
    return RagdeskError("The catalogue cannot be read.", "Free some space and try again.")
