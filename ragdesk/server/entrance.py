"""Lets faces in: a socket, a thread for each connection, the key exchange; whoever stalls or lies is put out again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from ragdesk.protocol.address import remove_socket, socket_addresses
from ragdesk.protocol.codec import WireError
from ragdesk.protocol.errors import EngineProblem
from ragdesk.server.connection import FaceConnection, Limits

# What a peer that is no face, or one that is gone, makes of a connection. A key exchange asserts what it reads.
GONE_OR_NONSENSE = (OSError, EOFError, AuthenticationError, AssertionError, ValueError, WireError)
_BACKLOG = 128
# How long the system may need to take a socket back that failed, as when no more files can be opened.
_BREATH_S = 0.2


class Entrance:
    """Open from its making until `close`. `serve` is called in a thread of its own for each face that has the key."""

    def __init__(self, data_dir: Path, serve: Callable[[FaceConnection], None], limits: Limits) -> None:
        self._data_dir = data_dir
        self._serve = serve
        self._limits = limits
        self._lock = threading.Lock()
        self._inside: dict[FaceConnection, bool] = {}
        self._is_closed = False
        self._listener = _listen(data_dir)
        self.address = str(self._listener.address)
        self._key = b""

    def let_in(self, key: bytes) -> None:
        """From now on faces with this key are served."""
        self._key = key
        threading.Thread(target=self._accept_all, name="entrance", daemon=True).start()

    def connections(self) -> list[FaceConnection]:
        """Those that have shown the key."""
        with self._lock:
            return [connection for connection, has_key in self._inside.items() if has_key]

    def tend(self) -> None:
        """Put out who is overdue, begin heartbeats: to be called a few times a second."""
        now = time.monotonic()
        with self._lock:
            connections = list(self._inside)
        for connection in connections:
            connection.tend(now)

    def close(self) -> None:
        """Let nobody in any more. Those inside stay."""
        self._is_closed = True
        with suppress(*GONE_OR_NONSENSE):
            Client(self.address).close()  # wakes the thread that accepts
        with suppress(OSError):
            self._listener.close()
        remove_socket(self._data_dir, self.address)

    def _accept_all(self) -> None:
        while not self._is_closed:
            try:
                connection = self._listener.accept()
            except OSError:
                if not self._is_closed:
                    time.sleep(_BREATH_S)
                continue
            if self._is_closed or not self._has_room():
                connection.close()
                continue
            self._begin(connection)

    def _begin(self, connection: Connection) -> None:
        face = FaceConnection(connection, self._limits)
        with self._lock:
            self._inside[face] = False
        try:
            threading.Thread(target=self._attend, args=(face,), name="face", daemon=True).start()
        except RuntimeError:  # the system starts no more threads
            self._leave(face)

    def _has_room(self) -> bool:
        """Make room by putting out the oldest that has not shown the key: strangers cannot keep faces out."""
        with self._lock:
            if len(self._inside) < self._limits.connections:
                return True
            stranger = next((one for one, has_key in self._inside.items() if not has_key), None)
            if stranger is None:
                return False
            del self._inside[stranger]
        stranger.abort()
        return True

    def _attend(self, face: FaceConnection) -> None:
        try:
            face.exchange_keys(self._key)
            with self._lock:
                if face not in self._inside:
                    return
                self._inside[face] = True
            self._serve(face)
        except GONE_OR_NONSENSE:
            pass  # whatever it was, it is no concern of anybody else
        finally:
            self._leave(face)

    def _leave(self, face: FaceConnection) -> None:
        with self._lock:
            self._inside.pop(face, None)
        face.close()


def _listen(data_dir: Path) -> Listener:
    """Only the owner of the data folder listens for it, so a socket that lies there was left behind."""
    problem: OSError | None = None
    for address in socket_addresses(data_dir):
        remove_socket(data_dir, address)
        Path(address).parent.mkdir(mode=0o700, exist_ok=True)
        try:
            return Listener(address, backlog=_BACKLOG)
        except OSError as fault:  # some file systems hold no sockets
            problem = fault
    raise EngineProblem(
        "The engine found no place for the socket that its windows and command lines reach it by.",
        "Check that the folder for temporary files can be written to.",
        str(problem),
    ) from problem
