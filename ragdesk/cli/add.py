"""`ragdesk add`: files and folders become searchable; each document gets a status and a reason."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from ragdesk.cli.as_json import finished_json, summary_json
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.progress import progress_on
from ragdesk.cli.stopping import until_stopped
from ragdesk.cli.streams import OutputClosedError
from ragdesk.cli.wording import STATUS_STYLES, STATUS_SYMBOLS, counted, duration, short_names
from ragdesk.protocol.errors import Cancelled, RagdeskError
from ragdesk.protocol.events import AddEvent, AddFinished, DocumentFinished, JobProgressed
from ragdesk.protocol.records import DocumentRecord

Paths = Annotated[list[Path], typer.Argument(metavar="PATH", help="Files and folders; they are never changed.")]


def add(context: typer.Context, paths: Paths, as_json: AsJson = False) -> int:
    """Add files and folders, and read what is new or changed."""
    whole_paths = [path.absolute() for path in paths]
    try:
        with session_of(context).engine(create=True) as engine:
            if as_json:
                return _add_as_json(engine.add(whole_paths))
            return print_added(engine.add(whole_paths))
    except OutputClosedError:
        return 1  # nobody reads on, and the work is not done
    except KeyboardInterrupt:
        raise Cancelled(
            "Stopped. Documents that were finished are kept.", "The next `ragdesk add` reads the rest."
        ) from None


def _add_as_json(stream: Iterator[AddEvent]) -> int:
    lines = JsonLines.standard()
    summary = _follow(stream, lambda event: lines.write(finished_json(event)), is_quiet=True)
    lines.write(summary_json(summary))
    return 1 if summary.failed else 0


def print_added(stream: Iterator[AddEvent]) -> int:
    troubled: list[DocumentRecord] = []

    def note(event: DocumentFinished) -> None:
        if event.record.status != "ready" and event.outcome != "removed":
            troubled.append(event.record)

    summary = _follow(stream, note, is_quiet=False)
    _print(Output.standard(), troubled, summary)
    return 1 if summary.failed else 0


def _follow(stream: Iterator[AddEvent], finished: Callable[[DocumentFinished], None], *, is_quiet: bool) -> AddFinished:
    summary: AddFinished | None = None
    with progress_on(Output.errors(), is_quiet=is_quiet) as progress, closing(until_stopped(stream)) as events:
        for event in events:
            match event:
                case JobProgressed():
                    progress.show(event)
                case DocumentFinished():
                    finished(event)
                case AddFinished():
                    summary = event
    if summary is None:
        raise RagdeskError("Adding ended early.", "The next `ragdesk add` reads the rest.")
    return summary


def _print(output: Output, troubled: Sequence[DocumentRecord], summary: AddFinished) -> None:
    names = short_names(record.document for record in troubled)
    for record in troubled:
        symbol = f"{STATUS_SYMBOLS[record.status]} " if output.is_terminal else ""
        status = Styled(f"{symbol}{record.status}", STATUS_STYLES[record.status])
        output.line(status, f"  {names[record.document]}: ", record.reason or "")
    output.line(_counts(summary))
    if summary.spans_embedded:
        searchable = f"every word searchable after {duration(summary.words_searchable_s)}"
        work = f"{counted(summary.spans_embedded, 'span')} embedded in {duration(summary.took_s)}; {searchable}."
        output.line(Styled(work, "dim"))
    else:
        output.line(Styled(f"Done in {duration(summary.took_s)}; nothing had to be embedded.", "dim"))


def _counts(summary: AddFinished) -> str:
    numbers = {
        "ready": summary.ready,
        "partly": summary.partly,
        "skipped": summary.skipped,
        "failed": summary.failed,
        "unchanged": summary.unchanged,
        "moved": summary.moved,
        "removed": summary.removed,
    }
    words = ", ".join(f"{number:,} {word}" for word, number in numbers.items() if number)
    return f"Documents: {words or 'none found'}."
