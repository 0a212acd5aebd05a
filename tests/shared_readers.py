"""Real reader processes that are started once for a module of tests, not by each engine anew; conftests import it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ragdesk.engine import engine
from ragdesk.engine.documents.sandbox import Readers, Workers, _workers
from ragdesk.engine.documents.sections import Reading
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.protocol.records import PageImage

PARALLEL = 2


class Lasting:
    """Satisfies `Workers`: those of the module, which outlive the engine that lets go of them."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    def read(self, data: bytes, name: str) -> Reading:
        return self._workers.read(data, name)

    def draw(self, data: bytes, page: int, scale: float) -> PageImage:
        return self._workers.draw(data, page, scale)

    def report(self) -> dict[str, str]:
        return self._workers.report()

    def close(self) -> None:
        """The module's end closes them."""


@pytest.fixture(scope="module")
def workers_of_the_module() -> Iterator[Workers]:
    """Nothing is started before the first file is read."""
    workers = _workers(Limits(), PARALLEL)
    yield workers
    workers.close()


@pytest.fixture(autouse=True)
def readers_of_the_module(monkeypatch: pytest.MonkeyPatch, workers_of_the_module: Workers) -> None:
    """Every engine that is opened in this process has them."""
    monkeypatch.setattr(engine, "Readers", lambda: Readers(workers=Lasting(workers_of_the_module), parallel=PARALLEL))
