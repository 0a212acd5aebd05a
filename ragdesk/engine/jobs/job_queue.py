"""The jobs that have not ended, in their order, and every change of their state, noted in the catalogue and told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from ragdesk.engine.jobs.job_end import CANCELLED, LEFT, OVER, PAUSED, WAITING, End, Wanted, what_becomes
from ragdesk.engine.jobs.job_news import JobNews
from ragdesk.engine.jobs.job_store import HeldBy, JobKind, Jobs, StoredJob, is_in_one_of
from ragdesk.engine.jobs.job_stream import JobStream
from ragdesk.engine.jobs.live_job import LiveJob
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import now
from ragdesk.protocol.engine_records import JobId
from ragdesk.protocol.errors import Cancelled, StorageError
from ragdesk.protocol.records import LibraryId

log = logging.getLogger(__name__)

CLOSED = Cancelled("ragdesk was closed while it read. Documents that were finished are kept.", "Adding goes on later.")
_When = Callable[[], bool]
"""Asked under the lock."""


class JobQueue:
    """A running job is changed by the thread that runs it: others only say what they want, and it does so soon.

    `changed` is the lock of everything here, and is notified of every change. The catalogue is written without it, so
    that nobody who asks how jobs are waits for a long document to be written.
    """

    def __init__(self, jobs: Jobs, database: Database, news: JobNews) -> None:
        self.changed = threading.Condition(threading.RLock())
        self.news = news
        self.is_closed = False
        self._jobs = jobs
        self._database = database
        self._live: dict[JobId, LiveJob] = {}
        self._noting = threading.Lock()
        self._rests = 0

    def live(self) -> list[LiveJob]:
        """Those that have not ended, or are not noted as ended yet, in their order."""
        return [self._live[job] for job in sorted(self._live)]

    def find(self, job: JobId) -> LiveJob | None:
        """The job of that number, unless it has ended."""
        return self._live.get(job)

    def put(self, jobs: Sequence[LiveJob]) -> None:
        """New ones."""
        with self.changed:
            self._live.update((job.id, job) for job in jobs)
            if self.is_closed:  # the next owner of the data folder does them
                for job in jobs:
                    job.end(CLOSED)
            self.changed.notify_all()
        for job in jobs:
            self.news.state(job.record())

    def fold(
        self, library: LibraryId, kind: JobKind, paths: tuple[str, ...], owner: JobStream | None, after: int = 0
    ) -> LiveJob | None:
        """Let the newest job that does the same do this as well; one that has begun looks at everything anew.

        `after`: one with this number or an earlier one does not do, because of what was removed since it was asked for.
        """
        with self.changed:
            same = [one for one in self.live() if one.is_same(library, kind, paths) and one.takes_more]
            if not same or same[-1].id <= after:
                return None
            job = same[-1]
            job.owners += [owner] if owner else []
            job.is_detached = job.is_detached or owner is None
            job.is_resumed = False
            if job.state == "running":
                job.wanted, job.is_asked_again = "again", True
            if self.is_closed and owner:  # the next owner of the data folder does it
                owner.end(CLOSED)
        if job.state == "paused":
            self.resume(job)
        return job

    # what others want

    def pause(self, job: LiveJob) -> None:
        self._want(job, "pause", PAUSED)

    def cancel(self, job: LiveJob) -> None:
        self._want(job, "stop", CANCELLED)

    def leave(self, job: LiveJob, owner: JobStream) -> None:
        """Whoever waited for the job went away; it stops, unless somebody else wants it, now or at the last moment."""
        with self.changed:
            if owner not in job.owners:
                return
            job.owners.remove(owner)
        self._want(job, "leave", LEFT, lambda: not job.is_wanted)

    def resume(self, job: LiveJob) -> None:
        """A job that waits for mains goes on without."""
        with self.changed:
            if job.state == "running" and job.wanted == "pause":
                job.wanted = "again" if job.is_asked_again else "wait"
            if job.state != "paused":
                return
            job.ignores_battery = True
        self.settle(job, WAITING, lambda: job.state == "paused")

    def release(self, job: LiveJob, held_by: HeldBy) -> None:
        """What a job waited for has come, unless it waits for something else by now."""
        self.settle(job, WAITING, lambda: (job.state, job.held_by) == ("paused", held_by))

    def leave_out(self, job: LiveJob, removed: Sequence[str]) -> None:
        """What lies in these sources is no longer to be read."""
        with self.changed:
            kept = tuple(path for path in job.paths if not is_in_one_of(removed, path))
            if kept != job.paths:
                job.paths = kept
                if job.state == "running" and job.wanted is None:
                    job.wanted = "wait"

    @contextmanager
    def resting(self) -> Iterator[None]:
        """No job begins within, and one that runs is told to wait for its next turn."""
        with self.changed:
            self._rests += 1
            for job in self._live.values():
                if job.state == "running" and job.wanted is None:
                    job.wanted = "wait"
        try:
            yield
        finally:
            with self.changed:
                self._rests -= 1
                self.changed.notify_all()

    def wait_for_rest(self, timeout_s: float) -> bool:
        """Whether no job runs, at the latest after so long."""
        with self.changed:
            return self.changed.wait_for(
                lambda: all(job.state != "running" and job.wanted is None for job in self._live.values()), timeout_s
            )

    def close(self) -> None:
        with self.changed:
            self.is_closed = True
            for job in self._live.values():
                if job.state == "running" and job.wanted in (None, "again"):
                    job.wanted = "wait"
            self.changed.notify_all()

    def _want(self, job: LiveJob, wanted: Wanted, at_once: End, is_wanted: _When = lambda: True) -> None:
        """Its turn may come, or it may end, at the very moment: then it is looked at once more. A stop is for good."""
        is_settled = False
        while not is_settled:
            with self.changed:
                if job.state in OVER or not is_wanted():
                    return
                if job.state == "running":
                    job.wanted = job.wanted if job.wanted == "stop" else wanted
                    return
            is_settled = self.settle(job, at_once, lambda: job.state in ("waiting", "paused") and is_wanted())

    # what happens

    def take(self, wait_s: float | None) -> LiveJob | None:
        """The next one whose turn it is, running from now on; None if there was none for so long, or at the end."""
        with self.changed:
            job = self._first_waiting()
            if job is None and not self.is_closed:
                self.changed.wait(wait_s)
                job = self._first_waiting()
            if job is None or self.is_closed:
                return None
            job.begin(now())
        self.note(job)
        return job

    def stored(self, job: LiveJob) -> StoredJob | None:
        """As the catalogue holds it now."""
        return self._jobs.find(job.id)

    def held(self) -> list[LiveJob]:
        """Those that wait for disk space or mains."""
        with self.changed:
            return [job for job in self.live() if job.state == "paused" and job.held_by in ("battery", "disk")]

    def settle(self, job: LiveJob, end: End, when: _When = lambda: True) -> bool:
        """A job's new state; False, and nothing done, unless `when` holds. One that runs is for its thread alone.

        What becomes of that is decided here, under the lock: a wish that came before goes first, and whoever comes
        later finds the job as it is then.
        """
        with self.changed:
            if not when():
                return False
            was_running = job.state == "running"
            if was_running:
                end = what_becomes(job.wanted, job.is_asked_again, end)
            job.become(end, now())
        self.note(job)
        self.news.state(job.record())
        with self.changed:
            if was_running:  # else a wish that is there is a later one, of a run that has begun meanwhile
                job.wanted = None
            if end.state in OVER:
                self._live.pop(job.id, None)  # not before it is among those that ended: nobody may miss it
                job.end(end.problem)
            elif end.state == "paused":
                job.tell_reason()
            self.changed.notify_all()
        return True

    def _first_waiting(self) -> LiveJob | None:
        return None if self._rests else next((job for job in self.live() if job.state == "waiting"), None)

    def note(self, job: LiveJob) -> None:
        """A disk that is full must not end the job as well: what it was is found out again by the next owner."""
        with self._noting:
            if job.is_noted:
                return
            try:
                with self._database.transaction():
                    self._jobs.note(
                        job.id, job.state, held_by=job.held_by, reason=job.reason, progress=job.progress.kept(),
                        is_left=job.is_left,
                    )  # fmt: skip
            except StorageError as problem:
                log.info("the state of job %s could not be noted: %s", job.id, problem)
