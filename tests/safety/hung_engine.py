"""The engine is stopped with SIGSTOP while a face waits: said within 3 s, recovered within 15 s, no document lost.

usage: python -m tests.safety.hung_engine [--count 100]
Every other time it hangs during a call, else between two. Prints the slowest of each; exits with 1 on a violation.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from ragdesk.protocol.engine_api import EngineApi
from tests.safety.engine_in_process import cheap_engines, face

SAID_WITHIN_S = 3.0
RECOVERED_WITHIN_S = 15.0
TEXT = "The harbour of Almar was dredged in 1931 by the engineer Ines Duarte."


@dataclass(slots=True)
class Recovery:
    """How one hang went."""

    said_s: float
    recovered_s: float
    problem: str = ""

    def is_good(self) -> bool:
        return not self.problem and self.said_s <= SAID_WITHIN_S and self.recovered_s <= RECOVERED_WITHIN_S


def hang_and_recover(data_dir: Path, *, in_call: bool) -> Recovery:
    """Stop the engine of a library that holds a document; then the face asks, or is in the middle of an answer."""
    said: list[float] = []
    engine = face(data_dir, lambda is_silent: said.append(time.monotonic()))
    try:
        pid = engine.status().pid
        began = time.monotonic()
        if in_call:
            stopping = threading.Timer(0.05, os.kill, (pid, signal.SIGSTOP))
            stopping.start()
            problem = _search_until(engine, began + 0.1)
            stopping.join()
        else:
            os.kill(pid, signal.SIGSTOP)
            problem = _search_until(engine, began)
        recovered_s = time.monotonic() - began
        if engine.status().pid == pid:
            problem = "the stopped engine was not replaced"
        return Recovery(said[0] - began if said else 999.0, recovered_s, problem)
    finally:
        engine.close()


def _search_until(engine: EngineApi, moment: float) -> str:
    """Search until one began after `moment` and was answered; what was wrong with an answer."""
    while True:
        began = time.monotonic()
        passages = engine.search("Who dredged the harbour?").passages
        if not passages or "1931" not in passages[0].text:
            return "the document was not found"
        if began >= moment:
            return ""


def prepare(folder: Path) -> Path:
    """A data folder with one document."""
    (folder / "documents").mkdir(exist_ok=True)
    (folder / "documents" / "harbour.md").write_text(TEXT, "utf-8")
    engine = face(folder / "data")
    list(engine.add([folder / "documents"]))
    engine.close()
    return folder / "data"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args().count
    os.environ.setdefault("RAGDESK_IDLE_S", "2")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, cheap_engines():
        data_dir = prepare(Path(folder))
        runs = [hang_and_recover(data_dir, in_call=number % 2 == 1) for number in range(count)]
    bad = [run for run in runs if not run.is_good()]
    print(
        f"{count} hangs: said after {max(run.said_s for run in runs):.1f} s at most, "
        f"recovered after {max(run.recovered_s for run in runs):.1f} s at most, {len(bad)} violations {bad[:3] or ''}"
    )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
