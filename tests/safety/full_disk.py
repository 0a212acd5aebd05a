"""T9: the disk is full, broken or read-only at any moment of an add; nothing that was told is lost, and it goes on.

usage: python -m tests.safety.full_disk [--points 100] [--documents 40]
Two parts. Errors: an add runs under strace, which lets one call on the catalogue's files fail with ENOSPC, EIO or EROFS
(or that one and all after it); afterwards every document that was told as finished must be whole, the copy of the
catalogue must pass every check, and a further add must complete the rest. Space: an add runs on a small disk until the
reserve is reached; it must pause with the free space in its reason, search must go on, the reserve must stay free, and
within 10 s after space came back the job must run to its end by itself. Needs strace, and the right to mount.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from ragdesk.engine.storage.copy_catalogue import CopyIsWrong, verify
from ragdesk.protocol.engine_records import JobRecord
from ragdesk.protocol.errors import DiskFull, StorageError
from tests.safety.engines import add, open_engine, write_texts

PROJECT = Path(__file__).parents[2]
ERRORS = ("ENOSPC", "EIO", "EROFS")
CALLS = ("pwrite64", "fdatasync", "ftruncate")
RESUMES_WITHIN_S = 10.0
_ADD = """
import json, sys
from pathlib import Path
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import DocumentFinished
from tests.safety.engines import open_engine
def tell(**what):
    print(json.dumps(what), flush=True)
try:
    engine = open_engine(Path(sys.argv[1]), reserve_mb=0)
    try:
        for event in engine.add([Path(sys.argv[2])]):
            if isinstance(event, DocumentFinished):
                tell(document=event.record.document, status=event.record.status)
        tell(done=True)
    finally:
        engine.close()
except RagdeskError as problem:
    tell(error=type(problem).__name__, message=problem.message)
