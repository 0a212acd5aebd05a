"""Tells everybody how jobs go: at once where a state changes, and not too often in between."""

from __future__ import annotations

import time
from collections.abc import Callable

from ragdesk.engine.events_bus import EventBus
from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.events import DocumentsChanged, EngineNoticed, JobChanged

JOB_EVERY_S = 0.2
DOCUMENTS_EVERY_S = 0.5


class JobNews:
    """Used by the runner's thread for progress, by any thread for changes of state."""

    def __init__(self, bus: EventBus, clock: Callable[[], float] = time.monotonic) -> None:
        self._bus = bus
        self._clock = clock
        self._job_told: dict[JobId, float] = {}
        self._documents_told: dict[str, float] = {}
        self._untold: set[str] = set()

    def state(self, record: JobRecord) -> None:
        """A change of state is told whenever it happens."""
        self._job_told.pop(record.id, None)
        self._bus.tell(JobChanged(record))
        if record.state != "running":
            self.flush()

    def progress(self, job: JobId, record: Callable[[], JobRecord]) -> None:
        """Told five times a second at most; `record` is asked only then."""
        now = self._clock()
        if now - self._job_told.get(job, -JOB_EVERY_S) >= JOB_EVERY_S:
            self._job_told[job] = now
            self._bus.tell(JobChanged(record()))
        for library in list(self._untold):
            self._tell_documents(library, now)

    def documents(self, library: str) -> None:
        """Documents of a library changed; told twice a second at most."""
        self._untold.add(library)
        self._tell_documents(library, self._clock())

    def notice(self, message: str, hint: str = "", *, about: str, is_solved: bool = False) -> None:
        """Something that the user should know."""
        self._bus.tell(EngineNoticed(message, hint, is_solved, about))

    def flush(self) -> None:
        """Tell what was held back."""
        for library in list(self._untold):
            self._documents_told.pop(library, None)
            self._tell_documents(library, self._clock())

    def _tell_documents(self, library: str, now: float) -> None:
        if now - self._documents_told.get(library, -DOCUMENTS_EVERY_S) >= DOCUMENTS_EVERY_S:
            self._documents_told[library] = now
            self._untold.discard(library)
            self._bus.tell(DocumentsChanged(library))
