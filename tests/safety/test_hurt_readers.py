"""Readers that are stopped or killed are replaced; `python -m tests.safety.hurt_readers` is the long form of this."""

from __future__ import annotations

import sys

import pytest

from tests.safety.hurt_readers import hurt


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_stopped_and_killed_readers_are_replaced_and_cost_no_file() -> None:
    # Other tests may run beside this one: the long form holds the next file to one second.
    tally = hurt(times=2, seed=3, most_wait=10)
    assert tally.broken == []
    assert tally.hit >= 5
