"""`ragdesk jobs`, `ragdesk retry`, `ragdesk stop` and `ragdesk serve` on an engine that holds jobs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ragdesk.cli import EngineOptions, run
from ragdesk.protocol.engine_records import JobId, JobRecord
from tests.cli.running import Opener, Outcome, Ragdesk
from tests.doubles import FakeEngine

RUNNING = JobRecord(
    JobId(3), "default", "add", ("/home/ana/papers",), "running", phase="reading", files_done=12, files_total=40,
    bytes_done=2_500_000, failed=1, seconds_left=95.0,
)  # fmt: skip
PAUSED = JobRecord(JobId(2), "work", "retry", (), "paused", "The computer runs on its battery.")


class EngineWithJobs(FakeEngine):
    def jobs(self) -> list[JobRecord]:
        return [RUNNING, PAUSED]

    def pause_job(self, job: JobId) -> JobRecord:
        return replace(RUNNING, id=job, state="paused", reason="You paused it.")

    def resume_job(self, job: JobId) -> JobRecord:
        return replace(RUNNING, id=job)

    def cancel_job(self, job: JobId) -> JobRecord:
        return replace(RUNNING, id=job, state="stopped")

    def retry_failed(self, documents: object = ()) -> JobRecord:
        return replace(PAUSED, state="waiting", reason=None)


@pytest.fixture
def engine() -> FakeEngine:
    return EngineWithJobs()


def test_jobs_tell_how_far_they_are_and_why_they_wait(ragdesk: Ragdesk) -> None:
    running, paused = ragdesk("jobs").out.splitlines()
    assert running.startswith("3\trunning\tadd /home/ana/papers (default)\t12 of 40 files, 2.5 MB, 1 failed\t")
    assert running.endswith("Reading, about 95.0 s left")
    assert paused == "2\tpaused\tread again (work)\t\tThe computer runs on its battery."


@pytest.mark.parametrize(("action", "state"), [("pause", "paused"), ("resume", "running"), ("cancel", "stopped")])
def test_a_job_is_acted_on_by_its_number(ragdesk: Ragdesk, action: str, state: str) -> None:
    told = ragdesk("jobs", action, "7", "--json").json
    assert (told["id"], told["state"]) == (7, state)


def test_an_action_without_a_number_is_wrong_usage(ragdesk: Ragdesk) -> None:
    refused = ragdesk("jobs", "pause")
    assert refused.code == 2
    assert "Which job?" in refused.err


def test_retry_queues_a_job(ragdesk: Ragdesk) -> None:
    assert ragdesk("retry").out.startswith("2  waiting  read again")


def test_stop_where_no_engine_runs_says_so(ragdesk: Ragdesk, tmp_path: Path) -> None:
    told = ragdesk("--data-dir", str(tmp_path), "stop")
    assert (told.code, told.out) == (0, "No engine is running.\n")
    assert ragdesk("--data-dir", str(tmp_path), "stop", "--json").json == {"stopped": None}


def test_serve_says_where_and_how_it_ends(opener: Opener, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def server(options: EngineOptions, ready: Callable[[int], None]) -> None:
        assert options.create
        ready(4711)

    code = run(["--data-dir", str(tmp_path), "serve"], opener, server)
    told = Outcome(code, *capfd.readouterr())
    assert told.code == 0
    assert f"Serving {tmp_path} as process 4711." in told.out
    assert "ragdesk stop" in told.out
