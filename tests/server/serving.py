"""A small engine behind a real socket, in a thread of the test, and clients that misbehave."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Client, Connection, answer_challenge, deliver_challenge
from pathlib import Path
from typing import Any, cast

import ragdesk
from ragdesk.client.engine_client import EngineClient
from ragdesk.client.start_engine import EngineStarter
from ragdesk.protocol.address import EngineAddress
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import NoSuchLibrary
from ragdesk.protocol.events import EngineEvent, EngineNoticed
from ragdesk.protocol.records import LibraryRecord
from ragdesk.protocol.wire import Frame, from_bytes, to_bytes
from ragdesk.server.calls import Served
from ragdesk.server.connection import Limits
from ragdesk.server.engine_server import EngineServer
from tests.doubles import FakeEngine

# Short, so that a test sees what takes seconds in life.
QUICK = Limits(connections=12, exchange_s=0.5, receive_s=0.5, send_s=0.5, heartbeat_s=0.3)


@dataclass
class SmallEngine(FakeEngine):
    """FakeEngine with libraries, a call that takes as long as the test wants, and an endless stream."""

    queue: list[JobRecord] = field(default_factory=list)
    libraries: list[str] = field(default_factory=lambda: ["default"])
    gate: threading.Event = field(default_factory=threading.Event)
    streams: list[str] = field(default_factory=list)

    def for_library(self, name: str, *, create: bool = False) -> EngineApi:
        if name not in self.libraries:
            if not create:
                raise NoSuchLibrary(f"There is no library “{name}”.", "Libraries: default.")
            self.libraries.append(name)
        return cast("EngineApi", self)

    def jobs(self) -> list[JobRecord]:
        return self.queue

    def list_libraries(self) -> list[LibraryRecord]:
        """Ends when the gate is opened."""
        assert self.gate.wait(30)
        return []

    def events(self) -> Iterator[EngineEvent]:
        self.streams.append("begun")
        try:
            while True:
                yield EngineNoticed("x" * 1000)
                time.sleep(0.01)
        finally:
            self.streams.append("closed")


@dataclass
class Serving:
    """What a test may want to know of a server that runs."""

    engine: SmallEngine
    server: EngineServer
    address: EngineAddress
    data_dir: Path
    thread: threading.Thread

    def client(self, library: str | None = "default", *, create: bool = False, **given: Any) -> EngineClient:
        return EngineClient(EngineStarter(self.data_dir, library, create=create), **given)

    def raw(self) -> Connection:
        """A connection on which nothing was said yet."""
        return Client(self.address.address)

    def with_key(self) -> Connection:
        """A connection that has shown the key and said nothing else."""
        connection = self.raw()
        answer_challenge(connection, self.address.key)
        deliver_challenge(connection, self.address.key)
        return connection

    def greeted(self) -> Connection:
        """A connection that is ready for calls."""
        connection = self.with_key()
        say(connection, {"hello": {"version": ragdesk.__version__, "face": "raw", "library": None, "create": False}})
        assert "welcome" in hear(connection)
        return connection


def say(connection: Connection, frame: Frame) -> None:
    connection.send_bytes(to_bytes(frame))


def hear(connection: Connection, seconds: float = 10) -> Frame:
    assert connection.poll(seconds), "the engine said nothing"
    return from_bytes(connection.recv_bytes())


def hangs_up(connection: Connection, seconds: float = 10) -> bool:
    """Whether the engine ends the connection, whatever it says before."""
    end = time.monotonic() + seconds
    try:
        while connection.poll(max(0.0, end - time.monotonic())):
            connection.recv_bytes()
    except (EOFError, OSError):
        return True
    return False


def until(condition: Callable[[], object], seconds: float = 10) -> None:
    """Wait for what another thread or process is about to do."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true"
        time.sleep(0.01)


@contextmanager
def in_thread(
    engine: Served, data_dir: Path, *, idle_s: float, limits: Limits | None = None, is_pinned: bool = False
) -> Iterator[tuple[EngineServer, EngineAddress, threading.Thread]]:
    """A server of an open engine, stopped at the end."""
    server = EngineServer(engine, data_dir, idle_s=idle_s, limits=limits, is_pinned=is_pinned)
    address = server.start()

    def run() -> None:
        server.run()
        server.close()
        server.forget()

    thread = threading.Thread(target=run, name="server")
    thread.start()
    try:
        yield server, address, thread
    finally:
        server.stop()
        thread.join(20)
        assert not thread.is_alive()


@contextmanager
def serving(
    data_dir: Path,
    engine: SmallEngine | None = None,
    *,
    idle_s: float = 60,
    limits: Limits = QUICK,
    is_pinned: bool = False,
) -> Iterator[Serving]:
    """A small engine that is served on `data_dir`."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    small = engine or SmallEngine()
    served = cast("Served", small)
    with in_thread(served, data_dir, idle_s=idle_s, limits=limits, is_pinned=is_pinned) as (server, address, thread):
        try:
            yield Serving(small, server, address, data_dir, thread)
        finally:
            small.gate.set()
