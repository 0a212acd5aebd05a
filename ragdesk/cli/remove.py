"""`ragdesk remove`: documents or whole folders leave the library; the user's files stay where they are."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from ragdesk.cli.as_json import removed_json
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output
from ragdesk.cli.show import whole_path
from ragdesk.cli.wording import counted
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.records import DocumentRecord

Names = Annotated[list[str], typer.Argument(metavar="DOCUMENT", help="Paths of documents or of folders.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask first.")]

YES = {"y", "yes", "s", "si", "sí"}


def remove(context: typer.Context, documents: Names, yes: Yes = False, as_json: AsJson = False) -> int:
    """Remove documents from the library. Your files are not touched."""
    names = [whole_path(name) for name in documents]
    with session_of(context).engine() as engine:
        if not (yes or as_json or _is_confirmed(engine, names)):
            Output.errors().line("Nothing was removed.")
            return 1
        removed = engine.remove(names)
    if as_json:
        JsonLines.standard().write(removed_json(removed))
    else:
        _print(Output.standard(), removed)
    return 0


def _is_confirmed(engine: EngineApi, names: Sequence[str]) -> bool:
    """Asked on a terminal only: a script has nobody to answer, and the files themselves are not at stake."""
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    errors = Output.errors()
    errors.line("To be removed from the library (your files are not touched):")
    for name in names:
        errors.line(name, _extent(engine, name), indent=2)
    errors.line("Go on? [y/N]")
    return sys.stdin.readline().strip().lower() in YES


def _extent(engine: EngineApi, name: str) -> str:
    inside = [record for record in engine.list_documents() if record.document.startswith(name.rstrip(os.sep) + os.sep)]
    return f" ({counted(len(inside), 'document')} in it)" if inside else ""


def _print(output: Output, removed: Sequence[DocumentRecord]) -> None:
    for record in removed:
        output.line("removed ", record.document)
    output.line(f"{counted(len(removed), 'document')} removed from the library. Your files were not touched.")
