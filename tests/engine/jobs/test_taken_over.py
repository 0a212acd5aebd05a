"""Jobs that an earlier owner of the data folder left: what was asked for is done as it was meant then."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.engine_records import JobId, JobState
from ragdesk.protocol.records import LibraryId
from tests.conftest import OpenEngine
from tests.engine.driving import add, paragraph, statuses
from tests.engine.jobs.desk import WITHIN_S, Desk
from tests.engine.jobs.test_engine_jobs import ended


@pytest.fixture
def folder_with_removed(open_engine: OpenEngine, folder: Path) -> tuple[Engine, Path]:
    """A folder out of which one document was removed."""
    for name in ("harbour", "orchard"):
        (folder / f"{name}.txt").write_text(paragraph(name))
    engine = open_engine()
    add(engine, folder)
    engine.remove([str(folder / "orchard.txt")])
    return engine, folder


def leave_job(engine: Engine, path: Path, state: JobState, progress: dict[str, int]) -> JobId:
    """As an engine that is killed leaves it."""
    stores = engine.parts.stores
    with stores.database.transaction():
        job = stores.jobs.queue(LibraryId(1), "add", [path])
        stores.jobs.note(job, state, progress=progress)
    engine.close()
    return job


@pytest.mark.parametrize("state", ["waiting", "running"])
def test_a_removed_document_that_was_added_again_comes_back_although_the_engine_was_killed(
    folder_with_removed: tuple[Engine, Path], open_engine: OpenEngine, state: JobState
) -> None:
    engine, folder = folder_with_removed
    job = leave_job(engine, folder, state, {})
    again = open_engine()
    assert ended(again, job).state == "done"
    assert statuses(again) == {"harbour.txt": "ready", "orchard.txt": "ready"}


def test_a_document_that_was_removed_after_it_was_added_stays_removed_although_the_engine_was_killed(
    folder_with_removed: tuple[Engine, Path], open_engine: OpenEngine
) -> None:
    engine, folder = folder_with_removed
    stores = engine.parts.stores
    with stores.database.transaction():
        job = stores.jobs.queue(LibraryId(1), "add", [folder])
    engine.remove([str(folder / "harbour.txt")])
    engine.close()
    again = open_engine()
    assert ended(again, job).state == "done"
    assert statuses(again) == {"orchard.txt": "ready"}


def test_a_document_that_was_removed_while_its_folder_was_read_does_not_come_back_with_a_restart(
    folder_with_removed: tuple[Engine, Path], open_engine: OpenEngine
) -> None:
    engine, folder = folder_with_removed
    job = leave_job(engine, folder, "running", {"files_total": 2})
    again = open_engine()
    assert ended(again, job).state == "done"
    assert statuses(again) == {"harbour.txt": "ready"}


def test_an_add_that_waited_for_its_turn_tells_of_a_path_that_is_not_there(
    engine: Engine, open_engine: OpenEngine, folder: Path
) -> None:
    job = leave_job(engine, folder / "mistyped", "waiting", {})
    record = ended(open_engine(), job)
    assert record.state == "failed"
    assert "mistyped" in (record.reason or "")


def test_that_a_job_has_looked_at_its_paths_is_known_after_a_kill(desk: Desk) -> None:
    found = desk.work.when_found
    job = desk.submit("a")
    desk.work.allow()
    assert found.wait(WITHIN_S)
    desk.work.wait_for(1)
    while (
        (stored := desk.stores.jobs.find(job)) is None
        or "files_total" not in stored.progress
        or (stored.progress["files_total"] is None)
    ):
        desk.told.next(0.05)
    assert stored.state == "running"
    desk.work.allow(2)
    desk.wait_until(job, "done")
