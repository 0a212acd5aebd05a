"""Any order of adding, editing, renaming, deleting, stopping and reopening: the library is what the folder says."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ragdesk.engine.engine import Engine
from ragdesk.protocol.errors import BadRequest
from ragdesk.settings import Settings
from tests.engine.driving import add, found_in, orphans
from tests.fake_embedder import HashedWords

NAMES = st.sampled_from(["a.txt", "b.md", "c.txt", "sub/a.txt", "sub/d.md"])
TEXTS = st.integers(0, 7)
"""Few, so that the same text often stands in two places."""


def marker(text: int) -> str:
    return "marker" + "abcdefgh"[text] * 3


def content(text: int) -> str:
    return f"The {marker(text)} was seen by the keeper.\n\nNothing else happened that day, number {text}."


class LibraryAndFolder(RuleBasedStateMachine):
    """`files` is the folder as it is; `listed` as it was at the last whole add, None where that is not known."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="ragdesk-test-"))
        self.folder = self.root / "documents"
        (self.folder / "sub").mkdir(parents=True)
        self.files: dict[str, int] = {}
        self.listed: dict[str, int] | None = {}
        self.open()

    def open(self) -> None:
        self.embedder = HashedWords(dimensions=48)
        self.engine = Engine.open(Settings(data_dir=self.root / "data"), embeddings=self.embedder)  # type: ignore[arg-type]

    @rule(name=NAMES, text=TEXTS)
    def write(self, name: str, text: int) -> None:
        (self.folder / name).write_text(content(text))
        self.files[name] = text

    @rule(old=NAMES, new=NAMES)
    def rename(self, old: str, new: str) -> None:
        if old in self.files:
            (self.folder / old).replace(self.folder / new)
            self.files[new] = self.files.pop(old)

    @rule(name=NAMES)
    def delete(self, name: str) -> None:
        if name in self.files:
            (self.folder / name).unlink()
            del self.files[name]

    @rule()
    def add(self) -> None:
        before = self.engine.list_documents()
        if before and not self.files:  # as where a drive is not plugged in: nothing is lost
            with pytest.raises(BadRequest, match="is empty now"):
                add(self.engine, self.folder)
            assert self.engine.list_documents() == before
            return
        add(self.engine, self.folder)
        self.listed = dict(self.files)

    @rule(events=st.integers(0, 12))
    def stop(self, events: int) -> None:
        if not self.files and self.engine.list_documents():
            return  # refused, as `add` above shows
        stream = self.engine.add([self.folder])
        for _ in range(events):
            next(stream, None)
        stream.close()  # type: ignore[attr-defined]
        self.listed = None

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        if self.listed and name in self.listed:
            self.engine.remove([str(self.folder / name)])
            del self.listed[name]

    @rule()
    def reopen(self) -> None:
        self.engine.close()
        self.open()

    @invariant()
    def library_is_what_was_added(self) -> None:
        if self.listed is None:
            return
        listed = {str(self.folder / name): "ready" for name in self.listed}
        assert {record.document: record.status for record in self.engine.list_documents()} == listed
        texts = set(self.listed.values())
        for text in range(8):
            found = found_in(self.engine, marker(text))
            if text in texts:
                assert set(found) <= {Path(name).name for name, held in self.listed.items() if held == text}
            assert bool(found) == (text in texts)
        assert set(orphans(self.root / "data").values()) == {0}

    def teardown(self) -> None:
        if hasattr(self, "root"):
            self.engine.close()
            shutil.rmtree(self.root)


LibraryAndFolder.TestCase.settings = settings(
    max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
TestAnyHistory = LibraryAndFolder.TestCase
