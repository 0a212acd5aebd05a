"""Tries from inside a locked-down worker what it must not be able to do; nothing in, what came of each try out."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path


def prove() -> dict[str, str]:
    """For `ragdesk doctor`: each forbidden thing with "refused" and the system's word for it, or "POSSIBLE"."""
    tries: dict[str, Callable[[], object]] = {
        "read your files": lambda: os.listdir(os.sep),
        "write a file": lambda: Path("ragdesk-probe").write_text("probe", "ascii"),
        "connect to a network": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM).close(),
    }
    if sys.platform != "win32":
        tries["start a process"] = _fork
        tries["send a signal to the engine"] = lambda: os.kill(os.getppid(), 0)
    return {f"try: {name}": _outcome(attempt) for name, attempt in tries.items()}


def _outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as error:
        return f"refused: {os.strerror(error.errno or 0)}"
    return "POSSIBLE"


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)
