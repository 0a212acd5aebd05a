"""Carries out the jobs of all libraries in one thread, one after the other: queue, pause, resume, cancel, follow."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.jobs.battery import IsOnBattery
from ragdesk.engine.jobs.job_news import JobNews
from ragdesk.engine.jobs.job_queue import CLOSED, JobQueue
from ragdesk.engine.jobs.job_store import JobKind, Jobs, absolute, is_in_one_of
from ragdesk.engine.jobs.job_stream import JobStream
from ragdesk.engine.jobs.job_thread import JobThread
from ragdesk.engine.jobs.live_job import LiveJob, Work, ended_record
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.sources import Sources
from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.errors import NoSuchJob, RagdeskError, StorageError
from ragdesk.protocol.events import AddEvent
from ragdesk.protocol.records import LibraryId

log = logging.getLogger(__name__)

SETTLES_WITHIN_S = 10.0
"""The longest piece of work that cannot be interrupted, writing one very long document, takes about two seconds."""
RECHECK_S = 2.0
"""How often a job that waits for disk space or mains asks for them."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What decides whether jobs may go on; `check_disk` raises DiskFull."""

    priority: ChatPriority
    check_disk: Callable[[], None] = lambda: None
    is_on_battery: IsOnBattery = lambda: False
    recheck_s: float = RECHECK_S


