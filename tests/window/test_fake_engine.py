"""The FakeEngine can be asked everything that an EngineApi can, in the same words."""

from __future__ import annotations

import inspect

from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.events import AnswerFinished, QuotesFound
from ragdesk.window.engine_link import EngineLink
from tests.window.fake_engine import FakeEngine


def _calls(kind: type) -> dict[str, list[str]]:
    return {
        name: list(inspect.signature(function).parameters)
        for name, function in inspect.getmembers(kind, inspect.isfunction)
        if not name.startswith("_")
    }


def test_it_has_every_call_of_the_api_with_the_same_parameters() -> None:
    wanted, there = _calls(EngineApi), _calls(FakeEngine)
    assert {name: there.get(name) for name in wanted} == wanted


def test_an_answer_begins_with_quotes_and_is_stored(engine: FakeEngine) -> None:
    number = engine.start_conversation()
    events = list(engine.ask("How much was the ticket income?", conversation=number))
    assert isinstance(events[0], QuotesFound)
    assert isinstance(events[-1], AnswerFinished)
    assert engine.show_conversation(number).turns[0].answer == events[-1].answer


def test_quotes_stand_where_their_places_say(engine: FakeEngine) -> None:
    for quote in engine.search("income").quotes:
        text = "\n\n".join(section.text for section in engine.show(quote.document).sections)
        assert text[quote.place.start : quote.place.end] == quote.text


def test_a_link_is_attached_once(link: EngineLink, engine: FakeEngine) -> None:
    assert link.is_ready
    assert engine.attached == engine.listeners == 1
