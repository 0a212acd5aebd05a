"""Small files that blow up in a reader: each ends soon, with a reason, without harm to the engine or to its neighbours.

`python -m tests.hostile.all_bombs` runs all of them with the program's own limits and prints what became of each.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.workers.limits import MEGABYTE, Limits
from ragdesk.protocol.errors import CannotRead
from tests.hostile.bombs import BOMBS, Bomb
from tests.hostile.processes import resident_megabytes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the limits of memory are those of Linux")

# Shorter than the program's own, so that the tests are, too. On a busy computer a bomb may hit either limit.
LIMITS = Limits(seconds=3, memory_bytes=300 * MEGABYTE, answer_bytes=8 * MEGABYTE)
# They take longest to make or to read, and are like others; `all_bombs` has them.
_LEFT_OUT = {"stream.pdf", "object-stream.pdf", "many-members.docx", "one-line.txt", "zip-bomb.docx", "blanks.txt"}
_QUICK = [bomb for bomb in BOMBS[:30] if bomb[0] not in _LEFT_OUT]
_QUICK += [bomb for bomb in BOMBS[30:] if bomb[0] in {"bare-attributes.html", "line-of-ascii-and-one-more.txt"}]
_OUTCOMES = {"read", "too_large", "too_slow", "broken", "no_text", "mislabelled"}


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    with Readers(LIMITS, parallel=2) as opened:
        opened.read(b"words", "warm.txt")
        yield opened


@pytest.mark.parametrize("bomb", _QUICK, ids=lambda bomb: bomb[0])
def test_a_bomb_ends_with_a_reason_and_harms_nobody(bomb: Bomb, readers: Readers) -> None:
    name, make = bomb
    data = make()
    before, started = resident_megabytes(), time.monotonic()
    neighbour: list[str] = []
    beside = threading.Thread(target=lambda: neighbour.append(_text_of(readers, b"The key hangs behind the door.")))
    beside.start()
    assert _outcome(readers, data, name) in _OUTCOMES
    assert time.monotonic() - started < LIMITS.seconds + 5
    assert resident_megabytes() - before < 50
    beside.join()
    assert neighbour == ["The key hangs behind the door."]

    started = time.monotonic()
    assert _text_of(readers, b"words") == "words"
    assert time.monotonic() - started < 1


def _outcome(readers: Readers, data: bytes, name: str) -> str:
    try:
        return "read" if readers.read(data, name).sections else "nothing"
    except CannotRead as problem:
        return problem.code if problem.message else "without a reason"


def _text_of(readers: Readers, data: bytes) -> str:
    return readers.read(data, "neighbour.txt").sections[0].text


def test_a_file_that_asks_for_too_much_memory_is_told_so(readers: Readers) -> None:
    bomb = dict(BOMBS)["drawing.pdf"]()
    assert len(bomb) < 5_000
    limits = Limits(seconds=30, memory_bytes=150 * MEGABYTE)
    with Readers(limits, parallel=1) as strict, pytest.raises(CannotRead) as caught:
        strict.read(bomb, "drawing.pdf")
    assert caught.value.code == "too_large"
    assert "memory" in caught.value.message
    assert caught.value.detail is not None
    assert int(caught.value.detail.rpartition("at most ")[2].split()[0]) < 250
