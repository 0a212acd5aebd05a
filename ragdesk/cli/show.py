"""`ragdesk show`: one document as ragdesk read it."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from ragdesk.cli.as_json import shown_json
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.wording import STATUS_STYLES, counted, place_words, size
from ragdesk.protocol.records import DocumentRecord, DocumentText

Name = Annotated[str, typer.Argument(metavar="DOCUMENT", help="A path, the end of a path, or a title.")]
TextOnly = Annotated[bool, typer.Option("--text", help="Only the extracted text.")]


def show(context: typer.Context, document: Name, text: TextOnly = False, as_json: AsJson = False) -> int:
    """Show one document: its status, places and extracted text."""
    with session_of(context).engine() as engine:
        shown = engine.show(whole_path(document))
    if as_json:
        JsonLines.standard().write(shown_json(shown))
    elif text:
        Output.standard().text("\n\n".join(section.text for section in shown.sections))
    else:
        _print(Output.standard(), shown)
    return 0


def whole_path(name: str) -> str:
    """The absolute path of a file or folder that is there; else the name as it was typed."""
    return os.path.abspath(name) if os.path.lexists(name) else name


def _print(output: Output, shown: DocumentText) -> None:
    record = shown.record
    output.line(Styled(record.document, "bold"))
    if record.title:
        output.line("title:    ", record.title)
    output.line("status:   ", Styled(record.status, STATUS_STYLES[record.status]))
    if record.reason:
        output.line("reason:   ", record.reason)
    output.line("size:     ", ", ".join(_measures(record)))
    if record.language:
        output.line("language: ", record.language)
    if record.read_at:
        output.line("read:     ", record.read_at)
    for section in shown.sections:
        output.line()
        output.line(Styled(f"[{place_words(section.place) or 'no heading'}]", "bold"))
        output.text(section.text, indent=2)


def _measures(record: DocumentRecord) -> list[str]:
    measures = [size(record.size_bytes)]
    if record.pages is not None:
        measures.append(counted(record.pages, "page"))
    measures.append(counted(record.chunks, "chunk"))
    return [*measures, record.type] if record.type else measures
