"""Work in a fork of this process: everything is imported already, and it can be killed like any other process.

Only forks of a process with one thread are sound, so whatever starts threads (Chroma, readers) belongs into the fork.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_LOOK_EVERY_S = 0.0005


def get_ready_to_fork(module: str) -> None:
    """Start this script anew if NumPy has threads already; import what an engine imports at first use."""
    if not _ONE_THREAD.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, "-m", module, *sys.argv[1:]], os.environ | _ONE_THREAD)
    for name in ("chromadb", "chromadb.api.rust", "ragdesk.engine.engine"):
        importlib.import_module(name)
    with open("/proc/self/status", encoding="utf-8") as status:
        threads = next(line for line in status if line.startswith("Threads:"))
    if int(threads.split()[1]) != 1:
        raise SystemExit(f"A library has started threads while it was imported: {threads}")


class Fork:
    """A running copy of this process; what its work returns comes back as JSON."""

    def __init__(self, work: Callable[[], Any], before: Callable[[], None] | None = None) -> None:
        """`before` runs first in the fork, as for filters of system calls."""
        self._back, theirs = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        self.began = time.perf_counter()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self._back)
            _be_fork(work, before, theirs)
        os.close(theirs)
        self._is_reaped = False

    def ends_before(self, is_time: Callable[[], bool]) -> bool:
        """Wait until it ends by itself, or until it is time."""
        while not self._reap(os.WNOHANG):
            if is_time():
                return False
            time.sleep(_LOOK_EVERY_S)
        return True

    def kill(self) -> None:
        """SIGKILL, with all its threads; children of it see to themselves, as after any kill."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self._reap(0)

    def result(self) -> Any:
        """What the work returned; waits for it. An exception in it is one here."""
        with open(self._back, "rb") as back:
            told = json.loads(back.read() or b'{"problem": "it was killed"}')
        self._reap(0)
        if "problem" in told:
            raise AssertionError(f"a fork failed: {told['problem']}")
        return told["result"]

    def forget(self) -> None:
        """Nobody wants what it returned."""
        with suppress(OSError):
            os.close(self._back)

    def _reap(self, options: int) -> bool:
        if not self._is_reaped:
            self._is_reaped = os.waitpid(self.pid, options)[0] != 0
        return self._is_reaped


def in_fork(work: Callable[[], Any]) -> Any:
    """Do something in a fork and wait for its result."""
    return Fork(work).result()


def append_line(file: Path, told: Any) -> None:
    """One JSON line in one system call: it is there whole or not at all when the process is killed."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(descriptor, json.dumps(told).encode() + b"\n")
    finally:
        os.close(descriptor)


def lines_of(file: Path) -> list[dict[str, Any]]:
    """What `append_line` wrote."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


def _be_fork(work: Callable[[], Any], before: Callable[[], None] | None, theirs: int) -> None:
    try:
        if before is not None:
            before()
        told = {"result": work()}
    except BaseException:
        told = {"problem": traceback.format_exc()}
    try:
        with open(theirs, "wb") as out:
            out.write(json.dumps(told).encode())
    finally:
        os._exit(0)
