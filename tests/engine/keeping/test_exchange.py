"""A library goes into one file and comes out of it as it was; whatever else the file says is refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import BadRequest, NotAnExport
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in, paragraph, statuses
from tests.fake_embedder import HashedWords


@pytest.fixture
def exported(engine: Engine, folder: Path, tmp_path: Path) -> Path:
    (folder / "inner").mkdir()
    (folder / "inner" / "harbour.txt").write_text(paragraph("harbour") + "\n\n" + paragraph("garden"))
    (folder / "letter.md").write_text("# Letter\n\n" + paragraph("letter"))
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    add(engine, folder)
    engine.export_library(tmp_path / "library.ragdesk")
    return tmp_path / "library.ragdesk"


def passages(engine: Engine, question: str) -> list[tuple[str, int, str, float]]:
    found = engine.search(question).passages
    return [(Path(one.document).name, one.place.start, one.text, round(one.score, 5)) for one in found]


def test_another_data_folder_answers_as_the_first(
    engine: Engine, exported: Path, open_engine: OpenEngine, tmp_path: Path
) -> None:
    other = open_engine(data_dir=tmp_path / "elsewhere")
    report = other.import_library(exported)

    assert (report.library, report.documents) == ("default (2)", 3)
    imported = other.for_library(report.library)
    assert statuses(imported) == statuses(engine)
    assert passages(imported, "keeper of the harbour") == passages(engine, "keeper of the harbour")
    assert imported.show("letter.md").sections == engine.show("letter.md").sections


def test_no_vector_is_computed_anew(exported: Path, open_engine: OpenEngine, tmp_path: Path) -> None:
    embedder = HashedWords()
    other = open_engine(data_dir=tmp_path / "elsewhere", embeddings=embedder)
    library = other.import_library(exported, "letters").library
    assert library == "letters"
    assert other.for_library("letters").status().spans_waiting == 0


def test_the_file_names_no_folder_above_the_users_own(exported: Path, folder: Path) -> None:
    from ragdesk.engine.keeping.export_file import read_frames

    with exported.open("rb") as opened:
        content = b"".join(frame for _, frame in read_frames(opened))
    assert str(folder.parent).encode() not in content
    assert b"inner/harbour.txt" in content


def test_an_export_overwrites_nothing(engine: Engine, exported: Path, data_dir: Path) -> None:
    with pytest.raises(BadRequest, match="already"):
        engine.export_library(exported)
    with pytest.raises(BadRequest, match="data folder"):
        engine.export_library(data_dir / "library.ragdesk")


def test_a_name_that_is_taken_is_refused_before_anything_is_written(engine: Engine, exported: Path) -> None:
    with pytest.raises(BadRequest, match="already"):
        engine.import_library(exported, "default")
    assert len(engine.list_libraries()) == 1


@pytest.mark.parametrize("at", [0, 30, 200, -40, -1])
def test_a_changed_byte_is_refused(engine: Engine, exported: Path, at: int) -> None:
    data = bytearray(exported.read_bytes())
    data[at] ^= 0x10
    exported.write_bytes(data)
    with pytest.raises(NotAnExport):
        engine.import_library(exported)
    assert len(engine.list_libraries()) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"SQLite format 3\0", b"ragdesk library, version 1\n"])
def test_another_file_is_refused(engine: Engine, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "other.ragdesk").write_bytes(content)
    with pytest.raises(NotAnExport):
        engine.import_library(tmp_path / "other.ragdesk")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="speaks of pipes")
def test_a_pipe_is_refused_at_once(engine: Engine, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(NotAnExport):
        engine.import_library(tmp_path / "pipe")


def test_imported_text_is_not_taken_for_that_of_a_file(
    exported: Path, folder: Path, open_engine: OpenEngine, tmp_path: Path
) -> None:
    """Nobody can check of which file an export speaks, so a file that is added later is read itself."""
    other = open_engine(data_dir=tmp_path / "elsewhere")
    other.import_library(exported, "letters")
    library = other.for_library("letters")
    assert add(library, folder).ready == 2
    assert sorted(found_in(library, "harbour")) == ["harbour.txt", "harbour.txt"]
