"""How a command gets its engine: the options of the command line in, an EngineApi out, closed after use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.paths import default_data_dir
from ragdesk.protocol.errors import BadRequest, NoSuchLibrary
from ragdesk.settings import DEFAULT_LIBRARY

if TYPE_CHECKING:
    from ragdesk.protocol.engine_api import EngineApi
    from ragdesk.protocol.repair_api import RepairApi


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """What the user chose. None is the program's own choice."""

    data_dir: Path | None = None
    library: str | None = DEFAULT_LIBRARY
    """None: whichever the engine that runs has at hand."""
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

    def _has_running_engine(self) -> bool:
        from ragdesk.client.stop_engine import running_engine

        return running_engine((self.data_dir or default_data_dir()).absolute()) is not None

    @contextmanager
    def engine(
        self, *, create: bool = False, chat_model: Path | None = None, or_any: bool = False
    ) -> Iterator[EngineApi]:
        """An engine for the length of a `with` block.

        `or_any`: where the default library is meant and not there, a running engine is asked about another one; who
        uses the window alone may never have had a library of that name.
        """
        model = None if chat_model is None else chat_model.absolute()
        options = EngineOptions(self.data_dir, self.library, model, create)
        try:
            engine = self.open_engine(options)
        except NoSuchLibrary:
            if not (or_any and self.library == DEFAULT_LIBRARY and self._has_running_engine()):
                raise
            engine = self.open_engine(replace(options, library=None))
        try:
            yield engine
        finally:
            engine.close()
