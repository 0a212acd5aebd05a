"""What the socket adds to a search, and how long whole commands take with a running engine.

usage: python -m tests.benchmarks.boundary [--runs 200] [--commands 10]
Prints medians: a search of ten passages over the socket less the same search in the server's process; and the wall
and processor time of whole processes, `ragdesk search` to its first output and `ragdesk add` of an unchanged folder.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.server.serving import SmallEngine, serving

PROJECT = Path(__file__).parents[2]
RUN = [sys.executable, "-c", "import sys; from ragdesk.main import main; sys.exit(main())"]
TEXT = "The harbour of Almar was dredged in 1931 by the engineer Ines Duarte. " * 9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--commands", type=int, default=10)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        _tell_boundary(Path(folder) / "small", chosen.runs)
        _tell_commands(Path(folder), chosen.commands)


def _tell_boundary(data_dir: Path, runs: int) -> None:
    engine = SmallEngine()
    for number in range(10):
        engine.put(f"/sources/{number}.md", TEXT)
    with serving(data_dir, engine) as served:
        client = served.client()
        over_socket = _times(lambda: client.search("harbour"), runs)
        client.close()
    here = _times(lambda: engine.search("harbour"), runs)
    added = (median(over_socket) - median(here)) * 1000
    print(f"boundary: {added:.2f} ms in the median, {(min(over_socket) - min(here)) * 1000:.2f} ms at best")


def _tell_commands(folder: Path, count: int) -> None:
    (folder / "documents").mkdir()
    for number in range(20):
        (folder / "documents" / f"{number}.md").write_text(f"# {number}\n\n{TEXT}", "utf-8")
    run = [*RUN, "--data-dir", str(folder / "data")]
    own = {**os.environ, "PYTHONPATH": str(PROJECT), "RAGDESK_IDLE_S": "20"}
    subprocess.run([*run, "add", str(folder / "documents")], env=own, check=True, capture_output=True)
    subprocess.run([*run, "search", "harbour"], env=own, check=True, capture_output=True)
    for name, arguments in (("search", ["search", "harbour"]), ("add unchanged", ["add", str(folder / "documents")])):
        took, used = zip(*[_first_output([*run, *arguments], own) for _ in range(count)], strict=True)
        print(
            f"{name}: {median(took):.2f} s in the median, {min(took):.2f} s at best, {median(used):.2f} s of processor"
        )
    subprocess.run([*run, "stop"], env=own, check=True, capture_output=True)
    began = time.perf_counter()
    subprocess.run([*run, "search", "harbour"], env=own, check=True, capture_output=True)
    print(f"search that starts the engine: {time.perf_counter() - began:.2f} s")
    subprocess.run([*run, "stop"], env=own, check=True, capture_output=True)


def _first_output(command: list[str], own: dict[str, str]) -> tuple[float, float]:
    """Seconds to the first output, and of processor for the whole process."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    with subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        assert process.stdout.readline()
        took = time.perf_counter() - began
        process.stdout.read()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _times(call: Callable[[], object], runs: int) -> list[float]:
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        call()
        took.append(time.perf_counter() - began)
    return took


if __name__ == "__main__":
    main()
