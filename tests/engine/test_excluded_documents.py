"""A document that the user excluded stays in the list and out of everything else, whatever happens to its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import AddFinished
from tests.engine.driving import add, found_in, orphans, paragraph, statuses
from tests.fake_embedder import HashedWords


@pytest.fixture
def without_bees(engine: Engine, folder: Path) -> Engine:
    """A library of two files, one of which was excluded."""
    for name in ("bees", "harbour"):
        (folder / f"{name}.txt").write_text(paragraph(name))
    add(engine, folder)
    engine.exclude([str(folder / "bees.txt")])
    return engine


def look_at(engine: Engine, path: Path) -> AddFinished:
    """As the follower does when it scans a source, or is told of a change there."""
    *_, last = engine.parts.jobs.run(engine._library, "follow", [path])
    assert isinstance(last, AddFinished)
    return last


@pytest.mark.parametrize("how", ["scan", "told", "add", "retry"])
def test_it_stays_excluded_even_when_its_file_changes(without_bees: Engine, folder: Path, how: str) -> None:
    bees = folder / "bees.txt"
    bees.write_text(paragraph("bees") + " And more.")
    if how == "retry":
        list(without_bees.parts.jobs.run(without_bees._library, "retry", [bees]))
    elif how == "add":
        add(without_bees, folder)
    else:
        look_at(without_bees, folder if how == "scan" else bees)

    assert statuses(without_bees) == {"bees.txt": "skipped", "harbour.txt": "ready"}
    assert without_bees.list_documents()[0].reason_code == "excluded"
    assert found_in(without_bees, "bees") == []


def test_its_text_is_let_go(without_bees: Engine, data_dir: Path) -> None:
    assert without_bees.show("bees").sections == ()
    without_bees.erase()
    without_bees.close()
    assert set(orphans(data_dir).values()) == {0}
    assert all(b"The bees of room" not in file.read_bytes() for file in data_dir.rglob("*") if file.is_file())


def test_a_copy_of_it_is_still_found(engine: Engine, folder: Path) -> None:
    for name in ("bees", "copy"):
        (folder / f"{name}.txt").write_text(paragraph("bees"))
    add(engine, folder)
    engine.exclude([str(folder / "bees.txt")])
    assert set(found_in(engine, "bees")) == {"copy.txt"}
    assert statuses(engine) == {"bees.txt": "skipped", "copy.txt": "ready"}


def test_including_it_reads_it_as_it_is_now(without_bees: Engine, folder: Path, embedder: HashedWords) -> None:
    (folder / "bees.txt").write_text(paragraph("wasps"))
    job = without_bees.include([str(folder / "bees.txt")])
    list(without_bees.parts.jobs.follow(job.id))
    look_at(without_bees, folder)
    assert statuses(without_bees) == {"bees.txt": "ready", "harbour.txt": "ready"}
    assert set(found_in(without_bees, "wasps")) == {"bees.txt"}


def test_a_whole_folder_is_excluded_and_included(engine: Engine, folder: Path) -> None:
    (folder / "drafts").mkdir()
    for n in range(3):
        (folder / "drafts" / f"{n}.txt").write_text(paragraph(f"draft{n}"))
    add(engine, folder)
    assert len(engine.exclude([str(folder / "drafts")])) == 3
    assert engine.search("draft1").searched.documents == 0
    engine.include([str(folder / "drafts")])
    look_at(engine, folder)
    assert set(statuses(engine).values()) == {"ready"}


def test_a_document_that_is_excluded_while_it_is_read_stays_out(engine: Engine, folder: Path) -> None:
    for n in range(4):
        (folder / f"{n}.txt").write_text(paragraph(f"draft{n}"))
    events = iter(engine.add([folder]))
    next(event for event in events if getattr(event, "phase", "") == "reading")
    engine.exclude([str(folder / "3.txt")])
    list(events)
    assert statuses(engine) == {"0.txt": "ready", "1.txt": "ready", "2.txt": "ready", "3.txt": "skipped"}
    assert found_in(engine, "draft3") == []
    assert all(count == 0 for count in orphans(engine.parts.settings.data_dir).values())


def test_what_is_gone_from_the_disk_leaves_the_list(without_bees: Engine, folder: Path) -> None:
    (folder / "bees.txt").unlink()
    look_at(without_bees, folder)
    assert statuses(without_bees) == {"harbour.txt": "ready"}
