"""One file, read by one locked-down process: the file's bytes come in on a descriptor, the answer goes out on it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.answer_writer import Caps, Out, write_problem, write_reading
from ragdesk.engine.documents.workers.wire import REQUEST
from ragdesk.protocol.errors import CannotRead

Read = Callable[[bytes, str], Reading]
"""As `read_document`: bytes and a name in, a reading out, or CannotRead."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the engine allows one worker."""

    cpu_seconds: int
    memory_bytes: int
    caps: Caps


def answer_one(source: BinaryIO, out: Out, read: Read, allowance: Allowance) -> None:
    """Answers with a reading or with a problem; whatever else happens ends the process, which is an answer, too."""
    peak_before = peak_memory()
    try:
        name, data = _request(source)
        write_reading(out, read(data, name), allowance.caps)
    except MemoryError:
        write_problem(out, needs_too_much_memory())
    except CannotRead as problem:
        write_problem(out, needs_too_much_memory() if _lacked_memory(problem, allowance, peak_before) else problem)


def needs_too_much_memory(detail: str | None = None) -> CannotRead:
    message = "This file needs more memory than a reader may use."
    return CannotRead("too_large", message, "Split it, or save it in its program as a new, simpler copy.", detail)


def _request(source: BinaryIO) -> tuple[str, bytes]:
    suffix_bytes, data_bytes = REQUEST.unpack(_exactly(source, REQUEST.size))
    suffix = _exactly(source, suffix_bytes).decode("utf-8", "surrogatepass")
    return f"file{suffix}", _exactly(source, data_bytes)


def _exactly(source: BinaryIO, count: int) -> bytes:
    data = source.read(count)
    if len(data) != count:
        raise EOFError("the engine went away")
    return data


def _lacked_memory(problem: CannotRead, allowance: Allowance, peak_before: int) -> bool:
    """Libraries that get no memory call the file damaged, too.

    Linux hands the peak of the process that started this one down to it, so only a peak that this file raised counts.
    """
    if isinstance(problem.__cause__, MemoryError):
        return True
    return problem.code == "broken" and peak_memory() > max(peak_before, NEARLY * allowance.memory_bytes)


NEARLY = 0.75
"""Above this share of the limit, a failure is put down to it: a growing block is copied before the old one is freed."""


def peak_memory() -> int:
    """The most memory that this process had, in bytes."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
