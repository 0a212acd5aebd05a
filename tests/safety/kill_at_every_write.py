"""`kill -9` before every single change of a file that an add, an index build and a removal make.

usage: python -m tests.safety.kill_at_every_write [--every 1] [--first 1] [--seed 1]
One library with a built index; then files are changed, added, renamed and deleted. The run adds them, builds a new
generation of the index and removes a document; it is repeated from the same start, and killed before its 1st, 2nd, 3rd
... write, sync, opening for writing, rename, unlink or mkdir below the data folder, by whatever thread or library.
After each kill the checks of `kill_add`, and either the old or the new generation is the active one. Exits with 1 on
any violation.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.safety.after_kill import Case, examine
from tests.safety.catalogue_picture import Picture, take_picture
from tests.safety.doings import Doing, do_all, open_engine
from tests.safety.forked import get_ready_to_fork, in_fork, lines_of
from tests.safety.index_state import OpenIndex
from tests.safety.mixed_folder import MixedFolder
from tests.safety.watched_calls import Watched, can_watch


@dataclass(frozen=True, slots=True)
class Point:
    """One kill: before which call, and what was wrong afterwards."""

    number: int
    call: str
    violations: list[str]


class KillAtEveryWrite:
    """A start that is prepared once, and the run that is killed."""

    def __init__(self, work_dir: Path, seed: int) -> None:
        self._work_dir = work_dir
        self._folder = MixedFolder(work_dir / "a", 8, 2, seed)
        self._start, self._data_dir, self._told = (work_dir / name for name in ("start", "killed", "told.jsonl"))
        self._before = self._complete(self._start)
        self._old = self._generation(self._start)
        self._folder.change(6)
        undisturbed = work_dir / "undisturbed"
        shutil.copytree(self._start, undisturbed)
        self._expected = self._complete(undisturbed)
        whole = self._watched(None)
        if whole.run():
            raise SystemExit("The whole run was killed.")
        whole.fork.result()
        self.calls, self.counted = whole.calls, whole.counted()
        self._new = self._generation(self._data_dir)

    def points(self, first: int, every: int) -> Iterator[Point]:
        """One more than there are calls: a run that is not killed is looked at, too."""
        for number in range(first, len(self.calls) + 2, every):
            watched = self._watched(number)
            if watched.run():
                watched.fork.forget()
            else:
                watched.fork.result()
            call = watched.calls[-1] if watched.calls else ""
            yield Point(number, call, self._violations())

    def _watched(self, kill_at: int | None) -> Watched:
        shutil.rmtree(self._data_dir, ignore_errors=True)
        shutil.copytree(self._start, self._data_dir)
        self._told.unlink(missing_ok=True)
        removed = sorted(path for path in self._expected.documents if path.endswith((".md", ".docx", ".html")))[0]
        doings = [Doing("add", (str(self._folder.folder),)), Doing("remove", (removed,))]
        return Watched(lambda: do_all(self._data_dir, doings, self._told, 0.0), self._data_dir, kill_at)

    def _violations(self) -> list[str]:
        case = Case(
            self._data_dir, (self._folder.folder,), self._before, self._expected, lines_of(self._told),
            self._before.contents | self._expected.contents,
        )  # fmt: skip
        active = self._generation(self._data_dir)
        found: list[str] = in_fork(lambda: examine(case, self._work_dir))["violations"]
        if active not in (self._old, self._new):
            found.append(f"the active generation is {active}, neither {self._old} nor {self._new}")
        return found

    def _generation(self, data_dir: Path) -> str | None:
        """In a copy, since opening the catalogue recovers it."""

        def told() -> str | None:
            copy = self._work_dir / "asked"
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(data_dir, copy)
            with closing(OpenIndex(copy)) as opened:
                return opened.generation()

        found: str | None = in_fork(told)
        return found

    def _complete(self, data_dir: Path) -> Picture:
        def complete() -> object:
            with closing(open_engine(data_dir)) as engine:
                list(engine.add([self._folder.folder]))
            return take_picture(data_dir / "catalogue.db").as_json()

        return Picture.from_json(in_fork(complete))


def main() -> int:
    options = _options()
    if not can_watch():
        print("Only on Linux with x86-64 can every call be watched.", file=sys.stderr)
        return 2
    get_ready_to_fork("tests.safety.kill_at_every_write")
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        killing = KillAtEveryWrite(Path(folder), options.seed)
        print(f"{len(killing.calls)} calls change files: {dict(killing.counted)}", flush=True)
        points = violations = 0
        for point in killing.points(options.first, options.every):
            points += 1
            violations += len(point.violations)
            if point.violations:
                print(f"killed before call {point.number}, {point.call}: {'; '.join(point.violations)}", flush=True)
            elif points % 50 == 0:
                print(f"{points} points after {time.perf_counter() - began:.0f} s", flush=True)
    took_s = time.perf_counter() - began
    print(f"{points} points of {len(killing.calls) + 1} in {took_s:.0f} s, {violations} violations")
    return 1 if violations else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
