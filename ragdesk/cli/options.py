"""The options and arguments that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ragdesk.cli.opening import Session

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object on one line.")]
Question = Annotated[
    list[str],
    typer.Argument(metavar="QUESTION", help="Your question; - reads one question per line from standard input."),
]
NoModel = Annotated[bool, typer.Option("--no-model", help="Stop at the quotes; no model writes.")]
ModelFile = Annotated[
    Path | None,
    typer.Option("--model", metavar="PATH", exists=True, dir_okay=False, help="A GGUF file that writes the answer."),
]


def session_of(context: typer.Context) -> Session:
    """The global options that stood before the command."""
    session = context.find_object(Session)
    assert session is not None  # the callback in `commands` ran before any command
    return session
