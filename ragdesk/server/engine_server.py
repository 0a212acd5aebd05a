"""EngineServer: an open engine, served to faces until nobody needs it any more or somebody stops it."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import ragdesk
from ragdesk.protocol.address import (
    EngineAddress,
    is_mine,
    mark_leaving,
    new_address,
    remove_address,
    write_address,
)
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import EngineStatus
from ragdesk.protocol.errors import StorageError
from ragdesk.server.calls import Served, serve_face
from ragdesk.server.connection import FaceConnection, Limits
from ragdesk.server.entrance import Entrance
from ragdesk.server.process_start import started_at

logger = logging.getLogger("ragdesk.server")

IDLE_S = 60.0
_TICK_S = 0.25
# How often is looked whether jobs wait, and whether engine.json and the socket are still there.
_LOOK_EVERY_S = 1.0
# Streams end within a fraction of a second; a call in native code may take longer.
_LAST_CALLS_S = 30.0


class EngineServer:
    """`start`, then `run` until it returns, then `close`; the engine is closed by who opened it, after that."""

    def __init__(
        self,
        engine: Served,
        data_dir: Path,
        *,
        is_pinned: bool = False,
        idle_s: float = IDLE_S,
        limits: Limits | None = None,
    ) -> None:
        self.version = ragdesk.__version__
        self.is_leaving = False
        self._engine = engine
        self._data_dir = data_dir
        self._is_pinned = is_pinned
        self.idle_s = idle_s
        """So long after the last face and the last work it leaves. May be changed while it runs."""
        self._limits = limits or Limits()
        self._began = time.monotonic()
        self._address: EngineAddress | None = None

    def start(self) -> EngineAddress:
        """Faces can come from now on. The data folder must be owned already."""
        self._entrance = Entrance(self._data_dir, self._serve, self._limits)
        pid = os.getpid()
        address = new_address(self._entrance.address, pid, started_at(pid), self.version, self._is_pinned)
        try:
            write_address(self._data_dir, address)
        except OSError as problem:
            self._entrance.close()
            raise StorageError(
                f"ragdesk cannot write to {self._data_dir}.", "Check that its disk is not full.", str(problem)
            ) from problem
        self._address = address
        self._entrance.let_in(address.key)
        logger.info("serving as process %d, version %s", pid, self.version)
        return address

    def run(self) -> None:
        """Returns when it is time to leave."""
        needed_at = looked_at = time.monotonic()
        while not self.is_leaving:
            time.sleep(_TICK_S)
            self._entrance.tend()
            now = time.monotonic()
            if self._entrance.connections():
                needed_at = now
            if now - looked_at < min(_LOOK_EVERY_S, self.idle_s):
                continue
            looked_at = now
            if not self._can_be_found():
                logger.info("the data folder or the socket is gone")
                self.stop()
            elif self._is_pinned or self._has_work():
                needed_at = now
            elif now - needed_at >= self.idle_s:
                self.stop()

    def stop(self) -> None:
        """Have `run` return. From any thread, or a signal handler."""
        self.is_leaving = True

    def close(self) -> None:
        """Let nobody in, end streams, wait for the last calls. `engine.json` says so and stays until `forget`."""
        self.is_leaving = True
        try:
            if self._address:
                mark_leaving(self._data_dir, self._address)
        except OSError:
            logger.warning("engine.json could not be changed")
        self._entrance.close()
        end = time.monotonic() + _LAST_CALLS_S
        while time.monotonic() < end and any(one.is_in_call for one in self._entrance.connections()):
            for connection in self._entrance.connections():
                connection.dismiss()
            time.sleep(_TICK_S / 10)
            self._entrance.tend()
        for connection in self._entrance.connections():
            connection.dismiss()
            connection.abort()
        logger.info("leaving")

    def forget(self) -> None:
        """Take `engine.json` away, if it was ever there: the data folder has no owner any more."""
        if self._address is None:
            return
        try:
            remove_address(self._data_dir, self._address)
        except OSError:
            logger.warning("engine.json could not be removed")

    # for the calls

    def is_busy(self) -> bool:
        """See Host."""
        return self._is_pinned or self._has_work()

    def own(self, method: str) -> Callable[[EngineApi], Any] | None:
        """See Host."""
        if method == "stop_engine":
            return lambda view: self.stop()
        if method == "status":
            return self._status
        return None

    def _serve(self, connection: FaceConnection) -> None:
        serve_face(connection, self._engine, self)

    def _status(self, view: EngineApi) -> EngineStatus:
        faces = {connection.face for connection in self._entrance.connections()}
        return replace(
            view.status(),
            version=self.version,
            pid=os.getpid(),
            is_pinned=self._is_pinned,
            faces=len(faces - {None}),
            running_s=time.monotonic() - self._began,
        )

    def _has_work(self) -> bool:
        """What waits for disk space or mains counts: it is to go on by itself."""
        try:
            jobs = self._engine.jobs()
        except StorageError:  # of a catalogue that cannot be read now, or never again, the calls tell
            return False
        return any(job.state in ("waiting", "running") or job.held_by in ("battery", "disk") for job in jobs)

    def _can_be_found(self) -> bool:
        """Whether faces can find this engine; `engine.json` is written again where it vanished."""
        address = self._address
        assert address is not None
        if not self._data_dir.is_dir() or not os.path.exists(address.address):
            return os.name == "nt" and self._data_dir.is_dir()
        if not is_mine(self._data_dir, address):
            try:
                write_address(self._data_dir, address)
            except OSError:
                return False
        return True
