"""Adding a long PDF, whole processes, ours and the plain recipe in turn; and searching from nothing running."""

from __future__ import annotations

import shutil
import sqlite3
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from big_pdf import page_word
from visible_texts import questions
from whole_process import Run, has_int8_instructions, run_whole

PROGRAM = (sys.executable, "-m", "ragdesk")


@dataclass(frozen=True, slots=True)
class Recipe:
    """The yardstick script, and an interpreter that has the packages it needs."""

    script: Path
    python: str

    def run(self, arguments: Sequence[str]) -> tuple[Run, dict[str, Any]]:
        run = run_whole([self.python, str(self.script), *arguments, "--json"])
        return run, run.json_lines()[-1]


def measure_ingest(recipe: Recipe, pdf: Path, pages: int, repeat: int, work_dir: Path) -> None:
    """Prints each pair as it is measured, then medians; leaves the last `library` and `recipe-store` in `work_dir`."""
    ours: list[dict[str, float]] = []
    theirs: list[dict[str, float]] = []
    for n in range(1, repeat + 1):
        ours.append(_add(pdf, pages, _emptied(work_dir / "library")))
        run, told = recipe.run([str(pdf), "--store", str(_emptied(work_dir / "recipe-store"))])
        theirs.append({"wall": run.wall_s, "ingest": told["ingest_s"], "peak": max(run.peak_mb, told["peak_rss_mb"])})
        print(f"   pair {n}: ours {_told(ours[-1])}; recipe {_told(theirs[-1])}", flush=True)
    ours_of, theirs_of = _medians(ours), _medians(theirs)
    least = 4 if has_int8_instructions() else 2
    _say("ingest, whole processes", theirs_of["wall"] / ours_of["wall"], f"times as fast, target >= {least}")
    _say("ingest, start-up left out", theirs_of["ingest"] / ours_of["ingest"], "times as fast")
    _say("peak memory of the tree", ours_of["peak"] / theirs_of["peak"], "of the recipe's, target <= 0.7")
    _say("every word searchable, seen from outside", ours_of["words"], "s from the start of the process, target < 5")
    _say("every word searchable, at most", ours_of["words_told"], "s: start-up, end and what the summary says")
    print(f"  {pages / ours_of['ingest']:.1f} pages/s against {pages / theirs_of['ingest']:.1f}")


def _add(pdf: Path, pages: int, data_dir: Path) -> dict[str, float]:
    run = run_whole(
        [*PROGRAM, "--data-dir", str(data_dir), "add", str(pdf), "--json"],
        until=_word_is_there(data_dir / "catalogue.db", page_word(pages)),
    )
    *documents, last = run.json_lines()
    summary = last["summary"]
    if summary["ready"] != 1:
        raise SystemExit(f"The PDF did not become ready: {documents}")
    if run.seen_s is None:
        raise SystemExit("The last page's word was never found.")
    started = run.wall_s - summary["took_s"]
    return {
        "wall": run.wall_s,
        "ingest": summary["took_s"],
        "peak": run.peak_mb,
        "words": run.seen_s,
        "words_told": started + summary["words_searchable_s"],
    }


def _word_is_there(catalogue: Path, word: str) -> Callable[[], bool]:
    """Asks the word index as another process would: by a connection of its own that only reads."""

    def is_there() -> bool:
        if not catalogue.exists():
            return False
        try:
            connection = sqlite3.connect(f"{catalogue.as_uri()}?mode=ro", uri=True)
            try:
                return bool(
                    connection.execute("SELECT 1 FROM chunk_words WHERE chunk_words MATCH ?", (word,)).fetchone()
                )
            finally:
                connection.close()
        except sqlite3.Error:  # the tables are not there yet
            return False

    return is_there


def measure_cold(samples: Path, pdf: Path, repeat: int, work_dir: Path) -> None:
    """`ragdesk search` from nothing running to printed quotes, on a small library and on the long PDF's."""
    small = work_dir / "samples-library"
    run_whole([*PROGRAM, "--data-dir", str(small), "add", str(samples), "--json"])
    large = work_dir / "library"
    run_whole([*PROGRAM, "--data-dir", str(large), "add", str(pdf), "--json"])
    for name, data_dir in (("samples", small), ("long PDF", large)):
        walls = []
        for question in questions(max(repeat, 5)):
            run = run_whole([*PROGRAM, "--data-dir", str(data_dir), "search", question])
            if "passage" not in run.output:
                raise SystemExit(f"Nothing was printed for: {question}")
            walls.append(run.wall_s)
        _say(f"search from nothing running, {name}", median(walls), f"s (worst {max(walls):.2f}), target < 2")


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def _medians(runs: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: median(run[name] for run in runs) for name in runs[0]}


def _told(run: dict[str, float]) -> str:
    units = {"peak": "MB"}
    return ", ".join(f"{name} {value:.1f} {units.get(name, 's')}" for name, value in run.items())


def _say(what: str, value: float, words: str) -> None:
    print(f"  {what:45} {value:8.2f} {words}", flush=True)
