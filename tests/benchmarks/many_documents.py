"""How long lists of 200,000 documents take over the engine's socket: `python tests/benchmarks/many_documents.py [N]`.

Cold is the first call of an engine that was just started, its own check of the catalogue beside it; warm the median of
five. The processor's time is the engine process's own, where the system tells it (Linux).
"""

from __future__ import annotations

import hashlib
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from ragdesk.client.engine_client import EngineClient
from ragdesk.client.start_engine import EngineStarter
from ragdesk.client.stop_engine import running_engine
from ragdesk.engine.storage.list_keys import folded_name, folded_title, name_key
from ragdesk.engine.stores import Stores
from ragdesk.protocol.document_lists import ListChoice, SortBy

COUNT, TIMES = 200_000, 5
SECTIONS, CHUNKS = 2, 4
_STATUSES = ("ready",) * 16 + ("partly", "failed", "skipped", "waiting")
_TYPES = ("pdf",) * 5 + ("docx", "docx", "txt", "md", "html")
_WORDS = ("Contrato", "Letter", "Informe año", "Minutes", "Lesson", "Sentencia", "Invoice", "Notes")


def fill(data_dir: Path, documents: int = COUNT) -> None:
    """A whole catalogue with a library "default" of so many documents; they have sections and chunks, and no vectors.

    It is closed in order, as by an engine.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    stores = Stores.open(data_dir / "catalogue.db")
    database, chance = stores.database, random.Random(1)
    with database.transaction():
        library = stores.documents.ensure_library("default")
        source = stores.documents.ensure_source(library, "/files", is_folder=True)
        indexes = database.rows(
            "SELECT name, sql FROM sqlite_master"
            " WHERE name IN ('documents_listed', 'documents_counted', 'documents_contents')"
        )
        for name, _ in indexes:
            database.execute(f"DROP INDEX {name}")  # made anew at the end, in half the time
        database.execute_many(
            "INSERT INTO contents (id, hash, recipe, type, title, header_title, language, pages, pages_read,"
            " characters, folded_title, length) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, 4000, ?, COALESCE(?, ?))",
            _contents(documents, chance),
        )
        texts = ((n, position, "[]", position * 60, "x" * 50) for n in range(documents) for position in range(SECTIONS))
        database.execute_many(
            "INSERT INTO sections (content_id, position, heading, start, text) VALUES (? + 1, ?, ?, ?, ?)", texts
        )
        chunks = ((n, n * SECTIONS + 1 + k % SECTIONS, k, 0, 50) for n in range(documents) for k in range(CHUNKS))
        database.execute_many(
            'INSERT INTO chunks (content_id, section_id, position, start, "end") VALUES (? + 1, ?, ?, ?, ?)', chunks
        )
        database.execute_many(
            "INSERT INTO documents (library_id, source_id, path, name_key, folded_name, content_id, content_hash,"
            " size_bytes, mtime_ns, stat_signature, recipe, status, read_at) VALUES"
            f" ({library}, {source}, ?, ?, ?, ?, ?, 40000, ?, ?, 1, ?, '2026-01-02T03:04:05+00:00')",
            _documents(documents, chance),
        )
        for _, sql in indexes:
            database.execute(sql)
    stores.check._thread.join()
    stores.close()


def _contents(documents: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    for n in range(documents):
        title = f"{chance.choice(_WORDS)} of the parties, number {n}" if n % 3 else None
        pages = chance.randrange(1, 300) if n % 4 else None
        language = "en" if n % 10 < 6 else "es"
        yield (
            n + 1, _hash(n), chance.choice(_TYPES), title, title or "", language, pages, pages, folded_title(title),
            pages, SECTIONS,
        )  # fmt: skip


def _documents(documents: int, chance: random.Random) -> Iterator[tuple[object, ...]]:
    for n in chance.sample(range(documents), documents):
        path = f"/files/{n % 999:03}/{n % 7}/{chance.choice(_WORDS)} {n}.pdf"
        changed_s = 1_400_000_000 + chance.randrange(300_000_000)
        signature = f"40000:{changed_s}000000000:{changed_s}000000000:{n}"
        status = chance.choice(_STATUSES)
        content = n + 1 if status in ("ready", "partly") else None
        yield (
            path, name_key(path), folded_name(path), content, content and _hash(n), changed_s * 10**9, signature,
            status,
        )  # fmt: skip


def _hash(n: int) -> str:
    return hashlib.sha256(str(n).encode()).hexdigest()


def main(documents: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        data_dir, began = Path(folder) / "data", time.perf_counter()
        fill(data_dir, documents)
        size_mb = (data_dir / "catalogue.db").stat().st_size / 1e6
        print(f"{documents:,} documents, {size_mb:,.0f} MB of catalogue, in {time.perf_counter() - began:.0f} s")
        print(f"{'':44}{'cold':>16}   {'warm':>14}  (ms; in brackets on the processor)")
        for name, call in _calls(documents):
            _measure(data_dir, name, call)


def _calls(documents: int) -> Iterator[tuple[str, Callable[[EngineClient], object]]]:
    def rows(choice: ListChoice, first: int = 0) -> Callable[[EngineClient], object]:
        return lambda client: client.list_rows(choice, first, 200)

    sorts: tuple[SortBy, ...] = ("name", "newest", "status", "type", "pages")
    for sort in sorts:
        for first in (0, documents // 2):
            yield f"list_rows by {sort}, from {first:,}", rows(ListChoice(sort), first)
    for words in ("letter", "number 4711", f"contrato {documents - 1}", "zzzz"):
        yield f"list_rows with “{words}”", rows(ListChoice(words=words))
    yield "list_rows with “letter”, newest", rows(ListChoice("newest", words="letter"), documents // 20)
    yield "list_rows, failed", rows(ListChoice(status="failed"))
    yield "list_rows, ready, newest, in the middle", rows(ListChoice("newest", "ready"), documents // 3)
    yield "list_rows, docx", rows(ListChoice(type="docx"))
    yield "list_rows, docx, ready, “lesson”, most pages", rows(ListChoice("pages", "ready", "docx", "lesson"))
    yield "list_rows, 10,000 by name", lambda client: client.list_rows(ListChoice(), 0, 10_000)
    paths: list[str] = []

    def find(choice: ListChoice, count: int) -> Callable[[EngineClient], object]:
        def call(client: EngineClient) -> object:
            return client.find_rows(choice, paths[:count])

        return call

    def learn(client: EngineClient) -> None:
        paths[:] = [one.document for one in client.list_rows(ListChoice("newest"), 500, 5_000).records]

    yield "list_rows, 5,000 newest", learn
    yield "find_rows of 1 by name", find(ListChoice(), 1)
    yield "find_rows of 5,000 by newest", find(ListChoice("newest"), 5_000)
    yield "count_documents", lambda client: client.count_documents()


def _measure(data_dir: Path, name: str, call: Callable[[EngineClient], object]) -> None:
    client = EngineClient(EngineStarter(data_dir, "default", create=False))
    try:
        client.attach()
        address = running_engine(data_dir)
        took = [_timed(address.pid if address else 0, lambda: call(client)) for _ in range(TIMES + 1)]
        client.stop_engine()
    finally:
        client.close()
    while running_engine(data_dir):
        time.sleep(0.05)
    cold, warm = took[0], [statistics.median(column) for column in zip(*took[1:], strict=True)]
    print(f"{name:44}{cold[0]:8.0f} ({cold[1]:4.0f})  {warm[0]:8.0f} ({warm[1]:4.0f})", flush=True)


def _timed(pid: int, work: Callable[[], object]) -> tuple[float, float]:
    on_processor, began = _processor_ms(pid), time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000, _processor_ms(pid) - on_processor


def _processor_ms(pid: int) -> float:
    """In steps of 10 ms, as Linux counts them."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return 10.0 * (int(fields[11]) + int(fields[12]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COUNT)
