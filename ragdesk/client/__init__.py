"""How a face reaches the engine: it attaches to the one that runs or starts one, and speaks to it over its socket."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ragdesk.protocol.engine_api import EngineApi


class Options(Protocol):
    """What a face may choose; `EngineOptions` of the command line fits."""

    @property
    def data_dir(self) -> Path | None: ...
    @property
    def library(self) -> str | None: ...
    @property
    def chat_model(self) -> Path | None: ...
    @property
    def create(self) -> bool: ...


def open_engine(options: Options, on_silence: Callable[[bool], None] | None = None) -> EngineApi:
    """Attach to the engine of a data folder, or start it. With `create` false, nothing that is missing is made.

    `on_silence` is told when the engine does not answer, and when it does again.
    """
    from ragdesk.client.engine_client import EngineClient
    from ragdesk.client.start_engine import EngineStarter
    from ragdesk.paths import default_data_dir

    data_dir = (options.data_dir or default_data_dir()).absolute()
    starter = EngineStarter(data_dir, options.library, create=options.create)
    client = EngineClient(starter, chat_model=options.chat_model, on_silence=on_silence)
    client.attach()
    return client