class JobRunner:
    """Safe to be used by several threads, but never inside a transaction of the catalogue: the job may wait for that.

    There is no thread before the first job. `close` leaves what is not done to the next owner of the data folder.
    """

    def __init__(self, jobs: Jobs, database: Database, work: Work, bus: EventBus, conditions: Conditions) -> None:
        self._jobs = jobs
        self._database = database
        self._queue = JobQueue(jobs, database, JobNews(bus))
        self._thread = JobThread(self._queue, work, conditions, self._attend_to_others)
        self._submitting = threading.Lock()

    def take_over(self) -> None:
        """Queue what an earlier owner of the data folder left: killed, waiting, or held; what the user paused stays."""
        found = [LiveJob(stored, is_taken_over=True) for stored in self._jobs.unfinished()]
        for job in found:
            if job.progress.kills:
                self._queue.note(job)
        if found:
            self._queue.put(found)
            self._thread.start()
        self._attend(self._jobs.unattended())

    def submit(self, library: LibraryId, kind: JobKind, paths: Sequence[Path]) -> JobRecord:
        """Queue work. What is asked for twice is done once: the job that has not ended begins anew."""
        return self._submit(library, kind, paths, None)

    def run(self, library: LibraryId, kind: JobKind, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """Queue work and follow it to its end. Closing the stream stops the job, unless others want it as well.

        Raises what ended the job early. Where the disk is full the job stays and goes on by itself later.
        """
        stream = JobStream()
        job = self._submit(library, kind, paths, stream).id
        try:
            yield from stream.events()
        finally:
            self._drop(job, stream)

    def follow(self, job: JobId) -> Iterator[AddEvent]:
        """Every event of a job from now on; closing the stream changes nothing. Raises NoSuchJob."""
        stream = JobStream()
        with self._queue.changed:
            if live := self._queue.find(job):
                live.followers.append(stream)
            else:
                self._ended(job)
                stream.end()
        return self._followed(job, stream)

    def pause(self, job: JobId) -> JobRecord:
        """Raises NoSuchJob."""
        return self._change(job, self._queue.pause)

    def resume(self, job: JobId) -> JobRecord:
        """Raises NoSuchJob."""
        return self._change(job, self._queue.resume)

    def cancel(self, job: JobId) -> JobRecord:
        """Raises NoSuchJob."""
        return self._change(job, self._queue.cancel)

    def jobs(self) -> list[JobRecord]:
        """Those that have not ended, and the last that did; newest first."""
        with self._queue.changed:
            live = {job.id: job.record() for job in self._queue.live()}
        ended = {stored.id: ended_record(stored) for stored in self._jobs.ended() if stored.id not in live}
        return [record for _, record in sorted({**ended, **live}.items(), reverse=True)]

    def is_idle(self) -> bool:
        """Whether nothing runs or waits for its turn."""
        with self._queue.changed:
            return all(job.state == "paused" for job in self._queue.live())

    def cancel_all(self, library: LibraryId) -> None:
        """End all jobs of a library that is removed; none of them works any more afterwards."""
        with self._submitting, self._queue.changed:  # one that is being submitted belongs to them
            jobs = [job for job in self._queue.live() if job.library == library]
        for job in jobs:
            self._changed(job, self._queue.cancel)

    def rename(self, library: LibraryId, name: str) -> None:
        """Jobs are told under the new name of their library."""
        with self._queue.changed:
            for job in self._queue.live():
                if job.library == library:
                    job.library_name = name

    @contextmanager
    def resting(self, is_needed: bool = True) -> Iterator[None]:
        """No job is at work within. Raises StorageError if one cannot be interrupted now and that is needed."""
        with self._queue.resting():
            if not self._queue.wait_for_rest(SETTLES_WITHIN_S) and is_needed:
                raise StorageError(
                    "A job is in the middle of something that cannot be interrupted, so nothing was done.",
                    "Try again in a minute, or when the job has finished.",
                )
            yield

    @contextmanager
    def removing(self) -> Iterator[None]:
        """For sources that are removed within: whoever asks for them meanwhile asks afterwards."""
        with self._submitting, self.resting(is_needed=False):
            yield

    def forget(self, library: LibraryId, removed: Sequence[str]) -> None:
        """Sources that the user removed, and what lies in them, are not read by jobs that wait or run."""
        with self._queue.changed:
            jobs = [job for job in self._queue.live() if job.library == library]
        for job in jobs:
            if job.paths and all(is_in_one_of(removed, path) for path in job.paths):
                self._changed(job, self._queue.cancel)
            else:
                self._queue.leave_out(job, removed)

    def close(self) -> None:
        """Stop after the piece of work in hand; what is not done is resumed by the next owner."""
        self._queue.close()
        self._thread.join(SETTLES_WITHIN_S)
        with self._queue.changed:
            for job in self._queue.live():
                job.end(CLOSED)

    def _attend_to_others(self, over: LiveJob) -> None:
        """What it read anew may be held by documents of other libraries, too, which wait for its vectors then."""
        if over.kind != "index" and not self._queue.is_closed:
            self._attend([library for library in self._jobs.unattended() if library != over.library])

    def _attend(self, libraries: Sequence[LibraryId]) -> None:
        for library in libraries:
            try:
                self.submit(library, "index", [])
            except RagdeskError as problem:  # found again at the next start
                log.info("what waits in library %s goes on waiting: %s", library, problem)

    def _submit(self, library: LibraryId, kind: JobKind, paths: Sequence[Path], owner: JobStream | None) -> JobRecord:
        wanted = tuple(absolute(paths))
        with self._submitting:
            after = Sources(self._database).newest_job_at_removal(library) if kind == "add" else 0
            job = self._queue.fold(library, kind, wanted, owner, after)
            if job is None:
                with self._database.transaction():
                    number = self._jobs.queue(library, kind, paths)
                    stored = self._jobs.find(number)  # here, for whoever submits may read an older snapshot
                assert stored is not None
                job = LiveJob(stored, is_taken_over=False)
                job.is_detached = owner is None
                job.owners += [owner] if owner else []
                self._queue.put([job])
            self._thread.start()
        with self._queue.changed:
            return job.record()

    def _change(self, job: JobId, change: Callable[[LiveJob], None]) -> JobRecord:
        with self._queue.changed:
            live = self._queue.find(job)
        return self._ended(job) if live is None else self._changed(live, change)

    def _changed(self, job: LiveJob, change: Callable[[LiveJob], None]) -> JobRecord:
        """Once it has taken effect."""
        change(job)
        with self._queue.changed:
            self._queue.changed.wait_for(lambda: job.wanted is None, SETTLES_WITHIN_S)
            return job.record()

    def _ended(self, job: JobId) -> JobRecord:
        stored = self._jobs.find(job)
        if stored is None:
            raise NoSuchJob(f"There is no job {job}.", "`ragdesk jobs` lists them with their numbers.")
        return ended_record(stored)

    def _followed(self, job: JobId, stream: JobStream) -> Iterator[AddEvent]:
        try:
            yield from stream.events()
        finally:
            with self._queue.changed:
                if (live := self._queue.find(job)) and stream in live.followers:
                    live.followers.remove(stream)

    def _drop(self, job: JobId, stream: JobStream) -> None:
        """Whoever waited for the job went away: if nobody else wants it it stops, and is no longer at work then."""
        with self._queue.changed:
            live = self._queue.find(job)
        if live is None:
            return
        self._queue.leave(live, stream)
        with self._queue.changed:
            self._queue.changed.wait_for(lambda: live.wanted is None or live.is_wanted, SETTLES_WITHIN_S)
