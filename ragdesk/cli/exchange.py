"""`ragdesk export` and `ragdesk import`: a library as one file, to another computer or another person."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output
from ragdesk.cli.wording import counted, size

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to be made.")]
Source = Annotated[Path, typer.Argument(metavar="FILE", help="A file that `ragdesk export` made.")]
Name = Annotated[str | None, typer.Option("--as", metavar="NAME", help="What the library is to be called here.")]


def export_library(context: typer.Context, file: Target, as_json: AsJson = False) -> int:
    """Write the library into one file: documents, their text and vectors; no questions, no answers."""
    with session_of(context).engine() as engine:
        report = engine.export_library(file.absolute())
    if as_json:
        JsonLines.standard().write({"exported": asdict(report)})
        return 0
    output = Output.standard()
    output.line("Exported to ", report.path, f" ({counted(report.documents, 'document')}, {size(report.size_bytes)})")
    output.line("It holds the whole text of these documents: whoever has the file can read it.")
    return 0


def import_library(context: typer.Context, file: Source, name: Name = None, as_json: AsJson = False) -> int:
    """Take over a library that `ragdesk export` wrote."""
    session = session_of(context)
    with session.engine(create=session.may_make_library()) as engine:
        report = engine.import_library(file.absolute(), name)
    if as_json:
        JsonLines.standard().write({"imported": asdict(report)})
        return 0
    output = Output.standard()
    output.line("Imported as the library ", report.library, f": {counted(report.documents, 'document')}.")
    output.line("Ask it: ragdesk --library NAME ask QUESTION")
    return 0
