"""Adding what is known already: the same folder, renamed files, and one edited paragraph. Whole processes."""

from __future__ import annotations

import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

from ingest_speed import PROGRAM
from visible_texts import DATA
from whole_process import run_whole

_EDITED = "zanzibarquux"


def measure_again(pdf: Path, work_dir: Path) -> None:
    """Prints what was embedded and how long the whole process took. SystemExit where more was embedded than changed."""
    folder, data_dir = work_dir / "again-folder", work_dir / "again-library"
    for old in (folder, data_dir):
        shutil.rmtree(old, ignore_errors=True)
    folder.mkdir()
    files = [
        *sorted((DATA / "articles" / "en").iterdir())[:20],
        *sorted((DATA / "articles" / "es").iterdir())[:20],
        pdf,
    ]
    for n, file in enumerate(files):
        shutil.copy(file, folder / f"{n:02d}-{file.name}")
    first = _add(folder, data_dir, "for the first time")
    _expect(first["ready"] == len(files), f"{len(files)} files become ready")
    _expect(_add(folder, data_dir, "again")["spans_embedded"] == 0, "adding again embeds nothing")
    for file in sorted(folder.iterdir()):
        file.rename(folder / f"renamed-{file.name}")
    moved = _add(folder, data_dir, "every file renamed")
    _expect(moved["spans_embedded"] == 0, "renaming embeds nothing")
    _expect(moved["moved"] == len(files), "every renamed file is recognised")
    _edit(next(iter(sorted(folder.glob("*.md")))))
    edited = _add(folder, data_dir, "one paragraph edited")["spans_embedded"]
    of_chunk = _spans_of_edited_chunk(data_dir)
    print(f"    the edited paragraph's chunk has {of_chunk} spans")
    _expect(1 <= edited <= of_chunk, "one edited paragraph embeds at most the spans of its chunk")


def _add(folder: Path, data_dir: Path, how: str) -> dict[str, Any]:
    run = run_whole([*PROGRAM, "--data-dir", str(data_dir), "add", str(folder), "--json"])
    summary: dict[str, Any] = run.json_lines()[-1]["summary"]
    print(f"  the same folder {how:25} {summary['spans_embedded']:6,} spans embedded, {run.wall_s:6.2f} s", flush=True)
    return summary


def _edit(file: Path) -> None:
    """One word in the middle of a paragraph in the middle of the file."""
    paragraphs = file.read_text("utf-8").split("\n\n")
    middle = len(paragraphs) // 2
    words = paragraphs[middle].split(" ")
    words[len(words) // 2] = re.sub(r"\w+", _EDITED, words[len(words) // 2], count=1) or _EDITED
    paragraphs[middle] = " ".join(words)
    file.write_text("\n\n".join(paragraphs), "utf-8")


def _spans_of_edited_chunk(data_dir: Path) -> int:
    catalogue = sqlite3.connect(f"{(data_dir / 'catalogue.db').as_uri()}?mode=ro", uri=True)
    try:
        return int(
            catalogue.execute(
                "SELECT COUNT(*) FROM spans WHERE chunk_id IN"
                " (SELECT rowid FROM chunk_words WHERE chunk_words MATCH ?)",
                (f"{_EDITED}*",),
            ).fetchone()[0]
        )
    finally:
        catalogue.close()


def _expect(is_so: bool, what: str) -> None:
    if not is_so:
        raise SystemExit(f"  Not so: {what}.")
