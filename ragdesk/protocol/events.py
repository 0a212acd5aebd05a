"""What an engine tells while it works: past facts, in the order in which they happened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.records import Answer, DocumentRecord, Evidence, Passage, Quote, Searched, TurnId

Phase = Literal["finding", "reading", "preparing", "embedding", "indexing"]
"""finding files, reading them into words, preparing the embedder (once per computer), embedding, building the index."""

Outcome = Literal["added", "updated", "unchanged", "moved", "removed"]


@dataclass(frozen=True, slots=True)
class JobProgressed:
    """Long work went on. `total` is None where it is not known yet; `unit` is what `done` counts."""

    phase: Phase
    done: int
    total: int | None
    unit: Literal["files", "pages", "spans", "steps"]
    current: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFinished:
    """One document got its status; committed before this is said."""

    record: DocumentRecord
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class AddFinished:
    """Everything that was asked for is done. Counts are documents of this call."""

    ready: int
    partly: int
    skipped: int
    failed: int
    unchanged: int
    moved: int
    removed: int
    spans_embedded: int
    words_searchable_s: float
    took_s: float


AddEvent = JobProgressed | DocumentFinished | AddFinished


@dataclass(frozen=True, slots=True)
class QuotesFound:
    """Search is over; no model has been asked yet."""

    evidence: Evidence
    quotes: tuple[Quote, ...]
    passages: tuple[Passage, ...]
    searched: Searched
    took_ms: float


@dataclass(frozen=True, slots=True)
class AnswerToken:
    """The chat model wrote a further piece of text."""

    text: str


@dataclass(frozen=True, slots=True)
class AnswerFinished:
    """The answer is complete and checked, and stored where a conversation was named."""

    answer: Answer
    turn: TurnId | None = None
    """What it is stored as."""


@dataclass(frozen=True, slots=True)
class AnswerPending:
    """The chat model is at work and has written nothing new; told at least four times a second."""

    doing: Literal["starting", "reading", "writing", "restarting"]
    """starting: it is loaded; reading: it reads the prompt; restarting: it died and is asked once more."""
    done: int = 0
    total: int = 0
    """Tokens of the prompt, while it is read."""


AskEvent = QuotesFound | AnswerPending | AnswerToken | AnswerFinished


@dataclass(frozen=True, slots=True)
class JobChanged:
    """A job was queued, began, went on, paused, ended. Told at most five times a second for each job."""

    job: JobRecord


@dataclass(frozen=True, slots=True)
class DocumentsChanged:
    """Documents of a library came, went or got another status; which ones is asked for."""

    library: str


@dataclass(frozen=True, slots=True)
class LibrariesChanged:
    """A library was made, renamed, removed, restored or imported."""


@dataclass(frozen=True, slots=True)
class SourcesChanged:
    """A source of a library went offline, came back, or is followed in another way."""

    library: str


@dataclass(frozen=True, slots=True)
class ConversationsChanged:
    """A conversation of a library was begun, went on, or was renamed, pinned, deleted or restored."""

    library: str


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """Something was chosen anew; what is asked for."""


@dataclass(frozen=True, slots=True)
class EngineNoticed:
    """Something that the user should know, though no call failed: a full disk, a chat model that was restarted."""

    message: str
    hint: str = ""
    is_solved: bool = False
    """Whether it tells that an earlier notice is over."""
    about: str = ""
    """What it is about, such as "disk": what is solved is solved for all notices about the same."""


@dataclass(frozen=True, slots=True)
class EventsMissed:
    """The listener was too slow, and some events were dropped: ask for the state anew."""


EngineEvent = (
    JobChanged
    | DocumentsChanged
    | LibrariesChanged
    | SourcesChanged
    | ConversationsChanged
    | SettingsChanged
    | EngineNoticed
    | EventsMissed
)
"""What `EngineApi.events` tells to everybody, whoever asked for the work."""
