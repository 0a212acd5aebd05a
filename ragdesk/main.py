"""The first word of the command line chooses one face, and only that face is imported.

`engine` is a hidden word: the process that owns a data folder, started by the first face that needs it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from ragdesk.cli import EngineOptions
    from ragdesk.protocol.engine_api import EngineApi
    from ragdesk.protocol.repair_api import RepairApi

ENGINE = "engine"


def main() -> int:
    """Run ragdesk with the arguments of the process; the exit code."""
    if sys.argv[1:] == [ENGINE]:
        from ragdesk.server import engine_process

        return engine_process.main()
    from ragdesk import cli

    return cli.run(sys.argv[1:], _open_engine, _serve, _open_repair)


def _open_engine(options: EngineOptions) -> EngineApi:
    from ragdesk.client import open_engine

    return open_engine(options, _tell_of_silence)


def _open_repair(data_dir: Path | None) -> RepairApi:
    from ragdesk.server.repairing import open_repair

    return open_repair(data_dir)


def _tell_of_silence(is_silent: bool) -> None:
    from ragdesk.cli.failures import tell

    tell("The engine does not answer; waiting..." if is_silent else "The engine answers again.")


def _serve(options: EngineOptions, ready: Callable[[int], None]) -> None:
    from ragdesk.paths import default_data_dir
    from ragdesk.server.serve import ServeOptions, serve

    data_dir = (options.data_dir or default_data_dir()).absolute()
    serve(ServeOptions(data_dir, options.library, is_pinned=True), lambda address: ready(address.pid))
