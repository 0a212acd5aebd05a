"""Short words for what tests of the engine do all the time, and one picture of all that a catalogue holds."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import AddEvent, AddFinished, DocumentFinished


def add(engine: Engine, *paths: Path) -> AddFinished:
    """Add everything; the summary."""
    *_, last = engine.add(paths)
    assert isinstance(last, AddFinished)
    return last


def outcomes(events: Sequence[AddEvent]) -> dict[str, tuple[str, str]]:
    """File name -> (outcome, status), of the documents that an add finished."""
    return {
        Path(event.record.document).name: (event.outcome, event.record.status)
        for event in events
        if isinstance(event, DocumentFinished)
    }


def statuses(engine: Engine) -> dict[str, str]:
    """File name -> status, of all documents."""
    return {Path(record.document).name: record.status for record in engine.list_documents()}


def found_in(engine: Engine, question: str, limit: int = 10) -> list[str]:
    """The names of the files that a search lists whose passage holds all words of the question."""
    words = question.casefold().split()
    passages = engine.search(question, limit=limit).passages
    return [Path(p.document).name for p in passages if all(word in p.text.casefold() for word in words)]


def paragraph(subject: str, sentences: int = 6) -> str:
    """About 75 words on one subject, all different in number, so that paragraphs are chunks of their own."""
    return " ".join(
        f"The {subject} of room {n} was looked at by its keeper, who wrote {n * 7} lines about it." for n in
        range(1, sentences + 1)
    )  # fmt: skip


_PICTURE = {
    "documents": "SELECT d.path, d.status, d.reason, d.content_hash, c.hash FROM documents d"
    " LEFT JOIN contents c ON c.id = d.content_id ORDER BY d.path",
    "contents": "SELECT hash, type, title, header_title, language, characters FROM contents ORDER BY hash",
    "sections": "SELECT c.hash, s.position, s.page, s.heading, s.start, s.text FROM sections s"
    " JOIN contents c ON c.id = s.content_id ORDER BY c.hash, s.position",
    "chunks": 'SELECT c.hash, k.position, k.start, k."end", w.header, w.body FROM chunks k'
    " JOIN contents c ON c.id = k.content_id JOIN chunk_words w ON w.rowid = k.id ORDER BY c.hash, k.position",
    "spans": 'SELECT c.hash, k.position, s.position, s.start, s."end", t.key, v.vector FROM spans s'
    " JOIN chunks k ON k.id = s.chunk_id JOIN contents c ON c.id = k.content_id"
    " JOIN span_texts t ON t.id = s.text_id LEFT JOIN vectors v ON v.text_id = t.id"
    " ORDER BY c.hash, k.position, s.position",
    "row counts": "SELECT (SELECT COUNT(*) FROM chunk_words), (SELECT COUNT(*) FROM chunks),"
    " (SELECT COUNT(*) FROM span_texts), (SELECT COUNT(*) FROM vectors), (SELECT COUNT(*) FROM sources)",
    "unfinished jobs": "SELECT COUNT(*) FROM jobs WHERE state <> 'done'",
}


def picture(data_dir: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All that a closed or idle catalogue says, without ids and times: equal pictures mean equal libraries."""
    connection = sqlite3.connect(data_dir / "catalogue.db")
    try:
        return {name: connection.execute(query).fetchall() for name, query in _PICTURE.items()}
    finally:
        connection.close()


def orphans(data_dir: Path) -> dict[str, int]:
    """How many rows nothing points at any more; all zero in a catalogue at rest."""
    queries = {
        "contents": "contents WHERE id NOT IN (SELECT content_id FROM documents WHERE content_id IS NOT NULL)",
        "sections": "sections WHERE content_id NOT IN (SELECT id FROM contents)",
        "chunks": "chunks WHERE content_id NOT IN (SELECT id FROM contents)",
        "words": "chunk_words WHERE rowid NOT IN (SELECT id FROM chunks)",
        "spans": "spans WHERE chunk_id NOT IN (SELECT id FROM chunks)",
        "span texts": "span_texts WHERE id NOT IN (SELECT text_id FROM spans)",
        "vectors": "vectors WHERE text_id NOT IN (SELECT id FROM span_texts)",
    }
    connection = sqlite3.connect(data_dir / "catalogue.db")
    try:
        return {
            name: connection.execute(f"SELECT COUNT(*) FROM {query}").fetchone()[0] for name, query in queries.items()
        }
    finally:
        connection.close()
