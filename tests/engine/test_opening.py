"""Opening an engine and closing it: one owner, data folders that cannot be, libraries that are not there."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.engine.jobs.job_runner import JobRunner
from ragdesk.protocol.errors import (
    DataFolderInUse,
    NoSuchLibrary,
    StorageError,
)
from ragdesk.settings import Settings
from tests.conftest import OpenEngine
from tests.engine.driving import add, paragraph


def test_a_second_owner_is_refused_with_a_sentence_until_the_first_has_closed(
    open_engine: OpenEngine, data_dir: Path
) -> None:
    first = open_engine()
    with pytest.raises(DataFolderInUse, match="Another ragdesk is working") as caught:
        open_engine()
    assert str(data_dir) in caught.value.message
    assert "--data-dir" in caught.value.hint
    first.close()

    assert open_engine().list_documents() == []


def test_closing_twice_does_no_harm(engine: Engine) -> None:
    engine.close()
    engine.close()


def test_looking_makes_nothing(open_engine: OpenEngine, data_dir: Path) -> None:
    with pytest.raises(NoSuchLibrary, match="no library"):
        open_engine(create=False)

    assert not data_dir.exists()


def test_a_library_that_is_not_there_is_not_made_by_looking(open_engine: OpenEngine) -> None:
    open_engine().close()
    with pytest.raises(NoSuchLibrary, match="no library “work”") as caught:
        open_engine(library="work", create=False)

    assert "default" in caught.value.hint
    assert [library.name for library in open_engine().status().libraries] == ["default"]


def test_a_data_folder_that_cannot_be_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    for data_dir in (tmp_path / "file", tmp_path / "file" / "below", Path("nul\0name")):
        for create in (True, False):
            with pytest.raises((StorageError, NoSuchLibrary)):
                Engine.open(Settings(data_dir=data_dir), create=create)


def test_a_relative_data_folder_stays_where_it_was(
    open_engine: OpenEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    engine = open_engine(data_dir=Path("relative"), exact_up_to=2)
    monkeypatch.chdir(folder)
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    add(engine, folder)

    assert engine.status().index == "chroma"
    assert (tmp_path / "relative" / "index").is_dir()
    assert [file.name for file in folder.iterdir()] == ["harbour.txt"]


def test_the_data_folder_is_private(engine: Engine, data_dir: Path) -> None:
    assert data_dir.stat().st_mode & 0o077 == 0


def test_an_engine_that_cannot_be_opened_leaves_nothing_running(
    open_engine: OpenEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(runner: JobRunner) -> None:
        raise StorageError("The jobs cannot be read.")

    with monkeypatch.context() as patched:
        patched.setattr(JobRunner, "take_over", fails)
        with pytest.raises(StorageError):
            open_engine()

    assert "look-after-catalogue" not in {thread.name for thread in threading.enumerate()}
    assert open_engine().list_documents() == []
