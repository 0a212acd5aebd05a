"""A reader that a file has taken over reaches nothing: no files, no network, no other process, no engine memory."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.workers.forked_workers import ForkedWorkers
from ragdesk.engine.documents.workers.limits import Limits
from ragdesk.protocol.errors import CannotRead
from tests.hostile.escapes import DEADLY, ESCAPES
from tests.hostile.nonsense import NONSENSE
from tests.hostile.processes import resident_megabytes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Landlock and seccomp are parts of Linux")

ROOT = Path(__file__).parents[2]
LIMITS = Limits(seconds=0.7)
# What an ordinary user, or a container, is refused even without our sandbox, or what would end the control's host.
_REFUSED_ANYWAY = 10


@pytest.fixture(scope="module", params=["captured_host", "old_kernel_host"])
def captured(request: pytest.FixtureRequest) -> Iterator[Readers]:
    with Readers(LIMITS, ForkedWorkers(LIMITS, f"tests.hostile.{request.param}"), parallel=1) as readers:
        yield readers


@pytest.fixture(scope="module")
def lying() -> Iterator[Readers]:
    with Readers(LIMITS, ForkedWorkers(LIMITS, "tests.hostile.captured_host"), parallel=1) as readers:
        yield readers


@pytest.fixture
def target(tmp_path: Path) -> list[object]:
    secret = tmp_path / "diary.txt"
    secret.write_text("secret", "utf-8")
    return [str(secret), str(tmp_path), os.getpid()]


def attempt(readers: Readers, name: str, target: list[object], file: str = "a.dat") -> str:
    """A file with a name like "a.txt" is read by a process that reads many small texts; any other by one of its own."""
    return readers.read(json.dumps({"escape": name, "target": target}).encode(), file).sections[0].text


@pytest.mark.parametrize("name", ESCAPES)
def test_a_captured_reader_is_refused(name: str, captured: Readers, target: list[object]) -> None:
    before = set(os.listdir(str(target[1])))
    assert attempt(captured, name, target).startswith("refused")
    assert Path(str(target[0])).read_text("utf-8") == "secret"
    assert set(os.listdir(str(target[1]))) == before


def test_a_captured_reader_of_many_texts_is_refused(lying: Readers, target: list[object]) -> None:
    for name in ESCAPES:
        assert attempt(lying, name, target, "a.txt").startswith("refused"), name
    assert os.listdir(str(target[1])) == ["diary.txt"]


def test_a_captured_reader_that_draws_is_refused(lying: Readers, target: list[object]) -> None:
    for name in ESCAPES:
        order = b"%PDF-" + json.dumps({"escape": name, "target": target}).encode()
        with pytest.raises(CannotRead) as caught:
            lying.render_page(order, "a.pdf", 1, 1.0)
        assert caught.value.message.startswith("refused"), name
    assert os.listdir(str(target[1])) == ["diary.txt"]


@pytest.mark.parametrize("name", DEADLY)
def test_another_way_into_the_kernel_ends_the_reader(name: str, captured: Readers, target: list[object]) -> None:
    with pytest.raises(CannotRead) as caught:
        attempt(captured, name, target)
    assert caught.value.code == "broken"
    assert "SIGSYS" in (caught.value.detail or "")


def test_most_tries_would_succeed_without_the_sandbox(target: list[object]) -> None:
    """Else the tests above would prove nothing."""
    with Readers(LIMITS, ForkedWorkers(LIMITS, "tests.hostile.unlocked_host"), parallel=1) as readers:
        refused = []
        for name in ESCAPES:
            Path(str(target[0])).write_text("secret", "utf-8")
            try:
                if attempt(readers, name, target) != "escaped":
                    refused.append(name)
            except CannotRead:
                refused.append(name)  # it became another program
    assert len(refused) <= _REFUSED_ANYWAY, refused


def test_a_kernel_without_landlock_is_told_and_reads_all_the_same() -> None:
    with Readers(Limits(), ForkedWorkers(Limits(), "tests.hostile.old_kernel_host"), parallel=1) as readers:
        report = readers.report()
        assert report["files (Landlock)"] == "not enforced: [Errno 38] Function not implemented"
        assert report["try: read your files"].startswith("refused")
        for path in sorted((ROOT / "assets" / "samples").iterdir()):
            assert readers.read(path.read_bytes(), path.name) == read_document(path.read_bytes(), path.name)
        greek = "Το κλειδί κρέμεται πίσω από την πόρτα της κουζίνας. ".encode("cp1253") * 20
        assert readers.read(greek, "a.txt") == read_document(greek, "a.txt")


@pytest.mark.parametrize("name", NONSENSE)
def test_a_crafted_answer_is_refused_and_costs_the_engine_nothing(name: str, lying: Readers) -> None:
    lying.read(b"words", "a.txt")
    before, started = resident_megabytes(), time.monotonic()
    with pytest.raises(CannotRead) as caught:
        lying.read(json.dumps({"answer": name}).encode(), "a.dat")
    assert caught.value.code in {"broken", "too_slow"}
    assert caught.value.message
    assert time.monotonic() - started < 3 * LIMITS.seconds + 1
    assert resident_megabytes() - before < 50
    assert lying.read(b"words", "a.txt").sections[0].text == "words"
