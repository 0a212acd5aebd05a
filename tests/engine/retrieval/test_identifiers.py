"""A number or code is found by itself, not by what looks like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ragdesk.engine.retrieval.identifiers import identifiers
from tests.conftest import OpenEngine
from tests.engine.driving import add

NOTES = (
    "On market day the young doctor weighed a chest of almonds on the north quay."
    " Noted by {0}, who left early.\n\n"
    "In the fog the harbour master counted copper lamps behind the auction hall. Noted by {0}.\n"
)


@pytest.mark.model
@pytest.mark.parametrize("code", ["worta{:04d}", "INV-{:05d}"])
def test_a_code_is_found_before_what_looks_like_it(open_engine: OpenEngine, folder: Path, code: str) -> None:
    for n in range(300, 330):
        # What looks like it stands in short texts that speak of nothing else, which makes them the nearer ones.
        (folder / f"note-{n}.md").write_text(f"# Notes of {code.format(n)}\n\nNoted by {code.format(n)}.\n")
    wanted = code.format(472)
    (folder / "journal.txt").write_text(NOTES.format(wanted))
    engine = open_engine()
    add(engine, folder)
    for question in (wanted, f"notes of {wanted}"):
        assert wanted in engine.search(question).passages[0].text


def test_years_and_amounts_are_no_codes() -> None:
    assert identifiers(["2024", "350", "7", "income", "1st"]) == []
    assert identifiers(["20472", "ab12", "worta0472"]) == ["20472", "ab12", "worta0472"]
