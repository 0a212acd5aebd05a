"""EngineClient: EngineApi over a socket."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ragdesk.client.engine_calls import EngineCalls
from ragdesk.client.engine_connection import OnSilence
from ragdesk.client.start_engine import EngineStarter
from ragdesk.protocol.conversations import ConversationRecord, ConversationText
from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.engine_records import (
    BackupRecord,
    Check,
    EngineStatus,
    EraseReport,
    ExportReport,
    JobId,
    JobRecord,
    SourceRecord,
)
from ragdesk.protocol.events import AddEvent, AskEvent, EngineEvent
from ragdesk.protocol.records import (
    AddPreview,
    ConversationId,
    DocumentRecord,
    DocumentText,
    LibraryRecord,
    PageImage,
    PageMarks,
    SearchResult,
    TurnId,
)
from ragdesk.protocol.setting_records import ChatModelRecord, SettingRecord


class EngineClient(EngineCalls):
    """Satisfies EngineApi for one library of the engine that `starter` finds or starts. For any threads."""

    def __init__(
        self, starter: EngineStarter, *, chat_model: Path | None = None, on_silence: OnSilence | None = None
    ) -> None:
        super().__init__(starter, on_silence)
        self._chat_model = chat_model

    # documents

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """See EngineApi."""
        return self.stream(EngineApi.add, paths)

    def list_documents(self) -> list[DocumentRecord]:
        """See EngineApi."""
        return self.call(EngineApi.list_documents)

    def list_rows(self, choice: ListChoice, first: int = 0, limit: int = 200) -> DocumentRows:
        """See EngineApi."""
        return self.call(EngineApi.list_rows, choice, first, limit)

    def find_rows(self, choice: ListChoice, documents: Sequence[str]) -> list[int | None]:
        """See EngineApi."""
        return self.call(EngineApi.find_rows, choice, documents)

    def count_documents(self) -> DocumentCounts:
        """See EngineApi."""
        return self.call(EngineApi.count_documents)

    def show(self, document: str) -> DocumentText:
        """See EngineApi."""
        return self.call(EngineApi.show, document)

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """See EngineApi."""
        return self.call(EngineApi.remove, documents)

    def exclude(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """See EngineApi."""
        return self.call(EngineApi.exclude, documents)

    def include(self, documents: Sequence[str]) -> JobRecord:
        """See EngineApi."""
        return self.call(EngineApi.include, documents)

    def locate(self, document: str, start: int, end: int) -> list[PageMarks]:
        """See EngineApi."""
        return self.call(EngineApi.locate, document, start, end)

    def render_page(self, document: str, page: int, scale: float = 1.5) -> PageImage:
        """See EngineApi."""
        return self.call(EngineApi.render_page, document, page, scale)

    # questions

    def search(self, question: str, *, limit: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        """See EngineApi."""
        return self.call(EngineApi.search, question, limit=limit, documents=documents)

    def ask(
        self,
        question: str,
        *,
        conversation: ConversationId | None = None,
        use_model: bool = True,
        model: Path | None = None,
        documents: Sequence[str] = (),
        replaces: TurnId | None = None,
    ) -> Iterator[AskEvent]:
        """See EngineApi."""
        given: dict[str, Any] = {"conversation": conversation, "use_model": use_model, "documents": documents}
        if replaces is not None:
            given["replaces"] = replaces
        if chosen := model or self._chat_model:
            given["model"] = chosen
        return self.stream(EngineApi.ask, question, **given)

    def suggest_questions(self, limit: int = 3, language: str | None = None) -> list[str]:
        """See EngineApi."""
        return self.call(EngineApi.suggest_questions, limit, language)

    def start_conversation(self) -> ConversationId:
        """See EngineApi."""
        return self.call(EngineApi.start_conversation)

    # conversations

    def list_conversations(self, containing: str = "") -> list[ConversationRecord]:
        """See EngineApi."""
        return self.call(EngineApi.list_conversations, containing)

    def show_conversation(self, conversation: ConversationId) -> ConversationText:
        """See EngineApi."""
        return self.call(EngineApi.show_conversation, conversation)

    def rename_conversation(self, conversation: ConversationId, title: str) -> ConversationRecord:
        """See EngineApi."""
        return self.call(EngineApi.rename_conversation, conversation, title)

    def pin_conversation(self, conversation: ConversationId, is_pinned: bool) -> ConversationRecord:
        """See EngineApi."""
        return self.call(EngineApi.pin_conversation, conversation, is_pinned)

    def branch_conversation(self, conversation: ConversationId, through: TurnId) -> ConversationRecord:
        """See EngineApi."""
        return self.call(EngineApi.branch_conversation, conversation, through)

    def delete_conversation(self, conversation: ConversationId) -> ConversationRecord:
        """See EngineApi."""
        return self.call(EngineApi.delete_conversation, conversation)

    def restore_conversation(self, conversation: ConversationId) -> ConversationRecord:
        """See EngineApi."""
        return self.call(EngineApi.restore_conversation, conversation)

    def delete_turn(self, turn: TurnId) -> ConversationRecord:
        """See EngineApi."""
        return self.call(EngineApi.delete_turn, turn)

    def restore_turn(self, turn: TurnId) -> ConversationRecord:
        """See EngineApi."""
        return self.call(EngineApi.restore_turn, turn)

    # jobs and sources

    def preview_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> AddPreview:
        """See EngineApi."""
        return self.call(EngineApi.preview_add, paths, ignore)

    def start_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> JobRecord:
        """See EngineApi."""
        return self.call(EngineApi.start_add, paths, ignore)

    def retry_failed(self, documents: Sequence[str] = ()) -> JobRecord:
        """See EngineApi."""
        return self.call(EngineApi.retry_failed, documents)

    def jobs(self) -> list[JobRecord]:
        """See EngineApi."""
        return self.call(EngineApi.jobs)

    def pause_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.call(EngineApi.pause_job, job)

    def resume_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.call(EngineApi.resume_job, job)

    def cancel_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.call(EngineApi.cancel_job, job)

    def list_sources(self) -> list[SourceRecord]:
        """See EngineApi."""
        return self.call(EngineApi.list_sources)

    def set_ignored(self, source: str, patterns: Sequence[str]) -> JobRecord:
        """See EngineApi."""
        return self.call(EngineApi.set_ignored, source, patterns)

    def events(self) -> Iterator[EngineEvent]:
        """See EngineApi."""
        return self.stream(EngineApi.events)

    # libraries and their safety

    def list_libraries(self) -> list[LibraryRecord]:
        """See EngineApi."""
        return self.call(EngineApi.list_libraries)

    def create_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.call(EngineApi.create_library, name)

    def rename_library(self, name: str, new_name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.call(EngineApi.rename_library, name, new_name)

    def remove_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.call(EngineApi.remove_library, name)

    def restore_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.call(EngineApi.restore_library, name)

    def erase(self, libraries: Sequence[str] = ()) -> EraseReport:
        """See EngineApi."""
        return self.call(EngineApi.erase, libraries)

    def export_library(self, path: Path) -> ExportReport:
        """See EngineApi."""
        return self.call(EngineApi.export_library, path)

    def import_library(self, path: Path, name: str | None = None) -> ExportReport:
        """See EngineApi."""
        return self.call(EngineApi.import_library, path, name)

    def back_up(self) -> BackupRecord:
        """See EngineApi."""
        return self.call(EngineApi.back_up)

    def list_backups(self) -> list[BackupRecord]:
        """See EngineApi."""
        return self.call(EngineApi.list_backups)

    # choices

    def list_settings(self) -> list[SettingRecord]:
        """See EngineApi."""
        return self.call(EngineApi.list_settings)

    def set_setting(self, name: str, value: str | None) -> SettingRecord:
        """See EngineApi."""
        return self.call(EngineApi.set_setting, name, value)

    def list_chat_models(self) -> list[ChatModelRecord]:
        """See EngineApi."""
        return self.call(EngineApi.list_chat_models)

    # the engine itself

    def status(self) -> EngineStatus:
        """See EngineApi."""
        return self.call(EngineApi.status)

    def doctor(self) -> list[Check]:
        """See EngineApi."""
        return self.call(EngineApi.doctor)

    def stop_engine(self) -> None:
        """See EngineApi."""
        self.call(EngineApi.stop_engine)
