"""The values of settings: texts as people write them in, checked values of the kind that `Settings` holds out."""

from __future__ import annotations

import math
import re
from pathlib import Path

from ragdesk.protocol.errors import BadRequest
from ragdesk.stored_settings import STORED, StoredSetting

Value = bool | int | float | str | Path

_LONGEST = 8_000
"""Characters of one value; twice what keys for a hundred commands take."""
_YES_NO = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}
_NEXT_NAME = re.compile(r";(?=[^;=]+=)")
"""Keys may hold the separators themselves: "find=Ctrl+;;larger=Ctrl+="."""
_KEYS = re.compile(r"(?P<name>[a-z][a-z0-9_.-]*)=(?P<keys>.*)")


def checked(name: str, value: object) -> Value:
    """A value as the field wants it; texts are taken as a command line gives them. Raises BadRequest."""
    setting = known_setting(name)
    try:
        found = _of_kind(setting, value)
    except (TypeError, ValueError, OverflowError) as problem:
        shown = str(value)[:80]
        raise BadRequest(
            f"“{shown}” is no value for {name}.", f"It takes {wanted(setting)}.", repr(problem)
        ) from problem
    if isinstance(found, int | float) and not is_within(setting, found):
        raise BadRequest(f"{value} is out of range for {name}.", f"It takes {wanted(setting)}.")
    return found


def known_setting(name: str) -> StoredSetting:
    """Raises BadRequest where no setting has that name."""
    if name not in STORED:
        raise BadRequest(f"There is no setting “{name}”.", f"Settings: {', '.join(sorted(STORED))}.")
    return STORED[name]


def is_within(setting: StoredSetting, value: float) -> bool:
    """Whether a number lies within the bounds of its setting."""
    least = -math.inf if setting.least is None else setting.least
    return least <= value <= (math.inf if setting.most is None else setting.most)


def wanted(setting: StoredSetting) -> str:
    """What the setting takes, in words."""
    if setting.kind in ("whole", "number"):
        numbers = "a whole number" if setting.kind == "whole" else "a number"
        return f"{numbers} from {setting.least:,} to {setting.most:,}"
    return {
        "yes_no": "yes or no",
        "choice": f"one of {', '.join(setting.choices)}",
        "keys": "“name=keys”, several of them separated by “;”",
        "file": "the full path of a file",
        "folder": "the full path of a folder",
    }[setting.kind]


def as_text(value: object) -> str:
    """As a command line takes it; "" for what is left to the program."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def _of_kind(setting: StoredSetting, value: object) -> Value:
    if setting.kind == "yes_no":
        return value if isinstance(value, bool) else _yes_no(_text(value))
    if setting.kind in ("whole", "number"):
        return _number(setting, value)
    text = _text(value)
    if setting.kind == "choice" and text not in setting.choices:
        raise ValueError("no such choice")
    if setting.kind in ("file", "folder"):
        return _path(text)
    return _keys(text) if setting.kind == "keys" else text


def _yes_no(text: str) -> bool:
    if text.lower() not in _YES_NO:
        raise ValueError("neither yes nor no")
    return _YES_NO[text.lower()]


def _number(setting: StoredSetting, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError("no number")
    if setting.kind == "number":
        return float(value)
    if isinstance(value, float):
        raise TypeError("no whole number")
    return int(value)


def _text(value: object) -> str:
    if isinstance(value, Path):
        return str(value)
    if not isinstance(value, str):
        raise TypeError("no text")
    if len(value) > _LONGEST or not value.isprintable():
        raise ValueError("too long, or no plain text")
    return value


def _path(text: str) -> Path:
    path = Path(text)
    if not path.is_absolute():
        raise ValueError("no full path")
    return path


def _keys(text: str) -> str:
    found = [_KEYS.fullmatch(part) for part in _NEXT_NAME.split(text)] if text else []
    names = [one["name"] for one in found if one]
    if None in found or len(set(names)) < len(names):
        raise ValueError("not of the form name=keys, or a name twice")
    return text
