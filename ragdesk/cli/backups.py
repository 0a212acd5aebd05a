"""`ragdesk backup`, `backups` and `restore`: copies of the catalogue, also where the catalogue itself is damaged."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.opening import Session
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.remove import YES, Yes
from ragdesk.cli.wording import counted, size
from ragdesk.paths import default_data_dir
from ragdesk.protocol.engine_records import BackupRecord, RestoreReport
from ragdesk.protocol.errors import StorageError

Backup = Annotated[str | None, typer.Argument(metavar="[NAME]", help="Without one, the newest that is right.")]


def backup(context: typer.Context, as_json: AsJson = False) -> int:
    """Make a verified backup of the catalogue now; one a day is made anyway when something has changed."""
    session = session_of(context)
    with session.engine(create=session.may_open_folder()) as engine:
        made = engine.back_up()
    if as_json:
        JsonLines.standard().write({"backup": asdict(made)})
    else:
        Output.standard().line("Backed up and checked: ", made.name, " ", _extent(made))
    return 0


def backups(context: typer.Context, as_json: AsJson = False) -> int:
    """List the backups of the catalogue, newest first."""
    found = _listed(session_of(context))
    if as_json:
        JsonLines.standard().write({"backups": [asdict(one) for one in found]})
    elif found:
        Output.standard().table(("", ""), [(Styled(one.name, "bold"), _extent(one)) for one in found])
    else:
        Output.standard().line("There is no backup yet. `ragdesk backup` makes one.")
    return 0


def restore(context: typer.Context, name: Backup = None, yes: Yes = False, as_json: AsJson = False) -> int:
    """Put a backup in the place of the catalogue. What was there is kept under another name."""
    from ragdesk.client.stop_engine import stop_engine

    session = session_of(context)
    if not (yes or as_json or _is_confirmed(name)):
        Output.errors().line("Nothing was changed.")
        return 1
    stop_engine((session.data_dir or default_data_dir()).absolute())
    repair = session.open_repair(session.data_dir)
    try:
        report = repair.restore(name)
    finally:
        repair.close()
    if as_json:
        JsonLines.standard().write({"restored": asdict(report)})
    else:
        _tell(Output.standard(), report)
    return 0


def _listed(session: Session) -> Sequence[BackupRecord]:
    try:
        with session.engine(create=session.may_open_folder()) as engine:
            return engine.list_backups()
    except StorageError:  # the backups can be read all the same
        repair = session.open_repair(session.data_dir)
        try:
            return repair.list_backups()
        finally:
            repair.close()


def _is_confirmed(name: str | None) -> bool:
    if sys.stdin is None or not sys.stdin.isatty():
        return True
    Output.errors().line(
        f"The backup {name or 'made last'} takes the place of the catalogue; what came after it is no longer found."
        " Go on? [y/N]"
    )
    return sys.stdin.readline().strip().lower() in YES


def _tell(output: Output, report: RestoreReport) -> None:
    output.line("Restored ", report.backup.name, " ", _extent(report.backup))
    if report.set_aside:
        output.line("What was in its place is kept beside it: ", ", ".join(report.set_aside))
    output.line("Run `ragdesk add` with your folders to take in what changed since.")


def _extent(record: BackupRecord) -> str:
    return f"({record.made_at.replace('T', ' ')}, {counted(record.documents, 'document')}, {size(record.size_bytes)})"
