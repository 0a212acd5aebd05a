"""`settings.toml` in the data folder: read into Settings, checked field by field; written whole or not at all."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ragdesk.protocol.errors import BadRequest, StorageError
from ragdesk.setting_values import Value, checked, known_setting
from ragdesk.settings import Settings

FILE = "settings.toml"
_MOST_BYTES = 64 * 1024
_IDLE_VARIABLE = "RAGDESK_IDLE_S"


def with_stored(settings: Settings) -> Settings:
    """`settings` with what the user chose for good in their data folder. Raises BadRequest where the file is wrong."""
    chosen: dict[str, Any] = stored(settings.data_dir)
    return with_variable(replace(settings, **chosen))


def with_variable(settings: Settings) -> Settings:
    """`settings` with what the environment says, which goes before whatever was chosen."""
    told = os.environ.get(_IDLE_VARIABLE)
    idle: Any = checked("engine_idle_seconds", told) if told else settings.engine_idle_seconds
    return replace(settings, engine_idle_seconds=idle)


def default_of(name: str) -> Any:
    """What a setting is where nobody chose anything."""
    return next(field.default for field in fields(Settings) if field.name == name)


def stored(data_dir: Path) -> dict[str, Value]:
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


def choose(data_dir: Path, changes: Mapping[str, object]) -> dict[str, Value]:
    """Set fields for good; None or "" takes one back to its default. Returns all that is chosen then."""
    import tomli_w

    now = stored(data_dir)
    for name, value in changes.items():
        known_setting(name)
        if value is None or value == "":
            now.pop(name, None)
        else:
            now[name] = checked(name, value)
    path = data_dir / FILE
    new = path.with_suffix(".new")
    written = {name: str(value) if isinstance(value, Path) else value for name, value in now.items()}
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            tomli_w.dump(written, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(new, path)
    except OSError as problem:
        raise StorageError(f"The settings {path} cannot be written.", "Check its disk.", str(problem)) from problem
    return now
