"""Adding: what it does to the library, told by outcomes, by what can be found, and by how much is embedded."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.engine.index import library_index
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import AddFinished, DocumentFinished, JobProgressed
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, orphans, outcomes, paragraph, statuses
from tests.engine.index.small_library import filled_here
from tests.fake_embedder import HashedWords


@pytest.fixture
def three(folder: Path) -> Path:
    """Three files, one of them in a folder below."""
    (folder / "letters").mkdir()
    (folder / "harbour.txt").write_text(paragraph("harbour"))
    (folder / "lighthouse.md").write_text(f"# Light\n\n{paragraph('lighthouse')}\n\n{paragraph('staircase')}\n")
    (folder / "letters" / "bees.txt").write_text(paragraph("beehive"))
    return folder


def test_everything_below_a_folder_is_ready_and_found(engine: Engine, three: Path) -> None:
    summary = add(engine, three)

    assert (summary.ready, summary.failed, summary.unchanged) == (3, 0, 0)
    assert statuses(engine) == {"harbour.txt": "ready", "lighthouse.md": "ready", "bees.txt": "ready"}
    assert found_in(engine, "beehive")[0] == "bees.txt"
    assert found_in(engine, "staircase")[0] == "lighthouse.md"


def test_events_name_every_step_and_end_with_the_summary(engine: Engine, three: Path) -> None:
    events = list(engine.add([three]))

    phases = list(dict.fromkeys(event.phase for event in events if isinstance(event, JobProgressed)))
    assert phases[:2] == ["finding", "reading"]
    assert phases[-1] == "embedding"
    assert isinstance(events[-1], AddFinished)
    assert outcomes(events) == dict.fromkeys(["harbour.txt", "lighthouse.md", "bees.txt"], ("added", "ready"))


def test_adding_again_embeds_nothing_and_says_unchanged(engine: Engine, three: Path, embedder: HashedWords) -> None:
    add(engine, three)
    embedder.encoded.clear()

    summary = add(engine, three)

    assert embedder.encoded == []
    assert (summary.unchanged, summary.ready, summary.spans_embedded) == (3, 0, 0)


def test_a_touched_file_is_unchanged(engine: Engine, three: Path, embedder: HashedWords) -> None:
    add(engine, three)
    embedder.encoded.clear()
    os.utime(three / "harbour.txt", ns=(1, 1))

    summary = add(engine, three)

    assert embedder.encoded == []
    assert (summary.unchanged, summary.ready) == (3, 0)
    assert add(engine, three).unchanged == 3


def test_renaming_embeds_nothing(engine: Engine, three: Path, embedder: HashedWords) -> None:
    add(engine, three)
    embedder.encoded.clear()
    (three / "harbour.txt").rename(three / "port.txt")

    events = list(engine.add([three]))

    assert embedder.encoded == []
    assert outcomes(events) == {"port.txt": ("moved", "ready")}
    assert (events[-1].moved, events[-1].removed) == (1, 0)  # type: ignore[union-attr]
    assert found_in(engine, "harbour")[0] == "port.txt"
    assert "harbour.txt" not in statuses(engine)


def test_one_rename_of_two_copies_leaves_one_removed(engine: Engine, three: Path) -> None:
    (three / "copy.txt").write_bytes((three / "harbour.txt").read_bytes())
    add(engine, three)
    (three / "copy.txt").rename(three / "moved.txt")
    (three / "harbour.txt").unlink()

    events = list(engine.add([three]))

    assert sorted(outcome for outcome, _ in outcomes(events).values()) == ["moved", "removed"]


def test_editing_one_paragraph_embeds_only_its_chunk(engine: Engine, folder: Path, embedder: HashedWords) -> None:
    subjects = ["harbour", "lighthouse", "beehive", "orchard", "granary", "smithy"]
    text = [paragraph(subject) for subject in subjects]
    (folder / "house.txt").write_text("\n\n".join(text))
    add(engine, folder)
    of_all = len(embedder.encoded)
    embedder.encoded.clear()
    text[2] = text[2].replace("beehive of room 1", "beehive of chamber 1")
    (folder / "house.txt").write_text("\n\n".join(text))

    events = list(engine.add([folder]))

    assert outcomes(events) == {"house.txt": ("updated", "ready")}
    assert 1 <= len(embedder.encoded) <= of_all / len(subjects)
    assert all("beehive" in text for text in embedder.encoded)
    assert found_in(engine, "chamber") == ["house.txt"]


def test_a_deleted_file_leaves_with_all_its_words(engine: Engine, three: Path, data_dir: Path) -> None:
    add(engine, three)
    (three / "letters" / "bees.txt").unlink()

    events = list(engine.add([three]))

    assert outcomes(events) == {"bees.txt": ("removed", "ready")}
    assert found_in(engine, "beehive") == []
    assert set(orphans(data_dir).values()) == {0}


def test_the_same_bytes_in_two_places_are_embedded_once(engine: Engine, folder: Path, embedder: HashedWords) -> None:
    for name in ("one.txt", "two.txt"):
        (folder / name).write_text(paragraph("harbour"))

    add(engine, folder)

    assert len(embedder.encoded) == len(set(embedder.encoded))
    assert statuses(engine) == {"one.txt": "ready", "two.txt": "ready"}
    (folder / "one.txt").unlink()
    add(engine, folder)
    assert found_in(engine, "harbour")[0] == "two.txt"


def test_nested_sources_hold_each_file_once(engine: Engine, three: Path) -> None:
    add(engine, three / "letters")
    add(engine, three)

    assert statuses(engine) == {"harbour.txt": "ready", "lighthouse.md": "ready", "bees.txt": "ready"}
    assert add(engine, three / "letters", three).unchanged == 3


def test_a_file_inside_an_added_folder_is_no_source_of_its_own(engine: Engine, three: Path) -> None:
    add(engine, three)
    (three / "harbour.txt").write_text(paragraph("shipyard"))

    summary = add(engine, three / "harbour.txt")

    assert (summary.ready, summary.removed) == (1, 0)
    assert engine.status().libraries[0].sources == (str(three),)
    assert len(engine.list_documents()) == 3


def test_a_single_file_can_be_added(engine: Engine, three: Path) -> None:
    assert add(engine, three / "harbour.txt").ready == 1
    assert statuses(engine) == {"harbour.txt": "ready"}


def test_a_link_to_a_file_stands_for_the_file(engine: Engine, three: Path, tmp_path: Path) -> None:
    add(engine, three)
    (tmp_path / "link.txt").symlink_to(three / "harbour.txt")

    assert add(engine, tmp_path / "link.txt").unchanged == 1

    assert engine.status().libraries[0].sources == (str(three),)
    removed = engine.remove([str(tmp_path / "link.txt")])
    assert [record.document for record in removed] == [str(three / "harbour.txt")]


def test_a_file_keeps_one_path_where_a_folder_above_it_is_a_link(engine: Engine, three: Path, tmp_path: Path) -> None:
    (tmp_path / "shortcut").symlink_to(three)
    add(engine, tmp_path / "shortcut")

    assert add(engine, tmp_path / "shortcut" / "harbour.txt").unchanged == 1
    assert len(engine.list_documents()) == 3


def test_ragdesks_own_files_are_no_documents(
    open_engine: OpenEngine, three: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_index, "build_folder", filled_here)
    for data_dir in (three / "ragdesk data", three):
        engine = open_engine(data_dir=data_dir, exact_up_to=2)
        add(engine, three)
        summary = add(engine, three)

        assert (summary.unchanged, summary.skipped, summary.failed) == (3, 0, 0)
        assert statuses(engine) == {"harbour.txt": "ready", "lighthouse.md": "ready", "bees.txt": "ready"}
        engine.remove([str(three)])
        engine.close()
        if data_dir != three:
            shutil.rmtree(data_dir)


def test_a_users_file_that_is_named_like_the_catalogue_is_a_document(open_engine: OpenEngine, three: Path) -> None:
    (three / "catalogue.txt").write_text("A catalogue of all ships that were built in Almar.")
    engine = open_engine(data_dir=three)
    add(engine, three)
    assert statuses(engine)["catalogue.txt"] == "ready"


def test_a_path_that_is_not_there_is_refused_and_nothing_is_noted(engine: Engine, three: Path) -> None:
    with pytest.raises(BadRequest, match="no file or folder"):
        add(engine, three, three / "missing")

    assert engine.list_documents() == []
    with pytest.raises(BadRequest, match="Nothing was named"):
        list(engine.add([]))


def test_a_finished_document_says_what_the_list_says(engine: Engine, three: Path) -> None:
    events: Iterator[DocumentFinished] = (e for e in engine.add([three]) if isinstance(e, DocumentFinished))

    assert sorted(event.record.document for event in events) == [r.document for r in engine.list_documents()]


def test_another_embedder_embeds_all_again_without_reading(open_engine: OpenEngine, three: Path) -> None:
    first = open_engine()
    add(first, three)
    first.close()
    other = HashedWords(seed=1)
    second = open_engine(embeddings=other)

    summary = add(second, three)

    assert (summary.unchanged, summary.spans_embedded) == (3, len(other.encoded))
    assert other.encoded
    assert found_in(second, "beehive")[0] == "bees.txt"
