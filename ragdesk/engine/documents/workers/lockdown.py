"""Takes from this process everything that reading one file does not need. Limits in, what is in force out.

Whatever this computer cannot enforce is left out and said: the others still hold.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

import ragdesk
from ragdesk.engine.documents.workers.landlock import see_only, version
from ragdesk.engine.documents.workers.macos_sandbox import is_on
from ragdesk.engine.documents.workers.seccomp import allow_only_reading
from ragdesk.engine.documents.workers.windows_integrity import lower_integrity
from ragdesk.engine.documents.workers.windows_job import own_limits

_SET_PARENT_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES = 1, 4, 38
_OPEN_FILES = 64
_LEAST_GROWTH = 64 * 1024 * 1024
_SECONDS_TO_END = 5
_PATIENCE = 10
ENFORCED = "enforced"


def lock_down(cpu_seconds: int, memory_bytes: int, folders: Sequence[str]) -> dict[str, str]:
    """Cannot be undone. Each measure with "enforced", or why not. Below `folders` files may be read."""
    os.environ.clear()
    report: dict[str, str] = {}
    if sys.platform == "win32":
        return {
            "memory, no more processes (job object)": _tried(own_limits),
            "no files written (low integrity)": _tried(lower_integrity),
            "files read": "not enforced: Windows has no limit that a process may set itself",
            "network": "not enforced: Windows has no limit that a process may set itself",
        }
    if sys.platform == "darwin":
        report["files and network (sandbox-exec)"] = _tried(is_on)
        report["resident memory"] = f"{ENFORCED}, looked at five times a second"
    for name, limit in _resource_limits(cpu_seconds, memory_bytes).items():
        report[name] = _tried(limit)
    if sys.platform == "linux":
        report["no new rights"] = _tried(lambda: _prctl(_SET_NO_NEW_PRIVILEGES, 1))
        report["closed to debuggers"] = _tried(lambda: _prctl(_SET_DUMPABLE, 0))
        report["files (Landlock)"] = _tried(lambda: see_only(folders))
        # Where Landlock does not say which files may be seen, none may.
        may_open = report["files (Landlock)"].startswith(ENFORCED)
        report["system calls (seccomp)"] = _tried(lambda: allow_only_reading(may_open))
    return report


def be_patient() -> None:
    """Let everything that a person waits for go first."""
    if sys.platform != "win32":
        _tried(lambda: os.nice(_PATIENCE))


def end_with_parent(parent: int) -> None:
    """The kernel ends this process when the one that forked it ends."""
    if sys.platform == "linux":
        _tried(lambda: _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL))
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


def may_open_files() -> bool:
    """Whether workers will be able to import what is missing: only where Landlock says which files they see."""
    if sys.platform != "linux":
        return True
    return _tried(version).startswith(ENFORCED)


def _tried(measure: Callable[[], object]) -> str:
    try:
        told = measure()
    except (OSError, ValueError, AttributeError) as error:
        return f"not enforced: {error}"
    return f"{ENFORCED}, {told}" if isinstance(told, str) else ENFORCED


if sys.platform != "win32":
    import resource

    def _resource_limits(cpu_seconds: int, memory_bytes: int) -> dict[str, Callable[[], object]]:
        return {
            "memory": lambda: resource.setrlimit(resource.RLIMIT_AS, (_address_space(memory_bytes),) * 2),
            # The first limit sends SIGXCPU, which tells the engine why; the second cannot be caught.
            "processor time": lambda: resource.setrlimit(
                resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + _SECONDS_TO_END)
            ),
            "no files written": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
            "few files open": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES)),
            "no core dumps": lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)),
            "no more processes": lambda: resource.setrlimit(resource.RLIMIT_NPROC, (0, 0)),
        }


def _address_space(memory_bytes: int) -> int:
    """The limit under which resident memory stays below `memory_bytes`: what is mapped now, and what may still come."""
    try:
        sizes = Path("/proc/self/statm").read_text("ascii").split()
    except OSError:
        return memory_bytes
    page = os.sysconf("SC_PAGE_SIZE")
    mapped, resident = int(sizes[0]) * page, int(sizes[1]) * page
    return mapped + max(memory_bytes - resident, _LEAST_GROWTH)


def python_folders() -> list[str]:
    """What late imports need: the standard library, the installed packages and ragdesk itself."""
    paths = sysconfig.get_paths()
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    # macOS watches the interpreter's own libraries, too; where Landlock does, they are loaded by then.
    own = (sys.prefix, sys.base_prefix, str(Path(ragdesk.__file__).parents[1])) if sys.platform == "darwin" else ()
    return sorted({*(paths[name] for name in names), str(Path(ragdesk.__file__).parent), *own})


def _prctl(option: int, value: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(option, ctypes.c_ulong(value), 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
