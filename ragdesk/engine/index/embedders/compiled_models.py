"""Compiled code of a converted model, kept on disk: loading it takes a tenth of a second, compiling half a second.

OpenVINO writes that file in place and reads it through a memory map. Of two processes that start together, one would
read what the other is writing, and be killed by SIGBUS; so one at a time may do either.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock

COMPILED_FOLDER = "compiled"
LOCK_FILE = "compiled.lock"
KEPT = 2
"""Files of compiled code, of 60 MB each. A cache that was moved, or is reached by another path, leaves old ones."""
TURN_S = 30.0


def compile_model(openvino: Any, converted: Path, model: str, settings: dict[str, Any]) -> Any:
    """The compiled `model` of the folder `converted`. Raises RuntimeError where it cannot be compiled."""
    compiled = converted / COMPILED_FOLDER
    core = openvino.Core()
    with _turn(converted) as is_ours:
        cache = {"CACHE_DIR": str(compiled)} if is_ours else {}
        ready = core.compile_model(str(converted / model), "CPU", settings | cache)
        if is_ours:
            _remove_old(compiled)
    return ready


@contextlib.contextmanager
def _turn(converted: Path) -> Iterator[bool]:
    """Whether the files may be used: not where another process holds them for long, or the folder cannot be locked."""
    lock = FileLock(converted / LOCK_FILE)
    try:
        lock.acquire(TURN_S)
    except (OSError, NotImplementedError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _remove_old(compiled: Path) -> None:
    # A process that has one open goes on with it; Windows refuses the removal then.
    with contextlib.suppress(OSError):
        files = sorted(compiled.glob("*.blob"), key=lambda file: file.stat().st_mtime, reverse=True)
        for file in files[KEPT:]:
            file.chmod(0o600)
            file.unlink()
