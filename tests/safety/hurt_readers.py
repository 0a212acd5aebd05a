"""`python -m tests.safety.hurt_readers --times 100`: readers are stopped and killed while they work (T10, T11).

Each time one signal goes to the warm process or to a worker that reads or draws, beside a neighbour. Promised:
the file is read or drawn all the same, and so is its neighbour; both within 15 s; the next file is read within 1 s;
no process is left. Ends with 1 where a promise was broken.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ragdesk.engine.documents.sandbox import DEATHS_WITHIN_S, Readers
from ragdesk.protocol.errors import RagdeskError
from tests.bad_files import long_pdf
from tests.hostile.processes import children, has_ended

SIGNALS = (signal.SIGSTOP, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL)
TARGETS = ("host", "worker")
DEEDS = ("reading", "drawing")
MOST_SECONDS, MOST_WAIT = 15.0, 1.0
_PAGE = b"<html><body><p>The key hangs behind the door.</p></body></html>"


class Clock:
    """Runs ahead, so that the readers do not take a hundred deaths for a loop of crashes."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


@dataclass(slots=True)
class Tally:
    """What came of it."""

    done: Counter[str] = field(default_factory=Counter)
    hit: int = 0
    broken: list[str] = field(default_factory=list)
    slowest: float = 0.0
    waits: list[float] = field(default_factory=list)
    """Of the next file, each time."""


def hurt(times: int, seed: int, most_wait: float = MOST_WAIT) -> Tally:
    """`times` of each kind of signal, each time with another target, deed and moment."""
    chosen, clock, tally = random.Random(seed), Clock(), Tally()
    pdf = long_pdf(60)
    with Readers(parallel=2, clock=clock) as readers:
        whole = len(readers.read(pdf, "long.pdf").sections)
        readers.render_page(pdf, "long.pdf", 1, 1.0)
        _next(readers)
        for number in range(times * len(SIGNALS)):
            blow = SIGNALS[number % len(SIGNALS)]
            target, deed = TARGETS[number // 5 % 2], DEEDS[number // 10 % 2]
            told = _once(readers, tally, blow, target, partial(_deed, readers, pdf, deed, whole), chosen)
            if tally.waits[-1] > most_wait:
                told = f"{told}; the next file waited {tally.waits[-1]:.1f} s"
            tally.done[f"{blow.name} to a {target} while {deed}"] += 1
            if told:
                tally.broken.append(f"{blow.name} to a {target} while {deed}: {told}")
                print(tally.broken[-1], flush=True)
            clock.ahead += DEATHS_WITHIN_S
        known = _family()
    left = [process for process in known if not has_ended(process)]
    if left:
        tally.broken.append(f"{len(left)} processes were left")
    return tally


def _once(
    readers: Readers, tally: Tally, blow: signal.Signals, target: str, act: Callable[[], str], chosen: random.Random
) -> str:
    problems: list[str] = []
    beside = threading.Thread(target=lambda: problems.append(_next(readers)))
    striker = threading.Thread(target=lambda: _strike(blow, target, chosen.uniform(0, 0.12), tally))
    started = time.monotonic()
    striker.start()
    beside.start()
    problems.append(act())
    beside.join()
    took = time.monotonic() - started
    striker.join()
    started = time.monotonic()
    problems.append(_next(readers))
    waited = time.monotonic() - started
    tally.slowest = max(tally.slowest, took)
    tally.waits.append(waited)
    if took > MOST_SECONDS:
        problems.append(f"{took:.1f} s")
    return "; ".join(filter(None, problems))


def _deed(readers: Readers, pdf: bytes, deed: str, whole: int) -> str:
    try:
        if deed == "reading":
            return "" if len(readers.read(pdf, "long.pdf").sections) == whole else "not all was read"
        return "" if readers.render_page(pdf, "long.pdf", 7, 3.0).pixels else "nothing was drawn"
    except RagdeskError as problem:
        return f"{problem.message} ({problem.detail})"


def _next(readers: Readers) -> str:
    try:
        return "" if "key" in readers.read(_PAGE, "next.html").sections[0].text else "wrong words"
    except RagdeskError as problem:
        return f"a neighbour: {problem.message} ({problem.detail})"


def _strike(blow: signal.Signals, target: str, wait: float, tally: Tally) -> None:
    time.sleep(wait)
    hosts = [process for process in children(os.getpid()) if _is_host(process)]
    victims = hosts if target == "host" else [worker for host in hosts for worker in children(host)]
    if victims:
        try:
            os.kill(victims[0], blow)
            tally.hit += 1
        except ProcessLookupError:
            pass


def _is_host(process: int) -> bool:
    try:
        return b"workers.host" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def _family() -> list[int]:
    hosts = [process for process in children(os.getpid()) if _is_host(process)]
    return [*hosts, *(worker for host in hosts for worker in children(host))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="of each of the five signals")
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    started = time.monotonic()
    tally = hurt(arguments.times, arguments.seed)
    for kind, count in sorted(tally.done.items()):
        print(f"{count:5}  {kind}")
    print(
        f"{sum(tally.done.values())} times, {tally.hit} signals met a process; slowest file {tally.slowest:.1f} s, "
        f"slowest next file {max(tally.waits):.2f} s; {len(tally.broken)} broken promises; "
        f"{time.monotonic() - started:.0f} s"
    )
    sys.exit(bool(tally.broken))


if __name__ == "__main__":
    main()
