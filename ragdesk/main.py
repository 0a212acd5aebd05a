"""The first word of the command line chooses one face, and only that face is imported.

`engine` is a hidden word: the process that owns a data folder, started by the first face that needs it.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ragdesk.cli import EngineOptions
    from ragdesk.protocol.engine_api import EngineApi
    from ragdesk.protocol.repair_api import RepairApi

ENGINE = "engine"
GLOBAL_OPTIONS = ("--data-dir", "--library")
"""They stand before everything else, and have a value."""


def main() -> int:
    """Run ragdesk with the arguments of the process; the exit code."""
    if sys.argv[1:] == [ENGINE]:
        from ragdesk.server import engine_process

        return engine_process.main()
    if is_for_window(sys.argv[1:]):
        # A tenth of the start goes into looking for garbage among modules; `window.garbage` does it after that.
        gc.disable()
        from ragdesk.window import app

        return app.run(sys.argv[1:])
    from ragdesk import cli

    return cli.run(sys.argv[1:], _open_engine, _serve, _open_repair)


def is_for_window(arguments: Sequence[str]) -> bool:
    """No command, or in its place files and folders that are there: for the window, where there is a screen."""
    first = first_word(arguments)
    if not _has_screen():
        return False
    return first == "" or (not first.startswith("-") and Path(first).exists() and not _is_command(first))


def first_word(arguments: Sequence[str]) -> str:
    """The first that is no global option nor the value of one; "" if there is none."""
    rest = iter(arguments)
    for argument in rest:
        name, equals, _ = argument.partition("=")
        if name not in GLOBAL_OPTIONS:
            return argument
        if not equals:
            next(rest, None)
    return ""


def _is_command(word: str) -> bool:
    if not word.isalpha():
        return False
    from ragdesk.cli.commands import COMMANDS

    return word in COMMANDS


def _has_screen() -> bool:
    needs_server = sys.platform not in ("win32", "darwin")
    return not needs_server or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


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
    from ragdesk.settings import DEFAULT_LIBRARY

    data_dir = (options.data_dir or default_data_dir()).absolute()
    library = options.library or DEFAULT_LIBRARY
    serve(ServeOptions(data_dir, library, is_pinned=True), lambda address: ready(address.pid))
