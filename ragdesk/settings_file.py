"""`settings.toml` in the data folder: read into Settings, checked field by field; written whole or not at all."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ragdesk.protocol.errors import BadRequest, StorageError
from ragdesk.settings import STORED, Settings

FILE = "settings.toml"
_MOST_BYTES = 64 * 1024


def with_stored(settings: Settings) -> Settings:
    """`settings` with what the user chose for good in their data folder. Raises BadRequest where the file is wrong."""
    chosen = stored(settings.data_dir)
    if idle := os.environ.get("RAGDESK_IDLE_S"):
        chosen["engine_idle_seconds"] = checked("engine_idle_seconds", idle)
    return replace(settings, **chosen)


def stored(data_dir: Path) -> dict[str, Any]:
    """The fields that the user chose, checked."""
    path = data_dir / FILE
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadRequest(f"The settings {path} are far too large.", "Delete that file, or mend it.")
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        hint = "Mend the line that is named in the details, or delete that file."
        raise BadRequest(f"The settings {path} cannot be understood.", hint, str(problem)) from problem
    except OSError as problem:
        raise StorageError(f"The settings {path} cannot be read.", "Check its permissions.", str(problem)) from problem
    return {name: checked(name, value) for name, value in told.items()}


def checked(name: str, value: object) -> bool | int | float:
    """A value as the field wants it; texts are taken as a command line gives them. Raises BadRequest."""
    refuse_unknown(name)
    kind, least, most = STORED[name]
    try:
        number = _as_bool(value) if kind is bool else _as_number(kind, value)
    except (TypeError, ValueError) as problem:
        wanted = "yes or no" if kind is bool else f"a number from {least:,} to {most:,}"
        raise BadRequest(f"“{value}” is no value for {name}.", f"It takes {wanted}.", repr(problem)) from problem
    if not least <= number <= most:
        raise BadRequest(f"{value} is out of range for {name}.", f"It takes {least:,} to {most:,}.")
    return number


def refuse_unknown(name: str) -> None:
    """Raises BadRequest where no setting has that name."""
    if name not in STORED:
        raise BadRequest(f"There is no setting “{name}”.", f"Settings: {', '.join(sorted(STORED))}.")


def choose(data_dir: Path, changes: Mapping[str, object]) -> dict[str, Any]:
    """Set fields for good; None takes one back to its default. Returns all that is chosen then."""
    import tomli_w

    now = stored(data_dir)
    for name, value in changes.items():
        refuse_unknown(name)
        if value is None:
            now.pop(name, None)
        else:
            now[name] = checked(name, value)
    path = data_dir / FILE
    new = path.with_suffix(".new")
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            tomli_w.dump(now, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except OSError as problem:
        raise StorageError(f"The settings {path} cannot be written.", "Check its disk.", str(problem)) from problem
    return now


def _as_number(kind: type, value: Any) -> Any:
    if isinstance(value, bool) or (kind is int and isinstance(value, float)):
        raise TypeError("another kind of value")
    return kind(value)


def _as_bool(value: object) -> bool:
    if isinstance(value, bool):
        return value
    known = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
    if isinstance(value, str) and value.lower() in known:
        return known[value.lower()]
    raise ValueError("neither yes nor no")
