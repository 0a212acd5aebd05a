"""Chroma answers where it can be believed; whatever becomes of its folder, the right spans are found."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from ragdesk.engine.index import build_folder, library_index
from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.engine.index.index_folder import IndexFolders
from ragdesk.engine.index.library_index import LibraryIndex
from ragdesk.protocol.errors import IndexUnavailable
from tests.engine.index.small_library import EXACT_UP_TO, SmallLibrary, filled_here

_FAILING_CHILD = """
from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.protocol.errors import IndexUnavailable

def fail(*_):
    raise IndexUnavailable("no more")

ChromaIndex.{} = fail
main()
"""


@pytest.fixture(autouse=True)
def _chroma_from_the_first_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_index, "FIRST_QUESTION_EXACT_UP_TO", 0)


@pytest.fixture(autouse=True)
def _folders_built_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own imports Chroma for a second each time."""
    monkeypatch.setattr(library_index, "build_folder", filled_here)


def test_up_to_the_threshold_search_is_exact_and_no_folder_is_made(library: SmallLibrary) -> None:
    library.put("a", EXACT_UP_TO)
    library.build()

    assert library.index.kind == "exact"
    assert library.generations() == []
    library.assert_right()


def test_above_the_threshold_a_folder_is_built_and_answers(
    library: SmallLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(library_index, "build_folder", build_folder.build_folder)
    library.put("a", 80)
    steps = library.build()

    assert steps[-1] == (80, 80)
    assert library.index.kind == "chroma"
    assert library.generations() == ["gen-1"]
    library.assert_right()
    assert library.is_answered_by_chroma()


def test_a_build_that_has_nothing_to_do_does_nothing(built: SmallLibrary) -> None:
    assert built.build() == []
    assert built.generations() == ["gen-1"]


def test_the_folder_serves_after_reopening(built: SmallLibrary) -> None:
    built.reopen()

    built.assert_right()
    assert built.is_answered_by_chroma()


def test_what_came_and_went_since_the_build_is_known(built: SmallLibrary) -> None:
    built.put("c", 5)
    built.remove("z")

    built.assert_right()
    assert built.is_answered_by_chroma()
    assert built.build() == []
    built.assert_right()


def test_ids_of_removed_texts_are_not_given_to_new_ones(built: SmallLibrary) -> None:
    """Chroma's folder still holds the old vector of such an id, and would find the new text by it."""
    built.remove("z")
    built.put("c", 6)

    assert built.is_answered_by_chroma()
    built.assert_right()


def test_a_folder_that_is_far_behind_is_built_anew(built: SmallLibrary) -> None:
    built.put("b", 60)

    built.assert_right()
    assert built.build()[-1] == (146, 146)
    assert built.generations() == ["gen-2"]
    built.assert_right()


def test_as_many_gone_as_come_is_far_behind_too(library: SmallLibrary) -> None:
    library.put("a", 60)
    library.put("b", 60)
    library.build()
    library.remove("a")
    library.put("c", 60)

    assert library.build()
    library.assert_right()


def test_a_library_that_shrinks_below_the_threshold_drops_its_folder(built: SmallLibrary) -> None:
    built.remove("a")
    built.build()

    assert built.generations() == []
    built.assert_right()
    built.put("c", 80)
    built.build()
    assert built.is_answered_by_chroma()


def test_another_embedder_has_a_folder_of_its_own(built: SmallLibrary) -> None:
    other = built.with_embedder("another")

    assert other.index.nearest(np.zeros(built.dimensions, dtype=np.float32), 5) == []
    other.put("a", 80)
    other.build()
    other.assert_right()
    assert other.is_answered_by_chroma()
    built.assert_right()
    other.close()


@pytest.mark.parametrize(
    ("has_served", "failing"),
    [(False, "create"), (False, "close"), (False, "nearest"), (True, "add"), (True, "ids")],
)
def test_a_build_that_fails_leaves_what_was_there(
    built: SmallLibrary, library: SmallLibrary, monkeypatch: pytest.MonkeyPatch, failing: str, has_served: bool
) -> None:
    if has_served:
        library = built
        library.assert_right()
        library.put("b", 80)
    else:
        library.put("a", 80)

    def fail(*_: object) -> None:
        raise IndexUnavailable("no more")

    with monkeypatch.context() as patched:
        if failing in ("create", "add", "close"):
            harmed = build_folder.START.replace("main()", _FAILING_CHILD.format(failing))
            patched.setattr(build_folder, "START", harmed)
            patched.setattr(library_index, "build_folder", build_folder.build_folder)
        else:
            patched.setattr(ChromaIndex, failing, fail)
        library.build()

    assert library.generations() == (["gen-1"] if has_served else [])
    library.assert_right()
    assert library.is_answered_by_chroma() == has_served
    library.build()
    library.assert_right()
    assert library.is_answered_by_chroma()


@pytest.mark.parametrize("step", ["note_dirty", "note_clean", "remove_others"])
def test_a_kill_at_any_step_of_a_build_leaves_one_that_can_be_believed(
    built: SmallLibrary, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    built.put("b", 80)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(IndexFolders, step, killed)
        with pytest.raises(KeyboardInterrupt):
            built.build()
    built.reopen()

    built.assert_right()
    assert built.is_answered_by_chroma()
    built.build()
    assert len(built.generations()) == 1
    built.assert_right()


def test_a_stopped_build_serves_the_folder_before(built: SmallLibrary) -> None:
    built.put("b", 80)
    building = built.index.build()
    next(iter(building))
    building.close()  # type: ignore[attr-defined]

    built.assert_right()
    assert built.is_answered_by_chroma()


def test_a_single_question_does_not_wait_for_chroma(built: SmallLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library_index, "FIRST_QUESTION_EXACT_UP_TO", 50_000)
    built.reopen()

    def refuse(*_: object) -> LibraryIndex:
        raise AssertionError("Chroma was opened")

    with monkeypatch.context() as patched:
        patched.setattr(ChromaIndex, "open", refuse)
        built.assert_right(questions=1)
    built.assert_right()
    assert built.is_answered_by_chroma()


def test_chroma_holds_neither_text_nor_metadata(built: SmallLibrary) -> None:
    built.close()

    connection = sqlite3.connect(built.folder("gen-1") / "kept.sqlite3")
    try:
        assert connection.execute("SELECT COUNT(*) FROM embedding_metadata").fetchone() == (0,)
    finally:
        connection.close()
