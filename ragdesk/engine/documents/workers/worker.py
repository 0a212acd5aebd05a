"""One file, read by one locked-down process: the file's bytes come in on a descriptor, the answer goes out on it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BufferedReader
from typing import BinaryIO

from ragdesk.engine.documents.file_types import detect_type
from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.answer_writer import (
    Caps,
    Out,
    write_drawing,
    write_problem,
    write_reading,
    write_refusal,
)
from ragdesk.engine.documents.workers.late_imports import LateImports, late_imports
from ragdesk.engine.documents.workers.wire import (
    DRAW,
    DRAWING,
    MOST_PIXELS,
    MOST_SCALE,
    MOST_SIDE,
    PLAIN,
    REQUEST,
    TEXT,
    kind_of,
)
from ragdesk.protocol.errors import CannotRead

Read = Callable[[bytes, str], Reading]
"""As `read_document`: bytes and a name in, a reading out, or CannotRead."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What the engine allows one worker."""

    cpu_seconds: int
    memory_bytes: int
    caps: Caps


def answer(kind: bytes, source: BufferedReader, out: Out, read: Read, allowance: Allowance) -> None:
    """What the engine asked a worker of this kind."""
    if kind == DRAW:
        answer_drawing(source, out, allowance)
    elif kind == PLAIN:
        answer_plain_texts(source, out, read, allowance)
    else:
        answer_one(source, out, read, allowance)


def answer_one(source: BinaryIO, out: Out, read: Read, allowance: Allowance) -> None:
    """Answers with a reading or with a problem; whatever else happens ends the process, which is an answer, too."""

    with late_imports() as late:

        def answer() -> None:
            name, data = _request(source)
            reading = read(data, name)
            if late.have_failed:
                write_refusal(out)
            else:
                write_reading(out, reading, allowance.caps, late.were_any)

        _answer(answer, out, allowance, late)


def answer_drawing(source: BinaryIO, out: Out, allowance: Allowance) -> None:
    """As `answer_one`, with the pixels of a page."""
    from ragdesk.engine.documents.readers.pdf_drawing import DrawingLimits, draw_page

    def answer() -> None:
        page, scale, data_bytes = DRAWING.unpack(_exactly(source, DRAWING.size))
        limits = DrawingLimits(MOST_SCALE, MOST_PIXELS, MOST_SIDE)
        write_drawing(out, draw_page(_exactly(source, data_bytes), page, scale, limits))

    _answer(answer, out, allowance)


def _answer(answer: Callable[[], None], out: Out, allowance: Allowance, late: LateImports | None = None) -> None:
    peak_before = peak_memory()
    try:
        answer()
    except MemoryError:
        write_problem(out, needs_too_much_memory())
    except CannotRead as problem:
        if _lacked_memory(problem, allowance, peak_before):
            problem = needs_too_much_memory()
        elif late and late.have_failed:
            write_refusal(out)
            return
        write_problem(out, problem, is_late=late is not None and late.were_any)


def answer_plain_texts(source: BufferedReader, out: Out, read: Read, allowance: Allowance) -> None:
    """Answers for one small text after another, until the engine has no more. Whatever is no plain text is refused.

    No format is parsed here, only encodings are told apart and headings found, by Python: no text can take over the
    reading of the next. A process of its own for each would cost forty times the reading itself.
    """
    while source.peek(1):
        name, data = _request(source)
        try:
            if is_plain(data, name):
                write_reading(out, read(data, name), allowance.caps)
            else:
                write_refusal(out)
        except CannotRead as problem:
            write_problem(out, problem)


def is_plain(data: bytes, name: str) -> bool:
    if kind_of(data) != TEXT:
        return False
    try:
        return detect_type(data, name) in ("text", "markdown")
    except CannotRead:
        # It is refused by its first bytes, before any reader sees it.
        return True


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
