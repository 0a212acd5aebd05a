"""Two threads that want something of one job at the same moment: what the later one wanted is not lost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.jobs.job_end import End
from ragdesk.engine.jobs.job_news import JobNews
from ragdesk.engine.jobs.job_queue import JobQueue
from ragdesk.engine.jobs.job_runner import Conditions, JobRunner
from ragdesk.engine.jobs.job_stream import JobStream
from ragdesk.engine.jobs.job_thread import JobThread
from ragdesk.engine.jobs.live_job import LiveJob
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import Cancelled, DiskFull
from ragdesk.protocol.events import AddFinished
from ragdesk.protocol.records import LibraryId
from tests.engine.jobs.desk import END, Desk

NO_MAINS = End("paused", "battery", "no mains")
CONDITIONS = Conditions(ChatPriority())
FULL = DiskFull("The disk is full.", "Free some space.")
ASKED = (LibraryId(1), "add", ("/nowhere/a",))


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
        self.job = LiveJob(stored, is_taken_over=False)
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
    counter.queue.settle(counter.job, NO_MAINS)

    def goes_on_by_itself() -> None:
        thread(counter, is_on_battery=lambda: False)._release_held()
        counter.take()

    counter.lock.then = goes_on_by_itself
    counter.queue.resume(counter.job)
    assert (counter.job.state, counter.stored_state()) == ("running", "running")


def test_a_job_that_is_stopped_while_mains_come_back_stays_stopped(counter: Counter) -> None:
    assert counter.take() is counter.job
    counter.queue.settle(counter.job, NO_MAINS)

    def stop_it() -> bool:
        counter.queue.cancel(counter.job)
        return False

    thread(counter, is_on_battery=stop_it)._release_held()
    assert (counter.job.state, counter.stored_state()) == ("stopped", "stopped")
    assert counter.stores.jobs.unfinished() == [], "the next engine would begin with it again"


def thread(counter: Counter, is_on_battery: Callable[[], bool]) -> JobThread:
    conditions = replace(CONDITIONS, is_on_battery=is_on_battery)
    return JobThread(counter.queue, lambda run: iter(()), conditions)


@pytest.fixture(params=["waiting", "running"])
def owned(counter: Counter, request: pytest.FixtureRequest) -> tuple[Counter, JobStream]:
    """A counter whose job somebody waits for."""
    owner = JobStream()
    counter.job.owners.append(owner)
    if request.param == "running":
        counter.take()
    return counter, owner


def run_once(counter: Counter) -> None:
    """The thread of jobs carries out what is there, and what was wished for takes effect."""
    if counter.job.state == "waiting":
        counter.take()
    if counter.job.state == "running":
        counter.queue.settle(counter.job, End("waiting") if counter.job.wanted else End("done", finished=END))


@pytest.mark.parametrize("is_streamed", [True, False])
def test_an_add_that_comes_while_another_leaves_is_carried_out(
    owned: tuple[Counter, JobStream], is_streamed: bool
) -> None:
    counter, leaver = owned
    newcomer = JobStream() if is_streamed else None
    folded: list[LiveJob | None] = []
    counter.lock.then = lambda: folded.append(counter.queue.fold(*ASKED, newcomer))  # type: ignore[arg-type]
    counter.queue.leave(counter.job, leaver)
    run_once(counter)
    run_once(counter)

    assert folded == [counter.job]
    assert counter.job.state == "done", "nobody does what was asked for"
    if newcomer:
        assert any(isinstance(event, AddFinished) for event in newcomer.events())


def test_an_add_that_comes_with_the_last_event_is_carried_out(counter: Counter) -> None:
    counter.take()
    counter.queue.fold(*ASKED, None)  # type: ignore[arg-type]
    counter.queue.settle(counter.job, End("done", finished=END))
    assert (counter.job.state, counter.stored_state()) == ("waiting", "waiting")


def test_an_add_that_comes_while_a_job_is_about_to_be_paused_goes_on(counter: Counter) -> None:
    counter.take()
    counter.queue.pause(counter.job)
    counter.queue.fold(*ASKED, None)  # type: ignore[arg-type]
    counter.queue.settle(counter.job, End("waiting"))
    assert counter.job.state == "waiting"


def test_a_job_that_is_paused_after_it_was_asked_for_again_is_not_done(counter: Counter) -> None:
    counter.take()
    counter.queue.fold(*ASKED, None)  # type: ignore[arg-type]
    counter.queue.pause(counter.job)
    counter.queue.settle(counter.job, End("done", finished=END))
    assert (counter.job.state, counter.stored_state()) == ("paused", "paused")
    assert not counter.job.is_resumed, "what was asked for anew is looked at as if for the first time"


@pytest.mark.parametrize("held", [NO_MAINS, End("paused", "disk", "full", problem=FULL)])
def test_a_job_that_is_stopped_while_it_comes_to_be_held_is_stopped(counter: Counter, held: End) -> None:
    counter.take()
    counter.queue.cancel(counter.job)
    counter.queue.settle(counter.job, held)
    assert (counter.job.state, counter.stored_state()) == ("stopped", "stopped")


@pytest.mark.parametrize("later", ["pause", "leave"])
def test_a_stop_is_for_good(counter: Counter, later: str) -> None:
    owner = JobStream()
    counter.job.owners.append(owner)
    counter.take()
    counter.queue.cancel(counter.job)
    if later == "pause":
        counter.queue.pause(counter.job)
    else:
        counter.queue.leave(counter.job, owner)
    counter.queue.settle(counter.job, End("waiting"))
    assert counter.stored_state() == "stopped"
    assert counter.stores.jobs.interrupted(LibraryId(1)) == [], "the next job would take it up"


def test_what_is_left_at_the_moment_of_a_change_is_taken_up_by_the_next_job(counter: Counter) -> None:
    owner = JobStream()
    counter.job.owners.append(owner)
    counter.take()
    counter.lock.then = lambda: counter.queue.leave(counter.job, owner)
    counter.queue.settle(counter.job, End("waiting"))
    assert counter.stores.jobs.interrupted(LibraryId(1)) == [Path("/nowhere/a")]


@pytest.mark.parametrize("end", [End("done"), End("stopped")])
def test_a_job_that_ends_is_listed_at_every_moment(counter: Counter, end: End) -> None:
    runner = JobRunner(counter.stores.jobs, counter.stores.database, lambda _: iter(()), EventBus(), CONDITIONS)
    runner._queue = counter.queue
    counter.take()
    listed: list[str] = []
    counter.lock.then = lambda: listed.extend(record.state for record in runner.jobs())
    counter.queue.settle(counter.job, end)
    listed += [record.state for record in runner.jobs()]
    assert listed == [end.state] * 2


def test_whoever_asks_while_the_disk_is_found_full_is_told(counter: Counter) -> None:
    newcomer = JobStream()
    counter.take()
    counter.queue.fold(*ASKED, newcomer)  # type: ignore[arg-type]
    counter.queue.settle(counter.job, End("paused", "disk", "full", problem=FULL))
    with pytest.raises(DiskFull):
        list(newcomer.events())
    assert counter.job.is_wanted, "it goes on by itself once there is space"


def test_whoever_waits_for_work_that_comes_too_late_is_told(desk: Desk) -> None:
    desk.runner.close()
    with pytest.raises(Cancelled, match="closed"):
        list(islice(desk.runner.run(desk.library, "add", [Path("/nowhere/a")]), 3))


def test_whoever_asks_again_for_work_that_comes_too_late_is_told(desk: Desk) -> None:
    desk.submit("a")
    desk.runner.close()
    with pytest.raises(Cancelled, match="closed"):
        list(islice(desk.runner.run(desk.library, "add", [Path("/nowhere/a")]), 3))
