"""Questions that a library suggests: its own, answered by it, and never a silly one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from ragdesk.protocol.events import QuotesFound
from tests.conftest import OpenEngine
from tests.engine.driving import add

GUIDE = """# Harbour guide

## Contents

1. Mooring 2. Fees

## Paying the fees

The fees of the harbour are paid to the keeper before a ship leaves; whoever is paying the fees late is told so in May.

## 7.

This part has a heading that says nothing at all, though its text is long enough to be asked about by anybody.

## Mooring at the pier

Ships moor at the northern pier, where the keeper of the lighthouse looks after mooring at the pier in every season.
"""
ACTA = """# Acta de la junta

## Cuotas del año

Las cuotas del año se aprobaron por unanimidad de los vecinos, que pagarán las cuotas del año antes del verano próximo.
"""
LETTER = (
    "Dear friend, the almond cake of which you asked was first baked by Clara Voss, and my aunt always said that nobody"
    " but Clara Voss could have baked an almond cake as light as that one."
)


@pytest.fixture
def filled(engine: Engine, folder: Path) -> Engine:
    (folder / "guide.md").write_text(GUIDE)
    (folder / "acta.md").write_text(ACTA)
    (folder / "IMG_2034.txt").write_text(LETTER)
    (folder / "empty.txt").write_text("")
    add(engine, folder)
    return engine


def test_questions_come_from_headings_and_openings_in_the_language_of_each_document(filled: Engine) -> None:
    suggested = filled.suggest_questions(10)

    assert set(suggested[:3]) == {
        "What does “Harbour guide” say about paying the fees?",
        "¿Qué dice «Acta de la junta» sobre cuotas del año?",
        "What can you tell me about Clara Voss?",
    }
    assert "What does “Harbour guide” say about mooring at the pier?" in suggested
    assert not any(silly in one for one in suggested for silly in ("7", "ontents", "IMG"))
    assert len(set(suggested)) == len(suggested)
    assert filled.suggest_questions(10) == suggested
    assert filled.suggest_questions(2) == suggested[:2]
    assert filled.suggest_questions(0) == []


def test_the_wanted_language_comes_first(filled: Engine) -> None:
    assert filled.suggest_questions(3, "es")[0].startswith("¿")
    assert filled.suggest_questions(3, "en")[0].startswith("What")
    assert filled.suggest_questions(3, "fr") == filled.suggest_questions(3)


def test_each_is_answered_by_the_library(filled: Engine) -> None:
    for question in filled.suggest_questions(5):
        first = next(iter(filled.ask(question, use_model=False)))
        assert isinstance(first, QuotesFound)
        assert first.evidence == "enough"


def test_an_empty_library_suggests_nothing(engine: Engine) -> None:
    assert engine.suggest_questions() == []


def test_a_large_library_is_not_searched_through(open_engine: OpenEngine, folder: Path) -> None:
    opened = open_engine()
    for n in range(30):
        (folder / f"{n}.md").write_text(f"# Report of day {n}\n\n## Weather and wind\n\n{LETTER}{LETTER} {n}\n")
    add(opened, folder)
    asked: list[str] = []
    find = opened._pipeline._finder.find
    opened._pipeline._finder.find = lambda *given: asked.append(given[0]) or find(*given)  # type: ignore[func-returns-value, method-assign]
    opened.suggest_questions(50)
    assert len(asked) <= 12
