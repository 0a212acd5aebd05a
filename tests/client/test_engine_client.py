"""EngineClient when engines come and go: what is repeated, what is told, when it gives up."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import Pipe
from pathlib import Path

import pytest

from ragdesk.client import engine_connection, engine_process
from ragdesk.client.engine_client import EngineClient
from ragdesk.client.engine_connection import EngineConnection, Hung
from ragdesk.client.start_engine import EngineStarter
from ragdesk.protocol.address import read_address, write_address
from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.errors import EngineGone, EngineOfOtherVersion, EngineProblem, NoSuchLibrary
from ragdesk.protocol.wire import ALIVE, to_bytes
from ragdesk.server.connection import Limits
from tests.server.serving import QUICK, Serving, SmallEngine, serving, until


@pytest.fixture
def no_starts(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Notes who wants to start an engine; none is started."""
    wanted: list[Path] = []

    def start(data_dir: Path, library: str, *, create: bool) -> None:
        wanted.append(data_dir)
        raise EngineProblem("No engine is started in this test.")

    monkeypatch.setattr(engine_process, "start", start)
    return wanted


@pytest.fixture
def served(data_dir: Path) -> Iterator[Serving]:
    with serving(data_dir) as server:
        yield server


def test_a_second_call_uses_the_same_connection(served: Serving) -> None:
    client = served.client()
    for _ in range(3):
        client.list_documents()
    assert len(served.server._entrance.connections()) == 1
    client.close()
    until(lambda: not served.server._entrance.connections())


def test_calls_from_several_threads_run_at_once(served: Serving) -> None:
    client = served.client()
    waiting = [threading.Thread(target=client.list_libraries) for _ in range(3)]
    for thread in waiting:
        thread.start()
    until(lambda: sum(one.is_in_call for one in served.server._entrance.connections()) == 3)
    assert client.list_documents() == []
    served.engine.gate.set()
    for thread in waiting:
        thread.join(10)
    client.close()


def test_a_stream_that_is_closed_early_ends_in_the_engine_too(served: Serving) -> None:
    client = served.client()
    events = client.events()
    next(events)
    events.close()  # type: ignore[attr-defined]
    until(lambda: served.engine.streams == ["begun", "closed"])
    client.close()


def test_a_new_engine_is_used_when_the_old_one_has_left(data_dir: Path) -> None:
    with serving(data_dir) as first:
        client = first.client()
        assert client.list_documents() == []
    engine = SmallEngine()
    engine.put("/sources/a.md", "Harbour.")
    with serving(data_dir, engine):
        assert len(client.list_documents()) == 1
        client.close()


def test_what_may_be_repeated_is_repeated_once(served: Serving, no_starts: list[Path]) -> None:
    """The engine ends every connection in the middle of a call; the second try is not begun a third time."""
    client = served.client()
    client.attach()
    with pytest.raises(EngineGone):
        _interrupted(served, lambda: client.remove(["x"]))
    assert _interrupted(served, client.list_documents) == []
    client.close()


def _interrupted(served: Serving, call: object) -> object:
    """Make a call whose first connection is ended while the engine works on it."""
    serve = served.engine.list_documents, served.engine.remove
    has_ended = threading.Event()

    def end_once(**arguments: object) -> list[object]:
        if not has_ended.is_set():
            has_ended.set()
            for connection in served.server._entrance.connections():
                connection.abort()
        return []

    served.engine.list_documents = end_once  # type: ignore[assignment,method-assign]
    served.engine.remove = end_once  # type: ignore[assignment,method-assign]
    try:
        return call()  # type: ignore[operator]
    finally:
        served.engine.list_documents, served.engine.remove = serve  # type: ignore[method-assign]


def test_an_engine_that_is_silent_is_told_of_and_then_ended(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, no_starts: list[Path]
) -> None:
    monkeypatch.setattr(engine_connection, "SILENCE_S", 0.2)
    monkeypatch.setattr(engine_connection, "HUNG_S", 0.6)
    ended: list[int] = []
    monkeypatch.setattr(engine_process, "end_hung", lambda address: ended.append(address.pid))
    told: list[bool] = []
    with serving(data_dir, limits=replace(QUICK, heartbeat_s=30)) as served:  # as if it hung
        client = served.client(on_silence=told.append)
        began = time.monotonic()
        with pytest.raises(EngineGone, match="did not answer"):
            client.list_libraries()
        assert time.monotonic() - began < 5
        assert told[0] is True
        assert ended[0] == served.address.pid
        served.engine.gate.set()
        client.close()


