"""Text recall per format over the visible test files: how much of what each file says ragdesk reads.

Run by hand: `python tests/benchmarks/text_recall.py [--failures [--letters]]`. Recall of a file is the share of its
expected strings that are found, white space folded; of a format, the mean over its files. Exits with 1 below the
target.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.sections import Reading
from ragdesk.protocol.errors import CannotRead

FILES = Path(__file__).parents[2].parent / "shared" / "data" / "files"
TARGET = 0.95


def folded(text: str) -> str:
    return " ".join(text.split())


def full_text(reading: Reading) -> str:
    return folded("\n\n".join(section.text for section in reading.sections))


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def recalls(reading: Reading, expected: list[str]) -> tuple[float, float]:
    """By the manifest's definition; by letters and digits alone.

    Many expected strings come from another converter's Markdown, with its spaces ("bold , underline") and without the
    file's own signs ("[49]", "\\frac", curly quotes): the second figure says whether the words were read.
    """
    whole = full_text(reading)
    plain = letters(whole)
    by_definition = sum(folded(string) in whole for string in expected)
    by_letters = sum(letters(string) in plain for string in expected)
    return by_definition / len(expected), by_letters / len(expected)


def main() -> int:
    is_verbose = "--failures" in sys.argv
    scores: dict[str, list[tuple[float, float]]] = defaultdict(list)
    skipped: dict[str, list[str]] = defaultdict(list)
    wrong: list[str] = []
    started = time.perf_counter()
    for line in (FILES / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
        entry: dict[str, Any] = json.loads(line)
        try:
            reading = read_document((FILES / entry["path"]).read_bytes(), entry["path"])
        except CannotRead as problem:
            skipped[entry["format"]].append(f"{problem.code}: {problem.message}")
            if entry.get("expect_error") not in (None, problem.code) and problem.code != "unsupported":
                wrong.append(f"{entry['path']}: expected {entry['expect_error']}, got {problem.code}")
            if is_verbose:
                print(f"{problem.code:12} {entry['path']}: {problem.message}")
            continue
        if entry.get("expect_error"):
            wrong.append(f"{entry['path']}: expected {entry['expect_error']}, was read")
        text = full_text(reading)
        wrong.extend(f"{entry['path']}: holds {s!r}" for s in entry.get("expect_absent") or [] if folded(s) in text)
        expected = entry["expect_contains"]
        if expected and not entry.get("needs"):
            scores[entry["format"]].append(recalls(reading, expected))
            found = letters if "--letters" in sys.argv else folded
            missing = [string for string in expected if found(string) not in found(text)]
            if missing and is_verbose:
                print(f"{scores[entry['format']][-1][0]:.2f} {entry['path']}: {missing}")
    return report(scores, skipped, wrong, time.perf_counter() - started)


def report(
    scores: dict[str, list[tuple[float, float]]], skipped: dict[str, list[str]], wrong: list[str], seconds: float
) -> int:
    print(f"{'format':8} {'files':>5} {'recall':>7} {'letters only':>13}")
    for name, figures in sorted(scores.items()):
        whole, plain = (sum(column) / len(figures) for column in zip(*figures, strict=True))
        print(f"{name:8} {len(figures):5} {whole:7.3f} {plain:13.3f}")
    for name, reasons in sorted(skipped.items()):
        print(f"skipped {len(reasons):3} {name}: {reasons[0]}")
    print(*wrong, f"{seconds:.1f} s", sep="\n")
    is_reached = all(sum(row[1] for row in rows) / len(rows) >= TARGET for rows in scores.values())
    return 0 if is_reached and not wrong else 1


if __name__ == "__main__":
    raise SystemExit(main())
