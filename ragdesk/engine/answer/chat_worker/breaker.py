"""Ends a loop of crashes: after three deaths within a minute nothing is started until the first is a minute ago."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from ragdesk.protocol.errors import ChatModelDied

MOST_DEATHS, DEATHS_WITHIN_S = 3, 60.0


class Breaker:
    """Counts the deaths of one model's workers."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._deaths: deque[float] = deque(maxlen=MOST_DEATHS)

    def note_death(self) -> None:
        self._deaths.append(self._clock())

    @property
    def seconds_left(self) -> float:
        """How long nothing is to be started; 0 where it may be."""
        if len(self._deaths) < MOST_DEATHS:
            return 0.0
        return max(0.0, self._deaths[0] + DEATHS_WITHIN_S - self._clock())

    def check(self) -> None:
        """Raises ChatModelDied while nothing is to be started."""
        if left := self.seconds_left:
            raise ChatModelDied(
                "The chat model stopped three times within a minute, so it is left alone for now.",
                f"Ask again in {left:.0f} seconds, or choose another chat model.",
            )
