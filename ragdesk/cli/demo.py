"""`ragdesk demo`: the samples that come with ragdesk, three questions, and nothing left behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typer

from ragdesk.cli.add import print_added
from ragdesk.cli.asking import show_answer
from ragdesk.cli.opening import Session
from ragdesk.cli.options import session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.paths import asset
from ragdesk.settings import DEFAULT_LIBRARY

QUESTIONS = (
    "How many visitors did the lighthouse museum welcome in 2024?",
    "¿Cuántos gramos de almendra molida lleva la tarta?",
    "What is the capital of Mongolia?",
)
"""In English, in Spanish, and one that the samples cannot answer."""


def demo(context: typer.Context) -> int:
    """Try ragdesk on its own samples, in a temporary library."""
    output = Output.standard()
    # Windows refuses to delete what a virus scanner still has open; such a rest lies in the system's temporary folder.
    with tempfile.TemporaryDirectory(prefix="ragdesk-demo-", ignore_cleanup_errors=True) as folder:
        session = Session(session_of(context).open_engine, Path(folder, "data"), DEFAULT_LIBRARY)
        return _show(session, asset("samples"), output)


def _show(session: Session, samples: Path, output: Output) -> int:
    with session.engine(create=True) as engine:
        output.line(Styled(f"Adding {samples}", "bold"))
        code = print_added(engine.add([samples]))
        for question in QUESTIONS:
            output.line()
            output.line(Styled(f"Question: {question}", "bold"))
            output.line()
            show_answer(output, engine.ask(question))
    return code
