"""Documents that wait are taken up by somebody; what the user stopped waits on; a job that ends the engine is held."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ragdesk.engine.adding.read_documents import ReadDocuments
from ragdesk.engine.engine import Engine
from ragdesk.protocol.engine_records import JobId
from ragdesk.protocol.errors import StorageError
from ragdesk.protocol.events import AddEvent, DocumentFinished, JobProgressed
from ragdesk.protocol.records import LibraryId, Status
from tests.conftest import OpenEngine
from tests.engine.driving import add, paragraph, statuses
from tests.engine.following.test_followed_engine import until
from tests.engine.jobs.desk import Desk
from tests.engine.jobs.test_engine_jobs import ended

BUSY = StorageError("The catalogue is busy.", "Try again.")


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[BaseException]:
    """Raised by the next jobs, one by each, before they read."""
    problems: list[BaseException] = []
    read_all = ReadDocuments._read_all

    def failing_once(*asked: Any) -> Iterator[AddEvent]:
        if problems:
            raise problems.pop()
        yield from read_all(*asked)

    monkeypatch.setattr(ReadDocuments, "_read_all", failing_once)
    return problems


@pytest.fixture
def read(engine: Engine, folder: Path) -> Engine:
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    add(engine, folder)
    return engine


def follow(engine: Engine, path: Path) -> JobId:
    job = engine.parts.jobs.submit(LibraryId(1), "follow", [path]).id
    ended(engine, job)
    return job


@pytest.mark.parametrize("problem", [BUSY, None])
def test_what_a_job_left_that_failed_is_taken_up_by_the_next_look_at_its_folder(
    read: Engine, folder: Path, failing: list[BaseException], problem: BaseException | None,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    failing.append(problem or MemoryError())
    (folder / "harbour.txt").write_text(paragraph("orchard"))
    follow(read, folder)
    assert statuses(read) == {"harbour.txt": "waiting"}
    caplog.clear()
    ended(read, read.parts.jobs.submit(LibraryId(1), "follow", [folder / "other.txt"]).id)

    (folder / "new.txt").write_text(paragraph("lantern"))
    read.start_following()
    until(lambda: statuses(read) == {"harbour.txt": "ready", "new.txt": "ready"})
    until(lambda: "orchard" in read.show("harbour").sections[0].text)


def test_what_the_user_stopped_is_left_alone_until_it_is_asked_for(read: Engine, folder: Path) -> None:
    jobs, stored = read.parts.jobs, read.parts.stores.jobs
    (folder / "orchard.txt").write_text(paragraph("orchard"))
    with jobs.resting():
        job = read.start_add([folder]).id
        assert not stored.rests(LibraryId(1))
        read.pause_job(job)
        assert not stored.rests(LibraryId(1))
        read.cancel_job(job)
    follow(read, folder / "harbour.txt")
    assert not stored.rests(LibraryId(1))
    add(read, folder)
    assert stored.rests(LibraryId(1))


def test_an_index_that_the_user_stopped_is_left_alone_until_something_is_read(read: Engine, folder: Path) -> None:
    jobs, stored = read.parts.jobs, read.parts.stores.jobs
    with jobs.resting():
        read.cancel_job(jobs.submit(LibraryId(1), "index", []).id)
    assert not stored.rests(LibraryId(1))
    follow(read, folder / "harbour.txt")
    assert stored.rests(LibraryId(1))


def test_a_document_that_another_library_holds_too_is_ready_in_both_after_it_was_read_again(
    read: Engine, folder: Path
) -> None:
    other = read.for_library("other", create=True)
    add(other, folder)
    ended(read, read.retry_failed([str(folder / "harbour.txt")]).id)
    until(lambda: statuses(read) == statuses(other) == {"harbour.txt": "ready"})


def test_documents_that_wait_for_vectors_without_a_job_get_one_at_the_next_start(
    read: Engine, open_engine: OpenEngine
) -> None:
    database = read.parts.stores.database
    with database.transaction():
        database.execute("UPDATE documents SET status = 'waiting'")
        database.execute("DELETE FROM jobs")
    read.close()
    again = open_engine()
    until(lambda: statuses(again) == {"harbour.txt": "ready"})
    assert [job.kind for job in again.jobs()] == ["index"]


def kill(desk: Desk) -> None:
    """As if the engine ended in the middle of its job."""
    (job,) = (live.id for live in desk.runner._queue.live())
    desk.runner.close()
    with desk.stores.database.transaction():
        desk.stores.database.execute("UPDATE jobs SET state = 'running' WHERE id = ?", (job,))
    desk.restart()


def test_a_job_that_ends_the_engine_three_times_is_held_and_says_why(desk: Desk) -> None:
    job = desk.submit("a")
    for _ in range(2):
        desk.wait_until(job, "running")
        kill(desk)
    assert desk.wait_until(job, "running").reason is None
    kill(desk)
    record = desk.record(job)
    assert (record.state, record.held_by) == ("paused", None)
    assert "three times" in (record.reason or "")

    desk.restart()
    assert desk.record(job) == record, "nor does another start let it go on"
    desk.runner.resume(job)
    desk.work.allow(3)
    desk.wait_until(job, "done")


@pytest.mark.parametrize(("embedded", "is_held"), [(512, False), (0, True)])
def test_a_job_that_embeds_some_of_a_long_document_between_two_ends_of_the_engine_goes_on(
    desk: Desk, embedded: int, is_held: bool
) -> None:
    job = desk.submit("a")
    for _ in range(3):
        desk.wait_until(job, "running")
        (live,) = desk.runner._queue.live()
        desk.runner._thread._pass_on(live, JobProgressed("embedding", embedded, 4000, "spans"))
        kill(desk)
    assert (desk.record(job).state == "paused") is is_held


@pytest.mark.parametrize(("status", "is_held"), [("ready", False), ("failed", True)])
def test_a_job_that_finishes_documents_between_two_ends_of_the_engine_goes_on(
    read: Engine, desk: Desk, status: Status, is_held: bool
) -> None:
    (document,) = read.list_documents()
    finished = DocumentFinished(replace(document, status=status), "added")
    job = desk.submit("a")
    for _ in range(3):
        desk.wait_until(job, "running")
        (live,) = desk.runner._queue.live()
        desk.runner._thread._pass_on(live, finished)
        kill(desk)
    assert (desk.record(job).state == "paused") is is_held
