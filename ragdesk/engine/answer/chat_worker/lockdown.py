"""Takes from the chat worker everything that running one model does not need. Cannot be undone.

Whatever this computer cannot enforce is left out and said: the others still hold.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

ENFORCED = "enforced"
_SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES = 4, 38
_OPEN_FILES = 256
_BYTES_PER_THREAD = 80 * 1024 * 1024
"""Address space, not memory: a stack and the C library's own store for each thread."""
_SPARE_BYTES = 1024 * 1024 * 1024


def lock_down(model_files: Sequence[Path], memory_bytes: int, threads: int, uses_graphics_card: bool) -> dict[str, str]:
    """Each measure with "enforced", or why not. To be called while this process has one thread."""
    os.environ.clear()
    if sys.platform == "win32":
        return _windows()
    report = {name: _tried(limit) for name, limit in _limits(memory_bytes, threads, uses_graphics_card).items()}
    if sys.platform == "darwin":
        return report | _macos()
    return report | _linux(model_files, uses_graphics_card)


def first_to_go() -> None:
    """Where memory runs out, Linux ends this process before any other of the user's."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")


def _linux(model_files: Sequence[Path], uses_graphics_card: bool) -> dict[str, str]:
    from ragdesk.engine.answer.chat_worker.system_calls import refuse_all_but_computing
    from ragdesk.engine.documents.workers.landlock import see_only
    from ragdesk.engine.documents.workers.lockdown import python_folders

    readable = [*python_folders(), *(str(file) for file in model_files)]
    report = {
        "no new rights": _tried(lambda: _prctl(_SET_NO_NEW_PRIVILEGES, 1)),
        "closed to debuggers": _tried(lambda: _prctl(_SET_DUMPABLE, 0)),
        "files (Landlock)": "not enforced: the driver of the graphics card needs files that differ everywhere",
    }
    if not uses_graphics_card:
        report["files (Landlock)"] = _tried(lambda: see_only(readable))
    report["system calls (seccomp)"] = _tried(lambda: refuse_all_but_computing(uses_graphics_card))
    return report


def _macos() -> dict[str, str]:
    from ragdesk.engine.offline.kernel_denial import deny_network

    denial = deny_network()
    return {
        "network (sandbox)": ENFORCED if denial.is_enforced else f"not enforced: {denial.note}",
        "files": "not enforced: this version has no such limits for macOS",
    }


def _windows() -> dict[str, str]:
    from ragdesk.engine.documents.workers.windows_integrity import lower_integrity
    from ragdesk.engine.documents.workers.windows_job import own_limits

    return {
        "memory, no more processes (job object)": _tried(own_limits),
        "no files written (low integrity)": _tried(lower_integrity),
        "files read, network": "not enforced: Windows has no limit that a process may set itself",
    }


if sys.platform != "win32":
    import resource

    def _limits(memory_bytes: int, threads: int, uses_graphics_card: bool) -> dict[str, Callable[[], object]]:
        limits: dict[str, Callable[[], object]] = {
            "no files written": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
            "few files open": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES)),
            "no core dumps": lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
        }
        # Graphics drivers reserve address space far beyond all memory; macOS does not keep to this limit.
        if sys.platform == "linux" and not uses_graphics_card:
            size = _mapped_bytes() + 2 * memory_bytes + threads * _BYTES_PER_THREAD + _SPARE_BYTES
            limits["memory"] = lambda: resource.setrlimit(resource.RLIMIT_AS, (size, size))
        return limits


def _mapped_bytes() -> int:
    return int(Path("/proc/self/statm").read_text("ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _tried(measure: Callable[[], object]) -> str:
    try:
        told = measure()
    except (OSError, ValueError, AttributeError) as error:
        return f"not enforced: {error}"
    return f"{ENFORCED}, {told}" if isinstance(told, str) else ENFORCED


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
