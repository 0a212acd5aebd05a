"""Folders that are removed at the very moment at which a job has looked into them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from ragdesk.engine.adding.find_changes import FindChanges
from ragdesk.engine.engine import Engine
from ragdesk.engine.storage.database import Database
from ragdesk.protocol.records import LibraryId
from tests.engine.driving import add, paragraph, statuses
from tests.engine.jobs.test_engine_jobs import WITHIN_S, ended

Transaction = AbstractContextManager[None]


class Gate:
    """Holds the next job between looking at files and noting what it found."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_there, self.may_go_on = threading.Event(), threading.Event()
        self._has_looked = False
        for look in ("look", "look_at_changes"):
            monkeypatch.setattr(FindChanges, look, self._noted(getattr(FindChanges, look)))
        monkeypatch.setattr(Database, "transaction", self._held(Database.transaction))

    def _noted(self, look: Callable[..., Iterator[int]]) -> Callable[..., Iterator[int]]:
        def noted(*asked: Any) -> Iterator[int]:
            yield from look(*asked)
            self._has_looked = True

        return noted

    def _held(self, transaction: Callable[[Database], Transaction]) -> Callable[[Database], Transaction]:
        def held(database: Database) -> Transaction:
            if self._has_looked and threading.current_thread().name == "jobs":
                self._has_looked = False
                self.is_there.set()
                assert self.may_go_on.wait(WITHIN_S)
            return transaction(database)

        return held


@pytest.fixture
def gate(engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Gate:
    (folder / "old.txt").write_text(paragraph("orchard"))
    add(engine, folder)
    (folder / "new.txt").write_text(paragraph("harbour"))
    return Gate(monkeypatch)


def test_a_folder_that_is_removed_while_it_is_read_stays_removed(engine: Engine, folder: Path, gate: Gate) -> None:
    job = engine.start_add([folder]).id
    assert gate.is_there.wait(WITHIN_S)
    removing = threading.Thread(target=engine.remove, args=[[str(folder)]])
    removing.start()
    while engine.list_sources() and all(live.wanted is None for live in engine.parts.jobs._queue.live()):
        threading.Event().wait(0.005)
    gate.may_go_on.set()
    removing.join()

    assert ended(engine, job).state == "stopped"
    assert (statuses(engine), engine.list_sources()) == ({}, [])


def test_a_change_in_a_folder_that_was_removed_meanwhile_is_passed_over(
    engine: Engine, folder: Path, gate: Gate
) -> None:
    job = engine.parts.jobs.submit(LibraryId(1), "follow", [folder / "new.txt"]).id
    assert gate.is_there.wait(WITHIN_S)
    with engine.parts.stores.database.transaction():
        engine.parts.stores.documents.remove_source(LibraryId(1), str(folder))
    gate.may_go_on.set()

    assert ended(engine, job).state == "done"
    assert (statuses(engine), engine.list_sources()) == ({}, [])


def test_a_document_that_is_removed_while_its_folder_is_read_stays_removed(
    engine: Engine, folder: Path, gate: Gate
) -> None:
    job = engine.start_add([folder]).id
    assert gate.is_there.wait(WITHIN_S)
    engine.remove([str(folder / "old.txt")])
    gate.may_go_on.set()

    assert ended(engine, job).state == "done"
    assert statuses(engine) == {"new.txt": "ready"}


def test_a_document_that_is_removed_and_asked_for_again_while_its_folder_is_read_comes_back(
    engine: Engine, folder: Path, gate: Gate
) -> None:
    job = engine.start_add([folder]).id
    assert gate.is_there.wait(WITHIN_S)
    engine.remove([str(folder / "old.txt")])
    again = engine.start_add([folder]).id
    gate.may_go_on.set()

    assert (ended(engine, job).state, ended(engine, again).state) == ("done", "done")
    assert statuses(engine) == {"new.txt": "ready", "old.txt": "ready"}
