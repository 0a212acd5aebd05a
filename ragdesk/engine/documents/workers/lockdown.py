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
from functools import cache
from pathlib import Path
from typing import TypeVar

import ragdesk
from ragdesk.engine.documents.workers.landlock import Ruleset, version
from ragdesk.engine.documents.workers.macos_sandbox import is_on
from ragdesk.engine.documents.workers.seccomp import Filter
from ragdesk.engine.documents.workers.windows_integrity import lower_integrity
from ragdesk.engine.documents.workers.windows_job import own_limits

_SET_PARENT_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES = 1, 4, 38
_OPEN_FILES = 64
_LEAST_GROWTH = 64 * 1024 * 1024
_SECONDS_TO_END = 5
_PATIENCE = 10
ENFORCED = "enforced"
T = TypeVar("T")


class Lockdown:
    """Prepared once by the process that forks, so that each of its workers has little left to do before its file."""

    def __init__(self, folders: Sequence[str]) -> None:
        """Below `folders` workers may read files."""
        self.kept: tuple[int, ...] = ()
        """The descriptors that `enter` needs, and closes."""
        self._files: Ruleset | str = "not Linux"
        self._calls: Filter | str = "not Linux"
        self._no_new_rights = ""
        self._mapped = self._resident = 0
        if sys.platform == "linux":
            # Those that are forked inherit it.
            self._no_new_rights = _tried(_prctl, _SET_NO_NEW_PRIVILEGES, 1)
            self._files = _made(lambda: Ruleset(folders))
            if not isinstance(self._files, str):
                self.kept = (self._files.descriptor,)
            # Where Landlock does not say which files may be seen, none may.
            self._calls = _made(lambda: Filter(may_open=bool(self.kept)))

    def settle(self) -> None:
        """After libraries were loaded: takes the environment, and notes the memory with which workers will begin."""
        os.environ.clear()
        self._mapped, self._resident = _memory()

    def enter(self, cpu_seconds: int, memory_bytes: int) -> dict[str, str]:
        """Cannot be undone. Each measure with "enforced", or why not."""
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
        for name, which, limits in _resource_limits(cpu_seconds, self._address_space(memory_bytes)):
            report[name] = _tried(resource.setrlimit, which, limits)
        if sys.platform == "linux":
            report["no new rights"] = self._no_new_rights
            report["closed to debuggers"] = _tried(_prctl, _SET_DUMPABLE, 0)
            report["files (Landlock)"] = _tried(self._see_only_folders)
            report["system calls (seccomp)"] = _tried(self._allow_only_reading)
        return report

    def _address_space(self, memory_bytes: int) -> int:
        """The limit under which resident memory stays below `memory_bytes`."""
        return self._mapped + max(memory_bytes - self._resident, _LEAST_GROWTH)

    def _see_only_folders(self) -> str:
        if isinstance(self._files, str):
            raise OSError(self._files)
        try:
            return self._files.enter()
        except OSError:
            self._calls = _made(lambda: Filter(may_open=False))
            raise
        finally:
            # With it a worker could let those that come after it see more.
            self._files.close()

    def _allow_only_reading(self) -> str:
        if isinstance(self._calls, str):
            raise OSError(self._calls)
        return self._calls.install()


def be_patient() -> None:
    """Let everything that a person waits for go first."""
    if sys.platform != "win32":
        _tried(os.nice, _PATIENCE)


def end_with_parent(parent: int) -> None:
    """The kernel ends this process when the one that forked it ends."""
    if sys.platform == "linux":
        _tried(_prctl, _SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if sys.platform != "win32" and os.getppid() != parent:
        os._exit(1)


def may_open_files() -> bool:
    """Whether workers will be able to import what is missing: only where Landlock says which files they see."""
    if sys.platform != "linux":
        return True
    return _tried(version).startswith(ENFORCED)


def _made(make: Callable[[], T]) -> T | str:
    """Or why it cannot be."""
    try:
        return make()
    except OSError as error:
        return str(error)


def _tried(measure: Callable[..., object], *arguments: object) -> str:
    try:
        told = measure(*arguments)
    except (OSError, ValueError, AttributeError) as error:
        return f"not enforced: {error}"
    return f"{ENFORCED}, {told}" if isinstance(told, str) else ENFORCED


if sys.platform != "win32":
    import resource

    def _resource_limits(cpu_seconds: int, address_space: int) -> tuple[tuple[str, int, tuple[int, int]], ...]:
        return (
            ("memory", resource.RLIMIT_AS, (address_space, address_space)),
            # The first limit sends SIGXCPU, which tells the engine why; the second cannot be caught.
            ("processor time", resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + _SECONDS_TO_END)),
            ("no files written", resource.RLIMIT_FSIZE, (0, 0)),
            ("few files open", resource.RLIMIT_NOFILE, (_OPEN_FILES, _OPEN_FILES)),
            ("no core dumps", resource.RLIMIT_CORE, (0, 0)),
            ("no more processes", resource.RLIMIT_NPROC, (0, 0)),
        )


def _memory() -> tuple[int, int]:
    """Mapped and resident, in bytes. A worker would wait a quarter of a millisecond for its own entry in /proc."""
    try:
        sizes = Path("/proc/self/statm").read_text("ascii").split()
    except OSError:
        return 0, 0
    page = os.sysconf("SC_PAGE_SIZE")
    return int(sizes[0]) * page, int(sizes[1]) * page


def python_folders() -> list[str]:
    """What late imports need: the standard library, the installed packages and ragdesk itself."""
    paths = sysconfig.get_paths()
    names = ("stdlib", "platstdlib", "purelib", "platlib")
    # macOS watches the interpreter's own libraries, too; where Landlock does, they are loaded by then.
    own = (sys.prefix, sys.base_prefix, str(Path(ragdesk.__file__).parents[1])) if sys.platform == "darwin" else ()
    return sorted({*(paths[name] for name in names), str(Path(ragdesk.__file__).parent), *own})


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int) -> None:
    if _libc().prctl(option, ctypes.c_ulong(value), 0, 0, 0):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
