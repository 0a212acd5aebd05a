"""What holds for every test: folders of its own, no network, no unexpected warnings, no threads left behind.

And the fixtures that most tests of the engine begin with: a folder of documents, and an engine with a cheap embedder.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ragdesk.client.stop_engine import running_engine
from ragdesk.engine.engine import Engine
from ragdesk.protocol.address import FILE
from ragdesk.settings import Settings
from tests.fake_embedder import HashedWords
from tests.model_fixtures import _models_are_made_beside_the_first_tests as _models_are_made_beside_the_first_tests
from tests.model_fixtures import fast_embedder as fast_embedder
from tests.model_fixtures import model_cache as model_cache
from tests.model_fixtures import models_last
from tests.model_fixtures import reference_embedder as reference_embedder

OpenEngine = Callable[..., Engine]
_THREAD_SECONDS = 3.0
_IDLE_SECONDS = 3.0
"""So long after its last use an engine that a test's processes started leaves by itself."""
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1", "", None})


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items[:] = models_last(items, int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


@pytest.fixture(scope="session", autouse=True)
def _ctrl_c_works() -> None:
    """A shell starts background jobs with Ctrl-C ignored, and every process that a test starts would inherit that."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test, and no process that it starts, reads or writes the user's real folders."""
    monkeypatch.setenv("RAGDESK_DATA_DIR", str(tmp_path / "ragdesk-data"))
    monkeypatch.setenv("RAGDESK_CACHE_DIR", str(tmp_path / "ragdesk-cache"))
    monkeypatch.setenv("RAGDESK_IDLE_S", str(_IDLE_SECONDS))


@pytest.fixture(scope="session", autouse=True)
def _no_engines_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Engines leave by themselves, in order; one that is there at the end of all tests is an error."""
    yield
    folders = [file.parent for file in tmp_path_factory.getbasetemp().rglob(FILE)]
    end = time.monotonic() + _IDLE_SECONDS + 10
    while (left := [one for one in map(running_engine, folders) if one]) and time.monotonic() < end:
        time.sleep(0.1)
    for address in left:
        os.kill(address.pid, signal.SIGKILL)
    assert not left, f"engines were left running: {left}"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    resolve, connect = socket.getaddrinfo, socket.socket.connect

    def getaddrinfo(host: Any, *rest: Any, **named: Any) -> Any:
        assert host in _LOCAL, f"a test asked for the address of {host}"
        return resolve(host, *rest, **named)

    def connected(self: socket.socket, address: Any) -> None:
        assert self.family not in (socket.AF_INET, socket.AF_INET6) or address[0] in _LOCAL, (
            f"a test connected to {address}"
        )
        connect(self, address)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(socket.socket, "connect", connected)


@pytest.fixture(autouse=True)
def _no_threads_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if not thread.daemon:
            thread.join(_THREAD_SECONDS)
            assert not thread.is_alive(), f"the test left the thread {thread.name} running"


@pytest.fixture(autouse=True)
def _no_unexpected_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that expects a warning looks at `caplog` and then clears it."""
    yield
    told = [record for when in ("setup", "call") for record in caplog.get_records(when)]
    unexpected = [f"{record.name}: {record.getMessage()}" for record in told if record.levelno >= logging.WARNING]
    assert not unexpected, f"warnings were logged: {unexpected}"


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """The engine's data folder, not made yet."""
    return tmp_path / "ragdesk-data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for the user's documents."""
    documents = tmp_path / "documents"
    documents.mkdir()
    return documents


@pytest.fixture
def embedder() -> HashedWords:
    return HashedWords()


@pytest.fixture
def open_engine(data_dir: Path, embedder: HashedWords) -> Iterator[OpenEngine]:
    """Opens an engine with the cheap embedder: `open_engine(library="work", embeddings=..., chat_model=...)`.

    Those still open are closed at the end.
    """
    opened: list[Engine] = []

    def open_it(
        *, data_dir: Path = data_dir, library: str = "default", exact_up_to: int = 5_000, **given: Any
    ) -> Engine:
        settings = Settings(data_dir=data_dir, library=library, exact_up_to=exact_up_to)
        engine = Engine.open(settings, **{"embeddings": embedder, **given})
        opened.append(engine)
        return engine

    yield open_it
    for engine in opened:
        engine.close()


@pytest.fixture
def engine(open_engine: OpenEngine) -> Engine:
    return open_engine()


@pytest.fixture
def real_engine(data_dir: Path, model_cache: Path) -> Iterator[Engine]:
    """An engine on the bundled models."""
    opened = Engine.open(Settings(data_dir=data_dir, cache_dir=model_cache))
    yield opened
    opened.close()
