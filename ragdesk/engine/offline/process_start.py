"""What a process does first that is to be an engine: before any heavy import, before it opens anything."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ragdesk.engine.offline.kernel_denial import SWITCHED_OFF, DenialReport, deny_network
from ragdesk.environment import forbid_ipv6_probe, scrub_environment
from ragdesk.paths import make_private

WORKING_FOLDER = "engine.work"
_SET_DUMPABLE = 4


@dataclass(frozen=True, slots=True)
class EngineProcess:
    """What is in force for this process. `not_enforced`: each measure that failed, with the reason."""

    denial: DenialReport
    not_enforced: dict[str, str] = field(default_factory=dict)


def prepare_engine_process(data_dir: Path, offline: bool = True) -> EngineProcess:
    """Private files, no proxies, no dumps, an empty working folder, no network. For good; on all threads.

    `data_dir` is not made if it is not there. Not for a program that uses `Engine` as a library.
    """
    os.umask(0o077)
    scrub_environment()
    forbid_ipv6_probe()
    failed: dict[str, str] = {}
    denial = deny_network() if offline else SWITCHED_OFF
    try:
        keep_memory_private()
    except OSError as problem:
        failed["no memory dumps"] = str(problem)
    try:
        os.chdir(own_working_folder(data_dir))
    except OSError as problem:
        failed["a working folder of its own"] = str(problem)
    return EngineProcess(denial, failed)


def keep_memory_private() -> None:
    """No core dumps, and no debugger of this user's gets in. Raises OSError."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux" and ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0):
        raise OSError("the kernel does not close this process to debuggers")


def own_working_folder(data_dir: Path) -> Path:
    """An empty folder below the data folder; where there is no data folder yet, the root of its disk.

    Libraries read files like `.env` where they work, so nothing may lie there. Raises OSError.
    """
    if not data_dir.is_dir():
        return Path(data_dir.absolute().anchor)
    folder = data_dir / WORKING_FOLDER
    if folder.is_symlink():
        folder.unlink()
    make_private(folder)
    folder.chmod(0o700)
    # Another engine that is just starting may be at the same work.
    with suppress(FileNotFoundError):
        for entry in list(folder.iterdir()):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)
    return folder
