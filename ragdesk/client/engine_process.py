"""The engine's process as a face sees it: starting it, telling whether it lives, ending one that hangs."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import ragdesk
from ragdesk.environment import child_environment
from ragdesk.protocol.address import EngineAddress
from ragdesk.protocol.codec import WireError
from ragdesk.protocol.errors import EngineProblem
from ragdesk.protocol.wire import from_bytes, read_error, to_bytes

# An old computer that reads everything from a cold disk. It usually takes a second.
_START_S = 60.0
# The same ragdesk as the face's, whichever others are installed; nothing else comes from where it lies.
_BOOT = """
import sys
own = sys.argv.pop(1)
sys.path.insert(0, own)
import ragdesk
sys.path.remove(own)
from ragdesk.main import main
sys.exit(main())
"""


def engine_command() -> list[str]:
    """Python in isolated mode: neither variables nor the folder that the face stands in change what is run."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "engine"]
    return [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, str(Path(ragdesk.__file__).parents[1]), "engine"]


def start(data_dir: Path, library: str, *, create: bool) -> None:
    """Start an engine that outlives this process, and wait until faces can reach it, or another was there first.

    Raises the error that it could not be opened with.
    """
    options = {"data_dir": os.fsencode(data_dir).decode("utf-8", "surrogateescape"), "library": library}
    detached: dict[str, Any] = {"start_new_session": True, "umask": 0o077}
    if sys.platform == "win32":
        detached = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    try:
        process = subprocess.Popen(
            engine_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=data_dir if data_dir.is_dir() else Path(sys.prefix),
            env=child_environment(),
            **detached,
        )
    except OSError as problem:
        raise EngineProblem(
            "The engine could not be started.", "Check that the computer has memory to spare.", str(problem)
        ) from problem
    assert process.stdin is not None
    assert process.stdout is not None
    with suppress(OSError), process.stdin as stdin:
        stdin.write(to_bytes(options | {"create": create, "is_pinned": False}))
    # It outlives this face, which must not wait for it, and yet has to take note of its end where that comes first.
    threading.Thread(target=process.wait, name="engine-end", daemon=True).start()
    _await_ready(process)


def _await_ready(process: subprocess.Popen[bytes]) -> None:
    said: SimpleQueue[bytes] = SimpleQueue()

    def read() -> None:
        assert process.stdout is not None
        with process.stdout as stdout:
            for line in stdout:
                said.put(line)
                if line.startswith(b"{"):
                    return
        said.put(b"")

    threading.Thread(target=read, name="engine-start", daemon=True).start()
    last = b""
    try:
        while line := said.get(timeout=_START_S):
            last = line
            with suppress(WireError):
                frame = from_bytes(line)
                if "error" in frame:
                    raise read_error(frame)
                return
    except Empty:
        process.kill()
    raise EngineProblem(
        "The engine could not be started.",
        "Try again; `ragdesk doctor` and the file engine.log in the data folder may tell more.",
        last.decode("utf-8", "replace").strip() or None,
    )


def is_alive(address: EngineAddress) -> bool:
    """Whether that very process is still there, and no other with the same number."""
    import psutil

    try:
        process = psutil.Process(address.pid)
        return bool(process.create_time() == address.started and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def end_hung(address: EngineAddress) -> None:
    """End an engine that does not answer. What it committed is kept; its jobs go on in the next one."""
    import psutil

    with suppress(psutil.Error):
        process = psutil.Process(address.pid)
        if process.create_time() == address.started:
            process.kill()
            with suppress(psutil.TimeoutExpired):
                process.wait(2.0)


def end_in_order(address: EngineAddress) -> None:
    """Ask the system to tell it to end. On Windows there is no such message, and it ends at once."""
    import psutil

    with suppress(psutil.Error):
        process = psutil.Process(address.pid)
        if process.create_time() == address.started:
            process.terminate()
