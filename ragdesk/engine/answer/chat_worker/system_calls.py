"""seccomp: from now on this process gets no sockets, programs, processes or others' memory. Linux on x86-64 and arm64.

A list of what is refused, because drivers of graphics cards need calls that nobody can foresee; calls newer than the
list are unknown to this process. What it may open, Landlock says.
"""

from __future__ import annotations

import errno
import os
import platform
from collections.abc import Iterable

from ragdesk.engine.system_call_filter import (
    ALLOW,
    IF_ANY_BIT,
    IF_AT_LEAST,
    IF_EQUAL,
    Instruction,
    fail_with,
    head,
    install,
    load_argument,
)

_FIRST_UNKNOWN = 463
_SAME_PROCESS = 0x00010000
"""CLONE_THREAD."""
_WRITING = 0o3 | 0o100 | 0o1000 | 0o20000000
"""O_ACCMODE, O_CREAT, O_TRUNC, __O_TMPFILE: the same bits on both processors."""

# (x86-64, arm64); None where that processor has no such call.
_REFUSED: dict[str, tuple[int | None, int | None]] = {
    # reaching anybody
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206), "sendmsg": (46, 211), "sendmmsg": (307, 269),
    # programs and processes
    "execve": (59, 221), "execveat": (322, 281), "fork": (57, None), "vfork": (58, None), "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138), "rt_tgsigqueueinfo": (297, 240), "pidfd_send_signal": (424, 424),
    "unshare": (272, 97), "setns": (308, 268), "setpgid": (109, 154), "setsid": (112, 157),
    # others' memory, the kernel
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "mount": (165, 40), "umount2": (166, 39), "chroot": (161, 51),
    "pivot_root": (155, 41), "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104),
    "open_by_handle_at": (304, 265), "mknod": (133, None), "mknodat": (259, 33),
    # what Landlock does not cover: rights, owners, times, attributes, lengths of files
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452), "chown": (92, None),
    "fchown": (93, 55), "lchown": (94, None), "fchownat": (260, 54), "utime": (132, None), "utimes": (235, None),
    "futimesat": (261, None), "utimensat": (280, 88), "setxattr": (188, 5), "lsetxattr": (189, 6),
    "fsetxattr": (190, 7), "truncate": (76, 45),
}  # fmt: skip
_UNKNOWN: dict[str, tuple[int, int]] = {
    # Libraries do without these where the kernel does not know them; their arguments cannot be looked at.
    "clone3": (435, 435), "openat2": (437, 437), "io_uring_setup": (425, 425), "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
}  # fmt: skip
_CLONE, _KILL, _TGKILL, _OPENAT, _OPEN, _CREAT = (56, 220), (62, 129), (234, 131), (257, 56), (2, None), (85, None)
_REFUSE, _NOT_KNOWN = fail_with(errno.EPERM), fail_with(errno.ENOSYS)


def refuse_all_but_computing(may_write_devices: bool) -> str:
    """On all threads, for good. `may_write_devices`: files may be opened to be written, as drivers do with devices.

    Needs "no new privileges". Raises OSError where the kernel or the processor has no filters.
    """
    column, program = _program(platform.machine(), may_write_devices)
    install(column, program)
    return f"{len(_REFUSED)} calls refused"


def _program(machine: str, may_write_devices: bool) -> tuple[int, list[Instruction]]:
    column, program = head(machine, _REFUSE)
    # The second numbering of x86-64 would walk round every rule; its numbers are high.
    program += [(IF_AT_LEAST, 0, 1, _FIRST_UNKNOWN), _NOT_KNOWN]
    for numbers in _REFUSED.values():
        program += _rule(numbers[column], [_REFUSE])
    for known in _UNKNOWN.values():
        program += _rule(known[column], [_NOT_KNOWN])
    program += _rule(_CLONE[column], [load_argument(0), (IF_ANY_BIT, 1, 0, _SAME_PROCESS), _REFUSE, ALLOW])
    for call in (_KILL, _TGKILL):
        program += _rule(call[column], [load_argument(0), (IF_EQUAL, 1, 0, os.getpid()), _REFUSE, ALLOW])
    if not may_write_devices:
        program += _rule(_CREAT[column], [_REFUSE])
        program += _rule(_OPENAT[column], [load_argument(2), (IF_ANY_BIT, 0, 1, _WRITING), _REFUSE, ALLOW])
        program += _rule(_OPEN[column], [load_argument(1), (IF_ANY_BIT, 0, 1, _WRITING), _REFUSE, ALLOW])
    return column, [*program, ALLOW]


def _rule(number: int | None, then: Iterable[Instruction]) -> list[Instruction]:
    steps = list(then)
    return [] if number is None else [(IF_EQUAL, 0, len(steps), number), *steps]
