"""These tests add a hundred times: readers run in the test's own process, which spares starting a hundred others.

Readers in processes of their own are tested in tests/engine/documents, tests/hostile and, with everything else, in
tests/end_to_end.
"""

from __future__ import annotations

import pytest

from ragdesk.engine import engine
from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.documents.sections import Reading


class InThisProcess:
    """Satisfies `Workers`."""

    def read(self, data: bytes, name: str) -> Reading:
        return read_document(data, name)

    def report(self) -> dict[str, str]:
        return {}

    def close(self) -> None:
        """Nothing was started."""


@pytest.fixture(autouse=True)
def _readers_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "Readers", lambda: Readers(workers=InThisProcess(), parallel=1))
