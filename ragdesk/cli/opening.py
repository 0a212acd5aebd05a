"""How a command gets its engine: the options of the command line in, an EngineApi out, closed after use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.paths import default_data_dir
from ragdesk.protocol.errors import BadRequest
from ragdesk.settings import DEFAULT_LIBRARY

if TYPE_CHECKING:
    from ragdesk.protocol.engine_api import EngineApi
    from ragdesk.protocol.repair_api import RepairApi


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the user chose. None is the program's own choice."""

    data_dir: Path | None = None
    library: str = DEFAULT_LIBRARY
    chat_model: Path | None = None
    create: bool = False
    """May a missing data folder or library be made? Commands that put something into it may, and those that ask no
    library in particular; see `Session.may_make_library`."""


EngineOpener = Callable[[EngineOptions], "EngineApi"]
Server = Callable[[EngineOptions, Callable[[int], None]], None]
"""Is the engine until it is told to stop; tells its process id once it can be reached."""


def no_server(options: EngineOptions, ready: Callable[[int], None]) -> None:
    """For a command line that only speaks to an engine that it was given."""
    raise BadRequest("This command line cannot serve.", "Use the program `ragdesk` itself.")


RepairOpener = Callable[[Path | None], "RepairApi"]
"""Owns a data folder whose catalogue may be damaged."""


def no_repair(data_dir: Path | None) -> RepairApi:
    """For a command line that only speaks to an engine that it was given."""
    raise BadRequest("This command line cannot restore.", "Use the program `ragdesk` itself.")


@dataclass(frozen=True, slots=True)
class Session:
    """The global options of one run, and the way to an engine."""

    open_engine: EngineOpener
    data_dir: Path | None
    library: str
    serve: Server = no_server
    open_repair: RepairOpener = no_repair

    def may_make_library(self) -> bool:
        """Whether a command that asks no library in particular may: the default one, but none that the user named."""
        return self.library == DEFAULT_LIBRARY

    def may_open_folder(self) -> bool:
        """The same for commands that make no data folder either."""
        return self.may_make_library() and ((self.data_dir or default_data_dir()) / "catalogue.db").exists()

    @contextmanager
    def engine(self, *, create: bool = False, chat_model: Path | None = None) -> Iterator[EngineApi]:
        """An engine for the length of a `with` block."""
        model = None if chat_model is None else chat_model.absolute()
        engine = self.open_engine(EngineOptions(self.data_dir, self.library, model, create))
        try:
            yield engine
        finally:
            engine.close()
