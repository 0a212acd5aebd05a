"""Every file of a finished vector index, harmed in every way: found before the first answer, and rebuilt by itself.

usage: python -m tests.safety.harm_index [--spans 400] [--seed 1]
A library of so many vectors, with Chroma from the first question on. Each file of its folder is deleted, zeroed, cut to
1, 50 and 99 %, has 64 bytes flipped, is put back from an older generation. Then, for each case: no answer may differ
from exact search, not even the first; the harm has to be seen before it; a build in another thread, which the index
itself asked for, makes a new generation, while searches go on. Exits with 1 if anything fails.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.engine.index.small_library import EXACT_UP_TO, SmallLibrary
from tests.safety.index_state import OpenIndex

MADE_ANEW = "chroma.sqlite3"
"""Written by Chroma at each opening, and so made from its kept copy each time: harm to it does no harm."""
LONGEST_REBUILD_S = 120.0


@dataclass(slots=True)
class Case:
    """One harmed file, and what came of it."""

    name: str
    is_found: bool = False
    wrong: int = 0
    is_rebuilt: bool = False
    rebuild_s: float = 0.0
    searches: int = 0
    longest_search_s: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        return self.is_found and self.is_rebuilt and not self.wrong and not self.problems


def delete(file: Path) -> None:
    file.unlink()


def zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


def cut(share: float) -> Callable[[Path], None]:
    def cut_to(file: Path) -> None:
        data = file.read_bytes()
        file.write_bytes(data[: min(int(len(data) * share), len(data) - 1)])

    return cut_to


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    start = random.Random(len(data)).randrange(max(1, len(data) - 64))
    data[start : start + 64] = bytes(byte ^ 0xFF for byte in data[start : start + 64])
    file.write_bytes(data)


HARMS: dict[str, Callable[[Path], None]] = {
    "delete": delete,
    "zero": zero,
    "cut to 1 %": cut(0.01),
    "cut to 50 %": cut(0.5),
    "cut to 99 %": cut(0.99),
    "flip 64 bytes": flip,
}
OLDER = "older copy"


class HarmIndex:
    """A library with two generations behind it; each case harms a copy."""

    def __init__(self, work_dir: Path, spans: int) -> None:
        self._work_dir = work_dir
        self._root = work_dir / "whole"
        self._root.mkdir()
        library = SmallLibrary(self._root)
        library.put("a", spans)
        library.build()
        library.close()
        (older,) = library.root.glob("gen-*")
        shutil.copytree(older, work_dir / "older")
        library.open()
        library.put("b", spans // 2)
        library.build()
        library.assert_right()
        self.generation = library.generations()[0]
        library.close()
        self.files = sorted(path.name for path in library.folder(self.generation).rglob("*") if path.stat().st_size)
        self.files = [name for name in self.files if (next(library.root.rglob(name))).is_file()]

    def cases(self) -> Iterator[Case]:
        """Each file, each harm."""
        for name in self.files:
            for harm in (*HARMS, OLDER):
                yield self._judge(Case(f"{name}: {harm}"), name, harm)

    def _judge(self, case: Case, name: str, harm: str) -> Case:
        copy = self._work_dir / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._root, copy)
        (file,) = (copy / "index").rglob(name)
        if harm == OLDER:
            shutil.copyfile(next((self._work_dir / "older").rglob(name)), file)
        else:
            HARMS[harm](file)
        wanted = threading.Event()
        with closing(OpenIndex(copy, EXACT_UP_TO, on_build_wanted=wanted.set)) as opened:
            case.wrong += self._ask(opened)
            # Before the first answer: what answered it is not the harmed folder.
            case.is_found = opened.index._generation is None or name == MADE_ANEW
            if name == MADE_ANEW:
                case.is_rebuilt = True
                case.problems += [] if opened.index._generation else ["a whole folder was given up"]
            elif not wanted.is_set():
                case.problems.append("no build was asked for")
            else:
                self._rebuild(case, opened)
        return case

    def _rebuild(self, case: Case, opened: OpenIndex) -> None:
        began = time.perf_counter()
        building = threading.Thread(target=lambda: list(opened.index.build()), name="build")
        building.start()
        while building.is_alive() and time.perf_counter() - began < LONGEST_REBUILD_S:
            asked = time.perf_counter()
            case.wrong += self._ask(opened)
            case.longest_search_s = max(case.longest_search_s, (time.perf_counter() - asked) / 4)
            case.searches += 4
        building.join()
        case.rebuild_s = time.perf_counter() - began
        case.wrong += self._ask(opened)
        served = opened.index._generation
        case.is_rebuilt = served is not None and served.folder.name != self.generation
        if [folder.name for folder in opened.folder.glob("gen-*")] != [opened.generation()]:
            case.problems.append("the harmed folder was left behind")

    def _ask(self, opened: OpenIndex) -> int:
        """How many of four questions are not answered as by exact search."""
        return sum(share < 1 for share in opened.recall())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=int, default=400)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cases = []
        for case in HarmIndex(Path(folder), options.spans).cases():
            cases.append(case)
            if not case.is_right:
                print(f"{case}", flush=True)
    rebuilds = [case.rebuild_s for case in cases if case.rebuild_s]
    print(
        f"{sum(case.is_found for case in cases)} of {len(cases)} found before the first answer,"
        f" {sum(case.wrong for case in cases)} wrong answers, {sum(case.is_rebuilt for case in cases)} served by a"
        f" whole index again; rebuilds: median {np.median(rebuilds):.2f} s, longest {max(rebuilds):.2f} s, with"
        f" {sum(case.searches for case in cases)} searches meanwhile, the slowest"
        f" {max(case.longest_search_s for case in cases) * 1000:.0f} ms"
    )
    return 0 if all(case.is_right for case in cases) else 1


if __name__ == "__main__":
    sys.exit(main())
