"""The engine on the bundled embedder: what the cheap one of the other tests cannot show."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.engine import Engine
from tests.engine.driving import add


@pytest.mark.model
def test_a_passage_is_found_by_its_meaning_and_in_two_languages(real_engine: Engine, folder: Path) -> None:
    (folder / "lease.txt").write_text("The tenant pays the landlord 640 euros on the first day of each month.")
    (folder / "bees.txt").write_text("The bees swarmed above the orchard in the last week of May.")
    (folder / "faro.txt").write_text("El faro del muelle norte está pintado de rojo y blanco desde hace un siglo.")

    summary = add(real_engine, folder)

    assert (summary.ready, summary.spans_embedded) == (3, 3)
    for question, name in {
        "How much is the rent of the flat?": "lease.txt",
        "insects flying over fruit trees": "bees.txt",
        "¿De qué color es el faro?": "faro.txt",
    }.items():
        assert Path(real_engine.search(question).passages[0].document).name == name
    assert add(real_engine, folder).spans_embedded == 0
