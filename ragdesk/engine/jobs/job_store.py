"""The queue of jobs in the catalogue: what was asked for, so that interrupted work is known and resumed."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ragdesk.engine.path_text import as_text, text_is_below
from ragdesk.engine.storage.database import Database, Row
from ragdesk.engine.storage.documents import now
from ragdesk.protocol.engine_records import JobId, JobState
from ragdesk.protocol.errors import NoSuchLibrary
from ragdesk.protocol.records import LibraryId

JobKind = Literal["add", "follow", "retry", "index"]
HeldBy = Literal["user", "battery", "disk"]

_JOB = (
    "SELECT j.id, j.library_id, COALESCE(l.removed_name, l.name), j.kind, j.paths, j.state, j.held_by, j.reason,"
    " j.progress, j.started_at, j.finished_at FROM jobs j JOIN libraries l ON l.id = j.library_id"
)
_UNFINISHED = "'waiting', 'running', 'paused'"
_SHOWN_AFTER_END = 20
_INDEX = ""
"""Stands for what a job of kind "index" does, which any other does as well."""


@dataclass(frozen=True, slots=True)
class StoredJob:
    """A job as the catalogue holds it."""

    id: JobId
    library: LibraryId
    library_name: str
    kind: JobKind
    paths: tuple[str, ...]
    state: JobState
    held_by: HeldBy | None
    reason: str | None
    progress: dict[str, Any]
    started_at: str | None
    finished_at: str | None


class Jobs:
    """Reads and writes jobs; transactions belong to the caller. A "running" one of an earlier owner was killed.

    A job that ended early can be *left over*: the next job of its library takes up its paths.
    """

    def __init__(self, database: Database) -> None:
        self._db = database

    def queue(self, library: LibraryId, kind: JobKind, paths: Sequence[Path]) -> JobId:
        """Note what was asked for. Raises NoSuchLibrary for a library that was removed since it was found."""
        if not self._db.value("SELECT COUNT(*) FROM libraries WHERE id = ? AND removed_at IS NULL", (library,)):
            raise NoSuchLibrary("This library was removed meanwhile.", "`ragdesk libraries` lists those there are.")
        return JobId(
            self._db.execute(
                "INSERT INTO jobs (library_id, kind, paths, state, queued_at) VALUES (?, ?, ?, 'waiting', ?)",
                (library, kind, json.dumps(absolute(paths)), now()),
            )
        )

    def find(self, job: JobId) -> StoredJob | None:
        """The job of that number."""
        rows = self._db.rows(f"{_JOB} WHERE j.id = ?", (job,))
        return _stored(rows[0]) if rows else None

    def unfinished(self) -> list[StoredJob]:
        """Jobs that wait, run or are paused, in their order; those of libraries in the bin rest."""
        return self._listed(f"j.state IN ({_UNFINISHED}) AND l.removed_at IS NULL ORDER BY j.id")

    def ended(self) -> list[StoredJob]:
        """The last jobs that ended, newest first."""
        return self._listed(f"j.state IN ('done', 'stopped', 'failed') ORDER BY j.id DESC LIMIT {_SHOWN_AFTER_END}")

    def note(
        self, job: JobId, state: JobState, *, held_by: HeldBy | None = None, reason: str | None = None,
        progress: dict[str, Any] | None = None, is_left: bool = False,
    ) -> None:  # fmt: skip
        """What became of a job."""
        is_over = state in ("done", "stopped", "failed")
        self._db.execute(
            "UPDATE jobs SET state = ?, held_by = ?, reason = ?, progress = COALESCE(?, progress), is_left = ?,"
            " started_at = COALESCE(started_at, ?), finished_at = ? WHERE id = ?",
            (state, held_by, reason, json.dumps(progress) if progress else None, int(is_left),
             now() if state == "running" else None, now() if is_over else None, job),
        )  # fmt: skip

    def interrupted(self, library: LibraryId) -> list[Path]:
        """The paths of work that was left over and not done since, each once."""
        rows = self._db.rows("SELECT paths FROM jobs WHERE library_id = ? AND is_left = 1 ORDER BY id", (library,))
        return [Path(path) for path in dict.fromkeys(path for (paths,) in rows for path in json.loads(paths))]

    def finish(
        self, library: LibraryId, job: JobId, taken_up: Collection[Path] = (), out_of_reach: Collection[Path] = (),
        progress: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """This job is done, and of jobs left over what it took up; paths that could not be reached are left again."""
        if progress:
            self._db.execute("UPDATE jobs SET progress = ? WHERE id = ?", (json.dumps(progress), job))
        away = {str(path) for path in out_of_reach}
        taken = {str(path) for path in taken_up} - away
        rows = self._db.rows(
            "SELECT id, paths FROM jobs WHERE library_id = ? AND (is_left = 1 OR id = ?)", (library, job)
        )
        for one, paths in rows:
            left = [path for path in json.loads(paths) if (path in away if one == job else path not in taken)]
            if one != job and left and len(left) == len(json.loads(paths)):
                continue  # nothing became of it, so one that failed is none that was stopped
            self._db.execute(
                "UPDATE jobs SET state = ?, paths = ?, is_left = ?, held_by = NULL, reason = NULL, finished_at = ?"
                " WHERE id = ?",
                ("stopped" if left else "done", json.dumps(left) if left else paths, int(bool(left)), now(), one),
            )

    def forget(self, library: LibraryId, removed: Sequence[str]) -> None:
        """Sources that the user removed, and what lies in them, are not resumed."""
        rows = self._db.rows("SELECT id, paths FROM jobs WHERE library_id = ? AND state <> 'done'", (library,))
        for job, paths in rows:
            kept = [path for path in json.loads(paths) if not is_in_one_of(removed, path)]
            self._db.execute("UPDATE jobs SET paths = ? WHERE id = ?", (json.dumps(kept), job))

    def looks_for_files(self, library: LibraryId) -> bool:
        """Whether a job that was asked for may still find files, or leaves paths to another."""
        return self._db.row(
            "SELECT 1 FROM jobs WHERE library_id = ? AND paths <> '[]'"
            f" AND (is_left = 1 OR state IN ({_UNFINISHED})) LIMIT 1",
            (library,),
        ) is not None  # fmt: skip

    def rests(self, library: LibraryId) -> bool:
        """Whether no job of the library is to read anything, and none was stopped whose paths no other did since.

        Documents that wait to be read nevertheless were left by a failure; those of a job that was stopped are to wait.
        """
        rows = self._db.rows(
            f"SELECT state, kind, paths FROM jobs WHERE library_id = ? AND (state IN ({_UNFINISHED})"
            " OR id >= (SELECT MIN(id) FROM jobs WHERE library_id = ? AND state = 'stopped')) ORDER BY id",
            (library, library),
        )
        stopped: set[str] = set()
        for state, kind, text in rows:
            paths = json.loads(text)
            if state == "stopped":
                stopped |= {_INDEX} if kind == "index" else set(paths)
            elif state == "paused" or (state in ("waiting", "running") and kind != "index"):
                return False
            else:
                stopped = {path for path in stopped if path != _INDEX and not is_in_one_of(paths, path)}
        return not stopped

    def unattended(self) -> list[LibraryId]:
        """Libraries that rest although documents in them wait, for nothing but their vectors."""
        rows = self._db.rows(
            "SELECT l.id FROM libraries l WHERE l.removed_at IS NULL AND EXISTS (SELECT 1 FROM documents d"
            " JOIN contents c ON c.id = d.content_id WHERE d.library_id = l.id AND d.status = 'waiting'"
            " AND d.content_hash = c.hash) AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.library_id = l.id"
            f" AND j.state IN ({_UNFINISHED})) ORDER BY l.id"
        )
        return [LibraryId(library) for (library,) in rows if self.rests(LibraryId(library))]

    def _listed(self, which: str) -> list[StoredJob]:
        return [_stored(row) for row in self._db.rows(f"{_JOB} WHERE {which}")]


def absolute(paths: Sequence[Path]) -> list[str]:
    """As they are kept, so that a job means the same wherever it is resumed."""
    return [os.path.abspath(path) for path in paths]


def is_in_one_of(sources: Sequence[str], path: str) -> bool:
    """Whether a job's path is one of these sources or lies in one."""
    text = as_text(Path(path))
    return any(text == source or text_is_below(text, source) for source in sources)


def _stored(row: Row) -> StoredJob:
    job, library, name, kind, paths, state, held_by, reason, progress, started_at, finished_at = row
    return StoredJob(
        JobId(job), LibraryId(library), name, kind, tuple(json.loads(paths)), state, held_by, reason,
        json.loads(progress) if progress else {}, started_at, finished_at,
    )  # fmt: skip
