"""Jobs in the catalogue: what was asked for, so that interrupted work is known and resumed."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Literal, NewType

from ragdesk.engine.path_text import as_text
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import now
from ragdesk.protocol.records import LibraryId

JobId = NewType("JobId", int)


class Jobs:
    """Reads and writes jobs. A job found "running" by a new owner of the data folder was killed."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def start(self, library: LibraryId, kind: Literal["add"], paths: Sequence[Path]) -> JobId:
        """Note that work begins."""
        return JobId(
            self._db.execute(
                "INSERT INTO jobs (library_id, kind, paths, state, queued_at, started_at) VALUES (?, ?, ?, 'running', ?, ?)",
                (library, kind, json.dumps([os.path.abspath(path) for path in paths]), now(), now()),
            )
        )

    def interrupted(self, library: LibraryId) -> list[Path]:
        """The paths of work that was stopped or killed and never done since, each once."""
        rows = self._db.rows("SELECT paths FROM jobs WHERE library_id = ? AND state <> 'done' ORDER BY id", (library,))
        return [Path(path) for path in dict.fromkeys(path for (paths,) in rows for path in json.loads(paths))]

    def stop(self, job: JobId) -> None:
        """The user stopped it; the next job resumes it. One that was done stays so."""
        self._db.execute(
            "UPDATE jobs SET state = 'stopped', finished_at = ? WHERE id = ? AND state = 'running'", (now(), job)
        )

    def forget(self, library: LibraryId, removed: Sequence[str]) -> None:
        """Sources that the user removed are not resumed."""
        rows = self._db.rows("SELECT id, paths FROM jobs WHERE library_id = ? AND state <> 'done'", (library,))
        for job, paths in rows:
            kept = [path for path in json.loads(paths) if as_text(Path(path)) not in removed]
            self._db.execute("UPDATE jobs SET paths = ? WHERE id = ?", (json.dumps(kept), job))

    def finish(self, library: LibraryId, out_of_reach: Collection[Path] = ()) -> None:
        """All work of the library is done, but for paths that could not be reached: those stay to be resumed."""
        waiting = {str(path) for path in out_of_reach}
        rows = self._db.rows("SELECT id, paths FROM jobs WHERE library_id = ? AND state <> 'done'", (library,))
        for job, paths in rows:
            left = [path for path in json.loads(paths) if path in waiting]
            self._db.execute(
                "UPDATE jobs SET state = ?, paths = ?, finished_at = ? WHERE id = ?",
                ("stopped" if left else "done", json.dumps(left) if left else paths, now(), job),
            )
