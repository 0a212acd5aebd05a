"""The queue: one after the other, paused, resumed, stopped, failed, asked for twice, and after a restart."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from ragdesk.protocol.engine_records import JobId
from ragdesk.protocol.errors import BadRequest, Cancelled, NoSuchJob
from ragdesk.protocol.events import AddFinished, JobChanged, JobProgressed
from tests.engine.jobs.desk import Desk


def test_jobs_are_done_one_after_the_other_in_their_order(desk: Desk) -> None:
    jobs = [desk.submit(name) for name in ("a", "b", "c")]
    desk.work.allow(9)
    desk.wait_until(jobs[-1], "done")

    assert desk.work.done == ["a"] * 3 + ["b"] * 3 + ["c"] * 3
    assert [desk.state(job) for job in jobs] == ["done"] * 3
    assert [record.id for record in desk.runner.jobs()] == jobs[::-1]


def test_jobs_of_two_libraries_share_the_queue(desk: Desk) -> None:
    with desk.stores.database.transaction():
        other = desk.stores.documents.ensure_library("other")
    first, second = desk.submit("a"), desk.submit("a", other)
    desk.work.allow(6)
    desk.wait_until(second, "done")

    assert first != second
    assert [desk.record(job).library for job in (first, second)] == ["default", "other"]


def test_whoever_adds_gets_every_event_and_the_summary_last(desk: Desk) -> None:
    desk.work.allow(3)
    events = list(desk.runner.run(desk.library, "add", [Path("/nowhere/a")]))

    told = [event.done for event in events if isinstance(event, JobProgressed) and event.phase == "reading"]
    assert list(dict.fromkeys(told)) == [1, 2, 3]
    assert isinstance(events[-1], AddFinished)


def test_a_follower_who_leaves_stops_nothing(desk: Desk) -> None:
    job = desk.submit("a")
    stream = desk.runner.follow(job)
    next(stream)
    stream.close()  # type: ignore[attr-defined]
    desk.work.allow(3)

    assert desk.wait_until(job, "done").state == "done"


def test_an_add_that_nobody_waits_for_any_more_is_left_to_the_next_one(desk: Desk) -> None:
    stream = desk.runner.run(desk.library, "add", [Path("/nowhere/a")])
    desk.work.allow()
    next(stream)
    stream.close()  # type: ignore[attr-defined]

    (record,) = desk.runner.jobs()
    assert record.state == "stopped"
    assert desk.stores.jobs.interrupted(desk.library) == [Path("/nowhere/a")]


def test_an_add_goes_on_for_another_who_wants_the_same(desk: Desk) -> None:
    stream = desk.runner.run(desk.library, "add", [Path("/nowhere/a")])
    next(stream)
    job = desk.submit("a")
    stream.close()  # type: ignore[attr-defined]
    desk.work.allow(6)

    assert desk.wait_until(job, "done").state == "done"


def test_the_same_asked_twice_is_one_job_and_a_running_one_begins_anew(desk: Desk) -> None:
    running, waiting = desk.submit("a"), desk.submit("b")
    desk.work.allow()
    desk.work.wait_for(1)

    assert desk.submit("b") == waiting
    assert desk.submit("a") == running
    desk.work.allow(9)
    desk.wait_until(waiting, "done")

    assert desk.work.runs.count(("a",)) == 2
    assert desk.work.runs.count(("b",)) == 1


def test_a_paused_job_lets_others_pass_and_goes_on_when_it_is_resumed(desk: Desk) -> None:
    first, second = desk.submit("a"), desk.submit("b")
    desk.work.allow()
    desk.work.wait_for(1)
    paused = desk.runner.pause(first)
    assert (paused.state, paused.reason) == ("paused", "Paused by you.")
    desk.work.allow(3)
    desk.wait_until(second, "done")
    assert desk.state(first) == "paused"

    desk.runner.resume(first)
    desk.work.allow(3)
    desk.wait_until(first, "done")
    assert desk.record(first).reason is None


@pytest.mark.parametrize("before", ["waiting", "running", "paused"])
def test_a_job_is_cancelled_whatever_it_does(desk: Desk, before: str) -> None:
    blocker = desk.submit("blocker") if before == "waiting" else None
    job = desk.submit("a")
    if before == "waiting":
        desk.wait_until(blocker or job, "running")
    else:
        desk.wait_until(job, "running")
    if before == "paused":
        desk.runner.pause(job)
    stream = desk.runner.follow(job)

    assert desk.runner.cancel(job).state == "stopped"
    with pytest.raises(Cancelled, match="kept"):
        list(stream)
    assert desk.runner.cancel(job).state == "stopped"
    assert desk.stores.jobs.interrupted(desk.library) == []
    assert desk.work.done == []


@pytest.mark.parametrize("problem", [BadRequest("There is no such folder.", "Check it."), ValueError("a mistake")])
def test_a_job_that_fails_says_why_and_the_next_one_is_done(
    desk: Desk, problem: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = desk.submit("a"), desk.submit("b")
    stream = desk.runner.follow(first)
    desk.work.allow(piece=problem)
    desk.work.allow(3)
    desk.wait_until(second, "done")

    failed = desk.record(first)
    assert failed.state == "failed"
    assert (failed.reason or "").startswith(("There is no such folder. Check it.", "Something unexpected"))
    with pytest.raises(type(problem)):
        list(stream)
    caplog.clear()


def test_a_number_of_no_job_is_refused(desk: Desk) -> None:
    for ask in (desk.runner.pause, desk.runner.resume, desk.runner.cancel, desk.runner.follow):
        with pytest.raises(NoSuchJob, match="no job 99"):
            ask(JobId(99))


def test_a_restart_goes_on_with_what_ran_and_waited_and_leaves_paused_what_was(desk: Desk) -> None:
    first, second, third = (desk.submit(name) for name in ("a", "b", "c"))
    desk.runner.pause(second)
    desk.work.allow()
    desk.work.wait_for(1)
    desk.restart()
    desk.work.allow(6)
    desk.wait_until(third, "done")

    assert [desk.state(job) for job in (first, second, third)] == ["done", "paused", "done"]
    assert desk.record(second).reason == "Paused by you."


def test_what_a_killed_owner_was_doing_is_queued_again(desk: Desk) -> None:
    with desk.stores.database.transaction():
        job = desk.stores.jobs.queue(desk.library, "add", [Path("/nowhere/a")])
        desk.stores.jobs.note(job, "running", progress={"files_done": 7, "files_total": 9})
    desk.restart()
    assert desk.record(job).files_done == 7
    desk.work.allow(3)

    desk.wait_until(job, "done")


def test_a_removed_library_has_no_jobs_any_more(desk: Desk) -> None:
    jobs = [desk.submit(name) for name in ("a", "b")]
    desk.wait_until(jobs[0], "running")
    desk.runner.cancel_all(desk.library)

    assert [desk.state(job) for job in jobs] == ["stopped", "stopped"]


def test_a_removed_source_is_left_out(desk: Desk) -> None:
    with_both = desk.runner.submit(desk.library, "add", [Path("/nowhere/a"), Path("/nowhere/b")]).id
    alone = desk.submit("a")
    desk.runner.forget(desk.library, ["/nowhere/a"])
    desk.work.allow(6)
    desk.wait_until(with_both, "done")

    assert desk.state(alone) == "stopped"
    assert desk.work.runs[-1] == ("b",)


def test_progress_is_told_no_more_than_five_times_a_second_and_states_always(desk: Desk) -> None:
    desk.work.pieces_of_a_job = 400
    job = desk.submit("a")
    desk.work.allow(400)
    desk.wait_until(job, "running")
    states = ["running"]
    while states[-1] != "done":
        event = desk.told.next(20)
        assert event is not None
        if isinstance(event, JobChanged):
            states.append(event.job.state)

    assert len(states) < 100
    assert all(one != "done" for one, _ in pairwise(states))


def test_closing_leaves_no_thread_and_ends_streams(desk: Desk) -> None:
    stream = desk.runner.follow(desk.submit("a"))
    desk.runner.close()

    with pytest.raises(Cancelled, match="closed"):
        list(stream)
