"""How a worker can end without an answer, and what the user is told then."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass

from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.engine.documents.workers.worker import NEARLY, needs_too_much_memory
from ragdesk.protocol.errors import CannotRead


class HostEnded(Exception):
    """The warm process died or hangs: not this file's fault, as far as anyone can tell."""

    def __init__(self, told: str, host: int | None = None) -> None:
        """`host` is its number, where there was one: several files may tell of the same end."""
        super().__init__(told)
        self.host = host


class WorkerEnded(Exception):
    """The worker died over this file, in a way that may have been bad luck: one more try is worth it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The wait status of a worker, and the most memory that it had."""

    status: int
    peak_bytes: int

    def problem(self, limits: Limits) -> CannotRead | WorkerEnded:
        """What to make of it."""
        try:
            code = os.waitstatus_to_exitcode(self.status)
        except ValueError:
            return WorkerEnded(f"ended with the impossible status {self.status}")
        told = f"{_name(code)}, at most {self.peak_bytes // 2**20} MB of memory"
        if code == -getattr(signal, "SIGXCPU", 0):
            return takes_too_long(told)
        if self.peak_bytes > NEARLY * limits.memory_bytes:
            return needs_too_much_memory(told)
        return WorkerEnded(told)


def takes_too_long(detail: str | None = None) -> CannotRead:
    return CannotRead(
        "too_slow",
        "This file was given up: reading it takes too long.",
        "Save it in its program as a new, simpler copy, or in parts, and add that.",
        detail,
    )


def cannot_be_drawn(problem: CannotRead) -> CannotRead:
    """What the user is told of a page where reading a file would have failed in the same way."""
    message = {
        "too_slow": "This page was not drawn: it takes too long.",
        "too_large": "This page was not drawn: it needs more memory than may be used for it.",
    }.get(problem.code, problem.message)
    hint = problem.hint if message == problem.message else "Its text can still be read, and its PDF opened elsewhere."
    return CannotRead(problem.code, message, hint, problem.detail)


def kills_its_reader(detail: str) -> CannotRead:
    """For a file that did so twice."""
    return CannotRead(
        "broken",
        "This file is damaged: the program part that reads it crashed twice over it.",
        "Open it in the program that made it; if that works, save it under a new name and add that.",
        detail,
    )


def answers_nonsense(detail: str) -> CannotRead:
    return CannotRead(
        "broken",
        "This file is damaged: what was read of it makes no sense, and was not taken over.",
        "Open it in the program that made it; if that works, save it under a new name and add that.",
        detail,
    )


def readers_do_not_run(detail: str) -> CannotRead:
    """Of the moment: the file is tried again at the next add."""
    return CannotRead(
        "unreadable",
        "The program part that reads files does not run at the moment.",
        "Close other programs, start ragdesk again, and add the file once more.",
        detail,
    )


def readers_rest(seconds: float, detail: str) -> CannotRead:
    """Of the moment, too: after too many ends in a short time nothing is started for a while."""
    return CannotRead(
        "unreadable",
        "The program part that reads files ended three times within a minute, so it rests.",
        f"It is started again in {max(1, round(seconds))} seconds: add the file once more then.",
        detail,
    )


def _name(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"ended by signal {-code}"
