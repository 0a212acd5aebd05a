"""The catalogue gives numbers of removed documents and contents out again, also while a job knows them.

Whatever it holds at that moment, a job touches nothing but documents of its own library, and shows no other text.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.engine import Engine
from ragdesk.engine.index.embedders.embedder import Vectors
from ragdesk.engine.storage.contents import Contents
from ragdesk.protocol.events import AddEvent, DocumentFinished
from ragdesk.protocol.records import DocumentRecord
from tests.conftest import OpenEngine
from tests.engine.adding.conftest import InThisProcess
from tests.engine.driving import add, paragraph, statuses
from tests.engine.jobs.desk import WITHIN_S
from tests.fake_embedder import HashedWords

HELD = "lighthouse"
"""Who reads or embeds a text with this word waits."""


class Gate:
    def __init__(self) -> None:
        self.is_there, self.may_go_on = threading.Event(), threading.Event()

    def pass_through(self) -> None:
        self.is_there.set()
        assert self.may_go_on.wait(WITHIN_S)


def hold_readers(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    read = InThisProcess.read

    def held(reader: InThisProcess, data: bytes, name: str) -> Reading:
        if HELD.encode() in data:
            gate.pass_through()
        return read(reader, data, name)

    monkeypatch.setattr(InThisProcess, "read", held)


class HeldEmbedder(HashedWords):
    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    def encode(self, texts: Sequence[str]) -> Vectors:
        if any(HELD in text for text in texts):
            self._gate.pass_through()
        return super().encode(texts)


class Adding:
    """An add on a thread of its own, which takes what it tells."""

    def __init__(self, engine: Engine, *paths: Path) -> None:
        self._events: list[AddEvent] = []
        self._thread = threading.Thread(target=lambda: self._events.extend(engine.add(paths)))
        self._thread.start()

    def documents(self) -> dict[str, str]:
        """File name -> status, of what it told of; when it has ended."""
        self._thread.join(WITHIN_S)
        told = [event.record for event in self._events if isinstance(event, DocumentFinished)]
        return {Path(record.document).name: record.status for record in told}


@pytest.fixture
def exported(open_engine: OpenEngine, tmp_path: Path) -> Callable[[str], Path]:
    """Makes an export of one document with that text."""

    def export(text: str) -> Path:
        (tmp_path / "imported.txt").write_text(text)
        other = open_engine(data_dir=tmp_path / "other computer", embeddings=HashedWords())
        add(other, tmp_path / "imported.txt")
        other.export_library(tmp_path / "export.ragdesk")
        return tmp_path / "export.ragdesk"

    return export


def taken_over(engine: Engine, export: Path) -> tuple[list[DocumentRecord], list[str]]:
    """Import it; what there is then."""
    engine.import_library(export, "taken over")
    return shown(engine.for_library("taken over"))


def shown(engine: Engine) -> tuple[list[DocumentRecord], list[str]]:
    records = engine.list_documents()
    return records, [section.text for record in records for section in engine.show(record.document).sections]


@pytest.mark.parametrize("becomes", ["changed", "empty", "gone"])
def test_a_job_leaves_a_document_alone_that_got_the_number_of_one_removed_while_it_reads(
    engine: Engine, folder: Path, exported: Callable[[str], Path], becomes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, gate = exported(paragraph("lantern")), Gate()
    hold_readers(gate, monkeypatch)
    for name in ("a", "b"):
        (folder / f"{name}.txt").write_text(paragraph(f"harbour {name}"))
    add(engine, folder)
    removed = engine.list_documents()[-1]
    (folder / "a.txt").write_text(paragraph(HELD))
    if becomes == "gone":
        (folder / "b.txt").unlink()
    else:
        (folder / "b.txt").write_text(paragraph("bridge") if becomes == "changed" else "")

    adding = Adding(engine, folder)
    assert gate.is_there.wait(WITHIN_S)
    engine.remove([removed.document])
    imported = taken_over(engine, export)
    assert imported[0][0].id == removed.id
    gate.may_go_on.set()

    assert adding.documents() == {"a.txt": "ready"}
    assert shown(engine.for_library("taken over")) == imported
    assert statuses(engine) == {"a.txt": "ready"}


def test_a_job_leaves_a_document_alone_that_got_the_number_of_one_removed_while_it_is_embedded(
    open_engine: OpenEngine, folder: Path, exported: Callable[[str], Path]
) -> None:
    export, gate = exported(""), Gate()
    engine = open_engine(embeddings=HeldEmbedder(gate))
    (folder / "a.txt").write_text(paragraph(HELD))

    adding = Adding(engine, folder)
    assert gate.is_there.wait(WITHIN_S)
    (removed,) = engine.remove([str(folder / "a.txt")])
    imported = taken_over(engine, export)
    assert (imported[0][0].id, imported[0][0].status) == (removed.id, "skipped")
    gate.may_go_on.set()

    assert adding.documents() == {}
    assert shown(engine.for_library("taken over")) == imported


class LastHolderGoes:
    """After the job's nth look for a content, which found one, another thread does something."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, look: int, do: Callable[[], object]) -> None:
        self.looks = 0
        find = Contents.find

        def found(contents: Contents, content_hash: str, recipe: int) -> int | None:
            content = find(contents, content_hash, recipe)
            if content and threading.current_thread().name == "jobs" and not contents._db.is_writing:
                self.looks += 1
                if self.looks == look:
                    other = threading.Thread(target=do)
                    other.start()
                    other.join(WITHIN_S)
            return content

        monkeypatch.setattr(Contents, "find", found)


@pytest.fixture
def copied(engine: Engine, folder: Path) -> tuple[Path, Path]:
    """An original that was added, and a copy of it in a folder that was not."""
    original, copy = folder / "one" / "original.txt", folder / "two" / "copy.txt"
    for path in (original, copy):
        path.parent.mkdir()
        path.write_text(paragraph("harbour"))
    add(engine, original.parent)
    return original, copy


@pytest.mark.parametrize("look", [1, 2])
@pytest.mark.parametrize("is_number_given_again", [False, True])
def test_a_copy_is_read_itself_if_its_original_is_removed_meanwhile(
    engine: Engine, copied: tuple[Path, Path], exported: Callable[[str], Path], look: int,
    is_number_given_again: bool, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (original, copy), export = copied, exported(paragraph("lantern"))

    def go() -> None:
        engine.remove([str(original)])
        if is_number_given_again:
            engine.import_library(export, "taken over")

    going = LastHolderGoes(monkeypatch, look, go)
    add(engine, copy.parent)

    assert going.looks >= look
    assert statuses(engine) == {"copy.txt": "ready"}
    assert shown(engine)[1] == [paragraph("harbour")]


def test_a_copy_that_is_changed_while_its_original_is_removed_is_not_taken_for_the_original(
    engine: Engine, copied: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    original, copy = copied

    def go() -> None:
        engine.remove([str(original)])
        copy.write_text(paragraph("bridge"))

    going = LastHolderGoes(monkeypatch, 1, go)
    add(engine, copy.parent)
    assert going.looks
    (copy.parent / "later.txt").write_text(paragraph("harbour"))
    add(engine, copy.parent)

    assert shown(engine)[1] == [paragraph("bridge"), paragraph("harbour")]
