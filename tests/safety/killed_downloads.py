"""`kill -9` during downloads, again and again at random moments: a model file is there whole and right, or not at all.

usage: python -m tests.safety.killed_downloads [--kills 200] [--seed 1]
A server on this computer sends a file of 12 MB in small pieces; the face and its fetcher are killed together, or the
fetcher alone. After each kill nothing may lie under the file's name but the whole file, and nothing beside it but the
part, its JSON and the lock; then a run that nobody kills must install it. Exits with 1 on any violation.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ragdesk.connection_log import CONNECTION_LOG, ConnectionLog
from ragdesk.fetcher.request import FetchRequest
from tests.fetcher.misbehaving_server import Handler, Site, serving

PROJECT = Path(__file__).parents[2]
NAME = "model.gguf"
MAY_LIE_THERE = {f"{NAME}.part", f"{NAME}.part.json", f"{NAME}.part.new", f"{NAME}.part.json.new", ".fetching.lock"}
LONGEST_RUN_S = 60
PIECE_BYTES, PAUSE_S = 300_000, 0.025
"""12 MB take a second, so that most kills meet the file under way."""
CHILD = f"""
import sys
sys.path.insert(0, {str(PROJECT)!r})
from ragdesk.fetcher.request import read_request
from ragdesk.fetcher.start import fetch
for event in fetch(read_request(sys.stdin.readline())):
    pass
"""


@dataclass(slots=True)
class Kill:
    """One run that was killed, or that ended before its moment came."""

    is_killed: bool
    part_bytes: int
    is_installed: bool
    violations: list[str]


class KilledDownloads:
    """One server, one folder; a new folder after each file that was installed."""

    def __init__(self, site: Site, work_dir: Path, seed: int) -> None:
        self._site = site
        self._sum = hashlib.sha256(site.data).hexdigest()
        self._work_dir = work_dir
        self._draw = random.Random(seed)
        self._folders = 0
        self._whole_s = 1.0

    def kills(self, wanted: int) -> Iterator[Kill]:
        """Until so many were killed. Every third time the folder keeps what the kill left, so that runs resume."""
        self._whole_s = self._run(self._new_folder(), None, False)[1]
        folder, done, tries = self._new_folder(), 0, 0
        while done < wanted and tries < 4 * wanted:
            tries += 1
            # Beyond its end, too: the moments of checking and installing are the last ones.
            after_s = self._draw.uniform(0.05, 1.1 * self._whole_s)
            is_killed, _ = self._run(folder, after_s, self._draw.random() < 0.3)
            part = folder / f"{NAME}.part"
            kill = Kill(is_killed, part.stat().st_size if part.exists() else 0, (folder / NAME).exists(), [])
            kill.violations = self._violations(folder)
            done += is_killed
            if tries % 3 == 0 or kill.is_installed:
                kill.violations += self._resumed(folder)
                folder = self._new_folder()
            yield kill

    def _violations(self, folder: Path) -> list[str]:
        found = []
        target = folder / NAME
        if target.exists() and hashlib.sha256(target.read_bytes()).hexdigest() != self._sum:
            found.append(f"half installed: {target.stat().st_size} bytes under its name")
        names = {path.name for path in folder.iterdir()} if folder.exists() else set()
        if strange := names - MAY_LIE_THERE - {NAME}:
            found.append(f"left behind: {sorted(strange)}")
        return found

    def _resumed(self, folder: Path) -> list[str]:
        self._run(folder, None, False)
        if not (folder / NAME).exists():
            return ["the next run did not install it"]
        return self._violations(folder)

    def _run(self, folder: Path, kill_after_s: float | None, fetcher_only: bool) -> tuple[bool, float]:
        request = FetchRequest(
            self._site.url, str(folder), NAME, sha256=self._sum, size=len(self._site.data), allow_loopback=True,
            log=str(self._work_dir / CONNECTION_LOG),
        )  # fmt: skip
        began = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, text=True,
        )  # fmt: skip
        assert process.stdin is not None
        process.stdin.write(request.to_json() + "\n")
        process.stdin.flush()
        try:
            process.wait(LONGEST_RUN_S if kill_after_s is None else kill_after_s)
            is_killed = False
        except subprocess.TimeoutExpired:
            is_killed = True
            self._kill(process, fetcher_only)
        process.wait(LONGEST_RUN_S)
        process.stdin.close()
        return is_killed, time.perf_counter() - began

    def _kill(self, process: subprocess.Popen[str], fetcher_only: bool) -> None:
        """Both at once; or the fetcher, which leaves its face to tell that it ended."""
        children = _children(process.pid) if fetcher_only else []
        if children:
            for child in children:
                os.kill(child, signal.SIGKILL)
        else:
            os.killpg(process.pid, signal.SIGKILL)

    def _new_folder(self) -> Path:
        self._folders += 1
        return self._work_dir / f"models-{self._folders}"


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    except OSError:
        return []


def slowly(handler: Handler) -> None:
    """All of the file in pieces with a pause after each, so that kills meet it under way."""
    site, start = handler.site, handler.start
    size = len(site.data)
    if start >= size:
        handler.begin(416, Content_Range=f"bytes */{size}", Content_Length=0)
        return
    told = {"Content_Range": f"bytes {start}-{size - 1}/{size}"} if start else {}
    handler.begin(206 if start else 200, Content_Length=size - start, ETag=site.mark, **told)
    for at in range(start, size, PIECE_BYTES):
        handler.wfile.write(site.data[at : at + PIECE_BYTES])
        if site.released.wait(PAUSE_S):
            return


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    data = b"GGUF" + random.Random(options.seed).randbytes(12_000_000)
    with tempfile.TemporaryDirectory() as folder, serving(Site(data, usual=slowly)) as site:
        results = []
        for kill in KilledDownloads(site, Path(folder), options.seed).kills(options.kills):
            results.append(kill)
            if kill.violations:
                print(f"kill {len(results)}: {'; '.join(kill.violations)}", flush=True)
        killed = [kill for kill in results if kill.is_killed]
        logged = len(ConnectionLog(Path(folder) / CONNECTION_LOG).newest(10**6))
    violations = sum(len(kill.violations) for kill in results)
    midway = sum(0 < kill.part_bytes < len(data) for kill in killed)
    print(
        f"{len(killed)} killed downloads ({midway} midway in the file, {sum(k.is_installed for k in killed)} already "
        f"installed), {len(results) - len(killed)} ended first, {logged} connections logged: {violations} violations"
    )
    return 1 if violations or len(killed) < options.kills else 0


if __name__ == "__main__":
    sys.exit(main())
