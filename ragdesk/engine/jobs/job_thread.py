"""The one thread that works on jobs: takes the next, carries it out, and survives whatever happens to it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING

from ragdesk.engine.jobs.job_end import OVER, WAITING, End
from ragdesk.engine.jobs.job_queue import JobQueue
from ragdesk.engine.jobs.live_job import LiveJob, Work
from ragdesk.engine.jobs.low_priority import lower_this_thread
from ragdesk.engine.jobs.pace import Halted, OnBattery, Pace
from ragdesk.protocol.errors import BadRequest, DiskFull, RagdeskError
from ragdesk.protocol.events import AddEvent, AddFinished, DocumentFinished, JobProgressed

if TYPE_CHECKING:
    from ragdesk.engine.jobs.job_runner import Conditions

log = logging.getLogger(__name__)

_UNEXPECTED = "Something unexpected went wrong in ragdesk itself ({problem}). Documents that were finished are kept."
_LONGEST_WAIT = 32
"""Times `recheck_s`, a minute: some disks refuse to be written to although they say that there is space."""
_GOES_ON = "Reading goes on: there is space on the disk again."


class JobThread:
    """Started with the first job. A daemon, so that a program that never closes its engine can end."""

    def __init__(
        self, queue: JobQueue, work: Work, conditions: Conditions, when_over: Callable[[LiveJob], None] = lambda _: None
    ) -> None:
        self._queue = queue
        self._work = work
        self._conditions = conditions
        self._when_over = when_over
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._is_disk_full = False
        """As everybody was told."""
        self._looks_at_disk_after = 0.0
        self._wait_for_disk_s = conditions.recheck_s

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
            self._look_at_disk()
            self._release_held()
            is_something_awaited = self._is_disk_full or self._queue.held()
            if job := self._queue.take(self._conditions.recheck_s if is_something_awaited else None):
                self._carry_out(job)

    def _look_at_disk(self) -> None:
        """That there is space again is told even if nothing waits for it any more."""
        if self._is_disk_full and time.monotonic() >= self._looks_at_disk_after:
            try:
                self._conditions.check_disk()
            except DiskFull:
                return
            self._is_disk_full = False
            self._queue.news.notice(_GOES_ON, about="disk", is_solved=True)

    def _release_held(self) -> None:
        for job in self._queue.held():
            held_by = job.held_by
            if held_by is None or (held_by == "battery" and self._conditions.is_on_battery()):
                continue
            if held_by == "battery" or not self._is_disk_full:
                self._queue.release(job, held_by)

    def _carry_out(self, job: LiveJob) -> None:
        """One run of a job, and what became of it."""
        self._queue.news.state(job.record())
        pace = Pace(
            self._conditions.priority, lambda: job.wanted is not None, self._conditions.check_disk,
            lambda: not job.ignores_battery and not job.owners and self._conditions.is_on_battery(),
        )  # fmt: skip
        end = WAITING
        try:
            with closing(self._work(job.run(pace))) as events:  # type: ignore[type-var]
                for event in events:
                    self._note_begun(job)
                    if isinstance(event, AddFinished):
                        end = self._finished(job, event)
                        break
                    self._pass_on(job, event)
        except Halted:
            end = WAITING
        except OnBattery as held:
            end = End("paused", "battery", str(held))
        except DiskFull as full:
            end = End("paused", "disk", _sentence(full), problem=full)
        except RagdeskError as problem:
            # What was asked for wrongly is not tried again; what failed is, with the next job of the library.
            is_left = job.kind in ("add", "follow") and not isinstance(problem, BadRequest)
            end = End("failed", reason=_sentence(problem), is_left=is_left, problem=problem)
        except BaseException as problem:  # whatever it is, the thread goes on with the next job
            log.exception("job %s failed", job.id)
            end = End("failed", reason=_UNEXPECTED.format(problem=type(problem).__name__), problem=problem)
        self._queue.settle(job, end)
        self._note_disk(job, end)
        if job.state in OVER:
            self._when_over(job)

    def _note_disk(self, job: LiveJob, end: End) -> None:
        """Whether it was full for this run."""
        if job.held_by == "disk" and isinstance(end.problem, DiskFull):
            self._is_disk_full = True
            self._looks_at_disk_after = time.monotonic() + self._wait_for_disk_s
            self._wait_for_disk_s = min(2 * self._wait_for_disk_s, _LONGEST_WAIT * self._conditions.recheck_s)
            self._queue.news.notice(end.problem.message, end.problem.hint, about="disk")
        elif job.state == "done":
            self._wait_for_disk_s = self._conditions.recheck_s

    def _note_begun(self, job: LiveJob) -> None:
        """Whoever takes it over after a kill has to know whether it has looked at its paths."""
        if job.has_looked and not job.is_begun:
            job.is_begun = True
            self._queue.note(job)

    def _note_goes_on(self, job: LiveJob, event: AddEvent) -> None:
        """This run has brought something that stays. What fails again in each run is no sign of it."""
        if isinstance(event, JobProgressed):
            has_kept = event.phase == "embedding" and event.done > 0
        else:
            has_kept = isinstance(event, DocumentFinished) and event.record.status in ("ready", "partly")
        if has_kept and job.progress.kills:
            job.progress.kills = 0
            self._queue.note(job)

    def _pass_on(self, job: LiveJob, event: AddEvent) -> None:
        """To all who follow the job."""
        news = self._queue.news
        self._note_goes_on(job, event)
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

    def _finished(self, job: LiveJob, event: AddFinished) -> End:
        """The work has noted its end in the catalogue together with its last change."""
        stored = self._queue.stored(job)
        return End(stored.state if stored else "done", finished=event)


def _sentence(problem: RagdeskError) -> str:
    return f"{problem.message} {problem.hint}".strip()
