"""Before anything is read, a person sees what would be: by names and sizes alone, and in time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ragdesk.engine.adding.preview import MOST_SECONDS, Preview, type_by_suffix
from ragdesk.engine.adding.unread_suffixes import UNREAD_SUFFIXES
from ragdesk.engine.documents import file_types
from ragdesk.engine.engine import Engine
from ragdesk.protocol.records import AddPreview, TypeCount
from tests.engine.driving import add


def preview(folder: Path, *patterns: str) -> AddPreview:
    return Preview({}, folder.parent / "data").of([(folder, patterns)])


def test_files_are_counted_by_type_with_their_sizes(folder: Path) -> None:
    for name, size in (("a.txt", 10), ("b.py", 20), ("c.PDF", 30), ("d.docx", 40), ("e.htm", 50), ("f.md", 60)):
        (folder / name).write_bytes(b"x" * size)
    seen = preview(folder)
    assert seen.types[0] == TypeCount("text", 2, 30)
    assert {one.type: one.size_bytes for one in seen.types[1:]} == {"pdf": 30, "docx": 40, "html": 50, "markdown": 60}
    assert (seen.files, seen.size_bytes, seen.left_out, seen.ignored) == (6, 210, (), 0)


def test_what_nobody_reads_is_told_by_suffix_and_what_is_ignored_is_counted(folder: Path) -> None:
    for name in ("a.jpg", "b.JPG", "c.zip", ".secret", "notes.tmp", "old/letter.txt", "old/more.txt", "keep.txt"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"xy")
    seen = preview(folder, "old/")
    assert seen.left_out == (TypeCount(".jpg", 2, 4), TypeCount(".zip", 1, 2))
    assert (seen.files, seen.ignored) == (1, 3)


def test_an_ignore_file_of_the_folder_counts(folder: Path) -> None:
    (folder / "in" / "ner").mkdir(parents=True)
    (folder / "in" / ".ragdeskignore").write_text("*.log\n")
    for name in ("in/a.log", "in/ner/b.log", "in/ner/c.txt"):
        (folder / name).write_text("x")
    seen = preview(folder)
    assert (seen.files, seen.ignored) == (1, 3)  # the ignore file itself is hidden


def test_what_was_read_and_is_the_same_costs_no_time(engine: Engine, folder: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        (folder / name).write_text(f"Words of {name}.")
    add(engine, folder)
    assert engine.preview_add([folder, folder / "a.txt"]).unchanged == 3
    assert engine.preview_add([folder]).seconds == 0
    (folder / "b.txt").write_text("Other and longer words. " * 5_000)
    engine.exclude([str(folder / "c.txt")])
    seen = engine.preview_add([folder])
    assert (seen.files, seen.unchanged) == (3, 2)
    assert seen.seconds > 0.5


def test_a_library_of_its_own_folder_counts_no_file_of_ragdesk(engine: Engine, data_dir: Path) -> None:
    assert engine.preview_add([data_dir]).files == 0


@pytest.mark.parametrize("name", ["note{}.txt", ".hidden{}"])
def test_counting_ends_in_time_and_says_so(folder: Path, name: str) -> None:
    for n in range(50):
        (folder / name.format(n)).write_text("x")
    times = iter(n * MOST_SECONDS / 20 for n in range(1_000))
    seen = Preview({}, folder.parent / "data", lambda: next(times)).of([(folder, ())])
    assert not seen.is_complete
    assert seen.files + seen.ignored < 50


def test_no_file_is_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.txt").write_text("x")
    opened: list[object] = []
    real_open = os.open

    def noted(path: object, *rest: int, **named: int) -> int:
        opened.append(path)
        return real_open(path, *rest, **named)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(os, "open", noted)
    assert preview(folder).files == 1
    assert [path for path in opened if not str(path).endswith(".ragdeskignore")] == []


def test_suffixes_agree_with_the_readers() -> None:
    readable = file_types._READABLE_SUFFIXES
    assert not readable & UNREAD_SUFFIXES
    assert file_types._TEXT_KINDS.keys() <= UNREAD_SUFFIXES
    assert {type_by_suffix(suffix) for suffix in readable} == {"pdf", "docx", "html", "markdown", "text"}
