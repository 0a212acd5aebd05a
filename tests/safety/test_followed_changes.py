"""Short: a few bursts of random changes in a followed folder all arrive."""

from __future__ import annotations

from pathlib import Path

from tests.engine.following.world import FAST
from tests.safety.followed_changes import SEEN_WITHIN_S, run


def test_random_changes_of_a_followed_folder_all_arrive(tmp_path: Path) -> None:
    assert max(run(tmp_path, bursts=4, seed=7, times=FAST)) < SEEN_WITHIN_S
