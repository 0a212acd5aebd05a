"""T16: through the whole journey no process of ragdesk makes an internet socket or asks for the address of a name.

usage: python -m tests.safety.silent_journey [--steps 300] [--idle 10] [--cache DIR]
Three journeys: under strace without the kernel's refusal, so that every library is free to try; under strace with it;
and in an empty network namespace whose only way out is a sinkhole that counts packets. The last two must find exactly
what the first one found. What `doctor` tries on purpose is counted apart, and must be refused. Exits with 1 otherwise.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.safety.journey_driver import MARKS

PROJECT = Path(__file__).parents[2]
SAMPLES = PROJECT / "assets" / "samples"
LONGEST_RUN_S = 3_600
NETWORK = re.compile(r"\b(?:socket|socketpair)\((AF_\w+|0x[0-9a-f]+)")
ADDRESSED = re.compile(r"sa_family=(AF_INET6?)\b")
QUIET = {"AF_UNIX"}
# A card that leads nowhere is the default route, so that each packet for any address is sent and counted.
SINKHOLE = """
ip link add sink type veth peer name drain && ip addr add 192.0.2.2/24 dev sink && ip link set lo up || exit 77
# Both ends would tell each other of themselves.
for end in sink drain; do echo 1 > /proc/sys/net/ipv6/conf/$end/disable_ipv6; done
ip link set drain up && ip link set sink up && ip route add default dev sink || exit 77
"$@" || exit 1
awk '$1 == "sink:" {print $11}' /proc/net/dev
"""


@dataclass(slots=True)
class Heard:
    """What a trace holds."""

    processes: int = 0
    calls: int = 0
    sockets: list[str] = field(default_factory=list)
    """Outside the doctor's attempts: sockets of any network kind, made or refused."""
    sent: list[str] = field(default_factory=list)
    """Calls with an internet address, DNS included."""
    by_doctor: int = 0
    made_by_doctor: int = 0


@dataclass(frozen=True, slots=True)
class Travelled:
    """A journey that came to its end."""

    steps: int
    found: list[Any]
    failed: dict[str, str]
    denied: bool
    packets: int | None = None


def hear(trace: str) -> Heard:
    """Read a trace of `strace -f -e trace=%network,execve`."""
    heard, is_doctor = Heard(), False
    processes = set()
    for line in trace.splitlines():
        processes.add(line.split(" ", 1)[0])
        heard.calls += 1
        is_doctor = (is_doctor or f"shutdown({MARKS[0]}," in line) and f"shutdown({MARKS[1]}," not in line
        if (made := NETWORK.search(line)) and made[1] not in QUIET:
            if is_doctor:
                heard.by_doctor += 1
                heard.made_by_doctor += bool(re.search(r"= \d+$", line))
            # A kind of socket that no kernel has is how the engine asks whether the filter is there.
            elif not made[1].startswith("0xff"):
                heard.sockets.append(line)
        elif ADDRESSED.search(line) and not is_doctor:
            heard.sent.append(line)
    heard.processes = len(processes)
    return heard


def travel(
    work_dir: Path, cache: Path, steps: int, idle_s: float, denial: str, prefix: Sequence[str] = ()
) -> Travelled:
    """One journey in a process of its own."""
    data = work_dir / "data"
    driver = [sys.executable, "-m", "tests.safety.journey_driver", str(data), str(cache), str(SAMPLES)]
    ended = subprocess.run(
        [*prefix, *driver, str(steps), str(idle_s), denial],
        cwd=PROJECT, capture_output=True, text=True, timeout=LONGEST_RUN_S, check=False,
    )  # fmt: skip
    shutil.rmtree(work_dir, ignore_errors=True)
    if ended.returncode:
        raise RuntimeError(f"the journey ended with {ended.returncode}: {ended.stderr[-2_000:]}")
    told, *rest = ended.stdout.splitlines()
    return Travelled(**json.loads(told), packets=int(rest[-1]) if rest else None)


def traced(work_dir: Path, cache: Path, steps: int, idle_s: float, denial: str) -> tuple[Travelled, Heard]:
    """A journey of which every network call of every process is written down."""
    trace = work_dir.with_suffix(".trace")
    strace = ("strace", "-f", "-qq", "-e", "trace=%network,execve", "-o", str(trace))
    travelled = travel(work_dir, cache, steps, idle_s, denial, strace)
    return travelled, hear(trace.read_text("utf-8", errors="replace"))


def in_empty_namespace(work_dir: Path, cache: Path, steps: int) -> Travelled | None:
    """A journey without any network but the sinkhole; None where this system allows no such thing."""
    if subprocess.run(
        ["unshare", "-rn", "sh", "-c", SINKHOLE, "sh", "true"], capture_output=True, check=False
    ).returncode:
        return None
    return travel(work_dir, cache, steps, 0, "off", ("unshare", "-rn", "sh", "-c", SINKHOLE, "sh"))


def violations(travelled: Travelled, heard: Heard | None, like: Travelled, denial: str) -> list[str]:
    """What is against the promise."""
    found = [f"{name}: {why}" for name, why in travelled.failed.items()]
    found += [
        f"{now[0]}: {str(now[1])[:200]}, not {str(then[1])[:200]} as in the first journey"
        for now, then in zip(travelled.found, like.found, strict=False)
        if now != then
    ]
    if len(travelled.found) != len(like.found):
        found.append(f"{len(travelled.found)} results, not {len(like.found)} as in the first journey")
    if travelled.denied != (denial == "on"):
        found.append("the kernel's refusal is not as it was wanted")
    if travelled.packets:
        found.append(f"{travelled.packets} packets fell into the sinkhole")
    if heard:
        found += [*heard.sockets, *heard.sent]
        if denial == "on" and heard.made_by_doctor:
            found.append(f"doctor made {heard.made_by_doctor} sockets")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=300)
    parser.add_argument("--idle", type=float, default=10)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    from ragdesk.paths import cache_dir

    cache = options.cache or cache_dir()
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        first: Travelled | None = None
        for denial in ("off", "on"):
            travelled, heard = traced(Path(folder, denial), cache, options.steps, options.idle, denial)
            first = first or travelled
            wrong = violations(travelled, heard, first, denial)
            print(
                f"refusal {denial}: {travelled.steps} steps, {heard.processes} processes, {heard.calls} network calls,"
                f" {len(heard.sockets)} internet sockets, {len(heard.sent)} calls with an internet address;"
                f" doctor tried {heard.by_doctor}, made {heard.made_by_doctor}",
                *wrong, sep="\n  ", flush=True,
            )  # fmt: skip
            bad += len(wrong)
        assert first is not None
        alone = in_empty_namespace(Path(folder, "alone"), cache, options.steps)
        if alone is None:
            print("empty network namespace: not permitted here, skipped")
        else:
            wrong = violations(alone, None, first, "off")
            packets = f"{alone.packets} packets in the sinkhole"
            print(f"empty network namespace: {alone.steps} steps, {packets}", *wrong, sep="\n  ")
            bad += len(wrong)
    print(f"{bad} violations")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
