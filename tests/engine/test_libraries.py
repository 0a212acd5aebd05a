"""Libraries are made, renamed, moved to the bin and taken out of it; in the bin they are out of the way and whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import BadRequest, NoSuchLibrary
from tests.engine.driving import add, found_in, paragraph, statuses
from tests.engine.jobs.test_engine_jobs import ended


@pytest.fixture
def letters(engine: Engine, folder: Path) -> Engine:
    """A library "letters" with one document, beside the default one."""
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    library = engine.for_library("letters", create=True)
    add(library, folder)
    return library


def names(engine: Engine) -> list[tuple[str, bool]]:
    return [(record.name, record.removed_at is not None) for record in engine.list_libraries()]


def test_a_library_is_made_and_renamed(engine: Engine, letters: Engine) -> None:
    assert engine.create_library("minutes").documents == 0
    assert engine.rename_library("letters", "post").documents == 1
    assert names(engine) == [("default", False), ("minutes", False), ("post", False)]
    assert found_in(engine.for_library("post"), "harbour")


@pytest.mark.parametrize("name", ["letters", "", " ", "two\nlines", "x" * 201])
def test_a_name_that_is_taken_or_impossible_is_refused(engine: Engine, letters: Engine, name: str) -> None:
    with pytest.raises(BadRequest):
        engine.create_library(name)
    with pytest.raises(BadRequest):
        engine.rename_library("default", name)


def test_a_removed_library_is_out_of_the_way_and_comes_back_whole(engine: Engine, letters: Engine) -> None:
    assert engine.remove_library("letters").removed_at
    assert names(engine) == [("default", False), ("letters", True)]
    with pytest.raises(NoSuchLibrary):
        engine.for_library("letters")

    assert engine.restore_library("letters").documents == 1
    assert found_in(engine.for_library("letters"), "harbour")


def test_the_name_of_a_removed_library_is_free(engine: Engine, letters: Engine) -> None:
    engine.remove_library("letters")
    engine.create_library("letters")

    assert engine.restore_library("letters").name == "letters (2)"
    assert found_in(engine.for_library("letters (2)"), "harbour")
    with pytest.raises(NoSuchLibrary, match="bin"):
        engine.restore_library("letters")


def test_of_two_of_one_name_the_last_removed_comes_back_first(engine: Engine, letters: Engine) -> None:
    engine.remove_library("letters")
    engine.create_library("letters")
    engine.remove_library("letters")

    assert engine.restore_library("letters").documents == 0


def test_what_is_not_there_cannot_be_removed_or_renamed(engine: Engine) -> None:
    with pytest.raises(NoSuchLibrary):
        engine.remove_library("letters")
    with pytest.raises(NoSuchLibrary):
        engine.rename_library("letters", "post")


def test_a_view_of_an_erased_library_never_shows_another_one(engine: Engine, letters: Engine, folder: Path) -> None:
    engine.erase(["letters"])
    secrets = engine.for_library("secrets", create=True)
    add(secrets, folder)

    assert letters.list_documents() == []
    assert len(secrets.list_documents()) == 1


@pytest.mark.parametrize("is_erased", [False, True])
def test_nothing_is_added_to_a_library_that_was_removed_meanwhile(
    engine: Engine, letters: Engine, folder: Path, is_erased: bool
) -> None:
    engine.remove_library("letters")
    if is_erased:
        engine.erase()
    with pytest.raises(NoSuchLibrary, match="removed"):
        letters.start_add([folder])
    with pytest.raises(NoSuchLibrary, match="removed"):
        list(letters.add([folder]))


def test_a_job_tells_the_name_that_its_library_has_now(engine: Engine, letters: Engine, folder: Path) -> None:
    with engine.parts.priority.answering():  # so that it does not end too soon
        job = letters.start_add([folder])
        engine.rename_library("letters", "post")
        assert next(one.library for one in engine.jobs() if one.id == job.id) == "post"


def test_what_was_not_read_when_a_library_was_removed_is_read_once_it_is_restored(
    engine: Engine, letters: Engine
) -> None:
    stores = engine.parts.stores
    with stores.database.transaction():
        stores.documents.note_to_be_read_again(
            stores.documents.ensure_library("letters"), [record.id for record in letters.list_documents()]
        )
    engine.remove_library("letters")

    engine.restore_library("letters")
    job = max(engine.jobs(), key=lambda job: job.id)
    assert ended(engine, job.id).state == "done"
    assert statuses(engine.for_library("letters")) == {"harbour.txt": "ready"}
