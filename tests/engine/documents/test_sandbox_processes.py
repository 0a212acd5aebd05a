"""The processes in which files are read come and go without a trace, whatever ends them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.endings import HostEnded, WorkerEnded
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.protocol.errors import CannotRead
from ragdesk.protocol.records import PageImage
from tests.hostile.processes import children, end_within, has_ended

ROOT = Path(__file__).parents[3]
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@linux
def test_nothing_is_started_before_something_is_read() -> None:
    before = set(children(os.getpid()))
    with Readers() as idle:
        assert idle.parallel >= 1
        assert set(children(os.getpid())) == before


@linux
def test_nothing_is_left_behind() -> None:
    before, others = set(os.listdir("/proc/self/fd")), set(children(os.getpid()))
    with Readers(parallel=2) as opened:
        waiting = [opened.submit(b"words", "a.txt") for _ in range(4)]
        assert [one.result().sections[0].text for one in waiting] == ["words"] * 4
        (host,) = set(children(os.getpid())) - others
        assert str(Path(f"/proc/{host}/cwd").readlink()).endswith(" (deleted)"), "nothing can be made where it stands"
        assert "HOME" not in Path(f"/proc/{host}/environ").read_text("ascii")
    assert not Path(f"/proc/{host}").exists()
    assert set(os.listdir("/proc/self/fd")) == before


@linux
def test_closing_ends_what_is_still_being_read() -> None:
    limits = Limits(seconds=60)
    opened = Readers(limits, ForkedWorkers(limits, "tests.hostile.captured_host"), parallel=1)
    pending = opened.submit(b'{"answer": "never"}', "a.dat")
    opened.read(b"words", "a.txt")
    started = time.monotonic()
    opened.close()
    assert time.monotonic() - started < 5
    with pytest.raises(CannotRead):
        pending.result()


@linux
def test_a_dead_or_stopped_host_is_replaced() -> None:
    others = set(children(os.getpid()))
    limits = Limits(first_start_seconds=20, start_seconds=0.5)
    with Readers(limits, ForkedWorkers(limits), parallel=1) as opened:
        for end in (signal.SIGKILL, signal.SIGSTOP):
            assert opened.read(b"words", "a.dat").sections
            (host,) = set(children(os.getpid())) - others
            os.kill(host, end)
            assert opened.read(b"words", "a.dat").sections
            assert end_within([host], 5)


class Dying:
    """Workers that are never there."""

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.then: Exception | None = None
        self.tries = 0

    def read(self, data: bytes, name: str) -> Reading:
        self.tries += 1
        error, self.error = self.error, self.then or self.error
        raise error

    def draw(self, data: bytes, page: int, scale: float) -> PageImage:
        raise self.error

    def report(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        pass


def test_a_file_that_kills_its_reader_is_tried_twice() -> None:
    workers = Dying(WorkerEnded("ended by SIGSEGV"))
    with Readers(Limits(), workers) as opened, pytest.raises(CannotRead) as caught:
        opened.read(b"words", "a.txt")
    assert (caught.value.code, workers.tries) == ("broken", 2)
    assert caught.value.status == "failed"
    assert "SIGSEGV" in (caught.value.detail or "")


def test_a_host_that_always_dies_is_not_started_for_ever() -> None:
    workers = Dying(HostEnded("ended"))
    with Readers(Limits(), workers) as opened:
        for _ in range(5):
            with pytest.raises(CannotRead) as caught:
                opened.read(b"words", "a.txt")
            assert caught.value.code == "unreadable"
    assert workers.tries == 3


def test_a_host_that_died_too_often_is_started_again_later() -> None:
    workers, now = Dying(HostEnded("ended")), 1000.0
    with Readers(Limits(), workers, clock=lambda: now) as opened:
        with pytest.raises(CannotRead) as caught:
            opened.read(b"words", "a.txt")
        assert (workers.tries, caught.value.code) == (3, "unreadable")
        assert "in 60 seconds" in caught.value.hint
        now += 45
        with pytest.raises(CannotRead) as caught:
            opened.read(b"words", "a.txt")
        assert (workers.tries, "in 15 seconds" in caught.value.hint) == (3, True)
        now += 16
        with pytest.raises(CannotRead):
            opened.read(b"words", "a.txt")
        assert workers.tries == 6


def test_files_that_tell_of_the_same_death_count_it_once() -> None:
    workers = Dying(HostEnded("ended", host=1))
    with Readers(Limits(), workers) as opened:
        workers.then = WorkerEnded("ended by SIGSEGV")
        for _ in range(4):
            workers.error = HostEnded("ended", host=1)
            with pytest.raises(CannotRead) as caught:
                opened.read(b"words", "a.txt")
            assert caught.value.code == "broken"


@linux
def test_small_texts_share_a_worker_and_nothing_else_does() -> None:
    with Readers(parallel=1) as opened:
        opened.read(b"words", "a.txt")
        (host,) = [child for child in children(os.getpid()) if b"workers.host" in _command(child)]
        (worker,) = children(host)
        for name, data in (("b.md", b"# words"), ("c.txt", "w\xf6rter und \xdcbel".encode("latin-1"))):
            assert opened.read(data, name).sections
        assert children(host) == [worker]
        # By its name a text, and by its contents none: read by a process of its own, as everything else.
        assert opened.read(b"<html><body>words</body></html>", "d.txt").type == "html"
        assert opened.read(b"<html><body>words</body></html>", "d.html").type == "html"
        assert opened.read(b"words", "e.txt").sections
        assert end_within([child for child in children(host) if child != worker], 5)
        assert not has_ended(worker)


def _command(process: int) -> bytes:
    return Path(f"/proc/{process}/cmdline").read_bytes()


@linux
def test_many_threads_may_read_at_once() -> None:
    texts = [f"words of file {number}" for number in range(24)]
    with Readers(parallel=2) as opened:
        found: dict[str, str] = {}

        def read(text: str) -> None:
            found[text] = opened.read(text.encode(), "a.txt").sections[0].text

        threads = [threading.Thread(target=read, args=(text,)) for text in texts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == {text: text for text in texts}


_ENGINE = """
import sys, os
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
readers = Readers(Limits(), ForkedWorkers(Limits(), "tests.hostile.captured_host"), parallel=1)
readers.read(b"words", "a.txt")
pending = readers.submit(b'{"answer": "never"}', "a.dat")
try:
    print("reading", flush=True)
    pending.result()
except KeyboardInterrupt:
    readers.close()
    print("stopped", flush=True)
"""


@linux
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_readers_end_with_the_engine_and_print_nothing(end: signal.Signals) -> None:
    engine = subprocess.Popen(
        [sys.executable, "-c", _ENGINE], cwd=ROOT, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with engine:
        assert engine.stdout is not None
        assert engine.stdout.readline() == "reading\n"
        (host,) = children(engine.pid)
        deadline = time.monotonic() + 10
        while not (workers := children(host)) and time.monotonic() < deadline:
            pass
        # As a terminal does: to the whole group.
        os.killpg(engine.pid, end)
        out, err = engine.communicate(timeout=20)
    assert end_within([host, *workers], 5)
    assert err == ""
    assert out == ("" if end == signal.SIGKILL else "stopped\n")
