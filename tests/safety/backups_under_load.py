"""T8: backups while documents are added and removed at full speed; each must be one state that was committed.

usage: python -m tests.safety.backups_under_load [--backups 100] [--documents 400] [--questions 200]
A thread edits and adds texts in the engine without a pause, and every commit is noted with the revision that it makes.
Each backup must pass SQLite's integrity_check and our checksums, be restored into a folder of its own in under 60 s,
hold whole documents only, and have the revision and the count of some commit. At the end a restored backup, and an
export that another data folder took over, must answer as the engine does.
Exits with 1 on any violation.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.engine.storage.copy_catalogue import CopyIsWrong, verify
from ragdesk.protocol.engine_records import BackupRecord
from ragdesk.server.repairing import open_repair
from tests.safety.engines import add, answers, open_engine, some_questions, write_texts

RESTORED_WITHIN_S = 60.0
_STATE = "SELECT (SELECT SUM(revision) FROM libraries), (SELECT COUNT(*) FROM documents)"
_ONE_STATE = (
    "SELECT (SELECT COUNT(*) FROM chunks) = (SELECT COUNT(*) FROM chunk_words_content)"
    " AND NOT EXISTS (SELECT 1 FROM documents WHERE status = 'ready' AND content_id IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM chunks WHERE content_id NOT IN (SELECT id FROM contents))"
    " AND NOT EXISTS (SELECT 1 FROM documents d JOIN chunks k ON k.content_id = d.content_id JOIN spans s"
    " ON s.chunk_id = k.id LEFT JOIN vectors v ON v.text_id = s.text_id"
    " WHERE d.status = 'ready' AND v.text_id IS NULL)"
)
"""Holds after every commit, and in a mix of two states only by chance."""


@dataclass
class Ingest:
    """Adds, edits and removes without a pause until it is told to end; notes every state that was committed."""

    engine: Engine
    folder: Path
    is_over: bool = False
    rounds: int = 0
    committed: set[tuple[int, int]] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def run(self) -> None:
        draw = random.Random(3)
        files = sorted(self.folder.glob("*.txt"))
        try:
            while not self.is_over:
                self.rounds += 1
                for file in draw.sample(files, min(len(files), 25)):
                    text = file.read_text("utf-8")[:2_000]
                    file.write_text(f"round{self.rounds} {draw.random()}\n\n{text}", "utf-8")
                add(self.engine, self.folder)
        except Exception as problem:
            self.failures.append(repr(problem))


def note_commits(engine: Engine, committed: set[tuple[int, int]]) -> None:
    """After each commit, what `_STATE` says of it, asked by the thread that made it."""
    database = engine.parts.stores.database
    committed.add(database.row(_STATE))  # type: ignore[arg-type]
    plain = database.transaction

    def noted():  # type: ignore[no-untyped-def]
        return _Noted(plain(), database, committed)

    database.transaction = noted  # type: ignore[method-assign]


class _Noted:
    """The transaction, and a look at its state right before the commit, through its own connection."""

    def __init__(self, transaction, database, committed) -> None:  # type: ignore[no-untyped-def]
        self._transaction, self._database, self._committed = transaction, database, committed

    def __enter__(self) -> None:
        self._transaction.__enter__()

    def __exit__(self, *problem: object) -> object:
        if problem[0] is None:
            self._committed.add(self._database.row(_STATE))
        return self._transaction.__exit__(*problem)


def violations_of(backup: Path, committed: set[tuple[int, int]], work: Path) -> tuple[list[str], float]:
    """What is wrong with a backup, and how long it took to restore it."""
    found = []
    copy = work / "looked at.db"
    shutil.copyfile(backup, copy)
    with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
        try:
            verify(connection)
        except CopyIsWrong as problem:
            found.append(f"{backup.name} is wrong: {problem}")
        if not connection.execute(_ONE_STATE).fetchone()[0]:
            found.append(f"{backup.name} mixes two states")
        if connection.execute(_STATE).fetchone() not in committed:
            found.append(f"{backup.name} is no state that was committed")
    place = work / "restored"
    shutil.rmtree(place, ignore_errors=True)
    (place / "backups").mkdir(parents=True)
    shutil.copyfile(backup, place / "backups" / backup.name)
    began = time.perf_counter()
    with closing(open_repair(place)) as repair:
        repair.restore()
    with closing(open_engine(place)) as engine:
        engine.list_documents()
    took_s = time.perf_counter() - began
    if took_s > RESTORED_WITHIN_S:
        found.append(f"{backup.name} took {took_s:.0f} s to be restored")
    return found, took_s


def run(work: Path, backups: int, documents: int, questions: int) -> tuple[dict[str, float], list[str]]:
    """Figures, and violations."""
    folder = work / "texts"
    write_texts(folder, documents)
    violations: list[str] = []
    made_s, restored_s = [], []
    with closing(open_engine(work / "data", backups_kept=2)) as engine:
        add(engine, folder)
        ingest = Ingest(engine, folder)
        note_commits(engine, ingest.committed)
        thread = threading.Thread(target=ingest.run)
        thread.start()
        try:
            for _ in range(backups):
                began = time.perf_counter()
                made: BackupRecord = engine.back_up()
                made_s.append(time.perf_counter() - began)
                found, took_s = violations_of(work / "data" / "backups" / made.name, ingest.committed, work)
                violations += found
                restored_s.append(took_s)
        finally:
            ingest.is_over = True
            thread.join()
        violations += [f"the ingest failed: {one}" for one in ingest.failures]
        violations += _same_answers(engine, work, questions)
    figures = {
        "backups": len(made_s),
        "rounds of ingest meanwhile": ingest.rounds,
        "commits": len(ingest.committed),
        "slowest backup, s": round(max(made_s), 3),
        "slowest restore, s": round(max(restored_s), 3),
    }
    return figures, violations


def _same_answers(engine: Engine, work: Path, questions: int) -> list[str]:
    """Of a restored backup, and of an export taken over by another data folder."""
    asked = some_questions(questions)
    expected = answers(engine, asked)
    made = engine.back_up()
    engine.export_library(work / "library.ragdesk")
    place = work / "last"
    (place / "backups").mkdir(parents=True)
    shutil.copyfile(work / "data" / "backups" / made.name, place / "backups" / made.name)
    with closing(open_repair(place)) as repair:
        repair.restore()
    found = []
    with closing(open_engine(place)) as restored:
        found += _different("restored", expected, answers(restored, asked))
    with closing(open_engine(work / "elsewhere", library="other")) as other:
        imported = other.import_library(work / "library.ragdesk")
        found += _different("imported", expected, answers(other.for_library(imported.library), asked))
    return found


def _different(name: str, expected: list[object], found: list[object]) -> list[str]:  # type: ignore[type-arg]
    wrong = sum(one != other for one, other in zip(expected, found, strict=True))
    return [f"the {name} library answers {wrong} of {len(expected)} questions differently"] if wrong else []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backups", type=int, default=100)
    parser.add_argument("--documents", type=int, default=400)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures, violations = run(Path(folder), options.backups, options.documents, options.questions)
    for violation in violations:
        print(violation)
    print(", ".join(f"{name}: {value}" for name, value in figures.items()))
    print(f"{len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
