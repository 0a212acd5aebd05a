"""One way to fail: an exception becomes plain lines on stderr, with --json an object besides, and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import wraps
from typing import NoReturn

import typer

from ragdesk.cli.as_json import error_json
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.output import Output
from ragdesk.cli.streams import OutputClosedError
from ragdesk.protocol.errors import Cancelled, RagdeskError

GLOBAL_OPTIONS = ("--data-dir", "--library")


def reporting(command: Callable[..., int]) -> Callable[..., None]:
    """`command` as Typer calls it: its number becomes the exit code, its exceptions are told."""

    @wraps(command)
    def guarded(*positional: object, **named: object) -> None:
        try:
            code = command(*positional, **named)
        except (typer.Exit, typer.Abort, typer.BadParameter):
            raise
        except OutputClosedError:
            code = 0
        except KeyboardInterrupt:
            code = report(Cancelled("Stopped."), as_json=bool(named.get("as_json")))
        except Exception as fault:
            code = report(fault, as_json=bool(named.get("as_json")))
        raise typer.Exit(code)

    return guarded


def report(fault: Exception, *, as_json: bool) -> int:
    """Tell it; the exit code."""
    error = fault if isinstance(fault, RagdeskError) else _unexpected(fault)
    tell(error.message)
    if error.hint:
        tell(error.hint)
    if os.environ.get("RAGDESK_DEBUG") == "1":
        import traceback

        traceback.print_exception(fault, file=sys.stderr)
    if as_json:
        try:
            JsonLines.standard().write(error_json(error))
        except OutputClosedError:
            return 1
    return 130 if isinstance(error, Cancelled) else 1


def tell(sentence: str) -> None:
    """One plain line on stderr."""
    Output.errors().line(f"ragdesk: {sentence}")


def usage(sentence: str) -> NoReturn:
    """End the command: it was called in a way that makes no sense."""
    raise typer.BadParameter(sentence)


def misplaced_option(arguments: Sequence[str], commands: Sequence[str]) -> str | None:
    """The first global option that stands behind the command, where only the command's own options are understood."""
    is_behind = False
    for argument in arguments:
        if is_behind and argument.split("=")[0] in GLOBAL_OPTIONS:
            return argument.split("=")[0]
        is_behind = is_behind or argument in commands
    return None


def _unexpected(fault: Exception) -> RagdeskError:
    return RagdeskError(
        f"Something unexpected went wrong ({type(fault).__name__}: {fault}).",
        "Please report this with the output of `ragdesk doctor`; RAGDESK_DEBUG=1 before the command shows the details.",
    )
