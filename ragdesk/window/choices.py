"""Choices: what the user's settings say about the window itself. Read at start, before there is an engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from ragdesk.protocol.errors import RagdeskError
from ragdesk.settings_file import default_of, stored
from ragdesk.window.theming import Appearance

_NEXT_KEYS = re.compile(r";(?=[a-z][a-z0-9_]*=)")
"""Keys may be the separators themselves, as in "find=Ctrl+;;settings=Ctrl+="."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Appearance, language, keys, tray; see the settings of the same names."""

    appearance: Appearance = field(default_factory=Appearance)
    language: Literal["system", "en", "es"] = "system"
    show_tray: bool = False
    keys: Mapping[str, str] = field(default_factory=dict)
    """By name of action."""
    problem: RagdeskError | None = None
    """Why these are only the defaults."""


def read_choices(data_dir: Path) -> Choices:
    """Never raises: the window opens with the defaults, and tells what is wrong with the file."""
    try:
        chosen: dict[str, Any] = dict(stored(data_dir))
    except RagdeskError as problem:
        return Choices(problem=problem)

    def value(name: str) -> Any:
        return chosen.get(name, default_of(name))

    return Choices(
        Appearance(**{one.name: value(one.name) for one in fields(Appearance)}),
        value("language"),
        value("show_tray"),
        keys_of(value("shortcuts")),
    )


def keys_of(text: str) -> dict[str, str]:
    """
    >>> keys_of("find=Ctrl+;;settings=Ctrl+=")
    {'find': 'Ctrl+;', 'settings': 'Ctrl+='}
    """
    pairs = (one.partition("=") for one in _NEXT_KEYS.split(text))
    return {name.strip(): keys.strip() for name, equals, keys in pairs if equals}
