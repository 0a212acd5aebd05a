"""Counts that are kept are those that counting anew would give, whatever happened since."""

from __future__ import annotations

from pathlib import Path

from ragdesk.engine.engine import Engine
from ragdesk.engine.storage.vectors import Vectors
from ragdesk.protocol.records import LibraryId
from tests.engine.driving import add, paragraph

_SIZES = (
    "SELECT COUNT(DISTINCT k.id), COUNT(s.id) FROM chunks k JOIN spans s ON s.chunk_id = k.id"
    " WHERE k.content_id IN (SELECT content_id FROM documents WHERE library_id = ?)"
)


def check(engine: Engine) -> tuple[int, int]:
    """Counts of both libraries, twice, against the whole catalogue; spans and waiting ones of the first."""
    stores, vectors = engine.parts.stores, engine.parts.models.vectors
    other = Vectors(stores.database, "another embedder", 4)
    for library in (LibraryId(2), LibraryId(1)) * 2:
        assert stores.counts.of(library) == stores.database.row(_SIZES, (library,))
        for known in (vectors, other):
            assert stores.counts.waiting(library, known.fingerprint_id) == len(known.missing(library))
    status = engine.status()
    return status.spans, status.spans_waiting


def test_kept_counts_are_true_after_every_change(engine: Engine, folder: Path, tmp_path: Path) -> None:
    second = engine.for_library("second", create=True)
    assert check(engine) == (0, 0)
    for name in ("harbour", "orchard", "granary"):
        (folder / f"{name}.txt").write_text(paragraph(name))
    add(engine, folder)
    all_spans, waiting = check(engine)
    assert (all_spans > 3, waiting) == (True, 0)

    add(second, folder)
    check(engine)
    (folder / "orchard.txt").write_text(paragraph("meadow", 40))
    add(engine, folder)
    longer, _ = check(engine)
    engine.exclude([str(folder / "granary.txt")])
    fewer, _ = check(engine)
    assert fewer < longer
    (folder / "harbour.txt").unlink()
    add(engine, folder)
    check(engine)
    engine.remove([str(folder)])
    assert check(engine) == (0, 0)
    add(engine, folder)
    engine.remove_library("second")
    engine.erase()
    check(engine)


def test_spans_that_wait_are_counted_while_they_become_fewer(engine: Engine, folder: Path) -> None:
    for name in ("harbour", "orchard"):
        (folder / f"{name}.txt").write_text(paragraph(name))
    add(engine, folder)
    database, vectors = engine.parts.stores.database, engine.parts.models.vectors
    texts = [text for (text,) in database.rows("SELECT text_id FROM vectors ORDER BY text_id")]
    rows = vectors.load(texts)
    other = Vectors(database, "another embedder", vectors.dimensions)
    library, counts = LibraryId(1), engine.parts.stores.counts

    left = []
    for i in range(len(texts)):
        left.append(counts.waiting(library, other.fingerprint_id))
        with database.transaction():
            other.save(texts[i : i + 1], rows[i : i + 1])
    left.append(counts.waiting(library, other.fingerprint_id))
    assert left == list(range(len(texts), -1, -1))


def test_what_is_rolled_back_is_not_kept(engine: Engine, folder: Path) -> None:
    database, counts = engine.parts.stores.database, engine.parts.stores.counts
    (folder / "orchard.txt").write_text(paragraph("orchard"))
    add(engine, folder)
    try:
        with database.transaction():
            database.execute("DELETE FROM vectors")
            database.execute("DELETE FROM spans WHERE position > 0")
            counts.of(LibraryId(1)), counts.waiting(LibraryId(1), 1)
            raise InterruptedError
    except InterruptedError:
        check(engine)
