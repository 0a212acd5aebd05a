"""The records that cross from the engine to a face: plain, frozen, JSON-friendly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NewType

LibraryId = NewType("LibraryId", int)
DocumentId = NewType("DocumentId", int)
ConversationId = NewType("ConversationId", int)

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

Origin = Literal["model", "quotes", "nothing"]
"""Who wrote the answer: the chat model, the quotes themselves, or nobody because nothing was found."""


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


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A section as the catalogue holds it."""

    place: Place
    text: str


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document with its extracted text."""

    record: DocumentRecord
    sections: tuple[SectionRecord, ...]


@dataclass(frozen=True, slots=True)
class LibraryRecord:
    """A library and how full it is."""

    name: str
    documents: int
    chunks: int
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """The state of the engine and its data folder."""

    data_dir: str
    libraries: tuple[LibraryRecord, ...]
    library: str
    documents: dict[str, int]
    embedder: str
    embedder_route: str
    index: str
    spans: int
    spans_waiting: int
    chat_model: str | None
    catalogue_bytes: int


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `ragdesk doctor`."""

    name: str
    ok: bool
    found: str
    hint: str = ""
    facts: dict[str, str] = field(default_factory=dict)
