"""Opens an engine in the face's own process. A second process on the same data folder is refused."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from ragdesk.protocol.engine_api import EngineApi


class Options(Protocol):
    """What a face may choose; `EngineOptions` of the command line fits."""

    @property
    def data_dir(self) -> Path | None: ...
    @property
    def library(self) -> str: ...
    @property
    def chat_model(self) -> Path | None: ...
    @property
    def create(self) -> bool: ...


def open_engine(options: Options) -> EngineApi:
    """Open the engine of a data folder. With `create` false, a folder or library that is not there is not made."""
    os.umask(0o077)  # whatever the engine writes is this user's alone
    from ragdesk.environment import forbid_ipv6_probe, scrub_environment

    scrub_environment()
    forbid_ipv6_probe()
    from ragdesk.engine.engine import Engine
    from ragdesk.paths import default_data_dir
    from ragdesk.settings import Settings
    from ragdesk.settings_file import with_stored

    data_dir = options.data_dir or default_data_dir()
    settings = Settings(data_dir=data_dir, library=options.library, chat_model=options.chat_model)
    return Engine.open(with_stored(settings), create=options.create)
