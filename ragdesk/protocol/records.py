"""The records that cross from the engine to a face: plain, frozen, JSON-friendly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NewType

LibraryId = NewType("LibraryId", int)
DocumentId = NewType("DocumentId", int)
ConversationId = NewType("ConversationId", int)
TurnId = NewType("TurnId", int)

Status = Literal["ready", "partly", "skipped", "failed", "waiting"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a stretch of text stands.

    `start` and `end` count characters of the document's text: its sections joined by one blank line ("\\n\\n").
    """

    page: int | None
    heading: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk found for a question. `score` is higher for better, 0 to 1, comparable within one search only."""

    n: int
    document: str
    title: str
    place: Place
    text: str
    score: float
    chunk_id: int = 0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Searched:
    """How many documents of the library could be searched, of how many."""

    documents: int
    of: int


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Passages, best first."""

    passages: tuple[Passage, ...]
    searched: Searched
    took_ms: float
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim sentence of a passage. `n` is the number that citations use; `passage` is the passage's `n`."""

    n: int
    document: str
    title: str
    place: Place
    text: str
    score: float
    passage: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an answer, checked against the passages that the model read."""

    text: str
    supported: bool
    citations: tuple[int, ...] = ()
    """Numbers of quotes."""
    unknown_numbers: tuple[str, ...] = ()
    """Numbers in the sentence that no passage holds."""


@dataclass(frozen=True, slots=True)
class Budget:
    """What the model could read, in its own tokens. All zero where no model was asked."""

    context_tokens: int = 0
    prompt_tokens: int = 0
    answer_tokens: int = 0
    passages_read: tuple[int, ...] = ()
    passages_left_out: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Timings:
    """Milliseconds since the question arrived. `first_token` is None where no model was asked."""

    quotes: float
    first_token: float | None
    total: float


Evidence = Literal["none", "weak", "enough"]
"""none: nothing in the documents; weak: closest passages only; enough: a model may answer."""

Origin = Literal["model", "quotes", "nothing", "erased"]
"""Who wrote the answer: the chat model, the quotes themselves, or nobody because nothing was found. An answer that was
stored is "erased" once the text that it rested on is: its own text says so then."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer with everything that it rests on."""

    question: str
    text: str
    found: bool
    evidence: Evidence
    origin: Origin
    sentences: tuple[Sentence, ...]
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    searched: Searched
    model: str | None
    budget: Budget
    timings: Timings
    language: str
    nearest: tuple[str, ...] = ()
    """Titles of the nearest documents, where nothing was found."""
    note: str | None = None
    """Why the answer is not the model's own, where a model was asked."""


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One file and what became of it."""

    id: DocumentId
    document: str
    title: str
    status: Status
    reason: str | None
    type: str | None
    size_bytes: int
    pages: int | None
    pages_read: int | None
    chunks: int
    language: str | None
    read_at: str | None
    reason_code: str | None = None
    """Why it is skipped, failed or read in part, as one of the codes of `errors.ReadFailure`, or "excluded"."""
    modified_at: str | None = None
    """When the file was last changed, as it was when it was looked at."""
    sections: int = 0
    pages_by_ocr: int = 0


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A section as the catalogue holds it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class PageCoverage:
    """What was read of one page."""

    page: int
    characters: int
    how: Literal["text", "ocr", "nothing"]


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document with its extracted text."""

    record: DocumentRecord
    sections: tuple[SectionRecord, ...]
    coverage: tuple[PageCoverage, ...] = ()
    """For documents with pages, every page in order, those without text too."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in shares of its width and height, 0 to 1, from the top left corner."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageMarks:
    """Where words stand on a page as it is drawn: one box for each line that they take."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class TypeCount:
    """How many files of one type there are, and how large they are together."""

    type: str
    files: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class AddPreview:
    """What adding would do, before anything is read. Counts are files."""

    types: tuple[TypeCount, ...]
    """Those that would be read, most files first."""
    files: int
    size_bytes: int
    unchanged: int
    """Of these, already in the library and the same, as far as size and time tell."""
    left_out: tuple[TypeCount, ...]
    """Those that no reader takes, by suffix."""
    ignored: int
    """Hidden, or left out by the ignore rules."""
    seconds: float
    """About how long reading and embedding will take on this computer."""
    is_complete: bool = True
    """False where counting was stopped because it took too long: there are at least so many."""


@dataclass(frozen=True, slots=True)
class LibraryRecord:
    """A library and how full it is."""

    name: str
    documents: int
    chunks: int
    sources: tuple[str, ...] = ()
    removed_at: str | None = None
    """When it was moved to the bin; None for a library in use."""


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as drawn by a reader process: `pixels` are RGB, three bytes each, rows from the top, no padding."""

    page: int
    pages: int
    width: int
    height: int
    pixels: bytes
