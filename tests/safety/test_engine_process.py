"""Short versions of the long tests of the engine's process: many starts at once, hangs, crashes, one crash too many."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ragdesk.cli import EngineOptions
from ragdesk.client import engine_connection, open_engine
from ragdesk.client.stop_engine import running_engine, stop_engine
from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import CatalogueDamaged, DataFolderInUse, EngineProblem, NoSuchLibrary
from ragdesk.settings import Settings
from tests.safety.crashed_engine import SIGNALS, crash_and_recover
from tests.safety.engine_in_process import cheap_engines, face
from tests.safety.hung_engine import hang_and_recover, prepare
from tests.safety.simultaneous_starts import start_at_once, violations

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@pytest.fixture
def cheap() -> Iterator[None]:
    with cheap_engines():
        yield


def test_many_starts_at_once_make_one_engine(data_dir: Path) -> None:
    assert violations(start_at_once(data_dir, 10), 10) == []


@pytest.mark.usefixtures("cheap")
def test_a_hung_engine_is_told_of_and_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine_connection, "HUNG_S", 4.0)  # ten in life
    recovery = hang_and_recover(prepare(tmp_path), in_call=True)
    assert recovery.is_good(), recovery


def _crash(pid: int) -> None:
    """And wait for its end: on a busy machine it may answer a question before the signal reaches it."""
    process = psutil.Process(pid)
    process.send_signal(signal.SIGSEGV)
    process.wait(10)


@pytest.mark.usefixtures("cheap")
def test_crashes_are_recovered_from_until_they_are_too_many(tmp_path: Path) -> None:
    data_dir = prepare(tmp_path)
    for number in SIGNALS[:2]:
        crash_and_recover(data_dir, number)
    engine = face(data_dir)
    for _ in range(2):
        _crash(engine.status().pid)
        assert engine.search("harbour").passages
    _crash(engine.status().pid)
    with pytest.raises(EngineProblem, match="3 times within a minute"):
        engine.search("harbour")
    engine.close()


@pytest.mark.usefixtures("cheap")
def test_what_keeps_an_engine_from_opening_reaches_the_face(data_dir: Path) -> None:
    with pytest.raises(NoSuchLibrary, match="no library"):
        open_engine(EngineOptions(data_dir))
    assert not data_dir.exists()
    owner = Engine.open(Settings(data_dir=data_dir))
    try:
        with pytest.raises(DataFolderInUse):
            face(data_dir)
    finally:
        owner.close()
    (data_dir / "catalogue.db").write_bytes(b"")
    with pytest.raises(CatalogueDamaged):
        face(data_dir)


@pytest.mark.usefixtures("cheap")
def test_an_engine_outlives_its_face_and_ends_on_demand(data_dir: Path) -> None:
    engine = face(data_dir)
    pid = engine.status().pid
    engine.close()
    running = running_engine(data_dir)
    assert running is not None
    assert running.pid == pid
    assert stop_engine(data_dir) == running
    assert stop_engine(data_dir) is None
    assert sorted(file.name for file in data_dir.glob("engine*")) == [
        "engine.crash.log",
        "engine.log",
        "engine.start.lock",
        "engine.work",
    ]
