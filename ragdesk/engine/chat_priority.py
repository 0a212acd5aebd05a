"""Questions go first: while one is answered, long work waits, so that the processor is the answer's alone.

Beside a busy embedder a chat model with all cores was measured 20 times slower.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

LOOKS_EVERY_S = 0.1
"""How soon work that waits here notices that it was stopped."""


class ChatPriority:
    """Counts the questions that are being answered."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._answering = 0

    @property
    def is_answering(self) -> bool:
        """Whether a question is being answered now."""
        return self._answering > 0

    @contextmanager
    def answering(self) -> Iterator[None]:
        """A question is answered within; work that asks `give_way` waits meanwhile."""
        with self._free:
            self._answering += 1
        try:
            yield
        finally:
            with self._free:
                self._answering -= 1
                self._free.notify_all()

    def give_way(self, is_stopped: Callable[[], bool]) -> None:
        """Wait until nobody is being answered, or until `is_stopped` says that waiting has no use any more."""
        with self._free:
            while self._answering and not is_stopped():
                self._free.wait(LOOKS_EVERY_S)
