from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.long_pdf import plain_sentence
from tests.safety.kill_add import KillAdd
from tests.safety.mixed_folder import MixedFolder


@pytest.mark.slow
@pytest.mark.model
def test_kill_during_add_loses_nothing_and_the_next_add_completes(tmp_path: Path, model_cache: Path) -> None:
    draw = random.Random(5)
    paragraphs = [" ".join(plain_sentence(draw) for _ in range(6)) for _ in range(60)]
    mixed = MixedFolder(tmp_path / "files", paragraphs, documents=10, pdf_pages=8, seed=5)
    killing = KillAdd(mixed, tmp_path, model_cache, seed=5)
    try:
        runs = list(killing.kills(5))
    finally:
        killing.close()
    assert sum(run.is_killed for run in runs) == 5
    assert [violation for run in runs for violation in run.violations] == []
