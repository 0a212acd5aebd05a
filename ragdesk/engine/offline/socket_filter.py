"""seccomp: from now on this process and all that it starts get no sockets but Unix ones. Linux on x86-64 and arm64.

Also refused is what would walk round that: io_uring, the other numberings of system calls, and reaching into other
processes. Everything else stays allowed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import socket

from ragdesk.engine.system_call_filter import (
    ALLOW,
    IF_AT_LEAST,
    IF_EQUAL,
    Instruction,
    fail_with,
    head,
    install,
    load_argument,
)

_SET_NO_NEW_PRIVILEGES = 38
_X32 = 0x40000000
_REFUSE, _NOT_KNOWN = fail_with(errno.EACCES), fail_with(errno.ENOSYS)

# (x86-64, arm64)
_UNIX_ONLY = {"socket": (41, 198), "socketpair": (53, 199)}
# Libraries that would like to use io_uring do without it where the kernel does not know it.
_UNKNOWN = {"io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427)}
_REFUSED = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
}  # fmt: skip


def refuse_network_sockets() -> None:
    """For all threads, and for good. Raises OSError where the kernel or the processor has no filters."""
    column, program = _program(platform.machine())
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        raise _last_error()
    install(column, program)


def _program(machine: str) -> tuple[int, list[Instruction]]:
    column, program = head(machine, _REFUSE)
    program += [(IF_AT_LEAST, 0, 1, _X32), _REFUSE]
    for numbers in _REFUSED.values():
        program += [(IF_EQUAL, 0, 1, numbers[column]), _REFUSE]
    for numbers in _UNKNOWN.values():
        program += [(IF_EQUAL, 0, 1, numbers[column]), _NOT_KNOWN]
    for numbers in _UNIX_ONLY.values():
        program += [
            (IF_EQUAL, 0, 4, numbers[column]),
            load_argument(0),
            (IF_EQUAL, 0, 1, int(socket.AF_UNIX)),
            ALLOW,
            _REFUSE,
        ]
    return column, [*program, ALLOW]


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