def test_a_busy_engine_that_says_so_is_waited_for(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_connection, "SILENCE_S", 0.6)
    monkeypatch.setattr(engine_connection, "HUNG_S", 0.9)
    told: list[bool] = []
    with serving(data_dir, limits=replace(QUICK, heartbeat_s=0.1)) as served:
        client = served.client(on_silence=told.append)
        opened = threading.Timer(2.0, served.engine.gate.set)
        opened.start()
        assert client.list_libraries() == []
        opened.join()
        client.close()
    assert told == []


def test_after_three_deaths_within_a_minute_no_engine_is_started(data_dir: Path, no_starts: list[Path]) -> None:
    with serving(data_dir) as served:
        address = served.address
    starter = EngineStarter(data_dir, "default", create=False)
    for number in range(3):
        write_address(data_dir, replace(address, pid=2**22 - 2 - number))  # processes that are not there
        with pytest.raises(EngineProblem):
            starter.connect(lambda is_silent: None)
    assert len(no_starts) == 2
    with pytest.raises(EngineProblem, match="3 times within a minute"):
        starter.connect(lambda is_silent: None)


def test_an_idle_engine_of_another_version_is_asked_to_leave(data_dir: Path, no_starts: list[Path]) -> None:
    with serving(data_dir) as served:
        client = EngineClient(EngineStarter(data_dir, "default", create=False, version="99.0"))
        with pytest.raises(EngineProblem, match="No engine is started"):
            client.attach()
        served.thread.join(10)
        assert not served.thread.is_alive()
        assert no_starts == [data_dir]


def test_a_busy_engine_of_another_version_is_left_alone(data_dir: Path, no_starts: list[Path]) -> None:
    job = JobRecord(JobId(1), "default", "add", (), "running")
    with serving(data_dir, SmallEngine(queue=[job])) as served:
        client = EngineClient(EngineStarter(data_dir, "default", create=False, version="99.0"))
        with pytest.raises(EngineOfOtherVersion, match=r"99\.0"):
            client.attach()
        served.thread.join(0.6)
        assert served.thread.is_alive()
    assert no_starts == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_another_process_with_the_engines_number_is_never_ended(data_dir: Path) -> None:
    with serving(data_dir) as served:
        stranger = replace(served.address, started=served.address.started - 100)
        before = signal.signal(signal.SIGTERM, lambda number, frame: pytest.fail("it was ended"))
        try:
            engine_process.end_hung(stranger)
            engine_process.end_in_order(stranger)
        finally:
            signal.signal(signal.SIGTERM, before)
        assert stranger.pid == os.getpid()
        assert not engine_process.is_alive(stranger)
        assert read_address(data_dir) == served.address


def test_the_limits_of_life_leave_room_for_heartbeats() -> None:
    assert Limits().heartbeat_s * 3 < engine_connection.SILENCE_S < 3.0
    assert engine_connection.HUNG_S <= 10.0


def test_a_call_that_never_ends_in_a_living_engine_counts_as_hung(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = Pipe()
    connection = EngineConnection.__new__(EngineConnection)
    connection._connection, connection._on_silence = ours, lambda is_silent: None

    def beat() -> None:
        for _ in range(200):
            try:
                theirs.send_bytes(to_bytes(ALIVE))
            except OSError:
                return
            time.sleep(0.01)

    heart = threading.Thread(target=beat)
    heart.start()
    with pytest.raises(Hung):
        connection.receive(0.1)
    ours.close()
    theirs.close()
    heart.join(5)


def test_a_library_that_was_renamed_meanwhile_is_not_made_anew(served: Serving) -> None:
    client = served.client("letters", create=True)
    client.attach()
    served.engine.libraries[:] = ["default", "post"]
    first = client._take()
    with pytest.raises(NoSuchLibrary):  # the pool is empty, so this is a new connection
        client._take()
    client._give_back(first)
    client.close()
    assert served.engine.libraries == ["default", "post"]
