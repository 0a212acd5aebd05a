"""Jobs of a real engine: files that failed are tried again, work goes on after a restart, a question goes first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ragdesk.engine.adding import embed_spans, read_documents
from ragdesk.engine.documents import find_files
from ragdesk.engine.engine import Engine
from ragdesk.engine.index.embedders.embedder import Vectors
from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.errors import BadRequest, CannotRead
from ragdesk.protocol.events import DocumentsChanged, JobChanged
from tests import bad_files
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, paragraph, picture, statuses
from tests.fake_embedder import HashedWords

WITHIN_S = 30.0


class Gated(HashedWords):
    """Embeds nothing before the gate is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = threading.Event()
        self.is_waiting = threading.Event()

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.is_waiting.set()
        assert self.gate.wait(WITHIN_S)
        return super().encode(texts)


def ended(engine: Engine, job: JobId) -> JobRecord:
    """The job once it is over, or paused."""
    listening = engine.parts.events.listen()
    try:
        while True:
            record = next(record for record in engine.jobs() if record.id == job)
            if record.state not in ("waiting", "running"):
                return record
            listening.next(WITHIN_S)
    finally:
        listening.close()


def test_an_add_is_queued_at_once_and_told_to_everybody(engine: Engine, folder: Path) -> None:
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    listening = engine.parts.events.listen()
    queued = engine.start_add([folder])
    record = ended(engine, queued.id)
    told = [event for event in iter(lambda: listening.next(0.2), None)]

    assert (record.state, record.files_done, record.files_total, record.failed) == ("done", 1, 1, 0)
    assert record.paths == (str(folder),)
    assert record.bytes_done == record.bytes_total == (folder / "harbour.txt").stat().st_size
    assert {event.job.state for event in told if isinstance(event, JobChanged)} >= {"waiting", "running", "done"}
    assert DocumentsChanged("default") in told
    with pytest.raises(BadRequest, match="Nothing was named"):
        engine.start_add([])


def test_a_job_tells_what_became_of_each_file(engine: Engine, folder: Path) -> None:
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    (folder / "empty.txt").write_bytes(bad_files.empty_file())
    (folder / "broken.pdf").write_bytes(bad_files.broken_pdf())
    first = ended(engine, engine.start_add([folder]).id)
    (folder / "orchard.txt").write_text(paragraph("orchard"))
    second = ended(engine, engine.start_add([folder]).id)

    assert (first.files_done, first.failed, first.skipped, first.unchanged) == (3, 1, 1, 0)
    assert (second.files_done, second.failed, second.skipped, second.unchanged) == (4, 0, 0, 3)


def test_what_failed_is_read_again_and_nothing_else(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text(paragraph("harbour"))
    (folder / "partly.pdf").write_bytes(bad_files.pdf_with_one_bad_page())
    (folder / "broken.pdf").write_bytes(bad_files.broken_pdf())
    add(engine, folder)
    read: list[str] = []

    def noted(path: Path) -> bytes:
        read.append(path.name)
        return find_files.open_file(path)

    monkeypatch.setattr(read_documents, "open_file", noted)
    before = {record.document: record.read_at for record in engine.list_documents()}

    assert ended(engine, engine.retry_failed().id).state == "done"
    assert sorted(read) == ["broken.pdf", "partly.pdf"]
    assert statuses(engine) == {"a.txt": "ready", "partly.pdf": "partly", "broken.pdf": "failed"}
    assert before.keys() == {record.document for record in engine.list_documents()}
    read.clear()
    assert ended(engine, engine.retry_failed([str(folder / "a.txt")]).id).state == "done"
    assert read == ["a.txt"]
    assert found_in(engine, "harbour") == ["a.txt"]


def test_a_file_that_failed_by_accident_is_ready_after_a_retry(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes.txt").write_text(paragraph("harbour"))

    def refuse(_: Path) -> bytes:
        raise CannotRead("damaged", "The reader died.")

    with monkeypatch.context() as patched:
        patched.setattr(read_documents, "open_file", refuse)
        add(engine, folder)
    assert statuses(engine) == {"notes.txt": "failed"}

    assert ended(engine, engine.retry_failed().id).failed == 0
    assert statuses(engine) == {"notes.txt": "ready"}


def test_a_restart_reads_nothing_again_that_was_committed(
    open_engine: OpenEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for subject in ("harbour", "orchard", "granary"):
        (folder / f"{subject}.txt").write_text(paragraph(subject))
    gated = Gated()
    first = open_engine(embeddings=gated)
    job = first.start_add([folder]).id
    assert gated.is_waiting.wait(WITHIN_S)
    while not found_in(first, "orchard"):  # the last one in order
        threading.Event().wait(0.01)
    closing = threading.Thread(target=first.close)
    closing.start()
    gated.gate.set()
    closing.join()
    monkeypatch.setattr(read_documents, "open_file", lambda path: pytest.fail(f"{path} was read again"))

    second = open_engine()
    assert ended(second, job).state == "done"
    assert set(statuses(second).values()) == {"ready"}


def test_documents_are_ready_while_later_ones_are_still_read(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b", "c", "d", "e", "f", "g"):
        (folder / f"{name}.txt").write_text(paragraph(name * 5))
    is_first_ready = threading.Event()

    def wait_for_the_first(path: Path) -> bytes:
        if path.name == "g.txt":
            assert is_first_ready.wait(WITHIN_S), "nothing was ready before everything was read"
        return find_files.open_file(path)

    monkeypatch.setattr(read_documents, "open_file", wait_for_the_first)
    job = engine.start_add([folder]).id
    listening = engine.parts.events.listen()
    while "ready" not in statuses(engine).values():
        listening.next(0.1)
    is_first_ready.set()

    assert ended(engine, job).state == "done"


def test_while_a_question_is_answered_nothing_is_committed(
    engine: Engine, folder: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embed_spans, "BATCH", 2)
    for subject in ("harbour", "orchard", "granary"):
        (folder / f"{subject}.txt").write_text(paragraph(subject))
    with engine.parts.priority.answering():
        job = engine.start_add([folder]).id
        before = picture(data_dir)
        threading.Event().wait(0.3)
        during = picture(data_dir)
        assert {**during, "unfinished jobs": []} == {**before, "unfinished jobs": []}
        assert during["documents"] == []

    assert ended(engine, job).state == "done"


@pytest.mark.parametrize("stop", ["pause_job", "cancel_job"])
def test_a_stopped_job_is_over_within_a_moment_and_can_go_on(open_engine: OpenEngine, folder: Path, stop: str) -> None:
    gated = Gated()
    engine = open_engine(embeddings=gated)
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    job = engine.start_add([folder]).id
    assert gated.is_waiting.wait(WITHIN_S)
    act: Callable[[JobId], JobRecord] = getattr(engine, stop)
    opening = threading.Timer(0.5, gated.gate.set)
    opening.start()
    stopped = act(job)
    opening.join()

    assert stopped.state == ("paused" if stop == "pause_job" else "stopped")
    assert statuses(engine) == {"harbour.txt": "waiting"}
    if stop == "pause_job":
        engine.resume_job(job)
        assert ended(engine, job).state == "done"
    else:
        assert add(engine, folder).ready == 1
    assert statuses(engine) == {"harbour.txt": "ready"}
