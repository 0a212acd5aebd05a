"""How far `add` has come: a bar on a terminal, now and then a plain line elsewhere, both on stderr."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from ragdesk.cli.output import Output
from ragdesk.protocol.events import JobProgressed, Phase

PHASE_WORDS: dict[Phase, str] = {
    "finding": "Finding files",
    "reading": "Reading",
    "preparing": "Preparing model",
    "embedding": "Indexing meaning",
    "indexing": "Building index",
}
PREPARING = "Preparing the search model for this computer (once, about half a minute)..."
# A log file of a night's work stays readable, and nobody who watches it doubts that work goes on.
PLAIN_LINE_EVERY_S = 10.0


class ShowsProgress(Protocol):
    """Told of every step."""

    def show(self, step: JobProgressed) -> None: ...


def progress_on(errors: Output, *, is_quiet: bool) -> AbstractContextManager[ShowsProgress]:
    """What suits the terminal, or its absence; with `is_quiet` a bar at most."""
    if errors.is_terminal:
        from ragdesk.cli.progress_bar import ProgressBar

        return ProgressBar(errors)
    return nullcontext(Silence() if is_quiet else PlainProgress(errors))


class Silence:
    """For programs that read our JSON."""

    def show(self, step: JobProgressed) -> None:
        pass


class PlainProgress:
    """A line when a phase begins, and every ten seconds while it lasts."""

    def __init__(self, errors: Output, clock: Callable[[], float] = time.monotonic) -> None:
        self._errors = errors
        self._clock = clock
        self._said_at: dict[Phase, float] = {}

    def show(self, step: JobProgressed) -> None:
        if is_over(step):
            return
        now = self._clock()
        said_at = self._said_at.get(step.phase)
        if said_at is not None and now - said_at < PLAIN_LINE_EVERY_S:
            return
        self._said_at[step.phase] = now
        if step.phase == "preparing":
            self._errors.line(PREPARING)
        else:
            self._errors.line(f"{PHASE_WORDS[step.phase]}: {amount(step)}")


def amount(step: JobProgressed) -> str:
    """
    >>> amount(JobProgressed("reading", 3, 12, "files")), amount(JobProgressed("finding", 1, None, "files"))
    ('3 of 12 files', '1 file')
    """
    of = "" if step.total is None else f" of {step.total:,}"
    is_one = (step.done if step.total is None else step.total) == 1
    return f"{step.done:,}{of} {step.unit.removesuffix('s') if is_one else step.unit}"


def is_over(step: JobProgressed) -> bool:
    """Nothing (more) to do in this phase."""
    return step.total is not None and step.done >= step.total
