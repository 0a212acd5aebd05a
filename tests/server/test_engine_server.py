"""A server's life: who may come, what it says while it works, and when it leaves."""

from __future__ import annotations

import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from ragdesk.protocol.address import FILE, read_address, socket_addresses
from ragdesk.protocol.engine_records import JobId, JobRecord
from ragdesk.protocol.errors import EngineGone, EngineProblem, NoSuchLibrary, RagdeskError, StorageError
from ragdesk.server import entrance
from ragdesk.server.calls import Served
from ragdesk.server.engine_server import EngineServer
from tests.server.serving import Serving, SmallEngine, hear, say, serving, until

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has named pipes in place of sockets")


@pytest.fixture
def served(data_dir: Path) -> Iterator[Serving]:
    with serving(data_dir) as server:
        yield server


def test_status_tells_who_serves(served: Serving) -> None:
    first, second = served.client(), served.client()
    second.attach()
    state = first.status()
    assert (state.pid, state.faces, state.is_pinned) == (served.address.pid, 2, False)
    first.close()
    second.close()


def test_a_library_that_is_missing_is_made_only_on_demand(served: Serving) -> None:
    with pytest.raises(NoSuchLibrary, match="work"):
        served.client("work").attach()
    maker = served.client("work", create=True)
    maker.attach()
    maker.close()
    assert served.engine.libraries == ["default", "work"]


def test_a_face_that_names_no_library_has_the_one_that_is_at_hand(served: Serving) -> None:
    client = served.client(None)
    client.attach()
    assert client.list_documents() == []
    client.close()
    assert served.engine.libraries == ["default"]


def test_a_fault_of_the_engine_is_told_and_harms_no_other_call(
    served: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    client = served.client()
    served.engine.fault = ZeroDivisionError("oops")
    with pytest.raises(RagdeskError, match="ZeroDivisionError"):
        client.list_documents()
    served.engine.fault = None
    assert client.list_documents() == []
    client.close()
    assert "oops" not in caplog.text, "what it says may hold texts of documents"
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()


def test_a_long_call_is_accompanied_by_heartbeats_and_none_come_after_it(served: Serving) -> None:
    connection = served.greeted()
    say(connection, {"call": "list_libraries", "arguments": {}})
    assert hear(connection) == {"alive": True}
    assert hear(connection) == {"alive": True}
    served.engine.gate.set()
    while (frame := hear(connection)) == {"alive": True}:
        pass
    assert frame == {"result": []}
    assert not connection.poll(0.5)
    connection.close()


def test_it_leaves_when_nobody_needs_it(data_dir: Path) -> None:
    with serving(data_dir, idle_s=0.3) as served:
        client = served.client()
        client.attach()
        served.thread.join(1.0)
        assert served.thread.is_alive(), "a face is connected"
        client.close()
        served.thread.join(10)
        assert not served.thread.is_alive()
        assert not (data_dir / FILE).exists()
        assert not Path(served.address.address).exists()


def test_work_keeps_it_and_so_does_being_pinned(data_dir: Path, tmp_path: Path) -> None:
    job = JobRecord(JobId(1), "default", "add", (), "running")
    with (
        serving(data_dir, SmallEngine(queue=[job]), idle_s=0.3) as working,
        serving(tmp_path / "other", idle_s=0.3, is_pinned=True) as pinned,
    ):
        working.thread.join(1.0)
        assert working.thread.is_alive()
        working.engine.queue.clear()
        working.thread.join(10)
        assert not working.thread.is_alive()
        assert pinned.thread.is_alive()


def test_told_to_stop_it_ends_streams_and_lets_calls_finish(served: Serving) -> None:
    watcher, caller, stopper = served.client(), served.client(), served.client()
    events = watcher.events()
    next(events)
    found: list[object] = []
    call = threading.Thread(target=lambda: found.append(caller.list_libraries()))
    call.start()
    until(lambda: sum(one.is_in_call for one in served.server._entrance.connections()) == 2)
    stopper.stop_engine()
    with pytest.raises(EngineGone, match="stopped"):
        list(events)
    found_address = read_address(served.data_dir)
    assert found_address is not None
    assert served.thread.is_alive()
    served.engine.gate.set()
    call.join(10)
    served.thread.join(10)
    assert found == [[]]
    assert not served.thread.is_alive()


def test_its_file_is_written_again_where_it_vanished(served: Serving) -> None:
    (served.data_dir / FILE).unlink()
    until(lambda: read_address(served.data_dir) == served.address)


@POSIX
def test_its_file_and_its_socket_are_this_users_alone(served: Serving) -> None:
    assert stat.S_IMODE((served.data_dir / FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(served.address.address).parent.stat().st_mode) == 0o700


@POSIX
def test_a_socket_that_was_left_behind_is_replaced(data_dir: Path) -> None:
    data_dir.mkdir(mode=0o700)
    left = Path(next(socket_addresses(data_dir)))
    left.parent.mkdir(exist_ok=True, mode=0o700)
    import socket

    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(left))
    with serving(data_dir) as served:
        client = served.client()
        assert client.list_documents() == []
        client.close()


@POSIX
def test_a_data_folder_with_a_long_path_is_served_from_a_private_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("r" * 120)))
    monkeypatch.setattr(tempfile, "tempdir", None)
    data_dir = tmp_path / ("a" * 120) / ("b" * 120)
    with serving(data_dir) as served:
        socket = Path(served.address.address)
        assert data_dir not in socket.parents
        assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700
        client = served.client()
        assert client.list_documents() == []
        client.close()
    assert not socket.parent.exists()


@POSIX
def test_a_data_folder_that_others_may_enter_does_not_hold_the_socket(tmp_path: Path) -> None:
    open_folder = tmp_path / "open"
    open_folder.mkdir(mode=0o755)
    open_folder.chmod(0o755)
    with serving(open_folder) as served:
        assert open_folder not in Path(served.address.address).parents


def test_the_boundary_costs_less_than_three_milliseconds_a_search(served: Serving) -> None:
    """The aim is one, on a quiet computer; `tests/benchmarks/boundary.py` measures it."""
    for number in range(10):
        served.engine.put(f"/sources/{number}.md", "The harbour of Almar was dredged in 1931. " * 12)
    client = served.client()
    assert len(client.search("harbour").passages) == 10
    took = []
    for _ in range(30):
        began = time.perf_counter()
        client.search("harbour")
        took.append(time.perf_counter() - began)
    own = time.perf_counter()
    served.engine.search("harbour")
    own = time.perf_counter() - own
    client.close()
    assert min(took) - own < 0.003


def test_a_computer_without_a_place_for_sockets_is_told_so(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "socket_addresses", lambda data_dir: iter(()))
    server = EngineServer(cast("Served", SmallEngine()), data_dir)
    with pytest.raises(EngineProblem, match="no place"):
        server.start()
    server.forget()


def test_a_catalogue_that_cannot_be_read_for_once_does_not_end_it(data_dir: Path) -> None:
    engine = SmallEngine()
    with serving(data_dir, engine, idle_s=60) as served:
        looks = 0

        def jobs() -> list[JobRecord]:
            nonlocal looks
            looks += 1
            raise StorageError("The catalogue cannot be used.")

        engine.jobs = jobs  # type: ignore[method-assign]
        until(lambda: looks)
        served.thread.join(0.6)
        assert served.thread.is_alive()
