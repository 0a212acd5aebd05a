"""The one thread that works on jobs: takes the next, carries it out, and survives whatever happens to it."""

from __future__ import annotations

import logging
import threading
from contextlib import closing
from typing import TYPE_CHECKING

from ragdesk.engine.jobs.job_queue import BY_USER, STOPPED, JobQueue
from ragdesk.engine.jobs.live_job import LiveJob, Work
from ragdesk.engine.jobs.low_priority import lower_this_thread
from ragdesk.engine.jobs.pace import Halted, OnBattery, Pace
from ragdesk.protocol.errors import BadRequest, DiskFull, RagdeskError
from ragdesk.protocol.events import AddEvent, AddFinished, DocumentFinished, JobProgressed

if TYPE_CHECKING:
    from ragdesk.engine.jobs.job_runner import Conditions

log = logging.getLogger(__name__)

_UNEXPECTED = "Something unexpected went wrong in ragdesk itself ({problem}). Documents that were finished are kept."
_GOES_ON = "Reading goes on: there is space on the disk again."


class JobThread:
    """Started with the first job. A daemon, so that a program that never closes its engine can end."""

    def __init__(self, queue: JobQueue, work: Work, conditions: Conditions) -> None:
        self._queue = queue
        self._work = work
        self._conditions = conditions
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def start(self) -> None:
        """Once."""
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="jobs", daemon=True)
                self._thread.start()

    def join(self, timeout_s: float) -> None:
        """After the queue was closed."""
        if self._thread is not None:
            self._thread.join(timeout_s)
            if self._thread.is_alive():
                log.warning("the thread of jobs did not end in %s s", timeout_s)

    def _run(self) -> None:
        lower_this_thread()
        while not self._queue.is_closed:
            self._release_held()
            if job := self._queue.take(self._conditions.recheck_s):
                self._carry_out(job)

    def _release_held(self) -> None:
        for job in self._queue.held():
            held_by = job.held_by
            if held_by is None or (held_by == "battery" and self._conditions.is_on_battery()):
                continue
            if held_by == "disk":
                try:
                    self._conditions.check_disk()
                except DiskFull:
                    continue
                self._queue.news.notice(_GOES_ON, about="disk", is_solved=True)
            self._queue.release(job, held_by)

    def _carry_out(self, job: LiveJob) -> None:
        """One run of a job, and what became of it."""
        self._queue.news.state(job.record())
        pace = Pace(
            self._conditions.priority, lambda: job.wanted is not None, self._conditions.check_disk,
            lambda: not job.ignores_battery and not job.owners and self._conditions.is_on_battery(),
        )  # fmt: skip
        settle = self._queue.settle
        try:
            with closing(self._work(job.run(pace))) as events:  # type: ignore[type-var]
                for event in events:
                    self._pass_on(job, event)
        except Halted:
            self._obey(job)
        except OnBattery as held:
            job.is_resumed = True
            settle(job, "paused", held_by="battery", reason=str(held))
        except DiskFull as full:
            self._hold_for_disk(job, full)
        except RagdeskError as problem:
            # What was asked for wrongly is not tried again; what failed is, with the next job of the library.
            is_left = job.kind in ("add", "follow") and not isinstance(problem, BadRequest)
            settle(job, "failed", reason=_sentence(problem), is_left=is_left, problem=problem)
        except BaseException as problem:  # whatever it is, the thread goes on with the next job
            log.exception("job %s failed", job.id)
            settle(job, "failed", reason=_UNEXPECTED.format(problem=type(problem).__name__), problem=problem)

    def _pass_on(self, job: LiveJob, event: AddEvent) -> None:
        """To all who follow the job. After the last event it is over, so that nobody can stop it any more."""
        news = self._queue.news
        if isinstance(event, AddFinished):
            self._finish(job, event)
            return
        if isinstance(event, JobProgressed):
            job.progress.note(event)
        elif isinstance(event, DocumentFinished):
            job.tally.note(event)
            news.documents(job.library_name)
        with self._queue.changed:
            job.tell(event)
            is_halted = job.wanted is not None
        news.progress(job.id, job.record)
        if is_halted:
            raise Halted

    def _finish(self, job: LiveJob, event: AddFinished) -> None:
        """The work has noted its end in the catalogue together with its last change."""
        stored = self._queue.stored(job)
        with self._queue.changed:
            if job.wanted == "again":
                raise Halted
            job.tell(event)
        self._queue.settle(job, stored.state if stored else "done", is_noted=True)

    def _obey(self, job: LiveJob) -> None:
        settle = self._queue.settle
        wanted = job.wanted
        job.is_resumed = wanted != "again" or job.is_resumed
        if wanted == "pause":
            settle(job, "paused", held_by="user", reason=BY_USER)
        elif wanted in ("stop", "leave"):
            settle(job, "stopped", is_left=wanted == "leave", problem=STOPPED)
        else:
            settle(job, "waiting")

    def _hold_for_disk(self, job: LiveJob, full: DiskFull) -> None:
        job.is_resumed = True
        with self._queue.changed:
            job.let_owners_go(full)
        self._queue.news.notice(full.message, full.hint, about="disk")
        self._queue.settle(job, "paused", held_by="disk", reason=_sentence(full))


def _sentence(problem: RagdeskError) -> str:
    return f"{problem.message} {problem.hint}".strip()
