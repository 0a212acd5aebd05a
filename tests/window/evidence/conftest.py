"""The evidence panel on a FakeEngine, and quotes out of its documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ragdesk.protocol.records import Quote
from ragdesk.window.actions import Actions
from ragdesk.window.desk import Desk
from ragdesk.window.engine_link import EngineLink
from ragdesk.window.panels.evidence import EvidencePanel
from ragdesk.window.theming import Theming
from tests.window import sample_data
from tests.window.fake_engine import FakeEngine


@pytest.fixture
def panel(
    link: EngineLink, desk: Desk, theming: Theming, actions: Actions, show: Callable[[EvidencePanel], EvidencePanel]
) -> EvidencePanel:
    """As wide as in the drawings."""
    made = EvidencePanel(link, desk, theming, actions)
    made.resize(420, 720)
    return show(made)


def quote(document: str, section: int, n: int = 1, words: str | None = None) -> Quote:
    """A sentence of a section, or all of it."""
    one = sample_data.TEXTS[document][section]
    text = one.text if words is None else words
    start = one.place.start + one.text.index(text)
    place = type(one.place)(one.place.page, one.place.heading, start, start + len(text))
    return Quote(n, document, document, place, text, 0.9, n)


@pytest.fixture
def quotes() -> list[Quote]:
    """Two of a PDF, on pages 2 and 3, and one of a text document."""
    return [
        quote(sample_data.REPORT, 1, 1, "Ticket income in 2024 was 61,930 euros."),
        quote(sample_data.REPORT, 2, 2),
        quote(sample_data.MINUTES, 1, 3),
    ]


@pytest.fixture
def long_document(engine: FakeEngine) -> str:
    """A PDF of 600 pages."""
    path = f"{sample_data.FOLDER}/long.pdf"
    engine.documents[path] = sample_data.document(600, path, "Long", pages=600)
    engine.texts[path] = sample_data.sections([(n, f"Part {n}", f"Part {n} of the minutes.") for n in range(1, 601)])
    return path
