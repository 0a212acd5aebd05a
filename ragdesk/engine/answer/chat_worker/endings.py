"""How a chat worker can end without an answer, what is made of it, and what the user is told."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import Literal

from ragdesk.protocol.errors import ChatModelDied

EndingKind = Literal["crashed", "killed", "hung", "silent"]
"""crashed: by its own fault; killed: from outside, perhaps because memory ran out; hung: it did not get on; silent:
nothing was heard, as from a process that was stopped."""

CRASHES = ("SIGSEGV", "SIGABRT", "SIGBUS", "SIGILL", "SIGFPE", "SIGSYS", "SIGTRAP")
_TOLD = {
    "crashed": "The chat model crashed.",
    "killed": "The chat model was ended from outside, perhaps because memory ran out.",
    "hung": "The chat model did not get on and was ended.",
    "silent": "The chat model did not answer any more and was ended.",
}


class WorkerDied(Exception):
    """Inside this package: the worker is gone or was given up."""

    def __init__(self, kind: EndingKind, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail

    @property
    def is_own_fault(self) -> bool:
        """Whether safer settings may help."""
        return self.kind in ("crashed", "hung")

    def told(self) -> ChatModelDied:
        return ChatModelDied(_TOLD[self.kind], "Ask again; ragdesk starts it anew.", self.detail)


@dataclass(frozen=True, slots=True)
class Progress:
    """The last beat that was heard."""

    steps: int
    cpu_ms: int
    at: float


def of_exit(code: int | None, said: str) -> WorkerDied:
    """`code` as of Popen, None where it could not be learned; `said` is what it wrote to standard error."""
    name = _name(code)
    kind: EndingKind = "killed" if code is not None and code < 0 and name not in CRASHES else "crashed"
    return WorkerDied(kind, f"ended by {name}" + (f": {said.strip()}" if said.strip() else ""))


def _name(code: int | None) -> str:
    if code is None or code >= 0:
        return f"exit code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
