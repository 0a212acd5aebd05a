"""Folders before and after a change, and adds that are stopped at a chosen moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ragdesk.engine.jobs import job_stream
from ragdesk.engine.jobs.pace import Pace
from ragdesk.protocol.events import AddEvent
from tests.engine.driving import paragraph


def write_first_state(folder: Path) -> None:
    for subject in ("harbour", "lighthouse", "beehive"):
        (folder / f"{subject}.txt").write_text(f"{paragraph(subject)}\n\n{paragraph(subject + ' door')}")
    (folder / "copy.txt").write_bytes((folder / "harbour.txt").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 and nothing more")


def write_second_state(folder: Path) -> None:
    (folder / "lighthouse.txt").write_text(paragraph("orchard"))
    (folder / "beehive.txt").unlink()
    (folder / "harbour.txt").rename(folder / "port.txt")
    (folder / "granary.txt").write_text(paragraph("granary"))


def stop_after(events: Iterator[AddEvent], taken: int) -> None:
    """Take so many events, then close the stream."""
    for _ in range(taken):
        if next(events, None) is None:
            break
    events.close()  # type: ignore[attr-defined]


class StopsAt:
    """Holds the work at one of the moments at which it may be stopped, counted over its threads, until it is."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._counting = threading.Lock()
        self._is_there = threading.Event()
        self._step, self._count = 0, 0
        self._is_time: Callable[[], bool] = lambda: False
        monkeypatch.setattr(Pace, "step", self._counted(Pace.step))
        monkeypatch.setattr(job_stream, "SIGN_OF_LIFE_S", 0.01)

    def _counted(self, step: Callable[[Pace], None]) -> Callable[[Pace], None]:
        def counted(pace: Pace) -> None:
            with self._counting:
                self._count += 1
                is_it = self._count == self._step
            if is_it or self._is_time():
                self._is_there.set()
                while not pace.is_halted():
                    threading.Event().wait(0.002)
            step(pace)

        return counted

    def hold_when(self, is_time: Callable[[], bool]) -> None:
        """From that time on no thread of the work goes on before it is stopped, however late that comes."""
        self._is_time = is_time

    def stop(self, events: Iterator[AddEvent], step: int) -> bool:
        """Stop the add at its nth moment; False if it ended before."""
        self._is_there.clear()
        self._step, self._count = step, 0
        while not self._is_there.is_set():
            if next(events, None) is None:
                break
        events.close()  # type: ignore[attr-defined]
        self._step = 0
        return self._is_there.is_set()
