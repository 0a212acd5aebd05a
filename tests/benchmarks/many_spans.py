"""A library of tens of thousands of spans, made of the visible texts and kept in a work folder for the next run."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from visible_texts import articles, rewritten, vocabulary_of

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import JobProgressed
from ragdesk.settings import Settings


def library_of(spans: int, work_dir: Path, settings: Settings) -> Settings:
    """The settings of a library that holds at least `spans` different spans; made, or finished, if need be."""
    folder = work_dir / f"texts-{spans}"
    write_texts(folder, spans)
    chosen = replace(settings, data_dir=work_dir / f"library-{spans}")
    engine = Engine.open(chosen)
    try:
        for event in engine.add([folder]):
            if isinstance(event, JobProgressed) and event.phase == "embedding" and event.done % 5_120 == 0:
                print(f"   making the library: {event.done:,} of {event.total:,} spans", flush=True)
        if (have := engine.status().spans) < spans:
            raise SystemExit(f"The library has {have:,} spans, {spans:,} were wanted.")
    finally:
        engine.close()
    return chosen


def write_texts(folder: Path, spans: int) -> list[Path]:
    """Text files that hold more than so many spans: each article as it is, then rewritten again and again."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = articles()
    vocabularies = {
        pool: vocabulary_of(p for (other, _), paragraphs in plain.items() if other == pool for p in paragraphs)
        for pool in {pool for pool, _ in plain}
    }
    files: list[Path] = []
    words, copy = 0, 0
    while words < spans * 32:  # a span of these texts has about 30 words
        for (pool, title), paragraphs in plain.items():
            draw = random.Random(f"{copy} {pool} {title}")
            written = paragraphs if copy == 0 else [rewritten(p, vocabularies[pool], draw) for p in paragraphs]
            files.append(_write(folder, f"{copy:03d}-{pool}-{title}", written))
            words += sum(len(paragraph.split()) for paragraph in written)
        copy += 1
    return files


def _write(folder: Path, name: str, paragraphs: Sequence[str]) -> Path:
    path = folder / (re.sub(r"\W+", "-", name)[:80] + ".txt")
    if not path.exists():
        path.write_text("\n\n".join(paragraphs) + "\n", "utf-8")
    return path
