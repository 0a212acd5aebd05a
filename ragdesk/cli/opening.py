"""How a command gets its engine: the options of the command line in, an EngineApi out, closed after use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.settings import DEFAULT_LIBRARY

if TYPE_CHECKING:
    from ragdesk.protocol.engine_api import EngineApi


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the user chose. None is the program's own choice."""

    data_dir: Path | None = None
    library: str = DEFAULT_LIBRARY
    chat_model: Path | None = None
    create: bool = False
    """May a missing data folder or library be made? Only `add`, `doctor` and `demo` may."""


EngineOpener = Callable[[EngineOptions], "EngineApi"]


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one run, and the way to an engine."""

    open_engine: EngineOpener
    data_dir: Path | None
    library: str

    @contextmanager
    def engine(self, *, create: bool = False, chat_model: Path | None = None) -> Iterator[EngineApi]:
        """An engine for the length of a `with` block."""
        model = None if chat_model is None else chat_model.absolute()
        engine = self.open_engine(EngineOptions(self.data_dir, self.library, model, create))
        try:
            yield engine
        finally:
            engine.close()
