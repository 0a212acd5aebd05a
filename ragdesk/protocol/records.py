"""The records that cross from the engine to a face: plain, frozen, JSON-friendly."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NewType

LibraryId = NewType("LibraryId", int)
DocumentId = NewType("DocumentId", int)
ConversationId = NewType("ConversationId", int)
JobId = NewType("JobId", int)

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
    removed_at: str | None = None
    """When it was moved to the bin; None for a library in use."""


JobState = Literal["waiting", "running", "paused", "done", "stopped", "failed"]
"""paused: by the user, the battery or a full disk (`reason` says which); stopped: the user cancelled it."""


@dataclass(frozen=True, slots=True)
class JobRecord:
    """Long work: what was asked for, how far it is, and why it does not go on."""

    id: JobId
    library: str
    kind: Literal["add", "follow", "retry", "index"]
    paths: tuple[str, ...]
    state: JobState
    reason: str | None = None
    """Why it is paused or failed, as a sentence for the user."""
    phase: str | None = None
    current: str | None = None
    files_done: int = 0
    files_total: int | None = None
    pages_done: int = 0
    bytes_done: int = 0
    bytes_total: int | None = None
    failed: int = 0
    rate: float | None = None
    """Of the present phase, in its units a second, over the last half minute."""
    seconds_left: float | None = None
    started_at: str | None = None
    finished_at: str | None = None
    held_by: Literal["user", "battery", "disk"] | None = None
    """Who paused it. What the battery or the disk holds goes on by itself."""


SourceState = Literal["followed", "scanned", "offline", "unknown"]
"""followed: changes are seen at once; scanned: looked at every few minutes; offline: its root cannot be reached."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A folder or file that the user added."""

    path: str
    is_folder: bool
    state: SourceState
    documents: int
    ignore: tuple[str, ...] = ()
    """Patterns in git's syntax of what is left out below it."""
    scanned_at: str | None = None


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page as drawn by a reader process: `pixels` are RGB, three bytes each, rows from the top, no padding."""

    page: int
    pages: int
    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class BackupRecord:
    """A verified copy of the catalogue."""

    name: str
    made_at: str
    size_bytes: int
    documents: int


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """The backup that is the catalogue now, and the names under which the files lie that were in its place."""

    backup: BackupRecord
    set_aside: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What went into an exported library, or came out of one."""

    library: str
    path: str
    documents: int
    chunks: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class EraseReport:
    """What `erase` took out of ragdesk's own files."""

    libraries: tuple[str, ...]
    documents: int
    bytes_before: int
    bytes_after: int
    backups_removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProcessRecord:
    """One process of ragdesk: what it is for and how much memory it holds."""

    name: str
    pid: int
    memory_bytes: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionRecord:
    """One line of the connection log: what the fetcher did on the network, when, by whose wish."""

    at: str
    host: str
    purpose: str
    sent_bytes: int
    received_bytes: int
    outcome: str


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
    version: str = ""
    pid: int = 0
    is_pinned: bool = False
    """Started by `ragdesk serve`: it does not leave by itself."""
    faces: int = 0
    """Connected windows and command lines, this one included; 0 where the engine runs inside the face."""
    running_s: float = 0.0
    chat_device: str | None = None
    """What the chat model really runs on; None while it is not loaded."""
    processes: tuple[ProcessRecord, ...] = ()
    jobs: tuple[JobRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    connections: tuple[ConnectionRecord, ...] = ()
    """The newest lines of the connection log; empty means that nothing was ever fetched."""
    is_offline: bool = True
    """Whether the kernel refuses this engine network sockets."""
    offline_note: str = ""
    """What refuses them, or why nothing does."""
    backups: tuple[BackupRecord, ...] = ()
    free_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Check:
    """One line of `ragdesk doctor`."""

    name: str
    ok: bool
    found: str
    hint: str = ""
    facts: dict[str, str] = field(default_factory=dict)
