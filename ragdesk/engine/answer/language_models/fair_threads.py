"""How many threads a model computes with while other programs want the processor, too. Seconds in, a number out.

llama.cpp's threads wait for each other, spinning, some 500 times a token. Where one of them has no core of its own, all
wait for it: on two busy cores two threads wrote 1 token/s and one thread 15.
"""

from __future__ import annotations

WINDOW_S = 0.1
"""Of wall time: shorter ones say nothing about who has which core."""
SPARED = 0.25
"""Cores that may be missing: a window holds some milliseconds without computation."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 60.0


class FairThreads:
    """Fewer threads when this process gets fewer cores than it has threads; after a while one more is tried."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.now = most
        self._wall_s = self._cpu_s = 0.0
        self._calm_s = 0.0
        self._pause_s = FIRST_PAUSE_S

    def after(self, wall_s: float, cpu_s: float) -> int:
        """How many threads to use next, after a computation of `wall_s` that used `cpu_s` of processor time."""
        self._wall_s += wall_s
        self._cpu_s += cpu_s
        if self._wall_s < WINDOW_S:
            return self.now
        cores = self._cpu_s / self._wall_s
        self._calm_s += self._wall_s
        self._wall_s = self._cpu_s = 0.0
        if cores < self.now - SPARED and self.now > 1:
            self.now = max(1, min(self.now - 1, round(cores)))
            self._pause_s = min(LONGEST_PAUSE_S, 2 * self._pause_s) if self._calm_s < WINDOW_S * 3 else FIRST_PAUSE_S
            self._calm_s = 0.0
        elif self.now < self.most and self._calm_s > self._pause_s:
            self.now += 1
            self._calm_s = 0.0
        return self.now

    def limit(self, most: int) -> None:
        """From now on at most so many."""
        self.most = self.now = most
