"""A harmed vector index: searches find what they did, and a job makes a new one without being asked."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from ragdesk.engine.index import library_index
from tests.conftest import OpenEngine
from tests.engine.driving import add, found_in
from tests.engine.index.small_library import filled_here

_LONGEST_S = 30.0


@pytest.mark.parametrize("name", ["header.bin", "kept.sqlite3"])
def test_a_harmed_index_is_built_anew_while_searches_go_on(
    open_engine: OpenEngine, folder: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(library_index, "FIRST_QUESTION_EXACT_UP_TO", 0)
    for n in range(30):
        (folder / f"room {n}.txt").write_text(f"In room {n} stands a wardrobe{n:03} with {n * 3} coats in it.")
    with monkeypatch.context() as patched:
        patched.setattr(library_index, "build_folder", filled_here)
        engine = open_engine(exact_up_to=20)
        add(engine, folder)
        engine.close()
    (harmed,) = (data_dir / "index").rglob(name)
    harmed.write_bytes(harmed.read_bytes()[:-1])

    engine = open_engine(exact_up_to=20)
    until = time.monotonic() + _LONGEST_S
    is_new = False
    while not is_new and time.monotonic() < until:
        assert found_in(engine, "wardrobe017") == ["room 17.txt"]
        is_new = [one.name for one in (data_dir / "index").glob("*/gen-*")] == ["gen-2"]
        threading.Event().wait(0.02)

    assert is_new
    assert engine.status().index == "chroma"
