"""Stops a fork before each of its system calls that changes a file below a folder, and lets it go on or kills it.

Linux on x86-64 only. The kernel's seccomp notifications ask this process before such a call is carried out, whatever
thread or library makes it; unlike strace, which counts for each thread apart, this counts them all as one sequence.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import platform
import select
import signal
import socket
import struct
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.safety.forked import Fork

_BY_DESCRIPTOR = {
    1: "write", 18: "pwrite64", 20: "writev", 40: "sendfile", 74: "fsync", 75: "fdatasync", 77: "ftruncate",
    285: "fallocate", 296: "pwritev", 328: "pwritev2",
}  # fmt: skip
_BY_PATH = {76: 0, 82: 0, 83: 0, 84: 0, 87: 0, 86: 1, 258: 1, 263: 1, 264: 1, 265: 3, 316: 1}
"""Number of the call -> which argument is the path."""
_COPY_FILE_RANGE, _OPENAT = 326, 257
_CALLS = (*_BY_DESCRIPTOR, *_BY_PATH, _COPY_FILE_RANGE, _OPENAT)
_NAMES = _BY_DESCRIPTOR | {
    76: "truncate", 82: "rename", 83: "mkdir", 84: "rmdir", 87: "unlink", 86: "link", 258: "mkdirat", 263: "unlinkat",
    264: "renameat", 265: "linkat", 316: "renameat2", 326: "copy_file_range", 257: "openat",
}  # fmt: skip
_CHANGING_OPEN = os.O_CREAT | os.O_TRUNC
_LONGEST_PATH = 4096
_SECONDS_TO_END = 10.0

_LOAD, _EQUALS, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _ASK = 0x7FFF0000, 0x7FC00000
_SECCOMP, _SET_FILTER, _NEW_LISTENER, _NO_NEW_PRIVILEGES = 317, 1, 8, 38
_RECEIVE, _SEND, _GO_ON = 0xC0502100, 0xC0182101, 1


class _Line(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("value", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("lines", ctypes.POINTER(_Line)))


def can_watch() -> bool:
    """Whether this system is one on which calls can be watched."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


class Watched:
    """A fork whose changes of files below `folder` are counted; killed before the one with the number `kill_at`.

    With those of processes that it starts, such as the one that writes a Chroma folder: they have to end with it.
    """

    def __init__(self, work: Callable[[], Any], folder: Path, kill_at: int | None) -> None:
        self._folder = os.fsencode(folder)
        self._kill_at = kill_at
        self.calls: list[str] = []
        self._children: set[int] = set()
        ours, theirs = socket.socketpair()
        self.fork = Fork(work, before=lambda: _ask_about_calls(theirs))
        theirs.close()
        with ours:
            _, (self._listener,), _, _ = socket.recv_fds(ours, 1, 1)

    def run(self) -> bool:
        """To its end; whether it was killed."""
        polling = select.poll()
        polling.register(self._listener, select.POLLIN)
        try:
            # The reader processes that it started may outlive it for a moment, with the same filter.
            while not self.fork.ends_before(lambda: bool(polling.poll(5))):
                if not self._answer():
                    return True
        finally:
            os.close(self._listener)
            self._await_children()
        return False

    def _await_children(self) -> None:
        """Those that wrote end with the fork, or nobody could say what the files are."""
        until = time.monotonic() + _SECONDS_TO_END
        while left := [child for child in self._children if _parent_of(child)[1] is not None]:
            if time.monotonic() > until:
                raise AssertionError(f"processes outlive the one that started them: {left}")
            time.sleep(0.001)

    def counted(self) -> Counter[str]:
        """How many calls of each kind."""
        return Counter(call.split(" ")[0] for call in self.calls)

    def _answer(self) -> bool:
        asked = bytearray(80)
        try:
            fcntl.ioctl(self._listener, _RECEIVE, asked)
        except OSError:  # who asked was killed meanwhile
            return True
        number, thread, _, call, _, _, *arguments = struct.unpack("<QIIiIQ6Q", asked)
        if told := self._told(thread, call, arguments):
            self.calls.append(told)
            if len(self.calls) == self._kill_at:
                os.kill(self.fork.pid, signal.SIGKILL)
                self.fork.kill()
                return False
        with suppress(OSError):
            fcntl.ioctl(self._listener, _SEND, bytearray(struct.pack("<QqiI", number, 0, 0, _GO_ON)))
        return True

    def _told(self, thread: int, call: int, arguments: list[int]) -> str | None:
        """The call in words, if it is one that counts."""
        process, parent = _parent_of(thread)
        if process != self.fork.pid and parent != self.fork.pid:
            return None
        if call == _OPENAT:
            path = self._text_at(thread, arguments[1]) if arguments[2] & _CHANGING_OPEN else b""
        elif call in _BY_PATH:
            path = self._text_at(thread, arguments[_BY_PATH[call]])
        else:
            descriptor = arguments[2] if call == _COPY_FILE_RANGE else arguments[0]
            try:
                path = os.readlink(f"/proc/{thread}/fd/{descriptor}".encode())
            except OSError:
                return None
        is_ours = path.startswith(self._folder) or (call in _BY_PATH and not path.startswith(b"/"))
        if is_ours and process is not None and process != self.fork.pid:
            self._children.add(process)
        return f"{_NAMES[call]} {os.fsdecode(path)}" if is_ours else None

    def _text_at(self, thread: int, address: int) -> bytes:
        # Only root may look into a child that closes itself to debuggers; for others its calls are not counted.
        with suppress(PermissionError), open(f"/proc/{thread}/mem", "rb", buffering=0) as memory:
            for length in (_LONGEST_PATH, 4096 - address % 4096):  # the page after it may not be there
                with suppress(OSError):
                    memory.seek(address)
                    return memory.read(length).split(b"\0", 1)[0]
        return b""


def _parent_of(thread: int) -> tuple[int | None, int | None]:
    """Numbers of a thread's process and of its parent; none where it has ended."""
    with suppress(OSError):
        lines = Path(f"/proc/{thread}/status").read_text("utf-8").splitlines()
        told = dict(line.split(":", 1) for line in lines)
        if told["State"].split()[0] not in ("Z", "X"):
            return int(told["Tgid"]), int(told["PPid"])
    return None, None


def _ask_about_calls(socket_to_parent: socket.socket) -> None:
    lines = [_Line(_LOAD, 0, 0, 0)]
    lines += [_Line(_EQUALS, len(_CALLS) - n, 0, call) for n, call in enumerate(_CALLS)]
    lines += [_Line(_RETURN, 0, 0, _ALLOW), _Line(_RETURN, 0, 0, _ASK)]
    program = _Program(len(lines), (_Line * len(lines))(*lines))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    listener = libc.syscall(_SECCOMP, _SET_FILTER, _NEW_LISTENER, ctypes.byref(program))
    if listener < 0:
        raise OSError(ctypes.get_errno(), "the kernel does not let calls be watched")
    socket.send_fds(socket_to_parent, [b"."], [listener])
    os.close(listener)
    socket_to_parent.close()
