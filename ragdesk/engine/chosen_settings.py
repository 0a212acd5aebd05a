"""The settings of an open engine: what was chosen when it was opened, and since; those that go by them are told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ragdesk.settings import Settings
from ragdesk.settings_file import choose, default_of, with_variable

Use = Callable[[Settings], None]


class ChosenSettings:
    """Safe to be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        self._now = settings
        self._users: list[Use] = []
        self._lock = threading.RLock()

    @property
    def now(self) -> Settings:
        """All of them, as they are at this moment."""
        return self._now

    def whenever_changed(self, use: Use) -> None:
        """Have `use` told of every later choice."""
        with self._lock:
            self._users.append(use)

    def choose(self, name: str, value: str | None) -> None:
        """For good: written first, then told. Raises BadRequest, or StorageError where it could not be written."""
        with self._lock:
            chosen: dict[str, Any] = choose(self._now.data_dir, {name: value})
            new = {name: chosen.get(name, default_of(name))}
            self._now = with_variable(replace(self._now, **new)) if name in _BY_VARIABLE else replace(self._now, **new)
            for use in self._users:
                use(self._now)


_BY_VARIABLE = ("engine_idle_seconds",)
"""What the environment may say goes before what was chosen."""
