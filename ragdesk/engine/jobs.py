"""Jobs in the catalogue: what was asked for, so that interrupted work is known and resumed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NewType

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
                "INSERT INTO jobs (library_id, kind, paths, state, started_at) VALUES (?, ?, ?, 'running', ?)",
                (library, kind, json.dumps([str(path) for path in paths]), now()),
            )
        )

    def interrupted(self, library: LibraryId) -> list[Path]:
        """The paths of work that was stopped or killed and never done since, each once."""
        rows = self._db.rows("SELECT paths FROM jobs WHERE library_id = ? AND state <> 'done' ORDER BY id", (library,))
        return [Path(path) for path in dict.fromkeys(path for (paths,) in rows for path in json.loads(paths))]

    def stop(self, job: JobId) -> None:
        """The user stopped it; the next job resumes it."""
        self._db.execute("UPDATE jobs SET state = 'stopped', finished_at = ? WHERE id = ?", (now(), job))

    def finish(self, library: LibraryId) -> None:
        """All work of the library is done."""
        self._db.execute(
            "UPDATE jobs SET state = 'done', finished_at = ? WHERE library_id = ? AND state <> 'done'",
            (now(), library),
        )
