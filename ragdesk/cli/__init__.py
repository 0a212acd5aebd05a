"""The command line: arguments in; text or JSON out, and an exit code.

One file per command, registered in `commands.py`. A command asks the EngineApi that it is given; nothing here imports
the engine or anything heavy, and rich only where a terminal is written to.
"""

from __future__ import annotations

from collections.abc import Sequence

from ragdesk.cli.opening import EngineOpener, EngineOptions, RepairOpener, Server, no_repair, no_server

__all__ = ["EngineOpener", "EngineOptions", "RepairOpener", "Server", "run"]


def run(
    arguments: Sequence[str],
    open_engine: EngineOpener,
    serve: Server = no_server,
    open_repair: RepairOpener = no_repair,
) -> int:
    """Carry out one command; 0 done, 1 something could not be done, 2 wrong usage, 130 stopped by Ctrl-C."""
    # Imported late: whoever only needs EngineOptions does not pay for Typer.
    from ragdesk.cli import commands

    return commands.run(arguments, open_engine, serve, open_repair)
