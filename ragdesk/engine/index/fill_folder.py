"""The child process that writes a new folder of the vector index: Chroma holds Python's lock for seconds at a time.

`build_folder.py` starts it. Arguments: the folder, the engine's process number. Standard input: HEADER, then parts of
STEP vectors (the last one may be shorter), each as its ids (<i8) and its vectors (<f4). Standard output: a JSON line
for each part, and one for the end.
"""

from __future__ import annotations

import json
import os
import struct
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import numpy as np

from ragdesk.engine.documents.workers.lockdown import end_with_parent
from ragdesk.engine.index.chroma_index import ChromaIndex
from ragdesk.engine.index.index_folder import keep_database, sync_folder
from ragdesk.engine.jobs.low_priority import lower_this_thread
from ragdesk.engine.offline.kernel_denial import keep_names_here
from ragdesk.engine.offline.process_start import keep_memory_private
from ragdesk.environment import forbid_ipv6_probe
from ragdesk.protocol.errors import IndexUnavailable

HEADER = struct.Struct("<QI")
"""Vectors in all, dimensions."""
STEP = 1_000
"""Vectors in a part: one takes 0.5 to 2 s of processor time at up to 77,000, so the child is never silent for long."""

DONE = {"done": True}
_MOST_TOLD = 500

Say = Callable[[dict[str, Any]], None]


def main() -> None:
    """Ends with the engine: by the kernel's signal, or where there is none by the end of standard input."""
    end_with_parent(int(sys.argv[3]))
    lower_this_thread()
    forbid_ipv6_probe()
    keep_names_here()
    with suppress(OSError):
        keep_memory_private()
    # What libraries print must not stand between the answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def say(message: dict[str, Any]) -> None:
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        fill(Path(sys.argv[2]), sys.stdin.buffer, say)
    except IndexUnavailable as problem:
        say({"failed": f"{problem.message} {problem.detail or ''}"[:_MOST_TOLD]})
    except (OSError, ValueError) as problem:
        say({"failed": f"{type(problem).__name__}: {problem}"[:_MOST_TOLD]})


def fill(folder: Path, given: IO[bytes], say: Say) -> None:
    """Leaves the folder whole and on the disk. Raises IndexUnavailable, OSError, or EOFError where input ends early."""
    count, dimensions = HEADER.unpack(_exactly(given, HEADER.size))
    index = ChromaIndex.create(folder, count)
    try:
        for done in range(0, count, STEP):
            rows = min(STEP, count - done)
            ids = np.frombuffer(_exactly(given, 8 * rows), dtype="<i8")
            vectors = np.frombuffer(_exactly(given, 4 * rows * dimensions), dtype="<f4").reshape(rows, dimensions)
            index.add(ids, vectors)
            say({"written": done + rows})
    finally:
        index.close()
    keep_database(folder)
    sync_folder(folder)
    say(DONE)


def _exactly(given: IO[bytes], size: int) -> bytes:
    data = given.read(size)
    if len(data) < size:
        raise EOFError("the engine ended before all vectors were sent")
    return data
