"""Two threads that want something of one job at the same moment: what the later one wanted is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest

from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.jobs.job_news import JobNews
from ragdesk.engine.jobs.job_queue import JobQueue
from ragdesk.engine.jobs.job_runner import Conditions
from ragdesk.engine.jobs.job_thread import JobThread
from ragdesk.engine.jobs.live_job import LiveJob
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import Cancelled
from tests.engine.jobs.desk import Desk


class Turnstile(threading.Condition):
    """The lock of a queue, through which another thread gets in once, as soon as it is free."""

    def __init__(self) -> None:
        super().__init__(threading.RLock())
        self.then: Callable[[], object] | None = None
        self._depth = 0

    def __enter__(self) -> bool:
        entered = super().__enter__()
        self._depth += 1
        return entered

    def __exit__(self, *error: object) -> None:
        self._depth -= 1
        super().__exit__(*error)  # type: ignore[arg-type]
        if self._depth == 0 and self.then is not None:
            then, self.then = self.then, None
            then()


class News(JobNews):
    """Somebody acts as soon as the next change is told."""

    then: Callable[[], object] | None = None

    def state(self, record: JobRecord) -> None:
        super().state(record)
        if self.then is not None:
            then, self.then = self.then, None
            then()


class Counter:
    """A queue with one job, and no thread that works on it but the test's."""

    def __init__(self, stores: Stores) -> None:
        self.stores = stores
        self.news = News(EventBus())
        self.queue = JobQueue(stores.jobs, stores.database, self.news)
        self.lock = self.queue.changed = Turnstile()
        with stores.database.transaction():
            library = stores.documents.ensure_library("default")
            number = stores.jobs.queue(library, "add", [Path("/nowhere/a")])
            stored = stores.jobs.find(number)
        assert stored is not None
        self.job = LiveJob(stored, is_resumed=False)
        self.queue.put([self.job])

    def take(self) -> LiveJob | None:
        """As the thread of jobs does, if there is a job for it."""
        return self.queue.take(0) if any(job.state == "waiting" for job in self.queue.live()) else None

    def stored_state(self) -> str:
        stored = self.stores.jobs.find(self.job.id)
        assert stored is not None
        return stored.state


@pytest.fixture
def counter(tmp_path: Path) -> Iterator[Counter]:
    stores = Stores.open(tmp_path / "catalogue.db")
    yield Counter(stores)
    stores.close()


def test_a_job_that_is_begun_while_it_is_stopped_is_stopped(counter: Counter) -> None:
    counter.lock.then = counter.take
    counter.queue.cancel(counter.job)
    if counter.job.state == "running":
        assert counter.job.wanted == "stop", "the thread of jobs must be told"
    else:
        assert (counter.job.state, counter.stored_state()) == ("stopped", "stopped")
        assert counter.take() is None
        assert counter.job.started_at is None, "work began on a job that says that it was stopped"


def test_stopping_a_job_that_was_just_resumed_is_not_forgotten(counter: Counter) -> None:
    counter.queue.pause(counter.job)

    def begin_and_stop() -> None:
        assert counter.take() is counter.job
        counter.queue.cancel(counter.job)

    counter.news.then = begin_and_stop
    counter.queue.resume(counter.job)
    assert counter.job.wanted == "stop"


def test_resuming_a_job_that_goes_on_by_itself_leaves_it_running(counter: Counter) -> None:
    assert counter.take() is counter.job
    counter.queue.settle(counter.job, "paused", held_by="battery", reason="no mains")

    def goes_on_by_itself() -> None:
        thread(counter, is_on_battery=lambda: False)._release_held()
        counter.take()

    counter.lock.then = goes_on_by_itself
    counter.queue.resume(counter.job)
    assert (counter.job.state, counter.stored_state()) == ("running", "running")


def test_a_job_that_is_stopped_while_mains_come_back_stays_stopped(counter: Counter) -> None:
    assert counter.take() is counter.job
    counter.queue.settle(counter.job, "paused", held_by="battery", reason="no mains")

    def stop_it() -> bool:
        counter.queue.cancel(counter.job)
        return False

    thread(counter, is_on_battery=stop_it)._release_held()
    assert (counter.job.state, counter.stored_state()) == ("stopped", "stopped")
    assert counter.stores.jobs.unfinished() == [], "the next engine would begin with it again"


def thread(counter: Counter, is_on_battery: Callable[[], bool]) -> JobThread:
    conditions = Conditions(ChatPriority(), is_on_battery=is_on_battery)
    return JobThread(counter.queue, lambda run: iter(()), conditions)


def test_whoever_waits_for_work_that_comes_too_late_is_told(desk: Desk) -> None:
    desk.runner.close()
    with pytest.raises(Cancelled, match="closed"):
        list(islice(desk.runner.run(desk.library, "add", [Path("/nowhere/a")]), 3))
