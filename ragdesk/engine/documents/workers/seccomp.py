"""seccomp: from now on this process may make a few dozen system calls, and no others. Linux on x86-64 and arm64.

A list of what is allowed: sockets, processes, signals to others, writing, io_uring and calls not yet invented are all
refused with EPERM. Instructions: linux/filter.h; the data that they look at: linux/seccomp.h.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
from collections.abc import Sequence

_SET_SECCOMP, _FILTER = 22, 2
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _AND, _RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | 1
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000

# O_ACCMODE, O_CREAT, O_TRUNC, __O_TMPFILE: the same bits on both processors.
_WRITING = 0o3 | 0o100 | 0o1000 | 0o20000000
_MOST_FCNTL = 4  # F_DUPFD to F_SETFL; not F_SETOWN, which has signals sent to others.
_DUPLICATE_CLOSED_ON_EXEC = 1030

# (x86-64, arm64); None where that processor has no such call.
_ALLOWED: dict[str, tuple[int | None, int | None]] = {
    # the open descriptors
    "read": (0, 63), "write": (1, 64), "readv": (19, 65), "writev": (20, 66), "pread64": (17, 67), "lseek": (8, 62),
    "close": (3, 57), "dup": (32, 23), "fstat": (5, 80), "poll": (7, None), "ppoll": (271, 73), "select": (23, None),
    "pselect6": (270, 72), "getdents64": (217, 61),
    # names of files, for late imports; reading them needs `openat`
    "stat": (4, None), "lstat": (6, None), "newfstatat": (262, 79), "statx": (332, 291), "getcwd": (79, 17),
    # memory
    "mmap": (9, 222), "mprotect": (10, 226), "munmap": (11, 215), "brk": (12, 214), "mremap": (25, 216),
    "madvise": (28, 233), "membarrier": (324, 283),
    # this process and its time
    "rt_sigaction": (13, 134), "rt_sigprocmask": (14, 135), "rt_sigreturn": (15, 139), "sigaltstack": (131, 132),
    "restart_syscall": (219, 128), "futex": (202, 98), "set_robust_list": (273, 99), "rseq": (334, 293),
    "sched_yield": (24, 124), "sched_getaffinity": (204, 123), "nanosleep": (35, 101), "clock_nanosleep": (230, 115),
    "clock_gettime": (228, 113), "clock_getres": (229, 114), "gettimeofday": (96, 169), "time": (201, None),
    "times": (100, 153), "getrusage": (98, 165), "getrlimit": (97, None), "sysinfo": (99, 179), "uname": (63, 160),
    "getpid": (39, 172), "getppid": (110, 173), "gettid": (186, 178), "getuid": (102, 174), "geteuid": (107, 175),
    "getgid": (104, 176), "getegid": (108, 177), "getrandom": (318, 278), "exit": (60, 93), "exit_group": (231, 94),
}  # fmt: skip
_PROCESSORS = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7), "arm64": (1, 0xC00000B7)}
_FCNTL, _TGKILL, _PRLIMIT, _OPENAT, _OPEN = (72, 25), (234, 131), (302, 261), (257, 56), (2, None)

_OWN_ID = 0xFFFFFFFE
"""Stands in the program where the number of the process comes; no process can have it."""

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, value."""


class Filter:
    """Put together once: each process that inherits it may install it."""

    def __init__(self, may_open: bool) -> None:
        """`may_open`: files may be opened to be read. Raises OSError where the processor has no list of calls."""
        program = _program(may_open)
        code = b"".join(struct.pack("<HBBI", *instruction) for instruction in program)
        self._held = ctypes.create_string_buffer(code, len(code))
        self._own_id_at = code.index(struct.pack("<I", _OWN_ID))
        # struct sock_fprog: the length, then, aligned, the address.
        self._request = struct.pack("@HP", len(program), ctypes.addressof(self._held))
        self._set = ctypes.CDLL(None, use_errno=True).prctl
        self._filter = ctypes.c_ulong(_FILTER)
        self._told = f"{len(_ALLOWED)} calls allowed"

    def install(self) -> str:
        """In this process, for good. Raises OSError where the kernel has no filters."""
        struct.pack_into("<I", self._held, self._own_id_at, os.getpid())
        if self._set(_SET_SECCOMP, self._filter, self._request, 0, 0):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return self._told


def _program(may_open: bool) -> list[Instruction]:
    try:
        column, architecture = _PROCESSORS[platform.machine()]
    except KeyError:
        raise OSError(f"no list of calls for {platform.machine()}") from None
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        # The second numbering of x86-64 would walk round every rule.
        (_IF_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _KILL),
    ]
    for numbers in _ALLOWED.values():
        program += _rule(numbers[column], [(_RETURN, 0, 0, _ALLOW)])
    program += _rule(_FCNTL[column], _if_fcntl_is_harmless())
    program += _rule(_TGKILL[column], _if_argument(0, _OWN_ID))
    program += _rule(_PRLIMIT[column], _if_only_asked())
    if may_open:
        program += _rule(_OPENAT[column], _if_masked(2, _WRITING))
        program += _rule(_OPEN[column], _if_masked(1, _WRITING))
    return [*program, (_RETURN, 0, 0, _REFUSE)]


def _rule(number: int | None, then: Sequence[Instruction]) -> list[Instruction]:
    return [] if number is None else [(_IF_EQUAL, 0, len(then), number), *then]


def _if_argument(index: int, value: int) -> list[Instruction]:
    return [
        (_LOAD, 0, 0, _low(index)),
        (_IF_EQUAL, 0, 1, value),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]


def _if_masked(index: int, forbidden: int) -> list[Instruction]:
    load, *test = _if_argument(index, 0)
    return [load, (_AND, 0, 0, forbidden), *test]


def _if_fcntl_is_harmless() -> list[Instruction]:
    return [
        (_LOAD, 0, 0, _low(1)),
        (_IF_EQUAL, 1, 0, _DUPLICATE_CLOSED_ON_EXEC),
        (_IF_AT_LEAST, 1, 0, _MOST_FCNTL + 1),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]


def _if_only_asked() -> list[Instruction]:
    """prlimit: of this process itself (0), without a new limit (a null pointer, two words)."""
    return [
        (_LOAD, 0, 0, _low(0)),
        (_IF_EQUAL, 0, 5, 0),
        (_LOAD, 0, 0, _low(2)),
        (_IF_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _low(2) + 4),
        (_IF_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]


def _low(index: int) -> int:
    return _FIRST_ARGUMENT + 8 * index
