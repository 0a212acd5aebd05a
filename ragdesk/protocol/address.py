"""`engine.json`: where the engine of a data folder can be reached and with which secret; where sockets may lie."""

from __future__ import annotations

import hashlib
import os
import secrets
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from ragdesk.protocol.codec import WireError, codec_for
from ragdesk.protocol.wire import from_bytes, to_bytes

FILE = "engine.json"
START_LOCK = "engine.start.lock"
"""Held by the face that starts an engine, so that fifty faces at once start one."""
SOCKET = "engine.sock"
# The system's field for a socket's path has 108 bytes on Linux and 104 on macOS, one of them for the end.
_LONGEST_PATH = 100


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """A running engine, as it describes itself."""

    address: str
    secret: str
    pid: int
    started: float
    """When the process began, as the system tells it: a process id alone may by now be another program's."""
    version: str
    is_pinned: bool
    is_leaving: bool = False
    """It takes no calls any more, and still owns the data folder."""

    @property
    def key(self) -> bytes:
        return self.secret.encode("ascii", "replace")


def new_address(address: str, pid: int, started: float, version: str, is_pinned: bool) -> EngineAddress:
    """With a secret that nobody else knows."""
    return EngineAddress(address, secrets.token_hex(32), pid, started, version, is_pinned)


def read_address(data_dir: Path) -> EngineAddress | None:
    """The engine that says to serve this data folder; None where none does, or its file makes no sense."""
    try:
        address: EngineAddress = codec_for(EngineAddress).decode(from_bytes((data_dir / FILE).read_bytes()))
    except (OSError, ValueError, WireError):
        return None
    return address


def write_address(data_dir: Path, address: EngineAddress) -> None:
    """In one step: a reader sees the old file or the new one. Readable by this user alone."""
    draft = data_dir / f"{FILE}.{address.pid}"
    draft.unlink(missing_ok=True)
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(to_bytes(codec_for(EngineAddress).encode(address)))
        draft.replace(data_dir / FILE)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def mark_leaving(data_dir: Path, address: EngineAddress) -> None:
    """Tell those who look for this engine to wait for its end instead of calling it."""
    if is_mine(data_dir, address):
        write_address(data_dir, replace(address, is_leaving=True))


def remove_address(data_dir: Path, address: EngineAddress) -> None:
    """Take the file away, unless it is another engine's by now."""
    if is_mine(data_dir, address):
        (data_dir / FILE).unlink(missing_ok=True)


def is_mine(data_dir: Path, address: EngineAddress) -> bool:
    """Whether the file names this engine."""
    found = read_address(data_dir)
    return found is not None and found.secret == address.secret


def socket_addresses(data_dir: Path) -> Iterator[str]:
    """Where a socket for this data folder may lie, the best place first; folders that are needed are made.

    The folder around it lets nobody else in. On Windows it is a named pipe with a name that cannot be guessed.
    """
    if sys.platform == "win32":
        yield rf"\\.\pipe\ragdesk-{secrets.token_hex(16)}"
        return
    if _is_private(data_dir) and _fits(data_dir / SOCKET):
        yield str(data_dir / SOCKET)
    name = f"ragdesk-{os.getuid()}-{hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]}"
    for parent in _short_lived_folders():
        folder = parent / name
        if not _fits(folder / SOCKET):
            continue
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            if not _is_private(folder):  # somebody else was here first
                folder = Path(tempfile.mkdtemp(prefix="ragdesk-", dir=parent))
        except OSError:
            continue
        yield str(folder / SOCKET)


def remove_socket(data_dir: Path, address: str) -> None:
    """The socket of an engine that is gone, and the folder that was made for it."""
    if sys.platform == "win32":
        return
    socket = Path(address)
    if socket.name != SOCKET:
        return
    with suppress(OSError):  # it is gone, or not ours
        if stat.S_ISSOCK(socket.lstat().st_mode):
            socket.unlink()
    if socket.parent != data_dir and socket.parent.name.startswith("ragdesk-"):
        with suppress(OSError):
            socket.parent.rmdir()


def _short_lived_folders() -> list[Path]:
    chosen = [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"]
    return [Path(folder) for folder in dict.fromkeys(chosen) if folder and os.path.isdir(folder)]


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= _LONGEST_PATH


def _is_private(folder: Path) -> bool:
    if sys.platform == "win32":
        return True
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
