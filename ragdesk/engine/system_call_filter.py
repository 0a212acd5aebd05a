"""What our seccomp filters begin with, and how one is put in force. Linux on x86-64 and arm64.

Instructions: linux/filter.h; the data that they look at: linux/seccomp.h. What is refused is each filter's own matter.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
from collections.abc import Sequence

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, value."""

LOAD, IF_EQUAL, IF_AT_LEAST, IF_ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_FAIL_WITH = 0x00050000
ALLOW: Instruction = (RETURN, 0, 0, 0x7FFF0000)
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_SKIPPED_BY_TRACER = 0xFFFFFFFF
_SECCOMP = (317, 277)
_SET_MODE_FILTER, _ON_ALL_THREADS = 1, 1
_PROCESSORS = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7), "arm64": (1, 0xC00000B7)}


def fail_with(number: int) -> Instruction:
    """The call is not carried out, and its caller is told this error."""
    return (RETURN, 0, 0, _FAIL_WITH | number)


def load_argument(index: int) -> Instruction:
    """The low word of it."""
    return (LOAD, 0, 0, _FIRST_ARGUMENT + 8 * index)


def head(machine: str, refusal: Instruction) -> tuple[int, list[Instruction]]:
    """The processor's column in tables of (x86-64, arm64), and what comes first; then the number of the call is loaded.

    `refusal` meets programs that speak another numbering. Raises OSError where no filter is written for the processor.
    """
    try:
        column, architecture = _PROCESSORS[machine]
    except KeyError:
        raise OSError(errno.ENOSYS, f"no filter is written for {machine}") from None
    return column, [
        (LOAD, 0, 0, _ARCHITECTURE),
        (IF_EQUAL, 1, 0, architecture),
        refusal,
        (LOAD, 0, 0, _NUMBER),
        # A call that a debugger has the kernel skip is no call, and must not look like one of another numbering.
        (IF_EQUAL, 0, 1, _SKIPPED_BY_TRACER),
        ALLOW,
    ]


def install(column: int, program: Sequence[Instruction]) -> None:
    """On all threads, for good. Needs "no new privileges". Raises OSError where the kernel has no filters."""
    code = b"".join(struct.pack("<HBBI", *instruction) for instruction in program)
    held = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: the length, then, aligned, the address.
    request = struct.pack("@HP", len(program), ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    failed = libc.syscall(_SECCOMP[column], _SET_MODE_FILTER, _ON_ALL_THREADS, request)
    if failed > 0:
        raise OSError(errno.EBUSY, f"thread {failed} has a filter of its own")
    if failed:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
