"""Makes this process the engine of a data folder: opens it, serves it, and closes it when nobody needs it any more."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.protocol.address import EngineAddress, read_address
from ragdesk.protocol.errors import DataFolderInUse
from ragdesk.server.engine_log import keep_log
from ragdesk.server.engine_server import EngineServer
from ragdesk.server.process_start import started_at
from ragdesk.settings import DEFAULT_LIBRARY, Settings

if TYPE_CHECKING:
    from ragdesk.engine.engine import Engine

logger = logging.getLogger("ragdesk.server")

# A reader of the catalogue in another process may be about to leave; a person should not wait for longer.
_GRACE_S = 0.8
# An engine that is leaving ends its last calls first.
_WAIT_FOR_LEAVING_S = 30.0
_LOOK_AGAIN_S = 0.05


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What the process that starts an engine chooses."""

    data_dir: Path
    library: str = DEFAULT_LIBRARY
    create: bool = True
    is_pinned: bool = False


def serve(options: ServeOptions, ready: Callable[[EngineAddress], None]) -> None:
    """Serve until it is time to leave. `ready` is told once faces can come. Raises what `Engine.open` raises."""
    from ragdesk.engine.offline.process_start import prepare_engine_process
    from ragdesk.settings_file import with_stored

    settings = with_stored(Settings(data_dir=options.data_dir, library=options.library))
    process = prepare_engine_process(options.data_dir, settings.offline)
    engine = _open(settings, options)
    if engine is None:
        return  # another one was faster, and faces find that
    server = None
    try:
        with keep_log(options.data_dir):
            for measure, reason in process.not_enforced.items():
                logger.warning("not enforced: %s (%s)", measure, reason)
            idle_s = settings.engine_idle_seconds
            server = EngineServer(engine, options.data_dir, is_pinned=options.is_pinned, idle_s=idle_s)
            _leave_as_chosen(server, engine)
            _end_in_order(server)
            ready(server.start())
            try:
                engine.start_following()
                server.run()
            finally:
                server.close()
    finally:
        engine.close()
        if server:
            server.forget()


def _open(settings: Settings, options: ServeOptions) -> Engine | None:
    """The engine, once nobody else owns the data folder; None where a running engine does."""
    from ragdesk.engine.engine import Engine

    began = time.monotonic()
    while True:
        try:
            return Engine.open(settings, create=options.create)
        except DataFolderInUse:
            other = read_address(options.data_dir)
            is_alive = other is not None and other.started == started_at(other.pid)
            if other and is_alive and not other.is_leaving:
                if options.is_pinned:
                    raise
                return None
            if time.monotonic() - began > (_WAIT_FOR_LEAVING_S if is_alive else _GRACE_S):
                raise
            time.sleep(_LOOK_AGAIN_S)


def _leave_as_chosen(server: EngineServer, engine: Engine) -> None:
    def take_over(settings: Settings) -> None:
        server.idle_s = settings.engine_idle_seconds

    engine.parts.chosen.whenever_changed(take_over)


def _end_in_order(server: EngineServer) -> None:
    """What asks a program to end makes it finish its calls first."""
    if threading.current_thread() is not threading.main_thread():
        return  # only the main thread may handle signals

    def stop(number: int, frame: object) -> None:
        server.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    if sys.platform == "win32":
        signal.signal(signal.SIGBREAK, stop)
    elif signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as under `nohup`
        signal.signal(signal.SIGHUP, stop)  # the terminal was closed
