"""`ragdesk settings`: what is chosen for good in this data folder, and how to choose it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer

from ragdesk import settings_file
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.paths import default_data_dir
from ragdesk.settings import STORED, Settings

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="The setting; without one, all are shown.")]
Value = Annotated[str | None, typer.Argument(metavar="[VALUE]", help="The new value.")]
Default = Annotated[bool, typer.Option("--default", help="Take the setting back to what it was made with.")]


def settings(
    context: typer.Context, name: Name = None, value: Value = None, default: Default = False, as_json: AsJson = False
) -> int:
    """Show or change the settings. A change counts from the next start of the engine on: ragdesk stop."""
    data_dir = session_of(context).data_dir or default_data_dir()
    if name is not None and (value is not None or default):
        chosen = settings_file.choose(data_dir, {name: None if default else value})
    else:
        chosen = settings_file.stored(data_dir)
    if name is not None:
        settings_file.refuse_unknown(name)
    made = Settings(data_dir=data_dir, cache_dir=data_dir)
    shown = {one: chosen.get(one, getattr(made, one)) for one in STORED if name in (None, one)}
    _show(shown, chosen, as_json)
    return 0


def _show(shown: Mapping[str, Any], chosen: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        JsonLines.standard().write({"settings": dict(shown), "chosen": sorted(chosen)})
        return
    rows = [
        (Styled(name, "bold"), _as_text(value), "chosen" if name in chosen else "") for name, value in shown.items()
    ]
    Output.standard().table(("", "", ""), rows)


def _as_text(value: object) -> str:
    if value is None:
        return "by itself"
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
