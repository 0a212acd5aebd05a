"""What these tests look at again and again: the memory of their own process."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def _only_new_objects_are_searched_for_garbage() -> Iterator[None]:
    """Each look collects first, which takes a third of a second where earlier tests have loaded torch."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
