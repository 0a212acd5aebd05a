"""`kill -9` during `add`, again and again at random moments; after each one nothing may be lost, half-read or doubled.

usage: python -m tests.safety.kill_add [--kills 50] [--seed 1] [--documents 40] [--pdf-pages 80]
Every fifth kill starts over with a fresh data folder; in between files are edited, renamed, deleted and added. After
each kill, on a copy of the data folder as the kill left it: the rules of `catalogue_picture`, a search, then `add` to
its end, which must leave exactly what an undisturbed library holds. Exits with 1 on any violation.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.environment import scrub_environment
from tests.safety.after_kill import Library, differences, kept_promises
from tests.safety.catalogue_picture import Picture, broken_rules
from tests.safety.mixed_folder import MixedFolder

PROJECT = Path(__file__).parents[2]
VISIBLE_TEXTS = PROJECT.parent / "shared" / "data" / "squad.passages.jsonl"
EXACT_UP_TO = 200
"""Small enough that every run builds a Chroma folder."""
FRESH_EVERY = 5
LONGEST_RUN_S = 300


@dataclass(slots=True)
class Killed:
    """One run that was killed, or that ended before its moment came."""

    took_s: float
    is_killed: bool
    told: list[dict[str, str]]
    violations: list[str] = field(default_factory=list)


class KillAdd:
    """A folder, an undisturbed library of it, and one that is killed all the time."""

    def __init__(self, mixed: MixedFolder, work_dir: Path, cache_dir: Path, seed: int) -> None:
        self._mixed = mixed
        self._work_dir = work_dir
        self._cache_dir = cache_dir
        self._draw = random.Random(seed)
        self._data_dir = work_dir / "killed"
        self._before = Picture({}, {}, {}, 0)
        self._undisturbed = Library(work_dir / "undisturbed", cache_dir, EXACT_UP_TO)
        self._undisturbed.add(mixed.folder)
        self.duration_s = self._time_of_whole_run()
        self._resumed_s = self.duration_s
        """What a run takes that has less to do: estimated anew after each one."""

    def kills(self, wanted: int) -> Iterator[Killed]:
        """Runs until so many were killed while they worked. A run that ends first is checked as well."""
        done = tries = 0
        while done < wanted and tries < 4 * wanted:
            if tries % FRESH_EVERY == 0:
                shutil.rmtree(self._data_dir, ignore_errors=True)
                self._before = Picture({}, {}, {}, 0)
            else:
                self._mixed.change()
                self._undisturbed.add(self._mixed.folder)
            is_fresh = tries % FRESH_EVERY == 0
            tries += 1
            killed = self._run_and_kill(self._draw.uniform(0, self.duration_s if is_fresh else self._resumed_s))
            if not is_fresh:
                self._note_resumed(killed)
            killed.violations = self._violations(killed)
            done += killed.is_killed
            yield killed

    def _note_resumed(self, run: Killed) -> None:
        """Kills grow later until a run ends before its own: so all moments of a run get their turn."""
        self._resumed_s = min(1.25 * self._resumed_s, self.duration_s) if run.is_killed else run.took_s

    def _time_of_whole_run(self) -> float:
        whole = self._run_and_kill(LONGEST_RUN_S)
        if whole.is_killed or not whole.told or "summary" not in whole.told[-1]:
            raise SystemExit("The undisturbed run did not end by itself.")
        return whole.took_s

    def _run_and_kill(self, after_s: float) -> Killed:
        paths = [str(self._data_dir), str(self._cache_dir), str(EXACT_UP_TO), str(self._mixed.folder)]
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            began = time.perf_counter()
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.safety.add_driver", *paths],
                cwd=PROJECT, stdout=output, stderr=errors, start_new_session=True,
            )  # fmt: skip
            try:
                code: int | None = process.wait(after_s)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                code = process.wait()
            took_s = time.perf_counter() - began
            output.seek(0)
            errors.seek(0)
            if code not in (0, -signal.SIGKILL):
                raise SystemExit(f"add ended with {code}: {errors.read().decode('utf-8', 'replace')[-2_000:]}")
            lines = output.read().decode("utf-8").splitlines(keepends=True)
        told = [json.loads(line) for line in lines if line.endswith("\n")]
        return Killed(took_s, code != 0, told)

    def _violations(self, killed: Killed) -> list[str]:
        """Everything is looked at in a copy: the killed folder itself goes on as the kill left it."""
        expected = self._undisturbed.picture()
        copy = self._work_dir / "copy"
        shutil.rmtree(copy, ignore_errors=True)
        if not (self._data_dir / "catalogue.db").exists():  # killed before anything was made
            copy.mkdir(parents=True)
        else:
            shutil.copytree(self._data_dir, copy)
        try:
            return self._violations_of(killed, copy, expected)
        finally:
            shutil.rmtree(copy, ignore_errors=True)

    def _violations_of(self, killed: Killed, copy: Path, expected: Picture) -> list[str]:
        found: list[str] = []
        library = Library(copy, self._cache_dir, EXACT_UP_TO)
        try:
            if library.catalogue.exists():
                found += broken_rules(library.catalogue)
                now = library.picture()
                found += kept_promises(self._before, now, expected, killed.told)
                found += library.wrong_answers(now)
                self._before = now
            library.add(self._mixed.folder)
            found += [f"after the next add: {told}" for told in broken_rules(library.catalogue)]
            found += [f"after the next add: {told}" for told in differences(library.picture(), expected)]
            found += [f"after the next add: {told}" for told in library.other_answers_than(self._undisturbed)]
        finally:
            library.close()
        return found

    def close(self) -> None:
        """Let go of the undisturbed library."""
        self._undisturbed.close()


def main() -> int:
    options = _options()
    scrub_environment()
    from ragdesk.paths import cache_dir

    if not VISIBLE_TEXTS.is_file():
        print(f"There is nothing to add: {VISIBLE_TEXTS} is absent.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        work_dir = Path(folder)
        mixed = MixedFolder(work_dir / "files", _paragraphs(), options.documents, options.pdf_pages, options.seed)
        killing = KillAdd(mixed, work_dir, cache_dir(), options.seed)
        try:
            return _report(killing, options.kills)
        finally:
            killing.close()


def _report(killing: KillAdd, kills: int) -> int:
    print(f"an undisturbed run takes {killing.duration_s:.1f} s", flush=True)
    violations = killed = ended = 0
    for n, one in enumerate(killing.kills(kills), start=1):
        how = "killed" if one.is_killed else "ended by itself"
        killed += one.is_killed
        ended += not one.is_killed
        violations += len(one.violations)
        verdict = "; ".join(one.violations) or "all is well"
        print(f"run {n:3}: {how} after {one.took_s:5.2f} s, {len(one.told):3} lines told: {verdict}", flush=True)
    print(f"{killed} kills, {ended} runs that ended before theirs, {violations} violations")
    return 1 if violations or killed < kills else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--pdf-pages", type=int, default=80)
    return parser.parse_args()


def _paragraphs() -> Sequence[str]:
    return [json.loads(line)["text"] for line in VISIBLE_TEXTS.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    sys.exit(main())
