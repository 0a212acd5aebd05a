"""How long work is allowed to go on: asked between two pieces of it, each of a tenth of a second or so."""

from __future__ import annotations

import time
from collections.abc import Callable

from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.jobs.battery import ON_BATTERY, IsOnBattery

BATTERY_EVERY_S = 2.0


class Halted(Exception):
    """The job shall not go on now; what it committed stays."""


class OnBattery(Exception):
    """The job waits until the computer is plugged in."""

    def __init__(self) -> None:
        super().__init__(ON_BATTERY)


class Pace:
    """One job's; asked by all threads that work for it, never inside a transaction: others may wait for that."""

    def __init__(
        self,
        priority: ChatPriority,
        is_halted: Callable[[], bool],
        check_disk: Callable[[], None] = lambda: None,
        is_on_battery: IsOnBattery = lambda: False,
    ) -> None:
        self.is_halted = is_halted
        self._priority = priority
        self._check_disk = check_disk
        self._is_on_battery = is_on_battery
        self._next_look_at_battery = 0.0

    def step(self) -> None:
        """Wait while a question is answered. Raises Halted, OnBattery, or DiskFull where too little space is left."""
        self._raise_if_halted()
        self._priority.give_way(self.is_halted)
        self._raise_if_halted()
        self._check_disk()
        if (now := time.monotonic()) >= self._next_look_at_battery:
            self._next_look_at_battery = now + BATTERY_EVERY_S
            if self._is_on_battery():
                raise OnBattery

    def _raise_if_halted(self) -> None:
        if self.is_halted():
            raise Halted
