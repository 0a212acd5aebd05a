"""Helpers to run the command line: in this process on a FakeEngine, and in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ragdesk.cli import EngineOptions
from ragdesk.protocol.engine_api import EngineApi
from tests.doubles import FakeEngine

PROJECT = Path(__file__).parents[2]
HARBOUR = "The harbour of Almar was dredged in 1931 by the engineer Ines Duarte. The spring tide rises 4.2 metres."
LIGHTHOUSE = "El faro fue construido en 1874 y su luz alcanza veinte millas náuticas."


@dataclass(frozen=True)
class Outcome:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass
class Opener:
    """Hands out the fake engine, or raises `fault`; notes with which options it was asked."""

    engine: FakeEngine
    fault: Exception | None = None
    asked: list[EngineOptions] = field(default_factory=list)

    def __call__(self, options: EngineOptions) -> EngineApi:
        self.asked.append(options)
        if self.fault is not None:
            raise self.fault
        return self.engine


Ragdesk = Callable[..., Outcome]


def start(script: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A Python process that runs `script` with the project on its path; all three streams are pipes of text."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=PROJECT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
