"""`kill -9` at random moments of adding, updating, removing and index building; then nothing may be lost or half done.

usage: python -m tests.safety.kill_add [--kills 100] [--seed 1] [--documents 14]
Each run is a fork of one process that has imported everything, with real SQLite, Chroma and reader processes. In
between files are edited, copied, renamed, deleted and added; the killed folder goes on as the kill left it, so that
the next kill may hit the recovery. After each kill, on copies: the rules of `catalogue_picture`, every promise made,
a search, the vector index against exact search, then `add` to its end, which must leave exactly what an undisturbed
library holds. Exits with 1 on any violation, or a first answer that takes 2 s.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from tests.safety.after_kill import DONE, Case, examine
from tests.safety.catalogue_picture import NOTHING, Picture, take_picture
from tests.safety.doings import BORDER, Doing, do_all, open_engine
from tests.safety.forked import Fork, get_ready_to_fork, in_fork, lines_of
from tests.safety.mixed_folder import MixedFolder

PROJECT = Path(__file__).parents[2]
FRESH_EVERY = 8
LONGEST_RUN_S = 60
LONGEST_DELAY_S = 0.02
FIRST_ANSWER_S = 2.0
REAL_START_EVERY = 25
KINDS = ("update",) * 6 + ("remove",) * 3 + ("index",)
INDEXED_UP_TO, EXACT_UP_TO = 40, 100_000
"""Only runs of kind "index" build a Chroma folder; it takes longer than all the rest."""


@dataclass(slots=True)
class Killed:
    """One run that was killed, or that ended before its moment came."""

    kind: str
    after_s: float
    is_killed: bool
    where: str = ""
    violations: list[str] = field(default_factory=list)
    first_answer_s: float = 0.0


class KillAdd:
    """Two folders, an undisturbed library of them, and one that is killed all the time."""

    def __init__(self, work_dir: Path, seed: int, documents: int) -> None:
        self._work_dir = work_dir
        self._draw = random.Random(seed)
        self._main = MixedFolder(work_dir / "a", documents, 4, seed)
        self._second = MixedFolder(work_dir / "b", 6, 2, seed + 1)
        self._sources = (self._main.folder, self._second.folder)
        self._data_dir = work_dir / "killed"
        self._told = work_dir / "told.jsonl"
        self._before = NOTHING
        self._known: dict[str, str] = {}
        self._generation = ""
        self._lasts = {kind: 1.5 for kind in ("fresh", *KINDS)}
        self._tells = {kind: 60.0 for kind in ("fresh", *KINDS)}
        """What a run of each kind takes, and how many lines it tells: estimated anew after each one."""

    def kills(self, wanted: int) -> Iterator[Killed]:
        """Runs until so many were killed while they worked. A run that ends first is checked as well."""
        done = tries = 0
        while done < wanted and tries < 4 * wanted:
            kind = "fresh" if tries % FRESH_EVERY == 0 else self._draw.choice(KINDS)
            tries += 1
            killed = self._run_and_kill(kind)
            done += killed.is_killed
            yield killed

    def _run_and_kill(self, kind: str) -> Killed:
        doings = self._prepare(kind)
        BORDER.exact_up_to = INDEXED_UP_TO if kind == "index" else EXACT_UP_TO
        difference = 0.0 if kind == "index" else 0.2
        undisturbed = Fork(lambda: self._undisturbed().as_json())
        fork = Fork(lambda: do_all(self._data_dir, doings, self._told, difference))
        is_killed = not fork.ends_before(self._moment(kind))
        if is_killed:
            fork.kill()
            fork.forget()
        else:
            fork.result()
        after_s = time.perf_counter() - fork.began
        lines = len(lines_of(self._told))
        for known, now in ((self._lasts, after_s), (self._tells, lines)):
            known[kind] = 1.25 * known[kind] if is_killed else 1.05 * now
        expected = Picture.from_json(undisturbed.result())
        return self._judge(Killed(kind, after_s, is_killed), expected)

    def _moment(self, kind: str) -> Callable[[], bool]:
        """When to kill: at any time of the run, in its first tenth while it opens what the kill before left, or soon
        after any line that it tells, since most of the time is spent on waiting for the readers."""
        began, draw = time.perf_counter(), self._draw
        after_s = draw.uniform(0, min(self._lasts[kind], LONGEST_RUN_S) * draw.choice((1, 1, 0.1)))
        if draw.random() < 0.4:
            return lambda: time.perf_counter() - began >= after_s
        line, delay_s = draw.uniform(0, self._tells[kind]), draw.uniform(0, LONGEST_DELAY_S)
        reached: list[float] = []

        def is_time() -> bool:
            if not reached and self._told.exists() and self._told.read_bytes().count(b"\n") >= line:
                reached.append(time.perf_counter())
            return bool(reached) and time.perf_counter() - reached[0] >= delay_s

        return is_time

    def _prepare(self, kind: str) -> list[Doing]:
        self._told.unlink(missing_ok=True)
        both = Doing("add", tuple(str(source) for source in self._sources))
        if kind == "fresh":
            shutil.rmtree(self._data_dir, ignore_errors=True)
            self._before = NOTHING
            return [both]
        if kind == "remove":
            ready = [path for path, (status, _) in self._before.documents.items() if status in DONE]
            documents = self._draw.sample(ready, min(3, len(ready)))
            sources = [str(self._second.folder)] if any("/b/" in path for path in self._before.documents) else []
            removals = [Doing("remove", (path,)) for path in documents if "/b/" not in path]
            return [*removals, *(Doing("remove", (source,)) for source in sources), both]
        self._main.change()
        self._second.change(1)
        return [both]

    def _undisturbed(self) -> Picture:
        data_dir = self._work_dir / "undisturbed"
        engine = open_engine(data_dir)
        list(engine.add(self._sources))
        engine.close()
        return take_picture(data_dir / "catalogue.db")

    def _judge(self, killed: Killed, expected: Picture) -> Killed:
        self._known |= expected.contents
        told = lines_of(self._told)
        case = Case(self._data_dir, self._sources, self._before, expected, told, self._known)
        seen = in_fork(lambda: examine(case, self._work_dir))
        self._before = Picture.from_json(seen["now"])
        killed.violations, killed.first_answer_s = seen["violations"], seen["first_answer_s"]
        killed.where = self._where(told)
        return killed

    def _where(self, told: Sequence[Mapping[str, Any]]) -> str:
        """In which piece of work it was killed."""
        if not told:
            return "opening"
        folders = sorted(folder.name for folder in self._data_dir.glob("index/*/gen-*"))
        if folders and folders[-1] != self._generation:
            self._generation = folders[-1]
            return "building or after"
        last = [line for line in told if "document" not in line][-1]
        return str(last.get("doing") or f"{last.get('begin', 'closing')}, first step")

    def real_start_s(self) -> float:
        """A search in a process of its own, imports and all, on the folder as the kill left it."""
        copy = self._work_dir / "real"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._data_dir, copy)
        began = time.perf_counter()
        code = (
            "import sys; from pathlib import Path; from tests.safety.doings import open_engine;"
            " engine = open_engine(Path(sys.argv[1])); engine.search('Who paid for the scales?'); engine.close()"
        )
        subprocess.run([sys.executable, "-c", code, str(copy)], cwd=PROJECT, check=True)
        return time.perf_counter() - began


def main() -> int:
    options = _options()
    get_ready_to_fork("tests.safety.kill_add")
    with tempfile.TemporaryDirectory() as folder:
        return _report(KillAdd(Path(folder), options.seed, options.documents), options.kills)


def _report(killing: KillAdd, kills: int) -> int:
    began = time.perf_counter()
    kinds: Counter[str] = Counter()
    places: Counter[str] = Counter()
    violations = ended = 0
    answers, starts = [], []
    for n, one in enumerate(killing.kills(kills), start=1):
        kinds[one.kind] += one.is_killed
        places[one.where] += one.is_killed
        ended += not one.is_killed
        violations += len(one.violations)
        answers.append(one.first_answer_s)
        if n % REAL_START_EVERY == 0:
            starts.append(killing.real_start_s())
        if one.violations:
            told = "; ".join(one.violations)
            print(f"run {n}: {one.kind}, killed after {one.after_s:.3f} s, {one.where}: {told}", flush=True)
        elif n % 50 == 0:
            print(f"{sum(kinds.values())} kills after {time.perf_counter() - began:.0f} s", flush=True)
    print(f"{sum(kinds.values())} kills in {time.perf_counter() - began:.0f} s: {dict(kinds)}")
    print(f"killed while: {dict(places)}")
    print(f"{ended} runs ended before theirs; {violations} violations")
    print(f"first answer after a kill (warm process): {_spread(answers)}; a new process: {_spread(starts)}")
    is_slow = max([*answers, *starts]) >= FIRST_ANSWER_S
    return 1 if violations or is_slow or sum(kinds.values()) < kills else 0


def _spread(seconds: list[float]) -> str:
    if not seconds:
        return "not measured"
    p50, p95 = np.percentile(seconds, [50, 95])
    return f"median {p50:.2f} s, 95 % {p95:.2f} s, longest {max(seconds):.2f} s of {len(seconds)}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=14)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
