"""A stream in which nothing happens for a long time: a listener that leaves, and an engine that is told to."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ragdesk.engine.events_bus import EventBus
from ragdesk.protocol.errors import EngineGone
from ragdesk.protocol.events import EngineEvent, EngineNoticed
from tests.server.serving import SmallEngine, say, serving, until


@dataclass
class QuietEngine(SmallEngine):
    """Its events are those of a real bus, on which nobody says anything unless the test does."""

    bus: EventBus = field(default_factory=EventBus)

    def events(self) -> Iterator[EngineEvent]:
        return self.bus.listen()


def test_a_listener_that_leaves_is_noticed_though_nothing_happens(data_dir: Path) -> None:
    engine = QuietEngine()
    with serving(data_dir, engine) as served:
        connection = served.greeted()
        say(connection, {"call": "events", "arguments": {}})
        until(lambda: engine.bus._listeners)
        connection.close()
        until(lambda: not served.server._entrance.connections(), 3)
        assert engine.bus._listeners == ()


def test_told_to_stop_it_does_not_wait_for_a_quiet_listener(data_dir: Path) -> None:
    engine = QuietEngine()
    with serving(data_dir, engine) as served:
        client = served.client()
        events = client.events()
        teller = threading.Thread(target=lambda: _tell_when_somebody_listens(engine))
        teller.start()
        assert next(events) == EngineNoticed("hello")
        teller.join(10)
        served.server.stop()
        began = time.monotonic()
        with pytest.raises(EngineGone, match="stopped"):
            list(events)
        assert time.monotonic() - began < 5
        client.close()


def _tell_when_somebody_listens(engine: QuietEngine) -> None:
    until(lambda: engine.bus._listeners)
    engine.bus.tell(EngineNoticed("hello"))
