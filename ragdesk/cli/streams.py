"""Writing to standard output and standard error when the reader may go away or the disk may be full."""

from __future__ import annotations

import errno
import os
import sys
from typing import TextIO

from ragdesk.protocol.errors import RagdeskError


class OutputClosedError(Exception):
    """Whoever read our output has gone, as `head` does; there is nobody left to tell."""


def write(stream: TextIO, text: str) -> None:
    """Write and flush. Raises OutputClosedError, or a RagdeskError if the text cannot be stored."""
    try:
        stream.write(text)
        stream.flush()
    except OSError as fault:
        # Windows reports a closed pipe as EINVAL.
        if fault.errno in (errno.EPIPE, errno.EINVAL):
            _discard_rest(stream)
            raise OutputClosedError from fault
        raise RagdeskError(f"The output could not be written: {fault.strerror}.") from fault


def end_output() -> None:
    """Flush at the end, so that the interpreter finds nothing left to complain about."""
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            _discard_rest(stream)


def _discard_rest(stream: TextIO) -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
