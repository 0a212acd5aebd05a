"""`ragdesk stop`: the engine of the data folder ends, in order."""

from __future__ import annotations

import typer

from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output
from ragdesk.paths import default_data_dir


def stop(context: typer.Context, as_json: AsJson = False) -> int:
    """End the engine; work that is left goes on when it is started again."""
    from ragdesk.client.stop_engine import stop_engine

    session = session_of(context)
    stopped = stop_engine((session.data_dir or default_data_dir()).absolute())
    if as_json:
        JsonLines.standard().write({"stopped": None if stopped is None else {"pid": stopped.pid}})
    elif stopped is None:
        Output.standard().line("No engine is running.")
    else:
        Output.standard().line(f"The engine (process {stopped.pid}) has ended.")
    return 0
