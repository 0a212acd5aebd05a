"""Runs the WindowVisitor under strace, where there is one, and tells what it did that no text may make it do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.safety.hostile_strings import BAIT, lay_bait

PROJECT = Path(__file__).parents[2]
_SOCKET = re.compile(r"\b(?:socket|connect|sendto)\(.*\bAF_INET6?\b")
LONGEST_S = 3_600


@dataclass(slots=True)
class Visited:
    """What was shown and what came of it. `opened`: system calls that name the bait; `started`: programs."""

    texts: int = 0
    links: int = 0
    tooltips: int = 0
    labels: int = 0
    documents: int = 0
    longest_ms: int = 0
    violations: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    started: list[str] = field(default_factory=list)
    is_traced: bool = False
    crash: str = ""
    """How the process ended, where it did not end well."""

    @property
    def harm(self) -> list[str]:
        """Everything that is against the promise, but for slowness."""
        return [*([self.crash] if self.crash else []), *self.violations, *self.opened, *self.sockets, *self.started]


def visited(folder: Path, kind: str, texts: int, seed: int = 1) -> Visited:
    """`kind` is "hostile" or "wild"; the texts go round until so many were shown."""
    lay_bait(folder / "bait")
    trace = folder / "trace.txt"
    strace = ["strace", "-f", "-qq", "-s", "400", "-e", "trace=%file,%network", "-o", str(trace)]
    prefix = strace if shutil.which("strace") else []
    order = {"bait": str(folder / "bait"), "texts": texts, "seed": seed, "kind": kind}
    ended = subprocess.run(
        [*prefix, sys.executable, "-m", "tests.safety.window_visitor"],
        input=json.dumps(order), cwd=PROJECT, env={**os.environ, **_own(folder)}, capture_output=True, text=True,
        timeout=LONGEST_S, check=False,
    )  # fmt: skip
    told: dict[str, Any] = {}
    if ended.returncode == 0:
        told = json.loads(ended.stdout.splitlines()[-1])
    found = Visited(is_traced=bool(prefix), **told)
    if ended.returncode:
        found.crash = f"the window ended with {ended.returncode}: {ended.stderr[-1_500:]}"
    elif "Traceback" in ended.stderr:
        found.violations.append(f"an error was raised: {ended.stderr[-1_500:]}")
    if prefix:
        _read(trace.read_text("utf-8", errors="replace"), found)
    return found


def _own(folder: Path) -> dict[str, str]:
    return {
        "QT_QPA_PLATFORM": "offscreen",
        "QT_ACCESSIBILITY": "0",
        "PYTHONFAULTHANDLER": "1",
        "RAGDESK_CACHE_DIR": str(folder / "cache"),
        "RAGDESK_DATA_DIR": str(folder / "data"),
    }


def _read(trace: str, found: Visited) -> None:
    """Only the interpreter itself is started, once."""
    starts = 0
    for line in trace.splitlines():
        call = line.partition(" ")[2].lstrip()
        if call.startswith("execve("):
            starts += 1
            if starts > 1:
                found.started.append(line)
        elif BAIT in line:
            found.opened.append(line)
        elif _SOCKET.search(line):
            found.sockets.append(line)
