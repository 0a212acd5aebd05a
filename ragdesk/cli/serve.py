"""`ragdesk serve`: the engine runs in this terminal and stays, for windows and command lines to come."""

from __future__ import annotations

from pathlib import Path

import typer

from ragdesk.cli.opening import EngineOptions
from ragdesk.cli.options import session_of
from ragdesk.cli.output import Output
from ragdesk.paths import default_data_dir
from ragdesk.protocol.errors import DataFolderInUse


def serve(context: typer.Context) -> int:
    """Run the engine here until Ctrl-C, instead of leaving a minute after its last use."""
    session = session_of(context)
    data_dir = (session.data_dir or default_data_dir()).absolute()
    output = Output.standard()

    def ready(pid: int) -> None:
        output.line(f"Serving {data_dir} as process {pid}.")
        output.line("Ctrl-C, or `ragdesk stop` elsewhere, ends it; work that is left goes on when it is started again.")

    options = EngineOptions(data_dir, session.library, create=session.may_make_library())
    _take_over(data_dir)
    try:
        session.serve(options, ready)
    except DataFolderInUse:
        _take_over(data_dir)  # a command line was faster and started one again
        session.serve(options, ready)
    output.line("The engine has ended.")
    return 0


def _take_over(data_dir: Path) -> None:
    """An engine that came by itself makes room for one that was asked for."""
    from ragdesk.client.stop_engine import running_engine, stop_engine

    running = running_engine(data_dir)
    if running is not None and running.is_pinned:
        raise DataFolderInUse(
            f"`ragdesk serve` is running for {data_dir} already, as process {running.pid}.",
            "Use that one, or end it with `ragdesk stop`.",
        )
    stop_engine(data_dir)
