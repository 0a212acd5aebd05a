"""What becomes of a run of a job: how it ended by itself, and what was wished for meanwhile, which goes first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ragdesk.engine.jobs.job_store import HeldBy
from ragdesk.protocol.engine_records import JobState
from ragdesk.protocol.errors import Cancelled
from ragdesk.protocol.events import AddFinished

Wanted = Literal["pause", "stop", "leave", "again", "wait"]
"""What shall become of a running job at its next boundary.

stop: the user's wish; leave: whoever waited for it went, and the next job takes it up; again: from the start, because
it was asked for once more; wait: for its next turn, because the engine leaves, something else goes first, or its paths
are fewer now.
"""

STOPPED = Cancelled("The job was stopped. Documents that were finished are kept.", "Adding again reads the rest.")
BY_USER = "Paused by you."
OVER: tuple[JobState, ...] = ("done", "stopped", "failed")


@dataclass(frozen=True, slots=True)
class End:
    """A job's new state. `is_left`: it ended early, and the next job of its library takes up its paths."""

    state: JobState
    held_by: HeldBy | None = None
    reason: str | None = None
    is_left: bool = False
    problem: BaseException | None = None
    """Raised to whoever follows a job that is over, or waits for one that is held."""
    finished: AddFinished | None = None
    """The work's own last word; it has noted its end in the catalogue together with its last change."""


CANCELLED = End("stopped", problem=STOPPED)
LEFT = End("stopped", is_left=True, problem=STOPPED)
PAUSED = End("paused", "user", BY_USER)
WAITING = End("waiting")


def what_becomes(wanted: Wanted | None, is_asked_again: bool, end: End) -> End:
    """`is_asked_again`: since this run began, so what it found by then is not all that is to be done."""
    is_dropped = wanted in ("stop", "leave")
    if end.state in OVER and (is_dropped or not is_asked_again):
        return end
    if is_dropped:
        return CANCELLED if wanted == "stop" else LEFT
    if wanted == "pause":
        return PAUSED
    # Mains are not waited for by whoever asks now; a disk that is full is full for everybody.
    if end.state == "paused" and (wanted != "again" or end.held_by == "disk"):
        return end
    return WAITING