"""


@dataclass(frozen=True)
class Point:
    """Which call fails how, at which of its turns, and whether all after it do."""

    call: str
    error: str
    turn: int
    goes_on: bool

    def __str__(self) -> str:
        return f"{self.error} at {self.call} {self.turn}{'+' if self.goes_on else ''}"


def points(count: int, seed: int) -> Iterator[Point]:
    """Early turns are more likely, for there is most in making and opening a catalogue."""
    draw = random.Random(seed)
    for n in range(count):
        turn = int(draw.expovariate(1 / 60)) + 1
        yield Point(CALLS[0] if n % 3 else draw.choice(CALLS), ERRORS[n % 3], turn, bool(n % 2))


def told_under(point: Point, data: Path, texts: Path) -> list[dict[str, str]]:
    """What an add said while one of its calls failed."""
    catalogue = data / "catalogue.db"
    fault = f"inject={point.call}:error={point.error}:when={point.turn}{'+' if point.goes_on else ''}"
    command = ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={point.call}", "-e", fault]
    for ending in ("", "-wal", "-shm"):
        command += ["-P", f"{catalogue}{ending}"]
    ended = subprocess.run(
        [*command, sys.executable, "-c", _ADD, str(data), str(texts)],
        cwd=PROJECT, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    told = [json.loads(line) for line in ended.stdout.splitlines() if line.startswith("{")]
    if ended.returncode:
        told.append({"crash": ended.stderr[-500:]})
    return told


def violations_after(told: list[dict[str, str]], data: Path, texts: Path, count: int) -> list[str]:
    """What was lost, or cannot be completed."""
    found = [f"it fell over: {one['crash']}" for one in told if "crash" in one]
    if not any("error" in one or "done" in one or "crash" in one for one in told):
        found.append("it neither finished nor told why")
    if (data / "catalogue.db").exists() and (data / "catalogue.db").stat().st_size:
        found += _wrong_in_copy(data)
    ready = {one["document"] for one in told if one.get("status") == "ready"}
    try:
        again = open_engine(data, reserve_mb=0)
    except StorageError as problem:
        return [*found, f"it cannot be opened again: {problem.message} {problem.detail}"]
    with closing(again) as engine:
        now = {record.document: record.status for record in engine.list_documents()}
        found += [f"{Path(one).name} was told as ready and is lost" for one in ready if now.get(one) != "ready"]
        add(engine, texts)
        whole = [record for record in engine.list_documents() if record.status == "ready" and record.chunks]
        if len(whole) != count:
            found.append(f"only {len(whole)} of {count} documents after a further add")
    return found


def _wrong_in_copy(data: Path) -> list[str]:
    copy = data.with_name("copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(data, copy)
    with closing(sqlite3.connect(copy / "catalogue.db", isolation_level=None)) as connection:
        if not connection.execute("PRAGMA user_version").fetchone()[0]:
            return []  # stopped before there was a catalogue
        try:
            verify(connection)
        except CopyIsWrong as problem:
            return [f"the catalogue is wrong: {problem}"]
    return []


@contextmanager
def small_disk(place: Path, megabytes: int) -> Iterator[None]:
    """Raises OSError where mounting is not allowed."""
    place.mkdir(exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
        raise OSError("mounting a disk is not allowed here")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def pause_and_resume(work: Path, documents: int) -> tuple[dict[str, object], list[str]]:
    """An add on a disk that gets too small and is enlarged later."""
    texts, place, found = work / "many", work / "disk", list[str]()
    write_texts(texts, documents, words=600)
    with small_disk(place, 16), closing(open_engine(place / "data", reserve_mb=10)) as engine:
        job = engine.start_add([texts])
        paused = _waited(engine, job, ("paused",), 120.0)
        if paused is None or "MB" not in (paused.reason or ""):
            return {}, [f"the job did not pause with a figure: {engine.jobs()[:1]}"]
        free = shutil.disk_usage(place).free
        least = 0.8 * 10_000_000  # what is in hand when the reserve is reached is still committed
        found += [] if free >= least else [f"only {free:,} bytes of the reserve are left"]
        held = [record for record in engine.list_documents() if record.status == "ready"]
        if held and not engine.search("harbour lease").passages:
            found.append("search finds nothing while the job is paused")
        subprocess.run(["mount", "-o", "remount,size=400m", str(place)], check=True)
        began = time.perf_counter()
        running = _waited(engine, job, ("running", "done"), RESUMES_WITHIN_S)
        resumed_s = time.perf_counter() - began
        if running is None:
            found.append("the job did not go on by itself")
        if _waited(engine, job, ("done",), 300.0) is None:
            found.append("the job did not end")
        ready = sum(record.status == "ready" for record in engine.list_documents())
        found += [] if ready == documents else [f"{ready} of {documents} documents are ready"]
    figures = {"paused as": paused.reason, "ready before the pause": len(held), "went on after, s": round(resumed_s, 2)}
    return figures, found


def _waited(engine, job: JobRecord, states: tuple[str, ...], at_most_s: float) -> JobRecord | None:  # type: ignore[no-untyped-def]
    until = time.monotonic() + at_most_s
    while time.monotonic() < until:
        with suppress(StorageError):
            if found := next((one for one in engine.jobs() if one.id == job.id and one.state in states), None):
                return found
        time.sleep(0.05)
    return None


def full_disk_answers(work: Path) -> list[str]:
    """Not a byte is free: searching and asking go on, and an answer that could not be kept says so."""
    place, found = work / "full", list[str]()
    write_texts(work / "few", 5)
    with small_disk(place, 8), closing(open_engine(place / "data", reserve_mb=0)) as engine:
        add(engine, work / "few")
        conversation = engine.start_conversation()
        with suppress(OSError), (place / "filler").open("wb") as filler:
            while True:
                filler.write(bytes(4096))
                filler.flush()
        if not engine.search("harbour lease").passages:
            found.append("search finds nothing on a full disk")
        *_, last = engine.ask("harbour lease", conversation=conversation, use_model=False)
        answer = last.answer  # type: ignore[union-attr]
        if not answer.text or "not kept" not in (answer.note or ""):
            found.append(f"an answer on a full disk came with the note {answer.note!r}")
        try:
            engine.create_library("another")
            found.append("a library was made on a full disk")
        except DiskFull:
            pass
        (place / "filler").unlink()
        engine.create_library("another")
    return found


def run(work: Path, count: int, documents: int, seed: int = 1) -> tuple[Counter[str], list[str]]:
    """How the adds under errors ended, and the violations."""
    texts, ends, violations = work / "texts", Counter[str](), list[str]()
    write_texts(texts, documents)
    for point in points(count, seed):
        data = work / "data"
        shutil.rmtree(data, ignore_errors=True)
        told = told_under(point, data, texts)
        ends[next((one["error"] for one in told if "error" in one), "done")] += 1
        violations += [f"{point}: {one}" for one in violations_after(told, data, texts, documents)]
    return ends, violations


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--points", type=int, default=100)
    parser.add_argument("--documents", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures, violations = pause_and_resume(Path(folder), 400)
        print(", ".join(f"{name}: {value}" for name, value in figures.items()), flush=True)
        violations += full_disk_answers(Path(folder))
        ends, more = run(Path(folder), options.points, options.documents)
    for violation in violations + more:
        print(violation)
    print(", ".join(f"{count} ended with {end}" for end, count in ends.items()))
    print(f"{sum(ends.values())} points, {len(violations + more)} violations")
    return 1 if violations or more else 0


if __name__ == "__main__":
    sys.exit(main())
