"""T7: a catalogue that is damaged in any page, in its header, cut, emptied or gone; every time it must be told.

usage: python -m tests.safety.damaged_catalogue [--pages 200] [--seed 1] [--documents 120]
Each harm is done to a fresh copy of a closed data folder, and half of the page harms to one whose engine was killed.
Told means CatalogueDamaged with a restore offer: by the opening, or by a later call once the check in the background
is through. Then the file must have the bytes that the harm left, `restore` must bring back what was there, and the
damaged file must lie beside it. Exits with 1 on any violation.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import CatalogueDamaged
from ragdesk.server.repairing import open_repair
from tests.safety.engines import add, answers, open_engine, some_questions, write_texts

PAGE = 4096
PROJECT = Path(__file__).parents[2]
CHECKED_WITHIN_S = 20.0
Harm = Callable[[bytearray, random.Random], None]
_KILLED = """
import os, sys
from pathlib import Path
from tests.safety.engines import open_engine
engine = open_engine(Path(sys.argv[1]))
*_, last = engine.add([Path(sys.argv[2])])
print(last.ready, flush=True)
os._exit(9)
"""


def _random_page(data: bytearray, draw: random.Random) -> None:
    at = draw.randrange(len(data) // PAGE) * PAGE
    data[at : at + PAGE] = draw.randbytes(PAGE)


def _empty_page(data: bytearray, draw: random.Random) -> None:
    pages = [at for at in range(0, len(data), PAGE) if any(data[at : at + PAGE])]
    at = draw.choice(pages)
    data[at : at + PAGE] = bytes(PAGE)


def _one_bit(data: bytearray, draw: random.Random) -> None:
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)


def _other_page(data: bytearray, draw: random.Random) -> None:
    one, other = draw.sample(range(len(data) // PAGE), 2)
    if data[one * PAGE :][:PAGE] == data[other * PAGE :][:PAGE]:
        return _one_bit(data, draw)
    data[one * PAGE : (one + 1) * PAGE] = data[other * PAGE : (other + 1) * PAGE]
    return None


def _header(data: bytearray, draw: random.Random) -> None:
    data[: 1 + draw.randrange(16)] = b"X" * 16


PAGE_HARMS: dict[str, Harm] = {
    "page of noise": _random_page,
    "page of zeros": _empty_page,
    "one bit": _one_bit,
    "page of another place": _other_page,
}


@dataclass(frozen=True)
class Case:
    """One harm done to one of the two data folders."""

    name: str
    harm: Harm | None
    keep: float | None = None
    """The share of the file that is left; None leaves no file."""
    is_killed: bool = False


class DamagedCatalogue:
    """A closed data folder and one whose engine was killed, both with a backup, harmed in copies."""

    def __init__(self, work: Path, documents: int, seed: int) -> None:
        self._work = work
        self._draw = random.Random(seed)
        self.closed, self.killed = work / "closed", work / "killed"
        folder = work / "texts"
        write_texts(folder, documents)
        with closing(open_engine(self.closed)) as engine:
            add(engine, folder)
            conversation = engine.start_conversation()
            for question in some_questions(5):
                list(engine.ask(question, conversation=conversation, use_model=False))
            engine.back_up()
            self.questions = some_questions(5)
            self.expected = answers(engine, self.questions)
        shutil.copytree(self.closed, self.killed)
        write_texts(folder, 1, seed=9, mark="late")
        command = [sys.executable, "-c", _KILLED, self.killed, folder]
        subprocess.run(command, cwd=PROJECT, capture_output=True, check=False, timeout=120)
        whole = work / "whole"
        shutil.copytree(self.killed, whole)
        assert _told(whole) is None
        self._rows_of_killed = _rows(whole)

    def cases(self, pages: int) -> Iterator[Case]:
        """All of them."""
        names = list(PAGE_HARMS)
        for n in range(pages):
            yield Case(names[n % len(names)], PAGE_HARMS[names[n % len(names)]], 1.0, is_killed=n % 8 >= 4)
        for _ in range(4):
            yield Case("header", _header, 1.0)
        for share in (0.0, 0.001, 0.01, 0.3, 0.5, 0.9, 0.9999):
            yield Case(f"cut to {share:.2%}", None, share)
        yield Case("missing", None)

    def violations(self, case: Case) -> list[str]:
        """What was not as promised."""
        copy = self._work / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self.killed if case.is_killed else self.closed, copy)
        catalogue = copy / "catalogue.db"
        harmed = self._harm(case, catalogue)
        found = []
        told = _told(copy)
        if told is None and case.is_killed:
            now = _rows(copy)
            changed = [table for table, rows in self._rows_of_killed.items() if now.get(table) != rows]
            if not changed:
                # The harm met a page that the log holds as well, or bytes that no row uses: every row is as it was.
                return []
            found.append(f"nothing was told of changes in {', '.join(changed)}")
        elif told is None:
            found.append("nothing was told")
        elif "ragdesk restore" not in told.hint:
            found.append(f"no restore is offered: {told.hint}")
        if (catalogue.read_bytes() if catalogue.exists() else None) != harmed:
            found.append("the damaged file was written to")
        if told is not None:
            found += self._restored(copy, harmed)
        return found

    def _harm(self, case: Case, catalogue: Path) -> bytes | None:
        if case.keep is None:
            catalogue.unlink()
            return None
        data = bytearray(catalogue.read_bytes())
        if case.harm:
            case.harm(data, self._draw)
        else:
            del data[int(len(data) * case.keep) :]
        catalogue.write_bytes(data)
        return bytes(data)

    def _restored(self, copy: Path, harmed: bytes | None) -> list[str]:
        with closing(open_repair(copy)) as repair:
            report = repair.restore()
        found = []
        aside = [copy / name for name in report.set_aside if name.endswith(".db")]
        if (aside[0].read_bytes() if aside else None) != harmed:
            found.append("the damaged file was not set aside as it was")
        with closing(open_engine(copy)) as engine:
            if answers(engine, self.questions) != self.expected:
                found.append("the restored library answers differently")
        return found


def _told(data_dir: Path) -> CatalogueDamaged | None:
    """By the opening, or by a call after the check; a search in between must not bring an empty library."""
    stores: Stores | None = None
    try:
        engine: Engine = open_engine(data_dir)
    except CatalogueDamaged as problem:
        return problem
    try:
        stores = engine.parts.stores
        stores.check.wait(CHECKED_WITHIN_S)
        if not engine.list_documents():
            raise AssertionError("a silent empty library")
        return None
    except CatalogueDamaged as problem:
        return problem
    finally:
        engine.close()


def _rows(data_dir: Path) -> dict[str, bytes]:
    """A hash of the rows of each table, those of the word index's own tables included."""
    hashes = {}
    with closing(sqlite3.connect(data_dir / "catalogue.db")) as connection:
        connection.text_factory = bytes
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0").fetchall()
        for (table,) in tables:
            if table in (b"catalogue_state", b"jobs"):
                continue
            rows = sorted(repr(row) for row in connection.execute(f'SELECT * FROM "{table.decode()}"'))
            if table == b"chunk_words_content":  # a copy of the text for the word index, which is blind to case
                rows = [row.lower() for row in rows]
            hashes[table.decode()] = hashlib.blake2b("\n".join(rows).encode()).digest()
    return hashes


def run(work: Path, pages: int, documents: int, seed: int) -> tuple[Counter[str], list[str]]:
    """How many cases of each kind, and the violations."""
    damage = DamagedCatalogue(work, documents, seed)
    counts: Counter[str] = Counter()
    violations = []
    for case in damage.cases(pages):
        name = f"{case.name}{' after a kill' if case.is_killed else ''}"
        counts[name.split(" to ")[0]] += 1
        violations += [f"{name}: {found}" for found in damage.violations(case)]
    return counts, violations


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--documents", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as folder:
        counts, violations = run(Path(folder), options.pages, options.documents, options.seed)
    for violation in violations:
        print(violation)
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    print(f"{sum(counts.values())} harms, {len(violations)} violations")
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
