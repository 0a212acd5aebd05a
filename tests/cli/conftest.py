"""The command line on a FakeEngine that holds two documents."""

from __future__ import annotations

import io
import sys

import pytest

from ragdesk.cli import run
from tests.cli.running import HARBOUR, LIGHTHOUSE, Opener, Outcome, Ragdesk
from tests.doubles import FakeEngine


@pytest.fixture
def engine() -> FakeEngine:
    fake = FakeEngine()
    fake.put("/sources/harbour.md", HARBOUR, title="The harbour of Almar")
    fake.put("/sources/puerto.md", LIGHTHOUSE, title="El faro de Almar")
    return fake


@pytest.fixture
def opener(engine: FakeEngine) -> Opener:
    return Opener(engine)


@pytest.fixture
def ragdesk(opener: Opener, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ragdesk:
    """`ragdesk("list", "--json", stdin=b"...")`."""

    def call(*arguments: str, stdin: bytes = b"") -> Outcome:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = run(arguments, opener)
        captured = capfd.readouterr()
        return Outcome(code, captured.out, captured.err)

    return call
