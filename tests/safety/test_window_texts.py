"""Short versions of `window_texts` and `window_links`."""

from __future__ import annotations

from pathlib import Path

from tests.safety.hostile_strings import BAIT, hostile_strings
from tests.safety.traced_window import visited


def test_there_are_two_hundred_different_strings_and_each_points_at_the_bait(tmp_path: Path) -> None:
    strings = set(hostile_strings(tmp_path))
    assert len(strings) >= 200
    assert all(BAIT in one for one in strings)


def test_no_text_opens_fetches_or_starts_anything(tmp_path: Path) -> None:
    found = visited(tmp_path, "hostile", 267)
    assert found.harm == []
    assert min(found.texts, found.labels, found.documents, found.tooltips) > 0


def test_no_text_breaks_the_window(tmp_path: Path) -> None:
    found = visited(tmp_path, "wild", 200)
    assert found.harm == []
    assert found.texts >= 200
