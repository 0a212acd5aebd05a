"""FakeEngine: an EngineApi in memory with realistic sample data, for the tests of the window. See `Controls` too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ragdesk.protocol.engine_records import (
    Check,
    EngineStatus,
)
from ragdesk.protocol.errors import BadRequest, NoSuchLibrary
from ragdesk.protocol.events import (
    AnswerFinished,
    AnswerPending,
    AnswerToken,
    AskEvent,
    EngineEvent,
    QuotesFound,
    SettingsChanged,
)
from ragdesk.protocol.records import (
    Answer,
    ConversationId,
    DocumentRecord,
    LibraryRecord,
    Searched,
    SearchResult,
    TurnId,
)
from ragdesk.protocol.setting_records import ChatModelRecord, SettingRecord
from tests.window import sample_data
from tests.window.fake_controls import Controls
from tests.window.fake_conversations import FakeConversations
from tests.window.fake_documents import FakeDocuments
from tests.window.fake_libraries import FakeLibraries


class FakeEngine(Controls, FakeDocuments, FakeConversations, FakeLibraries):
    """One engine with two libraries, "default" with the sample documents and an empty "Archive".

    What it holds are plain attributes that a test may set: `documents`, `texts`, `answers` by question, `job_list` ...
    """

    def __init__(self) -> None:
        Controls.__init__(self)
        FakeDocuments.__init__(self)
        FakeConversations.__init__(self)
        FakeLibraries.__init__(self)
        self.library = self.main_library = "default"
        self.answers: dict[str, Answer] = {}
        self.settings = {one.name: one for one in sample_data.settings()}
        self.suggestions = [
            "How much was the ticket income in 2024?",
            "¿A cuánto sube la cuota?",
            "When was the Fresnel lens cleaned?",
        ]

    def attach(self, library: str, create: bool, silence: Callable[[bool], None]) -> Attached:
        """The Opening of an EngineLink."""
        self._revive()
        if library not in self.libraries:
            if not create:
                raise NoSuchLibrary(f"There is no library {library!r}.", "Make it first.")
            self.libraries[library] = LibraryRecord(library, 0, 0)
        self.library = library
        self.silence = silence
        return Attached(self, library)

    # questions

    def search(self, question: str, *, limit: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        self._called("search", question, limit, tuple(documents))
        found = self._answer_to(question)
        return SearchResult(found.passages[:limit], found.searched, 12.0, found.quotes)

    def ask(
        self, question: str, *, conversation: ConversationId | None = None, use_model: bool = True,
        model: Path | None = None, documents: Sequence[str] = (), replaces: TurnId | None = None,
    ) -> Iterator[AskEvent]:  # fmt: skip
        self._called("ask", question, conversation, use_model, model, tuple(documents), replaces)
        return self._asking(question, conversation, use_model, replaces)

    def _asking(
        self, question: str, conversation: ConversationId | None, use_model: bool, replaces: TurnId | None
    ) -> Iterator[AskEvent]:
        died, answer, written = self._died, self._answer_to(question), ""
        if not use_model and answer.origin == "model":
            answer = replace(answer, origin="quotes", text=answer.quotes[0].text, sentences=answer.sentences[:1])
        yield QuotesFound(answer.evidence, answer.quotes, answer.passages, answer.searched, 38.0)
        try:
            if answer.origin == "model":
                yield AnswerPending("starting")
                yield from (AnswerPending("reading", done, 1310) for done in (0, 655, 1310))
                for token in _tokens(answer.text):
                    self._write_token(died)
                    written += token
                    yield AnswerToken(token)
            self._check(died)
        except GeneratorExit:
            self._keep(replace(answer, text=written, sentences=(), note="You stopped it."), conversation, replaces)
            raise
        yield AnswerFinished(answer, self._keep(answer, conversation, replaces))

    def _answer_to(self, question: str) -> Answer:
        words = question.lower()
        is_spanish = "¿" in words or "aeropuerto" in words
        if question in self.answers:
            return self.answers[question]
        if not self._documents() or "airport" in words or "aeropuerto" in words:
            return sample_data.nothing_found(question, "es" if is_spanish else "en")
        if "table" in words or "tabla" in words:
            return sample_data.answer(question, text=sample_data.MARKDOWN, sentences=sample_data.SENTENCES[:2])
        if "nearly" in words:
            return sample_data.closest_only(question)
        if is_spanish:
            return sample_data.answer(question, sentences=sample_data.SPANISH_SENTENCES, language="es")
        return sample_data.answer(question)

    def suggest_questions(self, limit: int = 3, language: str | None = None) -> list[str]:
        self._called("suggest_questions", limit, language)
        return self.suggestions[:limit] if self._documents() else []

    def events(self) -> Iterator[EngineEvent]:
        self._called("events")
        return self._listen()

    # choices

    def list_settings(self) -> list[SettingRecord]:
        self._called("list_settings")
        return list(self.settings.values())

    def set_setting(self, name: str, value: str | None) -> SettingRecord:
        self._called("set_setting", name, value)
        if name not in self.settings:
            raise BadRequest(f"There is no setting {name!r}.")
        old = self.settings[name]
        self.settings[name] = replace(old, value=old.default if value is None else value)
        self._tell(SettingsChanged())
        return self.settings[name]

    def list_chat_models(self) -> list[ChatModelRecord]:
        self._called("list_chat_models")
        return sample_data.chat_models()

    # the engine itself

    def status(self) -> EngineStatus:
        self._called("status")
        found = Counter(str(one.status) for one in self._documents())
        return EngineStatus(
            data_dir="/home/ana/.local/share/ragdesk", libraries=tuple(self.libraries.values()), library=self.library,
            documents=dict(found), embedder="all-MiniLM-L6-v2", embedder_route="fast", index="exact", spans=60,
            spans_waiting=0, chat_model=sample_data.MODEL, catalogue_bytes=1_200_000, version="0.5.0", pid=4711,
            faces=1, running_s=75.0, processes=sample_data.processes(), jobs=tuple(self.job_list),
            sources=tuple(self.sources), is_offline=True, offline_note="The kernel refuses network sockets.",
            backups=tuple(sample_data.backups()),
            free_bytes=51_000_000_000,
        )  # fmt: skip

    def doctor(self) -> list[Check]:
        self._called("doctor")
        return sample_data.checks()

    def stop_engine(self) -> None:
        self._called("stop_engine")

    def close(self) -> None:
        self.calls.append(("close", ()))
        self.end_listening()

    # inside

    def _documents(self) -> list[DocumentRecord]:
        """Only the main library holds any."""
        return [self.documents[path] for path in sorted(self.documents)] if self.library == self.main_library else []

    def _tell(self, event: EngineEvent) -> None:
        if self.listeners:
            self.say(event)

    def searched(self) -> Searched:
        """How many of the documents are searched."""
        return Searched(sum(one.chunks > 0 for one in self._documents()), len(self._documents()))


class Attached:
    """What one attachment gives: the engine for a library; closing it ends its own event streams alone."""

    def __init__(self, engine: FakeEngine, library: str) -> None:
        self._engine = engine
        self._library = library
        self._streams: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def close(self) -> None:
        """As the real client does, also from another thread."""
        self._engine.calls.append(("close", (self._library,)))
        self._engine.end_listening_of(self)

    def events(self) -> Iterator[EngineEvent]:
        self._engine._called("events")
        return self._engine._listen(self)


def _tokens(text: str) -> list[str]:
    """Words with the space before them."""
    return [piece if at == 0 else " " + piece for at, piece in enumerate(text.split(" "))]
