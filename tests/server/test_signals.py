"""What asks an engine to end lets it finish its calls first."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator

import pytest

from ragdesk.server.serve import _end_in_order

HANDLED = [getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]


class Server:
    """Counts how often it is asked to stop."""

    stopped = 0

    def stop(self) -> None:
        self.stopped += 1


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """As a program has them that was just started; as they were before afterwards."""
    before = {one: signal.getsignal(one) for one in HANDLED}
    for one in HANDLED:
        signal.signal(one, signal.SIG_DFL)  # the tests themselves may run under `nohup`
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.parametrize("asked", HANDLED, ids=lambda one: one.name)
def test_an_engine_ends_in_order_also_when_its_terminal_is_closed(asked: signal.Signals) -> None:
    server = Server()
    _end_in_order(server)  # type: ignore[arg-type]
    signal.raise_signal(asked)
    assert server.stopped == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_under_nohup_it_outlives_its_terminal() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    server = Server()
    _end_in_order(server)  # type: ignore[arg-type]
    signal.raise_signal(signal.SIGHUP)
    assert server.stopped == 0
