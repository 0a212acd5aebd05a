"""Adding that is stopped, or fails, at any moment: what was finished stays, and the next add completes the rest."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from ragdesk.engine.adding import embed_spans
from ragdesk.engine.engine import Engine
from ragdesk.engine.index.embedders import LangChainEmbedder
from ragdesk.engine.jobs.pace import Pace
from ragdesk.protocol.errors import BadRequest, ModelError
from ragdesk.protocol.events import AddFinished, DocumentFinished
from ragdesk.protocol.records import LibraryId
from tests.conftest import OpenEngine
from tests.engine.adding.stopping import StopsAt, stop_after, write_first_state, write_second_state
from tests.engine.driving import add, found_in, paragraph, picture, statuses
from tests.fake_embedder import HashedWords


@pytest.fixture
def stops_at(monkeypatch: pytest.MonkeyPatch) -> StopsAt:
    return StopsAt(monkeypatch)


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed_spans, "BATCH", 4)
    monkeypatch.setattr(embed_spans, "PIECE", 2)
    monkeypatch.setattr(LangChainEmbedder, "at_once", 2)


def is_embedding() -> bool:
    return threading.current_thread().name == "embedding"


def test_stopped_at_any_moment_the_next_add_ends_as_if_nothing_had_happened(
    open_engine: OpenEngine, folder: Path, tmp_path: Path, stops_at: StopsAt
) -> None:
    write_first_state(folder)
    add(open_engine(data_dir=tmp_path / "undisturbed"), folder)
    first = picture(tmp_path / "undisturbed")

    for moment in range(1, 100):
        data_dir = tmp_path / f"stopped {moment}"
        stopped = open_engine(data_dir=data_dir)
        was_stopped = stops_at.stop(stopped.add([folder]), moment)
        add(stopped, folder)
        stopped.close()
        assert picture(data_dir) == first, f"stopped at moment {moment}"
        if not was_stopped:
            break
    assert moment > 8, "too few moments at which it may be stopped"


def test_stopped_while_catching_up_with_changes_the_next_add_completes_them(
    open_engine: OpenEngine, folder: Path, tmp_path: Path, stops_at: StopsAt
) -> None:
    moments = 32
    engines = {moment: open_engine(data_dir=tmp_path / f"stopped {moment}") for moment in range(1, moments)}
    undisturbed = open_engine(data_dir=tmp_path / "undisturbed")
    write_first_state(folder)
    for engine in [*engines.values(), undisturbed]:
        add(engine, folder)
    write_second_state(folder)
    add(undisturbed, folder)
    second = picture(tmp_path / "undisturbed")

    stopped = [stops_at.stop(engine.add([folder]), moment) for moment, engine in engines.items()]
    assert stopped[:8] == [True] * 8
    assert not stopped[-1], "too few engines to try each moment"
    for moment, engine in engines.items():
        add(engine, folder)
        assert picture(tmp_path / f"stopped {moment}") == second, f"stopped at moment {moment}"


def test_what_was_said_to_be_finished_stays_after_a_stop(engine: Engine, folder: Path, stops_at: StopsAt) -> None:
    write_first_state(folder)
    stops_at.hold_when(lambda: is_embedding() and "ready" in statuses(engine).values())
    events = engine.add([folder])
    said = [next(e for e in events if isinstance(e, DocumentFinished) and e.record.status == "ready")]
    events.close()  # type: ignore[attr-defined]

    kept = {record.document: record.status for record in engine.list_documents()}
    assert all(kept[event.record.document] == event.record.status for event in said)
    assert "waiting" in kept.values()


def test_words_are_found_before_vectors_are_there(engine: Engine, folder: Path, stops_at: StopsAt) -> None:
    write_first_state(folder)
    stops_at.hold_when(is_embedding)
    events = engine.add([folder])
    while "beehive.txt" not in found_in(engine, "beehive"):
        next(events)
    events.close()  # type: ignore[attr-defined]

    assert found_in(engine, "beehive")[0] == "beehive.txt"
    assert engine.status().spans_waiting > 0


def test_a_stopped_folder_is_completed_by_an_add_of_another(engine: Engine, folder: Path, tmp_path: Path) -> None:
    write_first_state(folder)
    stop_after(engine.add([folder]), 8)
    other = tmp_path / "other"
    other.mkdir()
    (other / "smithy.txt").write_text(paragraph("smithy"))

    add(engine, other)

    assert "waiting" not in statuses(engine).values()
    assert found_in(engine, "beehive")[0] == "beehive.txt"


def test_a_stopped_add_of_a_relative_path_is_resumed_from_anywhere(
    engine: Engine, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_first_state(folder)
    monkeypatch.chdir(tmp_path)
    stop_after(engine.add([Path(folder.name)]), 8)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "smithy.txt").write_text(paragraph("smithy"))

    add(engine, Path("smithy.txt"))

    assert "waiting" not in statuses(engine).values()


def test_a_removed_folder_is_not_resumed(engine: Engine, folder: Path, tmp_path: Path) -> None:
    write_first_state(folder)
    stop_after(engine.add([folder]), 8)
    engine.remove([str(folder)])
    (tmp_path / "smithy.txt").write_text(paragraph("smithy"))

    add(engine, tmp_path / "smithy.txt")

    assert statuses(engine) == {"smithy.txt": "ready"}


def test_whoever_stops_listening_at_the_last_event_stopped_nothing(
    engine: Engine, folder: Path, tmp_path: Path, data_dir: Path
) -> None:
    write_first_state(folder)
    for event in engine.add([folder]):
        if isinstance(event, AddFinished):
            break

    assert picture(data_dir)["unfinished jobs"] == [(0,)]


def test_a_resumed_folder_that_is_gone_stops_nobody(engine: Engine, folder: Path, tmp_path: Path) -> None:
    write_first_state(folder)
    stop_after(engine.add([folder]), 8)
    os.rename(folder, tmp_path / "unplugged")
    (tmp_path / "smithy.txt").write_text(paragraph("smithy"))

    assert add(engine, tmp_path / "smithy.txt").ready >= 1


def test_a_failing_embedder_leaves_the_words_and_the_next_add_the_rest(
    open_engine: OpenEngine, folder: Path, data_dir: Path, tmp_path: Path
) -> None:
    class Failing(HashedWords):
        def encode(self, texts: object) -> object:  # type: ignore[override]
            raise OSError("the graphics card fell out")

    write_first_state(folder)
    failing = open_engine(embeddings=Failing())
    with pytest.raises(ModelError):
        add(failing, folder)
    assert set(statuses(failing).values()) == {"waiting", "failed"}
    failing.close()

    whole = open_engine()
    add(whole, folder)

    undisturbed = open_engine(data_dir=tmp_path / "undisturbed")
    add(undisturbed, folder)
    assert picture(data_dir) == picture(tmp_path / "undisturbed")


def test_an_interrupted_folder_that_is_away_is_resumed_once_it_is_back(
    engine: Engine, folder: Path, tmp_path: Path
) -> None:
    (folder / "notes.txt").write_text(paragraph("harbour"))
    stream = engine.add([folder])
    next(event for event in stream if getattr(event, "phase", "") == "reading")
    stream.close()
    other = tmp_path / "other"
    other.mkdir()
    (other / "more.txt").write_text(paragraph("orchard"))
    away = folder.rename(tmp_path / "away")
    add(engine, other)

    away.rename(folder)
    add(engine, other)

    assert statuses(engine) == {"notes.txt": "ready", "more.txt": "ready"}


def test_what_a_failed_update_left_is_taken_up_and_becomes_no_source(
    engine: Engine, folder: Path, tmp_path: Path
) -> None:
    inner = folder / "inner"
    inner.mkdir()
    for path in (inner / "notes.txt", folder / "gone.txt"):
        path.write_text(paragraph(path.stem))
    add(engine, folder)
    (folder / "gone.txt").unlink()
    (inner / "more.txt").write_text(paragraph("orchard"))
    jobs, database = engine.parts.stores.jobs, engine.parts.stores.database
    with database.transaction():
        job = jobs.queue(LibraryId(1), "follow", [inner, folder / "gone.txt"])
        jobs.note(job, "failed", is_left=True)
    (tmp_path / "other.txt").write_text(paragraph("granary"))

    add(engine, tmp_path / "other.txt")

    assert statuses(engine) == dict.fromkeys(("notes.txt", "more.txt", "other.txt"), "ready")
    assert [source.path for source in engine.list_sources()] == [str(folder), str(tmp_path / "other.txt")]
    assert jobs.interrupted(LibraryId(1)) == []


def test_a_drive_that_is_not_plugged_in_loses_nothing(engine: Engine, folder: Path) -> None:
    notes = folder / "notes.txt"
    notes.write_text(paragraph("harbour"))
    add(engine, folder)
    notes.rename(folder.parent / "elsewhere.txt")  # what is left is an empty folder, as where a drive was

    with pytest.raises(BadRequest, match="is empty now") as refusal:
        add(engine, folder)

    assert "ragdesk remove" in refusal.value.hint
    assert found_in(engine, "harbour") == ["notes.txt"]


def test_a_copy_that_was_edited_meanwhile_is_not_ready_with_its_old_text(open_engine: OpenEngine, folder: Path) -> None:
    class Failing(HashedWords):
        def encode(self, texts: object) -> object:  # type: ignore[override]
            raise OSError("the graphics card fell out")

    for name in ("a.txt", "copy.txt"):
        (folder / name).write_text(paragraph("harbour"))
    failing = open_engine(embeddings=Failing())
    with pytest.raises(ModelError):
        add(failing, folder)
    failing.close()
    parts = open_engine().parts
    documents = parts.stores.documents.by_path(LibraryId(1))
    copy = documents[str(folder / "copy.txt")]
    embed = embed_spans.EmbedSpans(
        parts.stores, LibraryId(1), parts.models, {}, Pace(parts.priority, lambda: False), [copy.id]
    )

    embed.offer(copy.content_id or 0)
    told = []
    while not told:
        told = list(embed.finished())
    embed.close()

    assert [Path(event.record.document).name for event in told if isinstance(event, DocumentFinished)] == ["a.txt"]
