"""PoisonedEngine: a FakeEngine in whose records every free text is replaced by the next one of a stream of texts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from ragdesk.protocol.engine_records import Check
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import (
    ConversationsChanged,
    DocumentsChanged,
    EngineNoticed,
    JobChanged,
    LibrariesChanged,
    SourcesChanged,
)
from ragdesk.protocol.records import Answer
from ragdesk.protocol.setting_records import ChatModelRecord
from tests.window import sample_data
from tests.window.fake_engine import FakeEngine

T = TypeVar("T")
KEPT = frozenset({
    "status", "state", "kind", "origin", "evidence", "phase", "unit", "how", "held_by", "reason_code", "group",
    "applies", "read_at", "modified_at", "asked_at", "started_at", "changed_at", "finished_at", "removed_at", "made_at",
    "scanned_at", "value", "default", "choices", "library",
})  # fmt: skip
"""Words of ours, moments, and the names by which records are found again."""
TITLES = frozenset({"title", "name", "heading", "document", "path", "current", "model", "type", "language"})
"""What is short in real life: longer ones are cut here, as the catalogue does."""


class PoisonedEngine(FakeEngine):
    """`renew` takes new texts for everything and tells the window that everything changed."""

    def __init__(self, texts: Iterator[str]) -> None:
        super().__init__()
        self._texts = texts
        self._turn = threading.Lock()
        self.given_out = 0
        self._serial = 0

    def renew(self) -> None:
        self.documents = {}
        for one in sample_data.documents():
            poisoned = self._poisoned(one)
            self.documents[poisoned.document] = poisoned
        paths = list(self.documents)
        self.texts = {
            path: tuple(self._poisoned(section) for section in texts)
            for path, texts in zip(paths, sample_data.TEXTS.values(), strict=False)
        }
        self.suggestions = [self._next("suggestion") for _ in range(3)]
        self.sources = [self._poisoned(one) for one in sample_data.sources()]
        self.kept = {number: self._poisoned(text) for number, text in self.kept.items()}
        self.job_list = self.job_list[-3:]
        job = self.begin_job()
        self.job_list[-1] = self._poisoned(job)
        self.say(
            DocumentsChanged(self.library),
            ConversationsChanged(self.library),
            LibrariesChanged(),
            SourcesChanged(self.library),
            JobChanged(self.job_list[-1]),
            EngineNoticed(self._next("message"), self._next("hint")),
        )

    def problem(self) -> RagdeskError:
        """An error whose words came from elsewhere."""
        return RagdeskError(self._next("message"), self._next("hint"), self._next("detail"))

    def list_chat_models(self) -> list[ChatModelRecord]:
        return [self._poisoned(one) for one in super().list_chat_models()]

    def doctor(self) -> list[Check]:
        return [
            replace(self._poisoned(one), facts={self._next("name"): self._next("text")}) for one in super().doctor()
        ]

    def _answer_to(self, question: str) -> Answer:
        """In turn one with evidence, with quotes alone, and none."""
        self._serial += 1
        made = (
            sample_data.answer(question),
            sample_data.closest_only(question),
            sample_data.nothing_found(question, "en"),
        )[(self._serial % 6) // 4 + (self._serial % 6 == 5)]
        answer: Answer = self._poisoned(made)
        paths = list(self.documents)
        quotes = tuple(replace(one, document=paths[at % len(paths)]) for at, one in enumerate(answer.quotes))
        words = [self._next("text") for _ in range(4)]
        sentences = tuple(replace(one, text=word) for one, word in zip(answer.sentences, words, strict=False))
        text = "\n\n".join((*(one.text for one in sentences), *words[3:]))
        return replace(answer, question=question, text=text, sentences=sentences, quotes=quotes, language=made.language)

    def _poisoned(self, value: T, name: str = "") -> Any:
        if is_dataclass(value) and not isinstance(value, type):
            changes = {
                one.name: self._poisoned(getattr(value, one.name), one.name)
                for one in fields(value)
                if one.name not in KEPT
            }
            return replace(value, **changes)
        if isinstance(value, tuple):
            return tuple(self._poisoned(one, name) for one in value)
        return self._next(name) if isinstance(value, str) else value

    def _next(self, name: str) -> str:
        with self._turn:  # the window asks in several threads
            text = next(self._texts)
            self.given_out += 1
        if name in ("document", "path"):
            self._serial += 1
            return f"/nowhere/{self._serial}/{text[:300]}"
        return text[:300] if name in TITLES else text
