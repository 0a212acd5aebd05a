"""EngineStarter: a connection to the engine of a data folder, which is started if it does not run."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import ragdesk
from ragdesk.client import engine_process
from ragdesk.client.engine_connection import EngineConnection, Hung, OnSilence, Unreachable, wait_a_moment
from ragdesk.paths import make_private
from ragdesk.protocol.address import START_LOCK, EngineAddress, read_address
from ragdesk.protocol.errors import EngineGone, EngineOfOtherVersion, EngineProblem
from ragdesk.protocol.wire import LEAVING, Frame, read_error
from ragdesk.settings import DEFAULT_LIBRARY

# Long enough for an engine that ends its last calls before the next one may own the folder.
_PATIENCE_S = 60.0
_TRIES_AT_THE_DOOR = 20
DEATHS_ALLOWED = 3
DEATHS_WITHIN_S = 60.0


@dataclass
class Deaths:
    """The engines that ended without being asked to, as this face noticed them."""

    _known: dict[tuple[int, float], float] = field(default_factory=dict)

    def note(self, address: EngineAddress) -> None:
        self._known.setdefault((address.pid, address.started), time.monotonic())

    def check(self) -> None:
        """Raises EngineProblem if starting once more would probably end the same way."""
        recent = [at for at in self._known.values() if time.monotonic() - at < DEATHS_WITHIN_S]
        if len(recent) >= DEATHS_ALLOWED:
            raise EngineProblem(
                f"The engine ended unexpectedly {len(recent)} times within a minute, so it is not started again now.",
                "Nothing that was saved is lost. Wait a minute and try again; if it keeps ending, `ragdesk doctor` and "
                "the file engine.log in the data folder tell more.",
            )


class EngineStarter:
    """Used by one face, from any of its threads. `library` None: whichever a running engine has at hand."""

    def __init__(
        self, data_dir: Path, library: str | None, *, create: bool, version: str = ragdesk.__version__
    ) -> None:
        self.data_dir = data_dir
        self._library = library
        self._create = create
        self._version = version
        self._face = secrets.token_hex(8)
        self._deaths = Deaths()
        self._was_attached = False

    def connect(self, on_silence: OnSilence) -> EngineConnection:
        """A connection that is ready for calls. Raises what the engine could not be opened with, or EngineProblem."""
        end = time.monotonic() + _PATIENCE_S
        connection = self.attach(on_silence)
        while connection is None:
            with self._turn_to_start() as is_ours:
                connection = self.attach(on_silence)  # another face may have started it meanwhile
                if connection is None and is_ours:
                    self._deaths.check()
                    engine_process.start(self.data_dir, self._library or DEFAULT_LIBRARY, create=self._may_create)
                    connection = self.attach(on_silence)
            if connection is None and not wait_a_moment(end):
                raise EngineGone(
                    "The engine cannot be reached.", "Try again in a moment; `ragdesk doctor` may tell more."
                )
        self._was_attached = True
        return connection

    def attach(self, on_silence: OnSilence) -> EngineConnection | None:
        """A connection to the engine that runs; None if none does. One that hangs is ended."""
        address = read_address(self.data_dir)
        if address is None or address.is_leaving:
            return None
        connection = self._reach(address, on_silence)
        if connection is None:
            return None
        try:
            answer = connection.greet(self._hello())
            if answer == LEAVING:
                connection.close()
                return None
            if "version" in answer:
                self._part(connection, answer)
                return None
            if "error" in answer:
                raise read_error(answer)
        except Hung:
            connection.close()
            self.end_hung(address)
            return None
        except (OSError, EOFError):
            connection.close()
            return None
        except BaseException:
            connection.close()
            raise
        return connection

    def end_hung(self, address: EngineAddress) -> None:
        """End an engine that does not answer; the next `connect` starts another."""
        self._deaths.note(address)
        engine_process.end_hung(address)

    def _reach(self, address: EngineAddress, on_silence: OnSilence) -> EngineConnection | None:
        for _ in range(_TRIES_AT_THE_DOOR):
            try:
                return EngineConnection(address, on_silence)
            except Hung:
                self.end_hung(address)
                return None
            except Unreachable:
                if not engine_process.is_alive(address):
                    self._deaths.note(address)
                    return None
                if read_address(self.data_dir) != address:
                    return None
                time.sleep(0.05)  # crowded, perhaps
        return None

    @property
    def _may_create(self) -> bool:
        """A library that was there and is not any more was renamed or removed: it is not made anew, and empty."""
        return self._create and not self._was_attached

    def _hello(self) -> Frame:
        return {
            "version": self._version,
            "face": self._face,
            "library": self._library,
            "create": self._may_create,
        }

    def _part(self, connection: EngineConnection, answer: Frame) -> None:
        """The engine is of another version: ask it to leave, unless that would cost somebody his work."""
        if answer.get("busy") is not False or self._was_attached:
            raise EngineOfOtherVersion(
                f"The engine that is running is ragdesk {answer.get('version')}, and this is {self._version}.",
                "Start this window or command anew."
                if self._was_attached
                else "Wait until it has finished its work, or end it with `ragdesk stop`; then try again.",
            )
        connection.send({"stop": True})
        connection.receive()
        connection.close()

    @contextmanager
    def _turn_to_start(self) -> Iterator[bool]:
        """Whether it is our turn to start the engine; others wait for what comes of it.

        Where the folder is not there and may not be made, nobody else can start anything: the engine says why not.
        """
        if self._create:
            try:
                make_private(self.data_dir)
            except OSError:
                yield True
                return
        if not self.data_dir.is_dir():
            yield True
            return
        from filelock import FileLock, Timeout

        lock = FileLock(self.data_dir / START_LOCK, timeout=0, mode=0o600, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        except OSError:
            yield True
            return
        try:
            yield True
        finally:
            lock.release()
