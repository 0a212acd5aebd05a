"""Ctrl-C during an engine's stream: the stream is closed, and the interrupt is never lost."""

from __future__ import annotations

import signal
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import TypeVar

Event = TypeVar("Event")


@dataclass(slots=True)
class Interrupts:
    """Whether Ctrl-C was pressed."""

    is_pressed: bool = False


def until_stopped(stream: Iterator[Event]) -> Generator[Event, None, None]:
    """The events of `stream`, closing it at the end however that comes. Ctrl-C raises KeyboardInterrupt."""
    try:
        with _noted() as interrupts:
            for event in stream:
                if interrupts.is_pressed:
                    raise KeyboardInterrupt
                yield event
    finally:
        close = getattr(stream, "close", None)
        if close is not None:
            close()


@contextmanager
def _noted() -> Iterator[Interrupts]:
    """Interrupts are raised at once as usual, and noted besides.

    Python drops an exception that is raised inside a callback from C code, and a chat model calls back while it reads
    its prompt: without the note, a Ctrl-C at that moment would do nothing.
    """
    interrupts = Interrupts()
    previous = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(previous):
        yield interrupts  # only the main thread may handle signals, and an ignored Ctrl-C stays ignored
        return

    def note(number: int, frame: FrameType | None) -> None:
        interrupts.is_pressed = True
        previous(number, frame)

    signal.signal(signal.SIGINT, note)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, previous)
