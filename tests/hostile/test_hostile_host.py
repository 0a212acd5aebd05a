"""Whatever the processes on the other side say, however much or slowly: the engine tells a reason and stays small.

`python -m tests.hostile.all_escapes` tries all of it.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

import pytest

from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.protocol.errors import CannotRead
from tests.hostile.hostile_host import (
    ALL,
    DRAWING,
    Ends,
    drawing_without_end,
    floods_the_leash,
    is_stopped,
    lies_about_the_end,
    many_answers,
    ten_gigabytes,
)
from tests.hostile.processes import children, end_within, resident_megabytes, session_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")

READ = (floods_the_leash, is_stopped, lies_about_the_end, many_answers, ten_gigabytes)
DRAWN = (drawing_without_end, DRAWING[8], DRAWING[9], DRAWING[12])


def outcome(act: Callable[[Ends], None], work: Callable[[Readers], object]) -> CannotRead:
    limits = Limits(
        seconds=0.3, drawing_seconds=0.3, sections=ALL.index(act), first_start_seconds=0.5, start_seconds=0.3,
        end_seconds=0.1,
    )  # fmt: skip
    before, started = resident_megabytes(), time.monotonic()
    others = set(children(os.getpid()))
    with Readers(limits, ForkedWorkers(limits, "tests.hostile.hostile_host"), parallel=1) as readers:
        with pytest.raises(CannotRead) as caught:
            work(readers)
        hosts = set(children(os.getpid())) - others
    assert end_within([process for host in hosts for process in session_of(host)], 2)
    assert time.monotonic() - started < 10
    assert resident_megabytes() - before < 70
    return caught.value


@pytest.mark.parametrize("act", READ, ids=lambda act: act.__name__)
def test_a_hostile_host_cannot_hurt_whoever_reads(act: Callable[[Ends], None]) -> None:
    problem = outcome(act, lambda readers: readers.read(b"words", "a.dat"))
    assert problem.message
    assert problem.hint


@pytest.mark.parametrize("act", DRAWN)
def test_a_hostile_host_cannot_hurt_whoever_draws(act: Callable[[Ends], None]) -> None:
    assert outcome(act, lambda readers: readers.render_page(b"%PDF-1.7", "a.pdf", 1, 1.0)).message
