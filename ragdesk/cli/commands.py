"""The register of commands and the global options that stand before them."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from ragdesk.cli.failures import GLOBAL_OPTIONS, misplaced_option, reporting, tell
from ragdesk.cli.opening import EngineOpener, RepairOpener, Server, Session, no_repair, no_server
from ragdesk.cli.streams import end_output
from ragdesk.settings import DEFAULT_LIBRARY

COMMANDS: dict[str, tuple[str, str]] = {
    "add": ("add", "add"),
    "ask": ("ask", "ask"),
    "chat": ("chat", "chat"),
    "search": ("search", "search"),
    "list": ("list_documents", "list_documents"),
    "show": ("show", "show"),
    "remove": ("remove", "remove"),
    "status": ("status", "status"),
    "sources": ("sources", "sources"),
    "ignore": ("sources", "ignore"),
    "jobs": ("jobs", "jobs"),
    "retry": ("jobs", "retry"),
    "serve": ("serve", "serve"),
    "stop": ("stop", "stop"),
    "fetch": ("fetch", "fetch"),
    "library": ("libraries", "library"),
    "export": ("exchange", "export_library"),
    "import": ("exchange", "import_library"),
    "erase": ("erase", "erase"),
    "backup": ("backups", "backup"),
    "backups": ("backups", "backups"),
    "restore": ("backups", "restore"),
    "settings": ("settings", "settings"),
    "doctor": ("doctor", "doctor"),
    "demo": ("demo", "demo"),
}
"""Name -> the file beside this one and its function, in the order of the help."""

STOPPED = 130


def run(
    arguments: Sequence[str],
    open_engine: EngineOpener,
    server: Server = no_server,
    open_repair: RepairOpener = no_repair,
) -> int:
    """See `ragdesk.cli.run`."""
    names = wanted(arguments)
    command = typer.main.get_command(command_line(open_engine, server, open_repair, names))
    try:
        command.main(args=list(arguments), prog_name="ragdesk")
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    except KeyboardInterrupt:
        code = STOPPED
    if code == 2 and (option := misplaced_option(arguments, list(COMMANDS))):
        tell(f"{option} stands before the command, for example: ragdesk {option} ... list")
    end_output()
    return code


def wanted(arguments: Sequence[str]) -> Sequence[str]:
    """The one command that the arguments name; all of them where that is not plain, as for help and for mistakes.

    Only what is wanted is imported and prepared: all take a quarter of a second, which is a search's whole time.
    """
    rest = iter(arguments)
    for argument in rest:
        if argument in GLOBAL_OPTIONS:
            next(rest, None)
        elif argument in COMMANDS:
            return (argument,)
        elif not argument.startswith(tuple(f"{option}=" for option in GLOBAL_OPTIONS)):
            break
    return tuple(COMMANDS)


def command_line(
    open_engine: EngineOpener,
    server: Server = no_server,
    open_repair: RepairOpener = no_repair,
    names: Sequence[str] = tuple(COMMANDS),
) -> typer.Typer:
    """The named commands, ready to be parsed."""
    app = typer.Typer(
        help="Ask your own files. Everything stays on this computer.",
        epilog="Exit codes: 0 done, 1 something could not be done, 2 wrong usage, 130 stopped by Ctrl-C.",
        rich_markup_mode=None,
        add_completion=False,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @app.callback()
    def choose(
        context: typer.Context,
        data_dir: Annotated[
            Path | None, typer.Option("--data-dir", metavar="PATH", help="The folder that holds ragdesk's catalogue.")
        ] = None,
        library: Annotated[
            str, typer.Option("--library", metavar="NAME", help="The library to work in.")
        ] = DEFAULT_LIBRARY,
        version: Annotated[
            bool, typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and leave.")
        ] = False,
    ) -> None:
        context.obj = Session(open_engine, data_dir.absolute() if data_dir else None, library, server, open_repair)

    for name in names:
        file, function = COMMANDS[name]
        app.command(name)(reporting(getattr(import_module(f"ragdesk.cli.{file}"), function)))
    return app


def _print_version(is_asked: bool) -> None:
    if is_asked:
        from ragdesk import __version__

        typer.echo(f"ragdesk {__version__}")
        raise typer.Exit
