"""The process behind the hidden word `engine`: options as JSON on stdin; one line on stdout: ready, or an error."""

from __future__ import annotations

import os
import sys
from typing import BinaryIO

from ragdesk.protocol.address import EngineAddress
from ragdesk.protocol.codec import codec_for
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.wire import MAX_REQUEST, Frame, error_frame, from_bytes, to_bytes
from ragdesk.server.calls import told
from ragdesk.server.serve import ServeOptions, serve


def main() -> int:
    """Serve the data folder that stdin names. The face that started this reads one line and lets go."""
    starter = sys.stdout.buffer
    has_told = False

    def ready(address: EngineAddress) -> None:
        nonlocal has_told
        has_told = True
        _tell(starter, {"ready": address.pid})
        _let_go()

    try:
        options: ServeOptions = codec_for(ServeOptions).decode(from_bytes(sys.stdin.buffer.read(MAX_REQUEST)))
        serve(options, ready)
    except Exception as fault:
        if not has_told:
            _tell(starter, error_frame(fault if isinstance(fault, RagdeskError) else told(fault)))
        return 1
    if not has_told:
        _tell(starter, {"ready": 0})
    return 0


def _tell(starter: BinaryIO, frame: Frame) -> None:
    try:
        starter.write(to_bytes(frame) + b"\n")
        starter.flush()
    except OSError:
        pass  # whoever started this is gone; others may come


def _let_go() -> None:
    """Nothing that a library prints may reach, or wait for, the face that happened to start the engine."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    os.close(nothing)
