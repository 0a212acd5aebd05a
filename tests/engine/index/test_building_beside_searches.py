"""One thread builds, others search, the catalogue changes under both: the right spans are found all the time."""

from __future__ import annotations

import threading

import pytest

from ragdesk.engine.index import library_index
from ragdesk.engine.index.library_index import LibraryIndex
from ragdesk.protocol.errors import DiskFull
from tests.engine.index.small_library import EXACT_UP_TO, SmallLibrary, filled_here


@pytest.fixture(autouse=True)
def _chroma_from_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_index, "FIRST_QUESTION_EXACT_UP_TO", 0)


@pytest.fixture
def folders_built_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it does not matter: a process of its own imports Chroma for a second each time."""
    monkeypatch.setattr(library_index, "build_folder", filled_here)


@pytest.fixture
def wishes(library: SmallLibrary) -> list[str]:
    """What the index of `library` asked for."""
    asked: list[str] = []
    index = library.index
    library.index = LibraryIndex(
        library.database, library._vectors, library.id, library.root.parent, EXACT_UP_TO, lambda: asked.append("build")
    )
    index.close()
    return asked


def test_searches_go_on_while_a_folder_is_built(library: SmallLibrary) -> None:
    library.put("a", 400)
    building = threading.Thread(target=library.build)
    building.start()
    searched = 0
    while building.is_alive():
        library.assert_right(questions=1)
        searched += 1
    building.join()

    assert searched > 3
    assert library.is_answered_by_chroma()
    library.assert_right()


def test_several_threads_search_while_texts_come_and_go_and_folders_are_built(library: SmallLibrary) -> None:
    library.put("kept", 100)
    kept = {int(one) for one in library._vectors.ids(library.id)}
    problems: list[str] = []
    is_over = threading.Event()

    def search() -> None:
        question = library._vectors.load(sorted(kept)[:1])[0]
        while not is_over.wait(0.005):
            found = library.index.nearest(question, 5)
            if not found or found[0][0] != min(kept):
                problems.append(f"found {found}")

    searching = [threading.Thread(target=search) for _ in range(2)]
    for thread in searching:
        thread.start()
    try:
        for round_ in range(2):
            library.put("other", 40 + round_, text=f"other{round_}")
            building = threading.Thread(target=library.build)
            building.start()
            library.put("third", 30, text=f"third{round_}")
            library.remove("third")
            building.join()
    finally:
        is_over.set()
        for thread in searching:
            thread.join()

    assert problems == []
    library.assert_right()


@pytest.mark.usefixtures("folders_built_in_this_process")
def test_texts_removed_while_a_folder_is_built_are_not_found(library: SmallLibrary) -> None:
    library.put("a", 80)
    library.put("b", 40)
    building = library.index.build()
    library.remove("b")
    assert list(building)

    assert library.is_answered_by_chroma()
    library.assert_right()


@pytest.mark.usefixtures("folders_built_in_this_process")
def test_a_build_is_asked_for_once_where_one_is_missing(library: SmallLibrary, wishes: list[str]) -> None:
    library.put("a", 80)
    for _ in range(3):
        library.assert_right(questions=1)
    assert wishes == ["build"]

    library.build()
    library.assert_right()
    assert wishes == ["build"]
    library.put("b", 60)
    library.assert_right(questions=2)
    assert wishes == ["build", "build"]


def test_no_build_is_asked_for_where_search_is_exact(library: SmallLibrary, wishes: list[str]) -> None:
    library.put("a", EXACT_UP_TO)
    library.assert_right()

    assert wishes == []
    assert not library.index.wants_build


@pytest.mark.usefixtures("folders_built_in_this_process")
def test_a_full_disk_keeps_nobody_from_finding(library: SmallLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    library.put("a", 80)
    library.build()
    library.close()
    next(library.folder("gen-1").rglob("header.bin")).unlink()
    library.open()

    def full(*_: object) -> None:
        raise DiskFull("no space is left")

    monkeypatch.setattr(library.database, "execute", full)
    library.assert_right()
    monkeypatch.undo()


@pytest.mark.usefixtures("folders_built_in_this_process")
def test_many_removed_neighbours_leave_enough_of_the_others(library: SmallLibrary) -> None:
    """All that is nearest to the question went; Chroma still names it first."""
    library.put("a", 600)
    library.put("b", 100)
    library.build()
    library.remove("b")

    assert library.is_answered_by_chroma()
    library.assert_right()
    ids = library._vectors.ids(library.id)
    assert len(library.index.nearest(library.random_vectors(1)[0], len(ids))) == len(ids)
