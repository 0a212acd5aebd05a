"""Records about the engine itself: jobs, sources, backups, processes, its state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NewType

from ragdesk.protocol.records import LibraryRecord

JobId = NewType("JobId", int)


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
    skipped: int = 0
    unchanged: int = 0
    """Of `files_done`, those that were up to date when it began; what is neither this, failed nor skipped was read."""
    rate: float | None = None
    """Of the present phase, in its units a second, over the last half minute."""
    seconds_left: float | None = None
    started_at: str | None = None
    finished_at: str | None = None
    held_by: Literal["user", "battery", "disk"] | None = None
    """Who paused it; None: ragdesk, for the reason given. What the battery or the disk holds goes on by itself."""


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
