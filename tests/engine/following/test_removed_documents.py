"""A document that the user removed out of a followed folder stays away until it is added again."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from tests.engine.driving import add, paragraph


@pytest.fixture
def without_bees(engine: Engine, folder: Path) -> Engine:
    """A library of two files, one of which was removed from it."""
    for name in ("bees", "harbour"):
        (folder / f"{name}.txt").write_text(paragraph(name))
    add(engine, folder)
    engine.remove([str(folder / "bees.txt")])
    return engine


def names(engine: Engine) -> list[str]:
    return [Path(record.document).name for record in engine.list_documents()]


def look_at(engine: Engine, path: Path) -> None:
    """As the follower does when it scans a source, or is told of a change there."""
    for _ in engine.parts.jobs.run(engine._library, "follow", [path]):
        pass


def test_it_does_not_come_back_by_itself(without_bees: Engine, folder: Path) -> None:
    look_at(without_bees, folder)
    (folder / "bees.txt").write_text(paragraph("bees") + " And more.")
    look_at(without_bees, folder / "bees.txt")

    assert names(without_bees) == ["harbour.txt"]


@pytest.mark.parametrize("again", ["", "bees.txt"])
def test_it_comes_back_when_it_is_added_again(without_bees: Engine, folder: Path, again: str) -> None:
    add(without_bees, folder / again)
    look_at(without_bees, folder)

    assert names(without_bees) == ["bees.txt", "harbour.txt"]


def test_nothing_of_its_name_is_kept(without_bees: Engine, folder: Path, data_dir: Path) -> None:
    without_bees.erase()
    without_bees.close()

    assert all(b"bees.txt" not in file.read_bytes() for file in data_dir.rglob("*") if file.is_file())


def test_a_folder_goes_with_the_folders_in_it_that_were_added_too(engine: Engine, folder: Path) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "bees.txt").write_text(paragraph("bees"))
    add(engine, inner)
    add(engine, folder)
    engine.remove([str(folder)])
    assert (names(engine), engine.list_sources()) == ([], [])

    (inner / "more.txt").write_text(paragraph("more bees"))
    add(engine, inner)
    assert names(engine) == ["bees.txt", "more.txt"]
