"""The engine crashes in every way a process can: the face goes on, the next question is answered within 3 s.

usage: python -m tests.safety.crashed_engine [--count 100]
Signals in turn: SEGV, ABRT, BUS, KILL. Prints the slowest recovery; exits with 1 if anything was lost or took longer.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

from ragdesk.client.engine_process import is_alive
from ragdesk.protocol.address import read_address
from tests.safety.engine_in_process import cheap_engines, face
from tests.safety.hung_engine import prepare

SIGNALS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL)
RECOVERED_WITHIN_S = 3.0


def crash_and_recover(data_dir: Path, number: signal.Signals) -> float:
    """Seconds until a face that was attached gets its next answer; that answer must be right."""
    engine = face(data_dir)
    try:
        engine.list_documents()
        address = read_address(data_dir)
        assert address is not None
        os.kill(address.pid, number)
        began = time.monotonic()
        while is_alive(address):  # the system delivers a signal when it finds the time
            time.sleep(0.005)
        passages = engine.search("Who dredged the harbour?").passages
        took = time.monotonic() - began
        assert passages, "the document was not found"
        assert "1931" in passages[0].text
        return took
    finally:
        engine.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    count = parser.parse_args().count
    os.environ.setdefault("RAGDESK_IDLE_S", "2")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, cheap_engines():
        data_dir = prepare(Path(folder))
        took = sorted(crash_and_recover(data_dir, SIGNALS[number % len(SIGNALS)]) for number in range(count))
    late = [seconds for seconds in took if seconds > RECOVERED_WITHIN_S]
    print(f"{count} crashes: answered again after {took[len(took) // 2]:.2f} s in the median, {took[-1]:.2f} s at most")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
