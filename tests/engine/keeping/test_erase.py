"""What was removed is gone from every file once it is erased, and what was kept is as it was."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.engine.index import library_index
from ragdesk.engine.keeping.erased_answers import ERASED_ANSWER
from ragdesk.protocol.errors import NoSuchLibrary, StorageError
from ragdesk.protocol.events import (
    AnswerFinished,
    ConversationsChanged,
    DocumentsChanged,
    EngineEvent,
    LibrariesChanged,
    QuotesFound,
    SourcesChanged,
)
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, paragraph
from tests.engine.index.small_library import filled_here
from tests.server.serving import until

MARK = "qzmarker"
WITH_FOLDER = pytest.mark.parametrize("exact_up_to", [5], ids=["chroma"])


@pytest.fixture
def exact_up_to() -> int:
    """Spans above which a folder of vectors is built."""
    return 5_000


@pytest.fixture
def engine(open_engine: OpenEngine, folder: Path, exact_up_to: int, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """With a text that stays and one that is to go, and an answer on each."""
    monkeypatch.setattr(library_index, "build_folder", filled_here)
    opened = open_engine(exact_up_to=exact_up_to)
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    (folder / "secret.txt").write_text(paragraph(f"{MARK} lighthouse"))
    add(opened, folder)
    conversation = opened.start_conversation()
    for question in ("Who looked at the harbour of room 2?", "Who looked at the lighthouse of room 3?"):
        list(opened.ask(question, conversation=conversation, use_model=False))
    opened.back_up()
    return opened


def files_with_mark(data_dir: Path) -> list[str]:
    return [
        file.name
        for file in data_dir.rglob("*")
        if file.is_file() and (MARK.encode() in file.read_bytes().lower() or b"marker" in file.read_bytes().lower())
    ]


@WITH_FOLDER
def test_an_erased_document_is_in_no_file_any_more(engine: Engine, folder: Path, data_dir: Path) -> None:
    engine.remove([str(folder / "secret.txt")])
    assert files_with_mark(data_dir)

    report = engine.erase()

    assert files_with_mark(data_dir) == []
    assert len(report.backups_removed) == 1
    assert report.bytes_after < report.bytes_before
    assert found_in(engine, "harbour") == ["harbour.txt"]
    answers = engine.parts.stores.database.rows("SELECT text FROM messages WHERE role = 'assistant' ORDER BY id")
    assert answers[1][0] == ERASED_ANSWER


@WITH_FOLDER
def test_the_bin_is_emptied_and_the_rest_stays(engine: Engine, folder: Path, data_dir: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text(paragraph("letter"))
    kept = engine.for_library("kept", create=True)
    add(kept, other)
    engine.remove_library("default")

    assert engine.erase().libraries == ("default",)

    assert files_with_mark(data_dir) == []
    assert [record.name for record in engine.list_libraries()] == ["kept"]
    assert found_in(kept, "letter") == ["letter.txt"]


@WITH_FOLDER
def test_a_named_library_is_erased_without_the_bin(engine: Engine, data_dir: Path) -> None:
    engine.create_library("kept")
    report = engine.erase(["default"])
    assert (report.libraries, report.documents) == (("default",), 2)
    assert files_with_mark(data_dir) == []


@WITH_FOLDER
@pytest.mark.parametrize("failures", [1, 100])
def test_a_part_of_the_index_that_cannot_be_removed_is_told(
    engine: Engine, folder: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, failures: int
) -> None:
    until(lambda: any((data_dir / "index").glob("*/*")))
    tried: list[str] = []

    def rmtree(path: Path, *, ignore_errors: bool) -> None:
        tried.append(path.name)
        if len(tried) > failures:
            shutil.rmtree(path, ignore_errors=ignore_errors)

    monkeypatch.setattr("ragdesk.engine.keeping.erase.shutil", SimpleNamespace(rmtree=rmtree))
    engine.remove([str(folder / "secret.txt")])
    if failures == 1:
        engine.erase()
    else:
        with pytest.raises(StorageError, match="but for a part of the search index"):
            engine.erase()
    assert tried
    assert not engine.list_backups(), "what can be erased is"


def test_no_backup_is_left_where_a_reader_keeps_the_log_from_being_emptied(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ragdesk.engine.keeping.erase._TRUNCATING_S", 0)
    monkeypatch.setattr(type(engine.parts.stores.database), "fold_log", lambda _: False)
    engine.remove([str(folder / "secret.txt")])
    with pytest.raises(StorageError, match="the newest changes"):
        engine.erase()
    assert not engine.list_backups()


@pytest.mark.parametrize("is_stopped", [False, True])
def test_an_answer_that_was_being_written_does_not_bring_erased_text_back(
    engine: Engine, folder: Path, data_dir: Path, is_stopped: bool
) -> None:
    conversation = engine.start_conversation()
    answering = engine.ask("Who looked at the lighthouse of room 3?", conversation=conversation, use_model=False)
    found = next(answering)
    assert isinstance(found, QuotesFound)
    assert MARK in found.passages[0].text
    engine.remove([str(folder / "secret.txt")])
    engine.erase()
    if is_stopped:
        answering.close()  # type: ignore[attr-defined]
    else:
        *_, finished = answering
        assert isinstance(finished, AnswerFinished)
        assert finished.answer.origin == "erased", "who asked learns it, too"
    (turn,) = engine.show_conversation(conversation).turns
    assert (turn.answer.origin, turn.answer.passages) == ("erased", ())
    engine.close()
    assert files_with_mark(data_dir) == []


def told_while(engine: Engine, names: Sequence[str]) -> list[EngineEvent]:
    listening = engine.parts.events.listen()
    engine.erase(names)
    listening.close()
    return list(listening)


def test_every_window_learns_that_answers_were_erased(engine: Engine, folder: Path) -> None:
    engine.for_library("other", create=True)
    engine.remove([str(folder / "secret.txt")])
    told = told_while(engine, [])
    assert {ConversationsChanged("default"), ConversationsChanged("other"), LibrariesChanged()} <= set(told)


def test_whoever_looks_at_a_library_that_is_erased_learns_that_all_of_it_went(engine: Engine) -> None:
    told = told_while(engine, ["default"])
    everything = (DocumentsChanged("default"), SourcesChanged("default"), ConversationsChanged("default"))
    assert {*everything, LibrariesChanged()} <= set(told)


def test_a_library_that_is_not_there_erases_nothing(engine: Engine) -> None:
    with pytest.raises(NoSuchLibrary):
        engine.erase(["default", "another"])
    assert len(engine.list_documents()) == 2
    assert len(engine.list_backups()) == 1


def test_text_that_an_edit_dropped_leaves_the_word_index_in_a_quiet_moment(
    engine: Engine, folder: Path, data_dir: Path
) -> None:
    (folder / "secret.txt").write_text(paragraph("garden"))
    add(engine, folder)
    words = engine.parts.stores.keywords
    assert words.has_words_to_erase()

    engine.parts.keeper._look()

    assert not words.has_words_to_erase()
    blocks = engine.parts.stores.database.rows("SELECT block FROM chunk_words_data")
    assert not any(b"marker" in block for (block,) in blocks)


def test_no_job_works_while_texts_are_erased_and_it_goes_on_afterwards(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build of the index would write vectors of what is erased into files that nobody looks at any more."""
    (folder / "new.txt").write_text(paragraph("lantern"))
    seen: list[list[str]] = []
    close = engine.parts.models.close

    def close_indexes() -> None:
        seen.append([job.state for job in engine.jobs() if job.id == started.id])
        close()

    monkeypatch.setattr(engine.parts.models, "close", close_indexes)
    with engine.parts.priority.answering():  # so that it does not end too soon
        started = engine.start_add([folder])
        until(lambda: [job.state for job in engine.jobs() if job.id == started.id] == ["running"])
        engine.erase()
    assert seen == [["waiting"]]
    add(engine, folder)
    assert found_in(engine, "lantern") == ["new.txt"]
