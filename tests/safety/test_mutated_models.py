"""Short version of `mutated_models`: a broken model file gets a reason and harms nobody."""

from __future__ import annotations

import pytest

from tests.safety.mutated_models import mutate


@pytest.mark.model
def test_broken_model_files_end_with_a_reason() -> None:
    assert mutate(files=40, loaded=1, seed=7)
