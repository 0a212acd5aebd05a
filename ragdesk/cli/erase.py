"""`ragdesk erase`: what was removed leaves ragdesk's own files for good."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from ragdesk.cli.failures import tell
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output
from ragdesk.cli.remove import YES, Yes
from ragdesk.cli.wording import counted, size
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import EraseReport

Names = Annotated[
    list[str] | None, typer.Argument(metavar="[LIBRARY]...", help="Libraries to erase; without any, the bin.")
]


def erase(context: typer.Context, libraries: Names = None, yes: Yes = False, as_json: AsJson = False) -> int:
    """Empty the bin, or erase libraries, with all that was removed before. Your files are not touched."""
    names = libraries or []
    session = session_of(context)
    with session.engine(create=session.may_open_folder()) as engine:
        if not yes and not _is_confirmed(engine, names):
            return 1
        report = engine.erase(names)
    if as_json:
        JsonLines.standard().write({"erased": asdict(report)})
    else:
        _print(Output.standard(), report)
    return 0


def _is_confirmed(engine: EngineApi, names: Sequence[str]) -> bool:
    """There is no way back, so a script has to say --yes."""
    if sys.stdin is None or not sys.stdin.isatty():
        tell("Nothing was erased: say --yes, for this cannot be taken back.")
        return False
    errors = Output.errors()
    errors.line("To be erased from ragdesk's files, with all backups (your own files are not touched):")
    for record in engine.list_libraries():
        if record.name in names or (not names and record.removed_at):
            errors.line(record.name, f" ({counted(record.documents, 'document')})", indent=2)
    errors.line("and the text of everything that was removed before", indent=2)
    errors.line("This cannot be taken back. Go on? [y/N]")
    is_confirmed = sys.stdin.readline().strip().lower() in YES
    if not is_confirmed:
        errors.line("Nothing was erased.")
    return is_confirmed


def _print(output: Output, report: EraseReport) -> None:
    for name in report.libraries:
        output.line("erased the library ", name)
    for name in report.backups_removed:
        output.line("removed the backup ", name)
    output.line(
        f"Removed from ragdesk's files: {counted(report.documents, 'document')} of erased libraries, and all text that"
        f" was removed before ({size(report.bytes_before)} before, {size(report.bytes_after)} now)."
    )
    output.line("Copies that you or other programs made of the data folder are not ours to erase.")
