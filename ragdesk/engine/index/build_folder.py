"""Has a new folder of the vector index written by a child process: ids and vectors in, whole files on the disk out.

Not in the engine, because Chroma holds Python's lock meanwhile, and all other threads would stand still.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np

import ragdesk
from ragdesk.engine.index.fill_folder import DONE, HEADER, STEP
from ragdesk.engine.index.generation import LoadVectors
from ragdesk.engine.index.vector_index import Ids
from ragdesk.environment import child_environment
from ragdesk.own_group import OWN_GROUP
from ragdesk.protocol.errors import IndexUnavailable

START = "import sys; sys.path.insert(0, sys.argv[1]); from ragdesk.engine.index.fill_folder import main; main()"
SILENCE_S = 120
"""Sixty times what one part takes alone: beside heavy work a process of low priority gets a tenth of a processor."""
_LOOK_EVERY_S = 1.0
_LONGEST_LINE = 4096
_NO_WINDOW = 0x08000000


def build_folder(folder: Path, ids: Ids, load: LoadVectors) -> Iterator[tuple[int, int]]:
    """Yields (vectors written, vectors in all), at least once a second. Raises IndexUnavailable or OSError.

    Closed early, it leaves no process behind. A text that was removed since is written as zeros: all ids have to come,
    or Chroma would not write its files.
    """
    with closing(_Child(folder, len(ids) // STEP + 2)) as child:
        for begin in range(0, len(ids), STEP):
            part = ids[begin : begin + STEP]
            vectors = load(part)
            if begin == 0:
                child.send(HEADER.pack(len(ids), vectors.shape[1]))
            child.send(np.ascontiguousarray(part, dtype="<i8").tobytes())
            child.send(np.ascontiguousarray(vectors, dtype="<f4").tobytes())
            end = begin + len(part)
            while not child.has_said({"written": end}):
                yield begin, len(ids)
            yield end, len(ids)
        while not child.has_said(DONE):
            yield len(ids), len(ids)


class _Child:
    """The running child. `close()` ends it, whatever it is doing."""

    def __init__(self, folder: Path, most_lines: int) -> None:
        """Raises OSError where it cannot be started."""
        # It works in the folder of the generations: private, and nothing that a library would read lies there.
        folder.parent.mkdir(parents=True, exist_ok=True)
        root = str(Path(ragdesk.__file__).parents[1])
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", "-X", "utf8", "-c", START, root, str(folder.absolute()), str(os.getpid())],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder.parent,
            env=child_environment(),
            **OWN_GROUP,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
        )
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._silent_s = 0.0
        self._reading = threading.Thread(target=self._read, args=(most_lines,), name="index builder's answers")
        self._reading.start()

    def send(self, data: bytes) -> None:
        """Where the child has ended, or reads nothing for so long that it is ended, `has_said` tells."""
        assert self._process.stdin is not None
        watch = threading.Timer(SILENCE_S, self._process.kill)
        watch.start()
        try:
            self._process.stdin.write(data)
            self._process.stdin.flush()
        except OSError:
            pass
        finally:
            watch.cancel()
            watch.join()

    def has_said(self, expected: dict[str, Any]) -> bool:
        """Waits a second for the next line; False if none came. Raises IndexUnavailable if it is another one."""
        try:
            line = self._lines.get(timeout=_LOOK_EVERY_S)
        except queue.Empty:
            # Counted like this, because a job that is paused lets the child wait for as long as it likes.
            self._silent_s += _LOOK_EVERY_S
            if self._silent_s >= SILENCE_S:
                raise _unavailable(f"nothing was heard for {SILENCE_S} s") from None
            return False
        self._silent_s = 0.0
        if not line:
            raise _unavailable("the process ended early, took nothing in, or would not stop talking")
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            told = None
        if told != expected:
            why = told.get("failed") if isinstance(told, dict) else None
            raise _unavailable(str(why or f"it talked nonsense: {line[:100]!r}"))
        return True

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.kill()
        self._process.wait()
        self._reading.join()
        with suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()

    def _read(self, most_lines: int) -> None:
        assert self._process.stdout is not None
        for _ in range(most_lines):
            line = self._process.stdout.readline(_LONGEST_LINE)
            self._lines.put(line)
            if not line:
                return
        self._lines.put(b"")


def _unavailable(why: str) -> IndexUnavailable:
    return IndexUnavailable("The new vector index could not be built; exact search answers instead.", detail=why)
