"""SingleInstance: one window for a data folder. A second start hands its paths to the first and leaves."""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from ragdesk.paths import make_private

MOST_BYTES = 1 << 20
"""Of a message: about ten thousand paths."""
ANSWER_MS = 3_000
_UNIX_PATH = 100
"""The system takes 108 bytes for the path of a socket, on macOS 104."""


class SingleInstance(QObject):
    """Holds a lock for life; the system frees it when the process dies, so a crash never bars the next start."""

    started_again = Signal(object)
    """A list of Path to be added, perhaps empty: the program was started once more, or its icon was pressed."""

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._address = address(data_dir)
        self._lock = QLockFile(str(make_private(data_dir) / "window.lock"))
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)
        self._heard: dict[QLocalSocket, bytes] = {}

    def is_first(self) -> bool:
        """Become the one window. False if another has the lock."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._address)  # left by a process that crashed: the lock is ours
        self._server.listen(self._address)
        return True

    def hand_over(self, paths: Sequence[Path]) -> bool:
        """Have the first window add these and come to the front. False if it does not answer."""
        told = json.dumps({"paths": [str(path) for path in paths]}).encode() + b"\n"
        if len(told) > MOST_BYTES or not _is_ours(self._address):
            return False
        end = time.monotonic() + ANSWER_MS / 1000
        while time.monotonic() < end:
            socket = QLocalSocket()
            socket.connectToServer(self._address)
            if socket.waitForConnected(ANSWER_MS):
                socket.write(told)
                while socket.bytesToWrite() and socket.waitForBytesWritten(ANSWER_MS):
                    pass
                return _is_taken(socket)
            time.sleep(0.05)  # it holds the lock and does not listen yet
        return False

    def close(self) -> None:
        self._server.close()
        self._lock.unlock()

    def _receive(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._heard[socket] = b""
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(lambda socket=socket: self._forget(socket))

    def _read(self, socket: QLocalSocket) -> None:
        told = self._heard.get(socket, b"") + bytes(socket.readAll().data())
        self._heard[socket] = told
        if len(told) > MOST_BYTES:
            socket.abort()
        elif told.endswith(b"\n"):
            self._take(socket, told)

    def _take(self, socket: QLocalSocket, told: bytes) -> None:
        paths = understood(told)
        if paths is None:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        self.started_again.emit(paths)

    def _forget(self, socket: QLocalSocket) -> None:
        if self._heard.pop(socket, None) is not None:
            socket.deleteLater()


def understood(told: bytes) -> list[Path] | None:
    """The paths of a message; None if it is none."""
    try:
        message = json.loads(told)
    except (ValueError, RecursionError):
        return None
    paths = message.get("paths") if isinstance(message, dict) else None
    if not isinstance(paths, list) or not all(isinstance(path, str) and "\0" not in path for path in paths):
        return None
    return [Path(path) for path in paths if Path(path).is_absolute()]


def address(data_dir: Path) -> str:
    """In the data folder, which is this user's alone; where that path is too long, in the system's folder for it."""
    name = "ragdesk-" + hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]
    if sys.platform == "win32":
        return f"{name}-{os.environ.get('USERNAME', '')}"
    inside = str(data_dir / "window.sock")
    if len(os.fsencode(inside)) < _UNIX_PATH:
        return inside
    return str(Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"{name}-{os.getuid()}")


def _is_taken(socket: QLocalSocket) -> bool:
    answer = b""
    while not answer.endswith(b"\n") and (socket.bytesAvailable() or socket.waitForReadyRead(ANSWER_MS)):
        answer += bytes(socket.readAll().data())
    return answer == b"ok\n"


def _is_ours(where: str) -> bool:
    """In a folder that others can write to, somebody else might listen under our name."""
    if sys.platform == "win32":
        return True
    try:
        return os.stat(where).st_uid == os.getuid()
    except FileNotFoundError:
        return True  # not there yet; what appears is looked at by the next try
    except OSError:
        return False
