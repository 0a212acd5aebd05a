"""A Chroma folder that was harmed, lost or put back from an older copy: never believed, never an exception."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ragdesk.engine.index import chroma_index, library_index
from tests.engine.index.small_library import SmallLibrary, filled_here

FILES = ("kept.sqlite3", "data_level0.bin", "header.bin", "length.bin", "link_lists.bin")


@pytest.fixture(autouse=True)
def _chroma_from_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_index, "FIRST_QUESTION_EXACT_UP_TO", 0)


@pytest.fixture(autouse=True)
def _folders_built_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own imports Chroma for a second each time."""
    monkeypatch.setattr(library_index, "build_folder", filled_here)


def delete(file: Path) -> None:
    file.unlink()


def zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    middle = max(0, len(data) // 2 - 32)
    data[middle : middle + 64] = bytes(byte ^ 0xFF for byte in data[middle : middle + 64])
    file.write_bytes(data)


# `tests.safety.harm_index` harms every file in every way.
@pytest.mark.parametrize("harm", [delete, flip])
def test_a_harmed_folder_never_answers_wrongly_and_the_next_build_makes_a_new_one(
    built: SmallLibrary, tmp_path: Path, harm: Callable[[Path], None]
) -> None:
    built.close()
    for name in FILES:
        harmed = built.copy(tmp_path / name)
        (file,) = harmed.folder("gen-1").rglob(name)
        harm(file)

        harmed.open()
        assert not harmed.is_answered_by_chroma()
        harmed.assert_right()
        harmed.close()
    harmed.open()
    harmed.build()
    harmed.assert_right()
    assert harmed.is_answered_by_chroma()
    assert harmed.generations() == ["gen-2"]
    harmed.close()


@pytest.mark.parametrize("harm", [zero, cut])
def test_harm_to_the_file_that_chroma_writes_into_does_no_harm(
    built: SmallLibrary, harm: Callable[[Path], None]
) -> None:
    """Chroma writes into it at each opening, so it is made from a kept copy each time."""
    built.assert_right()
    built.close()
    harm(built.folder("gen-1") / "chroma.sqlite3")
    built.open()

    assert built.is_answered_by_chroma()
    built.assert_right()


def test_no_page_of_chromas_database_is_opened_as_rubbish(built: SmallLibrary, tmp_path: Path) -> None:
    """Its Rust part panics on some pages."""
    built.close()
    noise = random.Random(4)
    pages = (built.folder("gen-1") / "kept.sqlite3").stat().st_size // 4096
    for page in range(0, pages, max(1, pages // 6)):
        harmed = built.copy(tmp_path / f"page {page}")
        with (harmed.folder("gen-1") / "kept.sqlite3").open("r+b") as file:
            file.seek(page * 4096)
            file.write(noise.randbytes(4096))

        harmed.open()
        assert not harmed.is_answered_by_chroma()
        harmed.assert_right()
        harmed.close()


@pytest.mark.parametrize("method", ["get_collection", "close"])
def test_a_panic_of_chroma_is_no_exception_of_ours(
    built: SmallLibrary, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    class Panic(BaseException):
        """As Rust's panics reach Python."""

    def panic(*_: object, **__: object) -> None:
        raise Panic

    built.reopen()
    open_client = chroma_index._open_client

    def panicking(folder: Path) -> object:
        client = open_client(folder)
        monkeypatch.setattr(type(client), method, panic)
        return client

    monkeypatch.setattr(chroma_index, "_open_client", panicking)
    built.assert_right()
    built.index.close()
    monkeypatch.undo()


def test_an_older_copy_of_a_file_is_not_believed(library: SmallLibrary, tmp_path: Path) -> None:
    library.put("a", 60)
    library.build()
    library.close()
    shutil.copytree(library.folder("gen-1"), tmp_path / "older")
    library.open()
    library.put("b", 60)
    library.build()
    library.close()
    for name in FILES:
        harmed = library.copy(tmp_path / name)
        (file,) = harmed.folder("gen-2").rglob(name)
        shutil.copy(next((tmp_path / "older").rglob(name)), file)

        harmed.open()
        harmed.assert_right()
        harmed.close()


def test_an_older_copy_of_the_whole_folder_is_not_believed(library: SmallLibrary) -> None:
    library.put("a", 60)
    library.build()
    library.close()
    shutil.copytree(library.folder("gen-1"), library.root.parent / "older")
    library.reopen()
    library.put("b", 60)
    library.build()
    library.close()
    (present,) = library.generations()
    shutil.rmtree(library.folder(present))
    shutil.copytree(library.root.parent / "older", library.folder(present))
    library.reopen()

    library.assert_right()
    assert not library.is_answered_by_chroma()


def test_a_missing_folder_is_answered_for_and_made_again(built: SmallLibrary) -> None:
    built.close()
    shutil.rmtree(built.root)
    built.reopen()

    assert built.index.kind.startswith("exact")
    built.assert_right()
    built.build()
    assert built.is_answered_by_chroma()


def test_a_folder_noted_as_dirty_is_not_opened(built: SmallLibrary) -> None:
    built.database.execute("UPDATE index_folders SET state = 'dirty'")
    built.reopen()

    built.assert_right()
    assert not built.is_answered_by_chroma()
    built.build()
    assert built.is_answered_by_chroma()
    assert built.generations() == ["gen-2"]
