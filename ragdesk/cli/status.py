"""`ragdesk status`: the library, the models and the data folder at a glance."""

from __future__ import annotations

from collections.abc import Iterator

import typer

from ragdesk.cli.as_json import status_json
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.cli.wording import counted, size
from ragdesk.protocol.records import EngineStatus


def status(context: typer.Context, as_json: AsJson = False) -> int:
    """Show the state of the library, the models and the data folder."""
    with session_of(context).engine() as engine:
        state = engine.status()
    if as_json:
        JsonLines.standard().write(status_json(state))
    else:
        Output.standard().table(("", ""), list(_rows(state)))
    return 0


def _rows(state: EngineStatus) -> Iterator[tuple[Piece, ...]]:
    yield _row("Data folder", f"{state.data_dir} ({size(state.catalogue_bytes)})")
    for library in state.libraries:
        chosen = " (chosen)" if library.name == state.library else ""
        content = f"{counted(library.documents, 'document')}, {counted(library.chunks, 'chunk')}"
        yield _row("Library", f"{library.name}{chosen}: {content}")
        for source in library.sources:
            yield _row("  source", source)
    documents = ", ".join(f"{number:,} {word}" for word, number in state.documents.items() if number)
    yield _row("Documents", documents or "none")
    waiting = f", {state.spans_waiting:,} waiting" if state.spans_waiting else ""
    yield _row("Search index", f"{state.index}, {counted(state.spans, 'span')}{waiting}")
    yield _row("Search model", f"{state.embedder} ({state.embedder_route})")
    yield _row("Chat model", state.chat_model or "none: answers are quotes")


def _row(name: str, value: str) -> tuple[Piece, ...]:
    return (Styled(name, "bold"), value)
