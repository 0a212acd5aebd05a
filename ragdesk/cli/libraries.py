"""`ragdesk library`: what libraries there are; one made, renamed, moved to the bin, taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated

import typer

from ragdesk.cli.failures import usage
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.wording import counted
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.records import LibraryRecord

Action = Annotated[
    str, typer.Argument(metavar="[list|create|rename|remove|restore]", help="What to do; without one, list.")
]
Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="The library.")]
NewName = Annotated[str | None, typer.Argument(metavar="[NEW-NAME]", help="For rename: what it is to be called.")]

_NAMES_WANTED = {"list": 0, "create": 1, "rename": 2, "remove": 1, "restore": 1}


def library(
    context: typer.Context,
    action: Action = "list",
    name: Name = None,
    new_name: NewName = None,
    as_json: AsJson = False,
) -> int:
    """List, create, rename, remove or restore libraries. A removed one stays in the bin until `ragdesk erase`."""
    names = [one for one in (name, new_name) if one is not None]
    if action not in _NAMES_WANTED:
        usage(f"Choose one of {', '.join(_NAMES_WANTED)}.")
    if len(names) != _NAMES_WANTED[action]:
        usage(f"`ragdesk library {action}` wants {counted(_NAMES_WANTED[action], 'name')}.")
    session = session_of(context)
    may_make = session.may_make_library() if action == "create" else session.may_open_folder()
    with session.engine(create=may_make) as engine:
        records = engine.list_libraries() if action == "list" else [_carried_out(engine, action, names)]
    if as_json:
        JsonLines.standard().write({"libraries": [asdict(record) for record in records]})
    else:
        _print(Output.standard(), action, names, records)
    return 0


def _carried_out(engine: EngineApi, action: str, names: Sequence[str]) -> LibraryRecord:
    if action == "create":
        return engine.create_library(names[0])
    if action == "rename":
        return engine.rename_library(names[0], names[1])
    return engine.remove_library(names[0]) if action == "remove" else engine.restore_library(names[0])


def _print(output: Output, action: str, names: Sequence[str], records: Sequence[LibraryRecord]) -> None:
    if action == "list":
        rows = [(Styled(one.name, "bold"), counted(one.documents, "document"), _state(one)) for one in records]
        output.table(("", "", ""), rows)
        return
    (record,) = records
    done = {
        "create": f"The library “{record.name}” was made. Add to it: ragdesk --library NAME add FOLDER",
        "rename": f"The library “{names[0]}” is called “{record.name}” now.",
        "remove": f"The library “{record.name}” is in the bin with its {counted(record.documents, 'document')};"
        " `ragdesk library restore` takes it out, `ragdesk erase` empties the bin. Your files were not touched.",
        "restore": f"The library “{record.name}” is back with its {counted(record.documents, 'document')}.",
    }
    output.line(done[action])


def _state(record: LibraryRecord) -> str:
    return f"in the bin since {record.removed_at[:10]}" if record.removed_at else ""
