"""`ragdesk settings`: what is chosen for good in this data folder, and how to choose it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from ragdesk import settings_file
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.opening import Session
from ragdesk.cli.options import AsJson, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.paths import default_data_dir
from ragdesk.setting_values import as_text, known_setting, wanted
from ragdesk.stored_settings import STORED, StoredSetting

Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help="The setting; without one, all are shown.")]
NewValue = Annotated[str | None, typer.Argument(metavar="[VALUE]", help="The new value.")]
Default = Annotated[bool, typer.Option("--default", help="Take the setting back to what it was made with.")]


def settings(
    context: typer.Context, name: Name = None, value: NewValue = None, default: Default = False, as_json: AsJson = False
) -> int:
    """Show or change the settings. A running engine takes a change over at once, where that is possible."""
    session = session_of(context)
    data_dir = (session.data_dir or default_data_dir()).absolute()
    one = known_setting(name) if name is not None else None
    is_change = one is not None and (value is not None or default)
    if one is not None and is_change:
        _choose(session, data_dir, one, None if default else value)
    chosen = settings_file.stored(data_dir)
    shown = {each: chosen.get(each, settings_file.default_of(each)) for each in STORED if name in (None, each)}
    if as_json:
        plain = {each: str(found) if isinstance(found, Path) else found for each, found in shown.items()}
        JsonLines.standard().write({"settings": plain, "chosen": sorted(chosen)})
    elif one is None:
        _show_groups(shown, chosen)
    else:
        _show_one(one, shown[one.name], is_chosen=one.name in chosen, is_change=is_change)
    return 0


def _choose(session: Session, data_dir: Path, setting: StoredSetting, value: str | None) -> None:
    """By the engine where one runs, so that it knows."""
    from ragdesk.client.stop_engine import running_engine

    if value and setting.kind in ("file", "folder"):
        value = os.path.abspath(os.path.expanduser(value))
    if running_engine(data_dir) is None:
        settings_file.choose(data_dir, {setting.name: value})
        return
    with session.engine(or_any=True) as engine:
        engine.set_setting(setting.name, value)


def _show_groups(shown: Mapping[str, Any], chosen: Collection[str]) -> None:
    rows: list[tuple[Piece, Piece, Piece, Piece]] = []
    group = ""
    for name, value in shown.items():
        setting = STORED[name]
        heading = Styled(setting.group, "bold") if setting.group != group else ""
        rows.append((heading, name, _told(setting, value), "chosen" if name in chosen else ""))
        group = setting.group
    Output.standard().table(("", "", "", ""), rows)


def _show_one(setting: StoredSetting, value: object, *, is_chosen: bool, is_change: bool) -> None:
    output = Output.standard()
    output.table(("", "", ""), [(Styled(setting.name, "bold"), _told(setting, value), "chosen" if is_chosen else "")])
    if not is_change:
        output.line(setting.explanation)
        output.line(f"It takes {wanted(setting)}.")
    if setting.applies != "at once":
        output.line(f"A change counts from the {setting.applies} on.")


def _told(setting: StoredSetting, value: object) -> str:
    text = as_text(value) or "by itself"
    return f"{text} {setting.unit}" if setting.unit and value is not None else text
