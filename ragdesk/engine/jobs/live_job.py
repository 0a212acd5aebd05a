"""A job that waits, runs or is paused, as the runner holds it, and what the work of it is given."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.engine.jobs.job_end import OVER, End, Wanted
from ragdesk.engine.jobs.job_store import HeldBy, JobKind, StoredJob
from ragdesk.engine.jobs.job_stream import JobStream
from ragdesk.engine.jobs.pace import Pace
from ragdesk.engine.jobs.progress import Progress
from ragdesk.engine.path_text import as_text
from ragdesk.protocol.engine_records import JobId, JobRecord, JobState
from ragdesk.protocol.events import AddEvent, DocumentFinished, JobProgressed
from ragdesk.protocol.records import DocumentId, LibraryId

_MOST_KILLS = 3
_ENDS_ENGINE = (
    "ragdesk ended unexpectedly three times in the middle of this job, so the job was paused."
    " If a certain file may be the cause, exclude it; then let the job go on."
)


@dataclass(slots=True)
class Tally:
    """What a job told of documents, over all its runs: the latest word on each counts."""

    outcomes: dict[DocumentId, str] = field(default_factory=dict)
    spans_embedded: int = 0
    started: float | None = None

    def note(self, event: DocumentFinished) -> None:
        is_plain = event.outcome in ("added", "updated")
        self.outcomes[event.record.id] = event.record.status if is_plain else event.outcome

    def counts(self) -> Counter[str]:
        return Counter(self.outcomes.values())


@dataclass(frozen=True, slots=True)
class JobRun:
    """One run of a job's work. `is_resumed`: it has looked at its paths before, and they may be out of reach by now."""

    id: JobId
    library: LibraryId
    kind: JobKind
    paths: tuple[Path, ...]
    is_resumed: bool
    started_at: str | None
    pace: Pace
    progress: Progress
    tally: Tally


Work = Callable[[JobRun], Iterator[AddEvent]]
"""Carries a job out; asks the run's pace between two pieces, and lets its exceptions pass."""


class LiveJob:
    """Changed under the runner's lock only."""

    def __init__(self, stored: StoredJob, *, is_taken_over: bool) -> None:
        self.id = stored.id
        self.library = stored.library
        self.library_name = stored.library_name
        self.kind = stored.kind
        self.paths = stored.paths
        self.state: JobState = "waiting"
        self.held_by: HeldBy | None = None
        self.reason: str | None = None
        self.is_left = False
        self.started_at = stored.started_at
        self.finished_at: str | None = None
        self.is_detached = is_taken_over
        """Whether somebody wants it who does not wait for it."""
        self.wanted: Wanted | None = None
        self.is_asked_again = False
        """Whether it was asked for once more since its run began."""
        self.is_noted = False
        """Whether the work itself has noted in the catalogue what became of it."""
        self.ignores_battery = False
        self.progress = Progress(stored.progress)
        self.is_resumed = is_taken_over and self.progress.has_found
        """One that has only waited so far is as new as on the day when it was asked for."""
        self.is_begun = self.progress.has_found
        """Whether the catalogue says that it has looked at its paths."""
        self._looks = 0
        self.tally = Tally()
        self.owners: list[JobStream] = []
        """Streams of those who wait for it: it is left when the last one goes."""
        self.followers: list[JobStream] = []
        if stored.state == "paused" and stored.held_by in ("user", None):
            self.state, self.held_by, self.reason = "paused", stored.held_by, stored.reason
        if stored.state == "running":
            self._count_kill()

    @property
    def is_wanted(self) -> bool:
        """Whether anybody waits for it, or wants it without waiting."""
        return bool(self.owners) or self.is_detached

    @property
    def takes_more(self) -> bool:
        """Whether it can still do what is asked for now."""
        return self.state not in OVER and self.wanted != "stop"

    @property
    def has_looked(self) -> bool:
        """Whether its present run has noted in the catalogue what it found."""
        return self.progress.looks > self._looks

    def _count_kill(self) -> None:
        """An engine that ends each time can do nothing else either, so at last somebody has to look at it."""
        self.progress.kills += 1
        if self.progress.kills >= _MOST_KILLS:
            self.state, self.reason = "paused", _ENDS_ENGINE

    def begin(self, at: str) -> None:
        """A run begins."""
        self.state, self.reason, self.held_by = "running", None, None
        self.is_asked_again = self.is_noted = False
        self.started_at = self.started_at or at
        self._looks = self.progress.looks

    def become(self, end: End, at: str) -> None:
        """What was asked for once more is no continuation of anything."""
        if self.state == "running" and self.has_looked and not self.is_asked_again:
            self.is_resumed = True
        self.state, self.held_by, self.reason = end.state, end.held_by, end.reason
        self.is_left, self.is_noted = end.is_left, end.finished is not None
        if end.state in OVER:
            self.finished_at = at
        if end.held_by == "disk" and end.problem is not None:
            self._let_owners_go(end.problem)
        if end.finished is not None:
            self.tell(end.finished)

    def is_same(self, library: LibraryId, kind: JobKind, paths: tuple[str, ...]) -> bool:
        """Whether it does what was asked for."""
        return (self.library, self.kind, self.paths) == (library, kind, paths)

    def tell(self, event: AddEvent) -> None:
        for stream in (*self.owners, *self.followers):
            stream.take(event)

    def tell_reason(self) -> None:
        """Followers see why nothing goes on."""
        for stream in (*self.owners, *self.followers):
            stream.take(JobProgressed("finding", 0, None, "files", self.reason))

    def end(self, problem: BaseException | None = None) -> None:
        """Nothing comes any more."""
        for stream in (*self.owners, *self.followers):
            stream.end(problem)

    def _let_owners_go(self, problem: BaseException) -> None:
        """Whoever waits for it gets an error; the job stays."""
        for stream in self.owners:
            stream.end(problem)
        self.is_detached = self.is_detached or bool(self.owners)
        self.owners.clear()

    def run(self, pace: Pace) -> JobRun:
        paths = tuple(Path(path) for path in self.paths)
        return JobRun(
            self.id, self.library, self.kind, paths, self.is_resumed, self.started_at, pace, self.progress, self.tally
        )

    def record(self) -> JobRecord:
        fields = self.progress.fields(is_running=self.state == "running")
        return JobRecord(
            self.id, self.library_name, self.kind, shown(self.paths), self.state, self.reason,
            started_at=self.started_at, finished_at=self.finished_at, held_by=self.held_by, **fields,
        )  # fmt: skip


def ended_record(stored: StoredJob) -> JobRecord:
    """A job that is no more than a row in the catalogue."""
    return JobRecord(
        stored.id, stored.library_name, stored.kind, shown(stored.paths), stored.state, stored.reason,
        started_at=stored.started_at, finished_at=stored.finished_at, held_by=stored.held_by,
        **Progress(stored.progress).fields(is_running=False),
    )  # fmt: skip


def shown(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Paths as text, also where their names are none."""
    return tuple(as_text(Path(path)) for path in paths)
