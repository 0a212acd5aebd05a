"""When work waits: for a question, for space on the disk, for mains."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from ragdesk.protocol.errors import ReserveReached
from ragdesk.protocol.events import EngineNoticed
from tests.engine.jobs.desk import Desk

FULL = ReserveReached("Only 3 MB are free on the disk.", "Free some space.")


def test_nothing_is_done_while_a_question_is_answered(desk: Desk) -> None:
    with desk.world.priority.answering():
        job = desk.submit("a")
        desk.wait_until(job, "running")
        desk.work.allow(3)
        threading.Event().wait(0.3)
        assert desk.work.done == []
        assert desk.runner.pause(job).state == "paused"
        desk.runner.resume(job)
    desk.wait_until(job, "done")


def test_a_full_disk_pauses_all_jobs_until_there_is_space(desk: Desk) -> None:
    first, second = desk.submit("a"), desk.submit("b")
    desk.work.allow()
    desk.work.wait_for(1)
    desk.world.full = FULL
    paused = desk.wait_until(first, "paused")
    desk.wait_until(second, "paused")
    assert paused.reason == "Only 3 MB are free on the disk. Free some space."

    desk.world.full = None
    desk.work.allow(6)
    desk.wait_until(second, "done")
    assert desk.state(first) == "done"


def test_a_full_disk_and_its_end_are_noticed(desk: Desk) -> None:
    job = desk.submit("a")
    desk.world.full = FULL
    notices: list[EngineNoticed] = []

    def next_notice() -> EngineNoticed:
        while True:
            event = desk.told.next(20)
            assert event is not None
            if isinstance(event, EngineNoticed):
                return event

    notices.append(next_notice())
    desk.world.full = None
    notices.append(next_notice())
    desk.work.allow(3)

    assert [notice.is_solved for notice in notices] == [False, True]
    assert notices[0].message == FULL.message
    desk.wait_until(job, "done")


def test_that_there_is_space_again_is_told_although_nothing_waits_for_it_any_more(desk: Desk) -> None:
    job = desk.submit("a")
    desk.world.full = FULL
    desk.wait_until(job, "paused")
    desk.runner.cancel(job)
    desk.world.full = None
    while not (isinstance(event := desk.told.next(20), EngineNoticed) and event.is_solved):
        assert event is not None


def test_a_disk_that_says_it_has_space_and_takes_none_is_tried_less_and_less_often(desk: Desk) -> None:
    desk.work.allow(4, FULL)
    desk.work.allow(3)
    began = time.monotonic()
    desk.wait_until(desk.submit("a"), "done")
    assert time.monotonic() - began >= 0.02 + 0.04 + 0.08 + 0.16


def test_whoever_waits_for_an_add_is_told_that_the_disk_is_full_and_the_job_stays(desk: Desk) -> None:
    desk.world.full = FULL
    with pytest.raises(ReserveReached, match="3 MB"):
        list(desk.runner.run(desk.library, "add", [Path("/nowhere/a")]))
    (record,) = desk.runner.jobs()
    assert record.state in ("paused", "running", "waiting")

    desk.world.full = None
    desk.work.allow(3)
    desk.wait_until(record.id, "done")


def test_jobs_wait_for_mains_unless_the_user_does_not(desk: Desk) -> None:
    desk.world.is_on_battery = True
    first, second = desk.submit("a"), desk.submit("b")
    assert "battery" in (desk.wait_until(first, "paused").reason or "")
    desk.wait_until(second, "paused")

    desk.runner.resume(second)
    desk.work.allow(3)
    desk.wait_until(second, "done")
    assert desk.state(first) == "paused"

    desk.world.is_on_battery = False
    desk.work.allow(3)
    desk.wait_until(first, "done")


def test_an_add_that_somebody_waits_for_does_not_wait_for_mains(desk: Desk) -> None:
    desk.world.is_on_battery = True
    desk.work.allow(3)

    assert list(desk.runner.run(desk.library, "add", [Path("/nowhere/a")]))
