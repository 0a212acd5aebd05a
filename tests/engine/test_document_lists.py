"""Lists of documents after what happens to libraries: taken over from a file, filled again, erased."""

from __future__ import annotations

from pathlib import Path

from ragdesk.protocol.document_lists import ListChoice
from tests.conftest import OpenEngine
from tests.engine.driving import add


def test_a_library_that_is_taken_over_is_listed_as_the_one_it_was(
    open_engine: OpenEngine, folder: Path, tmp_path: Path
) -> None:
    for n in (1, 2, 10):
        (folder / f"Carta {n}.md").write_text(f"# Título {n}\n\nEl molino del río, número {n}.", "utf-8")
    engine = open_engine()
    add(engine, folder)
    engine.export_library(tmp_path / "mine.ragdesk")
    engine.import_library(tmp_path / "mine.ragdesk", "copy")
    copy = engine.for_library("copy")
    for choice in (ListChoice(), ListChoice(words="titulo 1"), ListChoice(type="markdown", words="carta")):
        assert [one.title for one in copy.list_rows(choice).records] == [
            one.title for one in engine.list_rows(choice).records
        ]
    assert [one.title for one in copy.list_rows(ListChoice()).records] == ["Título 1", "Título 2", "Título 10"]
    assert copy.count_documents() == engine.count_documents()


def test_names_and_titles_that_were_erased_are_in_no_file(
    open_engine: OpenEngine, folder: Path, data_dir: Path
) -> None:
    (folder / "Kontrakt.md").write_text("# Geheimnisvoll\n\nThe mill stands beside the river.", "utf-8")
    engine = open_engine()
    add(engine, folder)
    assert engine.list_rows(ListChoice(words="kontrakt geheimnisvoll")).total == 1
    engine.remove([str(folder)])
    engine.erase()
    engine.close()
    held = b"".join(file.read_bytes() for file in data_dir.rglob("*") if file.is_file()).lower()
    assert b"kontrakt" not in held
    assert b"geheimnisvoll" not in held
