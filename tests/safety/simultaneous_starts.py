"""Many faces start at once on one data folder: one engine comes, all reach it; and its end frees the folder at once.

usage: python -m tests.safety.simultaneous_starts [--rounds 10] [--faces 50]
After each round the engine is killed (`kill -9`), and the next round begins with what it left behind. Prints the
figures; exits with 1 if two engines came, a face reached none, or the folder stayed locked for 100 ms.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

PROJECT = Path(__file__).parents[2]
FACE = """
import json, sys, time
from pathlib import Path
from ragdesk.cli import EngineOptions
from ragdesk.client import open_engine
sys.stdin.readline()
engine = open_engine(EngineOptions(Path(sys.argv[1]), create=True))
print(json.dumps([engine.status().pid, time.time()]), flush=True)
sys.stdin.readline()
engine.close()
"""
LOCK_FREE_S = 0.1


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round."""

    engines: frozenset[int]
    reached: int
    first_s: float
    last_s: float
    lock_free_s: float
    problems: tuple[str, ...]


def start_at_once(data_dir: Path, faces: int) -> Round:
    """Faces that wait for a word, then all start; the engine is killed at the end."""
    own = {**os.environ, "PYTHONPATH": str(PROJECT)}
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", FACE, str(data_dir)],
            cwd=PROJECT,
            env=own,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(faces)
    ]
    began = time.time()
    for process in processes:
        _say(process)
    said = [process.stdout.readline() for process in processes if process.stdout]
    arrived = [tuple(json.loads(line)) for line in said if line]
    engines = frozenset(pid for pid, _ in arrived)
    lock_free_s = max((_killed(data_dir, pid) for pid in engines), default=0.0)
    problems = []
    for process in processes:
        _, err = process.communicate("\n")
        problems += [line for line in err.splitlines()[-1:] if process.returncode]
    times = sorted(at - began for _, at in arrived) or [0.0]
    return Round(engines, len(arrived), times[0], times[-1], lock_free_s, tuple(problems))


def violations(one: Round, faces: int) -> list[str]:
    found = list(one.problems)
    if len(one.engines) != 1:
        found.append(f"{len(one.engines)} engines came")
    if one.reached != faces:
        found.append(f"{faces - one.reached} faces reached no engine")
    if one.lock_free_s >= LOCK_FREE_S:
        found.append(f"the folder stayed locked for {one.lock_free_s * 1000:.0f} ms")
    return found


def _say(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def _killed(data_dir: Path, pid: int) -> float:
    """Seconds from the kill until somebody else could own the folder."""
    os.kill(pid, signal.SIGKILL)
    began = time.perf_counter()
    lock = FileLock(data_dir / "owner.lock", timeout=0)
    while True:
        try:
            with lock:
                return time.perf_counter() - began
        except Timeout:
            time.sleep(0.0005)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--faces", type=int, default=50)
    chosen = parser.parse_args()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(chosen.rounds):
            one = start_at_once(Path(folder) / "data", chosen.faces)
            found = violations(one, chosen.faces)
            bad += bool(found)
            print(
                f"round {number + 1}: {len(one.engines)} engine, {one.reached} of {chosen.faces} faces reached it, "
                f"first after {one.first_s:.2f} s, last after {one.last_s:.2f} s, "
                f"lock free {one.lock_free_s * 1000:.1f} ms after the kill {found or ''}",
                flush=True,
            )
    print(f"{chosen.rounds} rounds, {bad} with violations")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
