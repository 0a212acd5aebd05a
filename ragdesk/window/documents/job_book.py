"""JobBook: the jobs that the window knows of, for the job strip, the jobs dialog and the document list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from ragdesk.protocol.engine_records import JobId, JobRecord, JobState
from ragdesk.window.documents.path_pieces import in_pieces
from ragdesk.window.engine_link import EngineLink

UNDER_WAY: tuple[JobState, ...] = ("running", "paused", "waiting")
"""In the order in which one of them is shown."""


class JobBook(QObject):
    """Follows jobs of all libraries by itself, and carries out what the user wants of them."""

    changed = Signal()
    ended = Signal(object)
    """A JobRecord that was under way a moment ago."""

    def __init__(self, link: EngineLink, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link = link
        self._jobs: dict[JobId, JobRecord] = {}
        link.engine_ready.connect(self._ask)
        link.job_changed.connect(self._take)
        if link.is_ready:
            self._ask()

    def jobs(self) -> list[JobRecord]:
        """Newest first."""
        return sorted(self._jobs.values(), key=lambda job: job.id, reverse=True)

    def under_way(self) -> list[JobRecord]:
        """What runs, then what is paused, then what waits; oldest first."""
        found = [job for job in self._jobs.values() if job.state in UNDER_WAY]
        return sorted(found, key=lambda job: (UNDER_WAY.index(job.state), job.id))

    def reading(self) -> frozenset[str]:
        """The documents of the chosen library that are in hand now."""
        return frozenset(
            job.current
            for job in self._jobs.values()
            if job.state == "running" and job.library == self._link.library and job.current and job.phase != "finding"
        )

    def pause(self, job: JobRecord) -> None:
        self._link.request(lambda engine: engine.pause_job(job.id), self._take)

    def resume(self, job: JobRecord) -> None:
        self._link.request(lambda engine: engine.resume_job(job.id), self._take)

    def cancel(self, job: JobRecord) -> None:
        self._link.request(lambda engine: engine.cancel_job(job.id), self._take)

    def retry(self, documents: Sequence[str] = ()) -> None:
        """Read these again, or all that failed or were read in part."""
        pieces = list(in_pieces(documents)) or [[]]
        self._link.request(lambda engine: [engine.retry_failed(piece) for piece in pieces], self._take_some)

    def _ask(self) -> None:
        self._link.request(lambda engine: engine.jobs(), self._take_all, lambda _: None)

    def _take_all(self, jobs: list[JobRecord]) -> None:
        self._jobs = {job.id: job for job in jobs}
        self.changed.emit()

    def _take_some(self, jobs: list[JobRecord]) -> None:
        for job in jobs:
            self._take(job)

    def _take(self, job: JobRecord) -> None:
        before = self._jobs.get(job.id)
        self._jobs[job.id] = job
        self.changed.emit()
        if job.state not in UNDER_WAY and (before is None or before.state in UNDER_WAY):
            self.ended.emit(job)
