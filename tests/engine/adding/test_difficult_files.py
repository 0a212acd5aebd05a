"""Files that cannot be read, cannot be reached, change under the reader, or bear odd names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ragdesk.engine.adding import read_documents
from ragdesk.engine.documents import find_files
from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import CannotRead
from tests import bad_files
from tests.engine.driving import add, found_in, orphans, outcomes, paragraph, statuses

UNREADABLE: dict[str, tuple[Callable[[], bytes], str, str]] = {
    "encrypted.pdf": (bad_files.encrypted_pdf, "failed", "password"),
    "broken.pdf": (bad_files.broken_pdf, "failed", "damaged"),
    "empty.txt": (bad_files.empty_file, "skipped", "empty"),
    "picture.pdf": (bad_files.png_named_pdf, "failed", "named"),
    "noise.bin": (bad_files.binary_noise, "skipped", "does not read"),
    "cut.docx": (bad_files.truncated_docx, "failed", "damaged"),
    "scan.pdf": (bad_files.image_only_pdf, "skipped", "no text"),
}


def test_unreadable_neighbours_get_a_status_and_a_sentence_and_stop_nobody(engine: Engine, folder: Path) -> None:
    for name, (content, _, _) in UNREADABLE.items():
        (folder / name).write_bytes(content())
    (folder / "partly.pdf").write_bytes(bad_files.pdf_with_one_bad_page())
    (folder / "zebra.txt").write_text(paragraph("harbour"))

    summary = add(engine, folder)

    records = {Path(record.document).name: record for record in engine.list_documents()}
    for name, (_, status, word) in UNREADABLE.items():
        assert records[name].status == status, name
        assert word in (records[name].reason or ""), name
    assert records["partly.pdf"].status == "partly"
    assert "2" in (records["partly.pdf"].reason or "")
    assert (summary.ready, summary.partly, summary.failed, summary.skipped) == (1, 1, 4, 3)
    assert found_in(engine, "harbour") == ["zebra.txt"]
    assert add(engine, folder).unchanged == len(UNREADABLE) + 2


def test_a_file_that_becomes_broken_lets_its_old_text_go(engine: Engine, folder: Path, data_dir: Path) -> None:
    (folder / "lease.txt").write_text(paragraph("harbour"))
    add(engine, folder)
    (folder / "lease.txt").write_bytes(bad_files.binary_noise())

    events = list(engine.add([folder]))

    assert outcomes(events) == {"lease.txt": ("updated", "failed")}
    assert found_in(engine, "harbour") == []
    assert set(orphans(data_dir).values()) == {0}


def test_a_broken_file_that_is_mended_is_read(engine: Engine, folder: Path) -> None:
    (folder / "lease.pdf").write_bytes(bad_files.broken_pdf())
    add(engine, folder)
    (folder / "lease.pdf").write_bytes(bad_files.copy_protected_pdf())

    add(engine, folder)

    assert statuses(engine) == {"lease.pdf": "ready"}
    assert engine.list_documents()[0].reason is None


def test_a_file_written_while_it_is_read_is_read_again_at_the_next_add(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "notes.txt").write_text(paragraph("harbour"))
    with monkeypatch.context() as patched:
        patched.setattr(read_documents, "open_file", _raise(CannotRead("changed", "It was being written.")))
        add(engine, folder)
    assert statuses(engine) == {"notes.txt": "failed"}

    summary = add(engine, folder)

    assert summary.ready == 1
    assert found_in(engine, "harbour") == ["notes.txt"]


def test_a_file_replaced_right_after_it_was_read_is_read_again(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = folder / "notes.txt"
    notes.write_text(paragraph("harbour"))

    def read_then_replace(path: Path) -> bytes:
        data = find_files.open_file(path)
        path.write_text(paragraph("orchard"))
        return data

    with monkeypatch.context() as patched:
        patched.setattr(read_documents, "open_file", read_then_replace)
        add(engine, folder)

    add(engine, folder)

    assert found_in(engine, "orchard") == ["notes.txt"]
    assert found_in(engine, "harbour") == []


def test_a_file_that_vanishes_before_it_is_read_fails_alone_and_is_gone_next_time(engine: Engine, folder: Path) -> None:
    (folder / "a.txt").write_text(paragraph("harbour"))
    (folder / "b.txt").write_text(paragraph("orchard"))

    for event in engine.add([folder]):
        if getattr(event, "phase", "") == "reading":
            (folder / "b.txt").unlink(missing_ok=True)

    assert statuses(engine) == {"a.txt": "ready", "b.txt": "failed"}
    add(engine, folder)
    assert statuses(engine) == {"a.txt": "ready"}


def test_a_folder_that_cannot_be_looked_into_keeps_its_documents(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = folder / "secret"
    secret.mkdir()
    (secret / "bees.txt").write_text(paragraph("beehive"))
    (folder / "bees too.txt").write_text(paragraph("beekeeper"))
    add(engine, folder)
    look = os.scandir

    def refuse(path: str) -> object:  # by permission bits this could not be tried as root
        if Path(path) == secret:
            raise PermissionError(13, "Permission denied")
        return look(path)

    with monkeypatch.context() as patched:
        patched.setattr(os, "scandir", refuse)
        add(engine, folder)

    assert statuses(engine) == {"bees.txt": "ready", "bees too.txt": "ready", "secret": "failed"}
    assert found_in(engine, "beehive") == ["bees.txt"]
    add(engine, folder)
    assert statuses(engine) == {"bees.txt": "ready", "bees too.txt": "ready"}


def test_a_failing_disk_is_tried_again(engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "notes.txt").write_text(paragraph("harbour"))
    with monkeypatch.context() as patched:
        patched.setattr(read_documents, "open_file", _raise(CannotRead("unreadable", "It could not be read.")))
        add(engine, folder)

    assert add(engine, folder).ready == 1


def test_a_file_held_by_another_program_keeps_its_text(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = folder / "notes.txt"
    notes.write_text(paragraph("harbour"))
    add(engine, folder)
    notes.write_text(paragraph("orchard"))
    with monkeypatch.context() as patched:
        patched.setattr(read_documents, "open_file", _raise(CannotRead("unreadable", "It could not be read.")))
        assert add(engine, folder).failed == 1

    assert found_in(engine, "harbour") == ["notes.txt"]
    assert "text of the last time" in (engine.list_documents()[0].reason or "")
    assert add(engine, folder).ready == 1
    assert found_in(engine, "orchard") == ["notes.txt"]


@pytest.mark.skipif(os.name == "nt", reason="names are UTF-16 there")
def test_a_name_that_is_no_valid_text_is_shown_and_its_file_is_read(engine: Engine, folder: Path) -> None:
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "w") as odd:
        odd.write(paragraph("harbour"))

    add(engine, folder)

    assert statuses(engine) == {"caf\\xe9.txt": "ready"}
    assert found_in(engine, "harbour") == ["caf\\xe9.txt"]
    assert add(engine, folder).unchanged == 1
    assert engine.show("caf\\xe9.txt").sections[0].text.startswith("The harbour")


@pytest.mark.parametrize("name", ["a\nb.txt", "“quoted” [1].txt", "emoji 🦜.txt", "-rf.txt", "%s{}.txt", "ñandú.txt"])
def test_odd_names_are_read_shown_and_removed(engine: Engine, folder: Path, name: str) -> None:
    (folder / name).write_text(paragraph("harbour"))

    assert add(engine, folder).ready == 1
    assert engine.show(str(folder / name)).record.document == str(folder / name)
    assert [record.document for record in engine.remove([str(folder / name)])] == [str(folder / name)]


def _raise(problem: Exception) -> Callable[..., bytes]:
    def raising(*_: object) -> bytes:
        raise problem

    return raising
