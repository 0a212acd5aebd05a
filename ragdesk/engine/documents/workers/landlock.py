"""Landlock: from now on this process sees no files but those below some folders, and these only to read them. Linux.

Numbers and structures: Documentation/userspace-api/landlock.rst of the kernel. The three calls have the same numbers on
every processor.
"""

from __future__ import annotations

import ctypes
import os
import stat
import struct
from collections.abc import Iterable

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_BENEATH_PATH = 1
_LEAST_DESCRIPTOR = 10
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
# How many rights about files, and which about TCP and about reaching other processes, the versions 1 to 6 know.
_FILE_RIGHTS = (13, 14, 15, 15, 16, 16)
_NO_TCP = 0b11
_NO_ABSTRACT_SOCKETS_NO_SIGNALS = 0b11


def version() -> int:
    """Which Landlock the kernel has. Raises OSError where it has none."""
    libc = ctypes.CDLL(None, use_errno=True)
    return _checked(libc.syscall(_CREATE_RULESET, None, 0, _ASK_VERSION))


def see_only(folders: Iterable[str]) -> str:
    """The version in force. Raises OSError where the kernel has none. Needs "no new privileges"."""
    ruleset = Ruleset(folders)
    try:
        return ruleset.enter()
    finally:
        ruleset.close()


class Ruleset:
    """What may be seen, put together once: each process that inherits the descriptor may enter it."""

    def __init__(self, folders: Iterable[str]) -> None:
        """A single file may stand among the folders. Raises OSError where the kernel has no Landlock."""
        self._libc = ctypes.CDLL(None, use_errno=True)
        known = version()
        rights = (1 << _FILE_RIGHTS[min(known, 6) - 1]) - 1
        wanted = struct.pack("<Q", rights)
        if known >= 4:
            wanted += struct.pack("<Q", _NO_TCP)
        if known >= 6:
            wanted += struct.pack("<Q", _NO_ABSTRACT_SOCKETS_NO_SIGNALS)
        self.descriptor = _raised(_checked(self._libc.syscall(_CREATE_RULESET, wanted, len(wanted), 0)))
        self._told = f"version {known}"
        try:
            for folder in folders:
                _allow_reading(self._libc, self.descriptor, folder)
        except BaseException:
            self.close()
            raise

    def enter(self) -> str:
        """The version in force, for good. Needs "no new privileges"."""
        _checked(self._libc.syscall(_RESTRICT_SELF, self.descriptor, 0))
        return self._told

    def close(self) -> None:
        os.close(self.descriptor)


def _allow_reading(libc: ctypes.CDLL, ruleset: int, folder: str) -> None:
    try:
        descriptor = os.open(folder, os.O_PATH)
    except OSError:
        return
    try:
        rights = _READ_FILE | _READ_FOLDER if stat.S_ISDIR(os.fstat(descriptor).st_mode) else _READ_FILE
        rule = struct.pack("<Qi", rights, descriptor)
        _checked(libc.syscall(_ADD_RULE, ruleset, _BENEATH_PATH, rule, 0))
    finally:
        os.close(descriptor)


def _raised(descriptor: int) -> int:
    """Out of the way of those who give their own descriptors fixed numbers."""
    # Here, since Windows has no such module.
    import fcntl

    raised = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _LEAST_DESCRIPTOR)
    os.close(descriptor)
    return raised


def _checked(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result
