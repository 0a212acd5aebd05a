"""`ragdesk status`: the engine, its work, the library, the models and the data folder at a glance."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from ragdesk.cli.as_json import status_json
from ragdesk.cli.jobs import job_cells
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.cli.wording import counted, duration, size
from ragdesk.protocol.engine_records import EngineStatus, SourceRecord

SOURCE_WORDS = {
    "followed": "changes are seen at once",
    "scanned": "looked at every few minutes",
    "offline": "cannot be reached; its documents are kept",
    "unknown": "",
}
_CONNECTIONS_SHOWN = 5


def status(context: typer.Context, as_json: AsJson = False) -> int:
    """Show the state of the engine, its jobs, the library, the models and the data folder."""
    with session_of(context).engine(or_any=True) as engine:
        state = engine.status()
    if as_json:
        JsonLines.standard().write(status_json(state))
    else:
        Output.standard().table(("", ""), list(_rows(state)))
    return 0


def _rows(state: EngineStatus) -> Iterator[tuple[Piece, ...]]:
    free = f", {size(state.free_bytes)} free on its disk" if state.free_bytes else ""
    yield _row("Data folder", f"{state.data_dir} ({size(state.catalogue_bytes)}{free})")
    yield from _engine_rows(state)
    yield from _library_rows(state)
    yield from _job_rows(state)
    documents = ", ".join(f"{number:,} {word}" for word, number in state.documents.items() if number)
    yield _row("Documents", documents or "none")
    waiting = f", {state.spans_waiting:,} waiting" if state.spans_waiting else ""
    kind = f"{state.index}, " if state.index else ""
    yield _row("Search index", f"{kind}{counted(state.spans, 'span')}{waiting}")
    route = f" ({state.embedder_route})" if state.embedder_route else ""
    yield _row("Search model", f"{state.embedder}{route}" if state.embedder else "not loaded yet")
    device = f" (on {state.chat_device})" if state.chat_device else ""
    yield _row("Chat model", f"{state.chat_model}{device}" if state.chat_model else "none: answers are quotes")
    yield from _backup_rows(state)
    yield from _network_rows(state)


def _engine_rows(state: EngineStatus) -> Iterator[tuple[Piece, ...]]:
    if state.pid:
        faces = f"{state.faces} connected"
        pinned = ", kept by `ragdesk serve`" if state.is_pinned else ""
        running = f"running for {duration(state.running_s)}"
        yield _row("Engine", f"ragdesk {state.version}, process {state.pid}, {running}, {faces}{pinned}")
    for process in state.processes:
        note = f" ({process.note})" if process.note else ""
        yield _row("  process", f"{process.name} {process.pid}: {size(process.memory_bytes)}{note}")


def _library_rows(state: EngineStatus) -> Iterator[tuple[Piece, ...]]:
    states = {source.path: source for source in state.sources}
    for library in state.libraries:
        chosen = " (chosen)" if library.name == state.library else ""
        binned = f", in the bin since {library.removed_at}" if library.removed_at else ""
        content = f"{counted(library.documents, 'document')}, {counted(library.chunks, 'chunk')}"
        yield _row("Library", f"{library.name}{chosen}: {content}{binned}")
        for path in library.sources:
            yield _row("  source", path + (_source_words(states[path]) if chosen and path in states else ""))


def _source_words(source: SourceRecord) -> str:
    ignored = f"leaves out {', '.join(source.ignore)}" if source.ignore else ""
    words = "; ".join(part for part in (SOURCE_WORDS[source.state], ignored) if part)
    return f" ({words})" if words else ""


def _job_rows(state: EngineStatus) -> Iterator[tuple[Piece, ...]]:
    for job in state.jobs:
        if job.state in ("waiting", "running", "paused"):
            cells = [cell.text if isinstance(cell, Styled) else cell for cell in job_cells(job)]
            yield _row("Job", "  ".join(cell for cell in cells if cell))


def _backup_rows(state: EngineStatus) -> Iterator[tuple[Piece, ...]]:
    if state.backups:
        newest = state.backups[0]
        yield _row("Backups", f"{len(state.backups)}, the newest of {newest.made_at} ({size(newest.size_bytes)})")


def _network_rows(state: EngineStatus) -> Iterator[tuple[Piece, ...]]:
    offline = "closed" if state.is_offline else "not closed"
    note = f": {state.offline_note}" if state.offline_note else ""
    yield _row("Network", offline + note)
    for one in state.connections[:_CONNECTIONS_SHOWN]:
        traffic = f"{size(one.sent_bytes)} sent, {size(one.received_bytes)} received"
        yield _row("  connection", f"{one.at} {one.host}: {one.purpose}, {traffic}, {one.outcome}")


def _row(name: str, value: str) -> tuple[Piece, ...]:
    return (Styled(name, "bold"), value)
