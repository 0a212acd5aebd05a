"""EngineApi: everything that a face may ask of an engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from ragdesk.protocol.conversations import ConversationRecord, ConversationText
from ragdesk.protocol.document_lists import DocumentCounts, DocumentRows, ListChoice
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


class EngineApi(Protocol):
    """One library's view of the engine. Every call may raise a RagdeskError and nothing else.

    Streams end after their last event; closing one early stops the work, and what was committed stays. Calls may be
    made from several threads at once.
    """

    # documents

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """Add files and folders as sources and read what is new or changed, and whatever waits from before.

        Queues a job and follows it to its end. Closing the stream stops the job; it is resumed by the next one.
        """

    def list_documents(self) -> list[DocumentRecord]:
        """All documents of the library, by path."""

    def list_rows(self, choice: ListChoice, first: int = 0, limit: int = 200) -> DocumentRows:
        """A stretch of the library's list of documents, in the chosen order; at most 10,000 documents."""

    def find_rows(self, choice: ListChoice, documents: Sequence[str]) -> list[int | None]:
        """Where documents, by path, stand in that list, from 0; None: not in it. At most 10,000."""

    def count_documents(self) -> DocumentCounts:
        """How many documents the library has, by state and type."""

    def show(self, document: str) -> DocumentText:
        """One document with its text; by its path, the end of its path, or its title, where that fits just one."""

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """Remove documents or whole sources from the library. The user's files are not touched."""

    def exclude(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """Keep documents in the list as skipped, "excluded", neither searched nor read again until included."""

    def include(self, documents: Sequence[str]) -> JobRecord:
        """Take back in, by path, documents that were excluded, or removed out of a source; a job reads them again."""

    def locate(self, document: str, start: int, end: int) -> list[PageMarks]:
        """Where characters `start` to `end` of a document's text stand on its pages; empty where it has no pages."""

    def render_page(self, document: str, page: int, scale: float = 1.5) -> PageImage:
        """A page of a PDF, drawn by a reader process. `page` counts from 1; `scale` 1 is 72 dots an inch, at most 5."""

    # questions

    def search(self, question: str, *, limit: int = 10, documents: Sequence[str] = ()) -> SearchResult:
        """Find passages, best first, with the best sentences in them as quotes; in these documents alone, if any."""

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
        """Answer: first QuotesFound, then AnswerToken while a model writes, last AnswerFinished.

        `model` is a GGUF file that answers in place of the engine's own chat model. `documents`, by path, are the only
        ones that are searched. `replaces` is a turn of the conversation that goes, with those after it, when the new
        answer is stored. Closing the stream while the model writes stores what is written, marked as stopped.
        """

    def suggest_questions(self, limit: int = 3, language: str | None = None) -> list[str]:
        """Questions that the library's own headings and openings answer, in its languages; no model is asked.

        Languages take turns; `language` ("en", "es"), where the library has it, comes first.
        """

    def start_conversation(self) -> ConversationId:
        """A new conversation; asking within it makes follow-up questions understood."""

    def list_conversations(self, containing: str = "") -> list[ConversationRecord]:
        """Those of the library with a turn, pinned ones first, then newest first; with these words in title or text."""

    def show_conversation(self, conversation: ConversationId) -> ConversationText:
        """One conversation with its answers."""

    def rename_conversation(self, conversation: ConversationId, title: str) -> ConversationRecord:
        """Give it a title. Raises BadRequest for an empty one."""

    def pin_conversation(self, conversation: ConversationId, is_pinned: bool) -> ConversationRecord:
        """Keep it at the top of the list, or no longer."""

    def branch_conversation(self, conversation: ConversationId, through: TurnId) -> ConversationRecord:
        """A new conversation with copies of the turns up to and including `through`."""

    def delete_conversation(self, conversation: ConversationId) -> ConversationRecord:
        """Out of the list; `restore_conversation` takes it back until `erase` erases it."""

    def restore_conversation(self, conversation: ConversationId) -> ConversationRecord:
        """Take a deleted conversation back."""

    def delete_turn(self, turn: TurnId) -> ConversationRecord:
        """Take one question and its answer out of its conversation."""

    def restore_turn(self, turn: TurnId) -> ConversationRecord:
        """Take a deleted turn back to its place."""

    # jobs and sources

    def preview_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> AddPreview:
        """Count what adding these files and folders would read; reads no file. Ends within 20 s, complete or not."""

    def start_add(self, paths: Sequence[Path], ignore: Sequence[str] = ()) -> JobRecord:
        """Queue what `add` does and return at once; `jobs` and `events` tell how it goes.

        `ignore` are patterns in git's syntax of what is left out below the added folders.
        """

    def retry_failed(self, documents: Sequence[str] = ()) -> JobRecord:
        """Queue the named documents, or all that failed or were read in part, to be read again."""

    def jobs(self) -> list[JobRecord]:
        """Jobs of all libraries: those that wait, run or are paused, and the last 20 that ended; newest first."""

    def pause_job(self, job: JobId) -> JobRecord:
        """Stop after the piece of work in hand; nothing that was committed is lost. Raises NoSuchJob."""

    def resume_job(self, job: JobId) -> JobRecord:
        """Let a paused job go on. Raises NoSuchJob."""

    def cancel_job(self, job: JobId) -> JobRecord:
        """End a job; documents not read yet stay "waiting" and are read by the next job of their source."""

    def list_sources(self) -> list[SourceRecord]:
        """The folders and files that were added, by path."""

    def set_ignored(self, source: str, patterns: Sequence[str]) -> JobRecord:
        """Leave out what fits these patterns (git's syntax) below a source; a job carries it out."""

    def events(self) -> Iterator[EngineEvent]:
        """What happens from now on, whoever asked for it, until the stream is closed. Never blocks the engine."""

    # libraries and their safety

    def list_libraries(self) -> list[LibraryRecord]:
        """All libraries, those in the bin last."""

    def create_library(self, name: str) -> LibraryRecord:
        """A new, empty library. Raises BadRequest if the name is taken."""

    def rename_library(self, name: str, new_name: str) -> LibraryRecord:
        """Raises NoSuchLibrary, or BadRequest if the new name is taken."""

    def remove_library(self, name: str) -> LibraryRecord:
        """Move a library to the bin. It is searched no more, its name is free, and it can be restored."""

    def restore_library(self, name: str) -> LibraryRecord:
        """Take a library out of the bin, under its own name, or "name (2)" where that is taken by now."""

    def erase(self, libraries: Sequence[str] = ()) -> EraseReport:
        """Empty the bin, or erase the named libraries outright, so that no byte of their text stays in our files.

        What else was removed before is erased too; backups that may hold any of it are removed and named.
        """

    def export_library(self, path: Path) -> ExportReport:
        """Write this library into one file that `import_library` takes, on this computer or another."""

    def import_library(self, path: Path, name: str | None = None) -> ExportReport:
        """Take over an exported library under its own or another name. Raises NotAnExport; nothing is half done."""

    def back_up(self) -> BackupRecord:
        """Make a verified copy of the catalogue now, besides those that are made by themselves."""

    def list_backups(self) -> list[BackupRecord]:
        """The copies of the catalogue, newest first."""

    # choices

    def list_settings(self) -> list[SettingRecord]:
        """All settings, by group, with their values."""

    def set_setting(self, name: str, value: str | None) -> SettingRecord:
        """Choose for good, as far as possible at once; None takes the default back. Raises BadRequest."""

    def list_chat_models(self) -> list[ChatModelRecord]:
        """The chat models on this computer's disk, the bundled one first."""

    # the engine itself

    def status(self) -> EngineStatus:
        """The state of the engine and its data folder. Loads no model."""

    def doctor(self) -> list[Check]:
        """Try everything that ragdesk rests on, and say what was found."""

    def stop_engine(self) -> None:
        """Have the engine leave once every call in progress has ended; jobs go on when it is started again."""

    def close(self) -> None:
        """Let go of the engine. One in the same process finishes writing and lets go of the data folder."""
