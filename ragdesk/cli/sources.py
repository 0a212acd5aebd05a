"""`ragdesk sources` and `ragdesk ignore`: the folders and files that were added, and what is left out of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from ragdesk.cli.as_json import job_json, sources_json
from ragdesk.cli.failures import usage
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.cli.show import whole_path
from ragdesk.cli.wording import counted
from ragdesk.protocol.engine_records import JobRecord, SourceRecord, SourceState

SOURCE_STYLES: dict[SourceState, str] = {"followed": "green", "scanned": "cyan", "offline": "yellow", "unknown": "dim"}
STATE_WORDS: dict[SourceState, str] = {
    "followed": "changes are seen at once",
    "scanned": "looked at every few minutes",
    "offline": "out of reach; its documents are kept",
    "unknown": "not followed",
}

Source = Annotated[str, typer.Argument(metavar="SOURCE", help="A folder that you added.")]
Patterns = Annotated[
    list[str] | None,
    typer.Argument(metavar="PATTERN...", help="As git writes them: drafts/ or *.log. They replace earlier ones."),
]
Clear = Annotated[bool, typer.Option("--clear", help="Leave nothing out any more.")]


def sources(context: typer.Context, as_json: AsJson = False) -> int:
    """List the folders and files that were added, and whether they are followed."""
    with session_of(context).engine() as engine:
        found = engine.list_sources()
    if as_json:
        JsonLines.standard().write(sources_json(found))
    elif found:
        Output.standard().table(("State", "Source", "Documents", "Left out", ""), [_row(source) for source in found])
    else:
        Output.errors().line("No folders yet: `ragdesk add FOLDER` adds one.")
    return 0


def ignore(
    context: typer.Context, source: Source, patterns: Patterns = None, clear: Clear = False, as_json: AsJson = False
) -> int:
    """Leave files below a folder out of the library. Your files are not touched."""
    if bool(patterns) == clear:
        usage("Name patterns, or --clear to leave nothing out. For example: ragdesk ignore ~/Documents drafts/ '*.log'")
    with session_of(context).engine() as engine:
        job = engine.set_ignored(whole_path(source), patterns or [])
    _tell(job, whole_path(source), patterns or [], as_json=as_json)
    return 0


def _tell(job: JobRecord, source: str, patterns: Sequence[str], *, as_json: bool) -> None:
    if as_json:
        JsonLines.standard().write(job_json(job))
        return
    if patterns:
        what = f"Left out of {source} from now on: {', '.join(patterns)}."
    else:
        what = f"Nothing is left out of {source} any more."
    Output.standard().line(f"{what} Job {job.id} carries it out.")


def _row(source: SourceRecord) -> tuple[Piece, ...]:
    return (
        Styled(source.state, SOURCE_STYLES[source.state]),
        source.path,
        counted(source.documents, "document"),
        ", ".join(source.ignore),
        Styled(STATE_WORDS[source.state], "dim"),
    )
