"""`ragdesk list`: every document, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

import typer

from ragdesk.cli.as_json import list_json
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.cli.wording import STATUS_STYLES, STATUS_SYMBOLS, counted, short_names
from ragdesk.protocol.records import DocumentRecord

HEADINGS = ("Status", "Document", "Pages", "Chunks", "Language", "Reason")


class StatusName(StrEnum):
    """The words that `--status` takes."""

    READY = "ready"
    PARTLY = "partly"
    SKIPPED = "skipped"
    FAILED = "failed"
    WAITING = "waiting"


StatusFilter = Annotated[StatusName | None, typer.Option("--status", help="Only documents with this status.")]


def list_documents(context: typer.Context, status: StatusFilter = None, as_json: AsJson = False) -> int:
    """List the documents of the library."""
    with session_of(context).engine() as engine:
        records = [record for record in engine.list_documents() if status is None or record.status == status]
    if as_json:
        JsonLines.standard().write(list_json(records))
    else:
        _print(Output.standard(), records, is_filtered=status is not None)
    return 0


def _print(output: Output, records: Sequence[DocumentRecord], *, is_filtered: bool) -> None:
    if not records:
        none_yet = "No documents yet: `ragdesk add FOLDER` adds some."
        Output.errors().line("No documents with this status." if is_filtered else none_yet)
        return
    # Where another program reads, it gets whole paths.
    names = short_names(record.document for record in records) if output.is_terminal else {}
    output.table(HEADINGS, [_row(record, names.get(record.document, record.document), output) for record in records])
    if output.is_terminal:
        counts = Counter(record.status for record in records)
        words = ", ".join(f"{number:,} {status}" for status, number in counts.most_common())
        output.line(Styled(f"{counted(len(records), 'document')}: {words}", "dim"))


def _row(record: DocumentRecord, name: str, output: Output) -> tuple[Piece, ...]:
    symbol = f"{STATUS_SYMBOLS[record.status]} " if output.is_terminal else ""
    return (
        Styled(f"{symbol}{record.status}", STATUS_STYLES[record.status]),
        name,
        _pages(record),
        str(record.chunks),
        record.language or "",
        record.reason or "",
    )


def _pages(record: DocumentRecord) -> str:
    if record.pages is None:
        return ""
    if record.pages_read is None or record.pages_read == record.pages:
        return str(record.pages)
    return f"{record.pages_read} of {record.pages}"
