"""What was removed after a job was asked for stays removed, and whoever asks once more gets it back."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.engine.storage.sources import Sources
from ragdesk.protocol.engine_records import JobId
from ragdesk.protocol.records import LibraryId
from tests.conftest import OpenEngine
from tests.engine.driving import add, paragraph, statuses
from tests.engine.jobs.test_engine_jobs import ended


@pytest.fixture
def tree(folder: Path) -> Path:
    """Two folders, one of them in the other."""
    (folder / "inner").mkdir()
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    (folder / "inner" / "bees.txt").write_text(paragraph("bees"))
    return folder


def left_out(engine: Engine) -> int:
    return len(Sources(engine.parts.stores.database).left_out(LibraryId(1)))


@pytest.mark.parametrize("asked", ["inner", "inner/bees.txt"])
@pytest.mark.parametrize("is_left_over", [True, False])
def test_an_earlier_job_of_something_in_a_folder_does_not_bring_the_folder_back(
    engine: Engine, open_engine: OpenEngine, tree: Path, asked: str, is_left_over: bool
) -> None:
    add(engine, tree)
    stores = engine.parts.stores
    with engine.parts.jobs.resting():
        job = engine.start_add([tree / asked]).id
        engine.pause_job(job)
    if is_left_over:
        engine.cancel_job(job)
        with stores.database.transaction():
            stores.jobs.note(job, "failed", is_left=True)
    engine.remove([str(tree)])
    engine.resume_job(job)
    (tree / "other.md").write_text(paragraph("orchard"))
    add(engine, tree / "other.md")

    assert statuses(engine) == {"other.md": "ready"}
    assert [source.path for source in engine.list_sources()] == [str(tree / "other.md")]
    assert left_out(engine) == 0


def test_an_earlier_job_of_the_folder_above_does_not_bring_a_source_back(engine: Engine, tree: Path) -> None:
    add(engine, tree / "inner")
    with engine.parts.jobs.resting():
        job = engine.start_add([tree]).id
        engine.pause_job(job)
    engine.remove([str(tree / "inner")])
    engine.resume_job(job)
    assert ended(engine, job).state == "done"
    assert statuses(engine) == {"harbour.txt": "ready"}

    add(engine, tree)
    assert statuses(engine) == {"harbour.txt": "ready", "bees.txt": "ready"}
    assert left_out(engine) == 0


def test_a_folder_that_is_removed_while_nothing_else_is_asked_for_leaves_no_marks(engine: Engine, tree: Path) -> None:
    add(engine, tree)
    engine.remove([str(tree)])
    assert left_out(engine) == 0


def test_asking_for_one_folder_again_brings_back_nothing_of_another(engine: Engine, tree: Path) -> None:
    one, other = tree / "inner", tree / "other"
    other.mkdir()
    for name in ("orchard", "lantern"):
        (other / f"{name}.txt").write_text(paragraph(name))
    add(engine, one, other)
    with engine.parts.jobs.resting():
        engine.start_add([one])
        earlier = engine.start_add([other]).id
        engine.remove([str(other / "lantern.txt")])
        later = engine.start_add([one]).id
        assert engine.start_add([one]).id == later, "what is asked for twice is done once"
    ended(engine, later)
    assert ended(engine, earlier).state == "done"
    assert statuses(engine) == {"bees.txt": "ready", "orchard.txt": "ready"}


def test_what_is_asked_for_again_after_a_removal_is_known_after_a_kill(
    engine: Engine, open_engine: OpenEngine, tree: Path
) -> None:
    add(engine, tree)
    stores = engine.parts.stores
    with engine.parts.jobs.resting():
        earlier = engine.start_add([tree]).id
        engine.remove([str(tree / "harbour.txt")])
        later = engine.start_add([tree]).id
        engine.parts.jobs._queue.close()
        with stores.database.transaction():
            stores.jobs.note(earlier, "running", progress={"files_total": 2})
    engine.close()
    again = open_engine()
    assert ended(again, later).state == "done"
    assert statuses(again) == {"harbour.txt": "ready", "bees.txt": "ready"}


def test_a_folder_that_is_asked_for_while_it_is_removed_is_read(
    engine: Engine, tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(engine, tree)
    with engine.parts.jobs.resting():
        engine.pause_job(engine.start_add([tree]).id)
    asked: list[JobId] = []
    asking = threading.Thread(target=lambda: asked.append(engine.start_add([tree]).id))
    forget = engine.parts.jobs.forget

    def forget_while_it_is_asked_for(library: LibraryId, removed: Sequence[str]) -> None:
        asking.start()
        asking.join(0.1)
        forget(library, removed)

    monkeypatch.setattr(engine.parts.jobs, "forget", forget_while_it_is_asked_for)
    engine.remove([str(tree)])
    asking.join()

    assert ended(engine, asked[0]).state == "done"
    assert statuses(engine) == {"harbour.txt": "ready", "bees.txt": "ready"}
