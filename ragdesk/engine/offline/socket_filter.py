"""seccomp: from now on this process and all that it starts get no sockets but Unix ones. Linux on x86-64 and arm64.

Also refused is what would walk round that: io_uring, the other numberings of system calls, and reaching into other
processes. Everything else stays allowed. Instructions: linux/filter.h; the data that they look at: linux/seccomp.h.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket
import struct

_SET_NO_NEW_PRIVILEGES = 38
_SET_MODE_FILTER, _ON_ALL_THREADS = 1, 1
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _FAIL_WITH = 0x7FFF0000, 0x00050000
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_X32 = 0x40000000
_SKIPPED_BY_TRACER = 0xFFFFFFFF

# (x86-64, arm64)
_SECCOMP = (317, 277)
_UNIX_ONLY = {"socket": (41, 198), "socketpair": (53, 199)}
# Libraries that would like to use io_uring do without it where the kernel does not know it.
_UNKNOWN = {"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)}
_REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
}  # fmt: skip
_PROCESSORS = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7), "arm64": (1, 0xC00000B7)}

Instruction = tuple[int, int, int, int]
"""Code, jump if true, jump if false, value."""


def refuse_network_sockets() -> None:
    """For all threads, and for good. Raises OSError where the kernel or the processor has no filters."""
    column, program = _program(platform.machine())
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise _last_error()
    code = b"".join(struct.pack("<HBBI", *instruction) for instruction in program)
    held = ctypes.create_string_buffer(code, len(code))
    # struct sock_fprog: the length, then, aligned, the address.
    request = struct.pack("@HP", len(program), ctypes.addressof(held))
    failed = libc.syscall(_SECCOMP[column], _SET_MODE_FILTER, _ON_ALL_THREADS, request)
    if failed > 0:
        raise OSError(errno.EBUSY, f"thread {failed} has a filter of its own")
    if failed:
        raise _last_error()


def _program(machine: str) -> tuple[int, list[Instruction]]:
    try:
        column, architecture = _PROCESSORS[machine]
    except KeyError:
        raise OSError(errno.ENOSYS, f"no filter is written for {machine}") from None
    refuse = (_RETURN, 0, 0, _FAIL_WITH | errno.EACCES)
    allow = (_RETURN, 0, 0, _ALLOW)
    program: list[Instruction] = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 1, 0, architecture),
        refuse,
        (_LOAD, 0, 0, _NUMBER),
        # A call that a debugger has the kernel skip is no call, and must not look like one of the second numbering.
        (_IF_EQUAL, 0, 1, _SKIPPED_BY_TRACER),
        allow,
        (_IF_AT_LEAST, 0, 1, _X32),
        refuse,
    ]
    for numbers in _REFUSED.values():
        program += [(_IF_EQUAL, 0, 1, numbers[column]), refuse]
    for numbers in _UNKNOWN.values():
        program += [(_IF_EQUAL, 0, 1, numbers[column]), (_RETURN, 0, 0, _FAIL_WITH | errno.ENOSYS)]
    for numbers in _UNIX_ONLY.values():
        program += [
            (_IF_EQUAL, 0, 4, numbers[column]),
            (_LOAD, 0, 0, _FIRST_ARGUMENT),
            (_IF_EQUAL, 0, 1, int(socket.AF_UNIX)),
            allow,
            refuse,
        ]
    return column, [*program, allow]


def look_names_up_here_only() -> None:
    """Have the C library find computers' names in this computer's own list.

    It would else hand them to a service of the system through a Unix socket, and that service asks the network.
    glibc: nss/nsswitch.h. Holds for this process, not for programs that it starts. Raises OSError or AttributeError.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    configure = libc.__nss_configure_lookup
    if configure(b"hosts", b"files"):
        raise _last_error()


def _last_error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
