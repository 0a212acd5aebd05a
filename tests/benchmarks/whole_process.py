"""One command as a whole process: when it ended, what it printed, and the most memory that its process tree held."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

_LOOK_EVERY_S = 0.1
"""Walking through all processes takes 5 ms, so that this slows nobody down noticeably."""


@dataclass(frozen=True, slots=True)
class Run:
    """`peak_mb`: resident memory of the process and all that it started, added up at the worst moment seen."""

    wall_s: float
    peak_mb: float
    output: str
    seen_s: float | None
    """When `until` was true for the first time, from the start of the process."""

    def json_lines(self) -> list[dict[str, Any]]:
        """What it printed, each line as JSON."""
        return [json.loads(line) for line in self.output.splitlines()]


def run_whole(
    command: Sequence[str],
    *,
    until: Callable[[], bool] | None = None,
    environment: Mapping[str, str] | None = None,
    allowed_codes: Sequence[int] = (0,),
) -> Run:
    """Run a command to its end. SystemExit where it fails. `until` is asked ten times a second until it is true."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            list(command), stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
            env={**os.environ, **(environment or {})},
        )  # fmt: skip
        watch = _Watch(process.pid, began, until)
        watch.start()
        code = process.wait()
        wall = time.perf_counter() - began
        watch.stop()
        output.seek(0)
        errors.seek(0)
        if code not in allowed_codes:
            told = errors.read().decode("utf-8", "replace")[-2_000:]
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{told}")
        return Run(wall, watch.peak_bytes / 1e6, output.read().decode("utf-8"), watch.seen_s)


class _Watch(threading.Thread):
    """Looks at a process tree from time to time until `stop()`."""

    def __init__(self, process: int, began: float, until: Callable[[], bool] | None) -> None:
        super().__init__(name="watch", daemon=True)
        self._process = psutil.Process(process)
        self._began = began
        self._until = until
        self._ended = threading.Event()
        self.peak_bytes = 0
        self.seen_s: float | None = None

    def run(self) -> None:
        while not self._ended.wait(_LOOK_EVERY_S):
            self.peak_bytes = max(self.peak_bytes, _resident_bytes(self._process))
            if self._until and self.seen_s is None and self._until():
                self.seen_s = time.perf_counter() - self._began

    def stop(self) -> None:
        self._ended.set()
        self.join()


def processor() -> str:
    """Its name, its cores, whether it multiplies 8-bit numbers by itself, and how busy it is now."""
    name, flags = "unknown processor", ""
    cpuinfo = Path("/proc/cpuinfo")
    if cpuinfo.is_file():
        facts = dict(line.split(":", 1) for line in cpuinfo.read_text().splitlines() if ":" in line)
        facts = {key.strip(): value.strip() for key, value in facts.items()}
        name, flags = facts.get("model name", name), f" {facts.get('flags', '')} "
    kinds = [kind for kind in ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8") if f" {kind} " in flags]
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg()) if hasattr(os, "getloadavg") else "unknown"
    return f"{name}, {os.cpu_count()} cores, {' '.join(kinds) or 'no vector flags known'}; load {load}"


def has_int8_instructions() -> bool:
    """AVX-512 VNNI or AMX: what the target of 4 times the recipe's speed is meant for."""
    return any(kind in processor() for kind in ("avx512_vnni", "amx_int8"))


def _resident_bytes(process: psutil.Process) -> int:
    total = 0
    try:
        family = [process, *process.children(recursive=True)]
    except psutil.Error:
        return 0
    for one in family:
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total
