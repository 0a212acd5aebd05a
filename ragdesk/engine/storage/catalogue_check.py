"""Whether the catalogue still is what was written: looked at beside the work, from the moment it is opened.

A catalogue that was closed in order is compared with its page sums (a second for a gigabyte). After a kill, or where
there are no sums, SQLite looks at the structure and our own checksums at text, vectors and conversations.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from ragdesk.engine.storage.checksums import changed_rows
from ragdesk.engine.storage.connections import reading_connection
from ragdesk.engine.storage.damage import damaged
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.page_sums import PageSums, new_token
from ragdesk.protocol.errors import CatalogueDamaged, StorageError

log = logging.getLogger(__name__)

FIRST_ANSWER_WAITS_S = 0.15
"""So much of the check comes before the first answer: enough for 100 MB that were closed in order."""
_STEPS = 20_000
"""SQLite's steps between two looks at whether the check was stopped: about 1 ms."""


class CatalogueCheck:
    """Runs once, in a thread of its own, at low priority. What it finds condemns the catalogue: see `Database`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        sums = PageSums.read(database.path)
        self._sums = sums if sums and sums.token == database.closed_as() else None
        self._is_stopped = False
        self.is_whole = False
        """Whether everything was looked at, and nothing was found."""
        database.hold_checkpoints(True)
        self._thread = threading.Thread(target=self._run, name="check-catalogue", daemon=True)
        self._thread.start()

    def wait(self, timeout_s: float = FIRST_ANSWER_WAITS_S) -> None:
        """Give it a moment. Raises CatalogueDamaged if it has found something by then."""
        self._thread.join(timeout_s)
        self._database.refuse_damaged()

    def close(self) -> None:
        """Close the catalogue. If it is known to be whole, page sums of it are left behind for the next opening."""
        if self._sums is None:
            self._is_stopped = True
        self._thread.join()
        database = self._database
        has_sums_still = self._sums is not None and not database.was_written
        if not self.is_whole or has_sums_still:
            database.close()
            return
        token = new_token()
        try:
            database.note_closed_as(token)
        except StorageError:
            token = ""
        database.close()
        if token and not _log_of(database.path).exists():
            _leave_sums(database.path, token)

    def _run(self) -> None:
        _lower_priority()
        try:
            found = self._first_difference()
        except (StorageError, OSError) as problem:
            if isinstance(problem, CatalogueDamaged):
                self._database.condemn(problem)
            else:
                log.info("the catalogue could not be checked: %s", problem)
            return
        if found:
            log.info("the catalogue is damaged: %s", found)
            self._database.condemn(damaged(self._database.path, found))
        elif not self._is_stopped:
            self.is_whole = True
            with suppress(StorageError):
                self._database.hold_checkpoints(False)

    def _first_difference(self) -> str | None:
        return next((found for found in self._look() if found or self._is_stopped), None)

    def _look(self) -> Iterator[str | None]:
        if self._sums is not None and self._database.file is not None:
            yield from self._sums.differences(self._database.file)
            return
        with reading_connection(self._database.path) as connection:
            connection.set_progress_handler(lambda: int(self._is_stopped), _STEPS)
            try:
                yield from _differences(connection)
            except sqlite3.OperationalError as problem:
                if not self._is_stopped or "interrupt" not in str(problem):
                    raise
        if not self._is_stopped:
            self._database.check_words()


def first_difference(connection: sqlite3.Connection) -> str | None:
    """What SQLite or our checksums find wrong in what a connection sees."""
    return next((found for found in _differences(connection) if found), None)


def _differences(connection: sqlite3.Connection) -> Iterator[str | None]:
    """None whenever a piece was looked at and nothing was wrong with it."""
    for (said,) in connection.execute("PRAGMA integrity_check(1)"):
        yield None if said == "ok" else str(said)
    yield from changed_rows(lambda sql, values: connection.execute(sql, values).fetchall())


def _leave_sums(catalogue: Path, token: str) -> None:
    """Nothing rests on them: without any, the next opening looks at every row."""
    try:
        file = os.open(catalogue, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            PageSums.of(file, token).write(catalogue)
        finally:
            os.close(file)
    except OSError as problem:
        log.info("no page sums were left: %s", problem)


def _log_of(catalogue: Path) -> Path:
    return catalogue.with_name(catalogue.name + "-wal")


def _lower_priority() -> None:
    """Linux alone knows priorities of threads; elsewhere the check only yields between its pieces."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 15)
