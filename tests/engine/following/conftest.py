"""The followed world as a fixture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ragdesk.engine.stores import Stores
from tests.engine.following.world import World


@pytest.fixture
def world(tmp_path: Path, folder: Path) -> Iterator[World]:
    (tmp_path / "data").mkdir()
    stores = Stores.open(tmp_path / "data" / "catalogue.db")
    with stores.database.transaction():
        library = stores.documents.ensure_library("default")
    made = World(stores, folder, library)
    yield made
    made.close()
