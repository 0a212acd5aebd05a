"""What every EngineApi does, whether the engine is in this process or behind a socket."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import cast

import pytest

from ragdesk.engine import doctor
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import Check, JobId
from ragdesk.protocol.errors import BadRequest, CannotRead, NoSuchDocument, NoSuchJob, NoSuchLibrary, NotAnExport
from ragdesk.protocol.events import (
    AddFinished,
    AnswerFinished,
    DocumentFinished,
    DocumentsChanged,
    EngineEvent,
    QuotesFound,
)
from ragdesk.protocol.records import ConversationId, TurnId
from ragdesk.protocol.wire import METHODS
from tests.contracts.engine_api import WAYS, engine_met
from tests.long_pdf import long_pdf
from tests.server.serving import until

HARBOUR = "# The harbour\n\nThe harbour of Almar was dredged in 1931 by the engineer Ines Duarte.\n"
FARO = "# El faro\n\nEl faro fue construido en 1874 y su luz alcanza veinte millas náuticas.\n"


@pytest.fixture(params=WAYS)
def engine(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[EngineApi]:
    with engine_met(request.param, data_dir) as met:
        yield met


@pytest.fixture
def documents(folder: Path) -> Path:
    (folder / "harbour.md").write_text(HARBOUR, "utf-8")
    (folder / "faro.md").write_text(FARO, "utf-8")
    return folder


@pytest.fixture
def filled(engine: EngineApi, documents: Path) -> EngineApi:
    list(engine.add([documents]))
    return engine


def ended(engine: EngineApi, job: JobId) -> str:
    """How a job ended."""
    until(lambda: next(one for one in engine.jobs() if one.id == job).finished_at, 30)
    return next(one for one in engine.jobs() if one.id == job).state


def test_all_methods_are_there(engine: EngineApi) -> None:
    assert [name for name in METHODS if not callable(getattr(engine, name, None))] == []


def test_add_tells_of_each_document_and_ends_with_a_summary(engine: EngineApi, documents: Path) -> None:
    events = list(engine.add([documents]))
    names = {Path(one.record.document).name for one in events if isinstance(one, DocumentFinished)}
    assert names == {"harbour.md", "faro.md"}
    assert isinstance(events[-1], AddFinished)
    assert events[-1].ready == 2


def test_a_stream_that_is_closed_early_leaves_the_engine_usable(engine: EngineApi, documents: Path) -> None:
    with closing(cast("Iterator[object]", engine.add([documents]))) as events:  # type: ignore[type-var]
        next(events)
    summary = list(engine.add([documents]))[-1]
    assert isinstance(summary, AddFinished)
    assert [one.status for one in engine.list_documents()] == ["ready", "ready"]


def test_documents_are_listed_shown_and_removed(filled: EngineApi, documents: Path) -> None:
    assert [one.document for one in filled.list_documents()] == [
        str(documents / "faro.md"), str(documents / "harbour.md"),
    ]  # fmt: skip
    shown = filled.show("faro.md")
    assert "veinte millas náuticas" in shown.sections[0].text
    assert [one.document for one in filled.remove([str(documents / "faro.md")])] == [str(documents / "faro.md")]
    with pytest.raises(NoSuchDocument) as refused:
        filled.show("faro.md")
    assert refused.value.hint
    assert (documents / "faro.md").exists()


def test_search_finds_passages_with_quotes(filled: EngineApi) -> None:
    found = filled.search("Who dredged the harbour of Almar?", limit=1)
    assert len(found.passages) == 1
    assert "Ines Duarte" in found.passages[0].text
    assert found.quotes[0].text in found.passages[0].text
    assert (found.searched.documents, found.searched.of) == (2, 2)


def test_ask_gives_quotes_first_and_the_answer_last(filled: EngineApi) -> None:
    conversation = filled.start_conversation()
    events = list(filled.ask("Who dredged the harbour of Almar?", conversation=conversation, use_model=False))
    assert isinstance(events[0], QuotesFound)
    assert isinstance(events[-1], AnswerFinished)
    assert "Ines Duarte" in events[-1].answer.text
    assert events[-1].answer.origin == "quotes"


def test_a_question_that_is_none_is_refused(filled: EngineApi) -> None:
    with pytest.raises(BadRequest):
        filled.search("  ")


def test_calls_from_several_threads_all_get_their_answers(filled: EngineApi) -> None:
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(filled.search("Almar faro").passages))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert found == [2] * 6


def test_a_page_of_a_pdf_is_drawn(engine: EngineApi, folder: Path) -> None:
    (folder / "journal.pdf").write_bytes(long_pdf(3))
    (folder / "note.txt").write_text("A note.", "utf-8")
    list(engine.add([folder]))
    image = engine.render_page("journal.pdf", 2, 0.5)
    assert (image.page, image.pages) == (2, 3)
    assert len(image.pixels) == image.width * image.height * 3
    with pytest.raises((BadRequest, CannotRead)):
        engine.render_page("note.txt", 1)


def test_a_job_is_queued_and_carried_out(engine: EngineApi, documents: Path) -> None:
    job = engine.start_add([documents])
    assert job.paths == (str(documents),)
    assert ended(engine, job.id) == "done"
    assert len(engine.list_documents()) == 2
    again = engine.retry_failed()
    assert ended(engine, again.id) == "done"


@pytest.mark.parametrize("act", ["pause_job", "resume_job", "cancel_job"])
def test_a_job_that_is_not_there_is_told(engine: EngineApi, act: str) -> None:
    with pytest.raises(NoSuchJob):
        getattr(engine, act)(JobId(999))


def test_sources_are_listed_and_can_leave_files_out(filled: EngineApi, documents: Path) -> None:
    (source,) = filled.list_sources()
    assert (source.path, source.documents) == (str(documents), 2)
    job = filled.set_ignored(str(documents), ["faro.*"])
    assert ended(filled, job.id) == "done"
    assert [Path(one.document).name for one in filled.list_documents()] == ["harbour.md"]
    assert filled.list_sources()[0].ignore == ("faro.*",)


def test_events_tell_what_others_do(engine: EngineApi, documents: Path) -> None:
    heard: list[EngineEvent] = []
    is_listening, is_enough = threading.Event(), threading.Event()

    def listen() -> None:
        with closing(engine.events()) as events:  # type: ignore[type-var]
            is_listening.set()
            for event in events:
                heard.append(event)
                if isinstance(event, DocumentsChanged):
                    break
        is_enough.set()

    listener = threading.Thread(target=listen)
    listener.start()
    assert is_listening.wait(10)
    until(lambda: _made_noise(engine, documents, is_enough), 30)
    listener.join(10)
    assert DocumentsChanged("default") in heard


def _made_noise(engine: EngineApi, documents: Path, is_enough: threading.Event) -> bool:
    """Change documents until it was heard: nobody can tell when a listener has begun."""
    (documents / "harbour.md").write_text(HARBOUR + "x" * len(list(documents.glob("*"))), "utf-8")
    (documents / f"new {len(list(documents.glob('*')))}.md").write_text(FARO, "utf-8")
    list(engine.add([documents]))
    return is_enough.wait(1)


def test_libraries_come_and_go_and_come_back(filled: EngineApi) -> None:
    assert filled.create_library("work").documents == 0
    with pytest.raises(BadRequest):
        filled.create_library("work")
    assert filled.rename_library("work", "office").name == "office"
    with pytest.raises(NoSuchLibrary):
        filled.rename_library("work", "home")
    assert filled.remove_library("office").removed_at
    assert [one.name for one in filled.list_libraries() if one.removed_at is None] == ["default"]
    assert filled.restore_library("office").removed_at is None
    report = filled.erase(["office"])
    assert report.libraries == ("office",)
    assert [one.name for one in filled.list_libraries()] == ["default"]


def test_a_library_is_exported_and_imported(filled: EngineApi, tmp_path: Path) -> None:
    exported = filled.export_library(tmp_path / "mine.ragdesk")
    assert exported.documents == 2
    imported = filled.import_library(tmp_path / "mine.ragdesk", "copy")
    assert (imported.library, imported.documents) == ("copy", 2)
    (tmp_path / "other").write_text("no export")
    with pytest.raises(NotAnExport):
        filled.import_library(tmp_path / "other")


def test_backups_are_made_and_listed(filled: EngineApi) -> None:
    made = filled.back_up()
    assert made.documents == 2
    assert made in filled.list_backups()


def test_status_and_doctor_tell_of_the_engine(
    filled: EngineApi, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The model would be loaded and tried for seconds.
    monkeypatch.setattr(doctor, "check_chat_model", lambda models: Check("Chat model", True, "Left out.", "", {}))
    state = filled.status()
    assert (state.data_dir, state.library, state.documents) == (str(data_dir), "default", {"ready": 2})
    assert state.free_bytes > 0
    assert "catalogue" in " ".join(one.name.lower() for one in filled.doctor())


def test_stopping_is_no_error_and_nothing_is_lost(filled: EngineApi) -> None:
    assert len(filled.list_documents()) == 2
    filled.stop_engine()


def _asked(engine: EngineApi, question: str, conversation: ConversationId, replaces: TurnId | None = None) -> TurnId:
    *_, last = engine.ask(question, conversation=conversation, use_model=False, replaces=replaces)
    assert isinstance(last, AnswerFinished)
    assert last.turn is not None
    return last.turn


def test_conversations_are_listed_shown_named_pinned_and_branched(filled: EngineApi) -> None:
    conversation = filled.start_conversation()
    first = _asked(filled, "Who dredged the harbour of Almar?", conversation)
    second = _asked(filled, "¿Cuándo fue construido el faro?", conversation)
    assert filled.rename_conversation(conversation, "Harbour").title == "Harbour"
    assert filled.pin_conversation(conversation, is_pinned=True).is_pinned
    branch = filled.branch_conversation(conversation, first)
    assert (branch.title, branch.turns) == ("Harbour (2)", 1)
    assert [one.id for one in filled.list_conversations()] == [conversation, branch.id]
    assert [one.id for one in filled.list_conversations("CUÁNDO")] == [conversation]
    shown = filled.show_conversation(conversation)
    assert [turn.id for turn in shown.turns] == [first, second]
    assert shown.turns[0].answer.passages
    third = _asked(filled, "Almar?", conversation, replaces=first)
    assert [turn.id for turn in filled.show_conversation(conversation).turns] == [third]


def test_conversations_and_turns_are_deleted_and_come_back(filled: EngineApi) -> None:
    conversation = filled.start_conversation()
    turn = _asked(filled, "Who dredged the harbour of Almar?", conversation)
    assert filled.delete_turn(turn).turns == 0
    assert filled.restore_turn(turn).turns == 1
    assert filled.delete_conversation(conversation).id == conversation
    assert filled.list_conversations() == []
    with pytest.raises(BadRequest):
        filled.show_conversation(conversation)
    assert filled.restore_conversation(conversation) in filled.list_conversations()


def test_only_chosen_documents_are_searched_and_asked(filled: EngineApi, documents: Path) -> None:
    faro = str(documents / "faro.md")
    assert {one.document for one in filled.search("harbour of Almar", documents=[faro]).passages} == {faro}
    *_, last = filled.ask("faro construido", use_model=False, documents=[faro])
    assert isinstance(last, AnswerFinished)
    assert {one.document for one in last.answer.passages} == {faro}
    assert (last.answer.searched.documents, last.answer.searched.of) == (1, 1)
    with pytest.raises(BadRequest) as refused:
        filled.search("harbour", documents=[str(documents / "gone.md")])
    assert refused.value.hint


def test_an_answer_that_is_stopped_is_kept(filled: EngineApi) -> None:
    conversation = filled.start_conversation()
    stream = filled.ask("Who dredged the harbour of Almar?", conversation=conversation, use_model=False)
    with closing(cast("Iterator[object]", stream)) as events:  # type: ignore[type-var]
        next(events)
    until(lambda: filled.list_conversations(), 10)
    assert filled.show_conversation(conversation).turns[0].answer.quotes


def test_questions_are_suggested_without_a_model(filled: EngineApi) -> None:
    suggested = filled.suggest_questions()
    assert suggested
    assert all(isinstance(one, str) and one.endswith("?") for one in suggested)
    assert filled.suggest_questions(1) == suggested[:1]
