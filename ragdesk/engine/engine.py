"""Engine: one data folder, its stores and its models, answering EngineApi in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.engine.adding.add_job import AddJob
from ragdesk.engine.adding.find_changes import RECIPE
from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.doctor import examine
from ragdesk.engine.document_names import find_document, find_documents
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.embedder_choice import choose_embedder
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.following.followed_sources import FollowedSources
from ragdesk.engine.jobs.battery import is_on_battery
from ragdesk.engine.jobs.job_runner import Conditions, JobRunner
from ragdesk.engine.keeping.disk_reserve import DiskReserve
from ragdesk.engine.keeping.keeper import Keeper
from ragdesk.engine.opening import CATALOGUE, note_catalogue_was_made, open_library, prepare_folder
from ragdesk.engine.owner import Owner
from ragdesk.engine.page_images import PageImages
from ragdesk.engine.parts import EngineParts
from ragdesk.engine.pipeline import Pipeline
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.status import engine_status
from ragdesk.engine.storage.sources import Sources
from ragdesk.engine.stores import Stores
from ragdesk.protocol.errors import BadRequest
from ragdesk.protocol.events import AddEvent, AskEvent, EngineEvent
from ragdesk.protocol.records import (
    BackupRecord,
    Check,
    ConversationId,
    DocumentId,
    DocumentRecord,
    DocumentText,
    EngineStatus,
    EraseReport,
    ExportReport,
    JobId,
    JobRecord,
    LibraryId,
    LibraryRecord,
    PageImage,
    SearchResult,
    SourceRecord,
)
from ragdesk.settings import Settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever


class Engine:
    """Satisfies EngineApi for one library; `for_library` gives the same engine for another one.

    The engine that `open` returned owns its data folder until `close()`. Safe to be used by several threads. Light to
    open: the embedder is opened by the first call that needs vectors, the chat model by the first answer.
    """

    def __init__(self, parts: EngineParts, library: LibraryId, *, is_owner: bool) -> None:
        self.parts = parts
        self._library = library
        self._is_owner = is_owner
        self._stores = parts.stores
        self._pipeline = Pipeline(parts, library)

    @classmethod
    def open(
        cls,
        settings: Settings,
        *,
        create: bool = True,
        embeddings: Embeddings | None = None,
        chat_model: BaseChatModel | None = None,
        retriever: BaseRetriever | None = None,
    ) -> Engine:
        """Open the data folder; everything is wired here.

        LangChain's interfaces are the seams: `embeddings`, `chat_model` and `retriever` take the place of ours. A
        `retriever` finds passages in place of the library's own index; its documents may carry the metadata that
        `langchain_bridge` writes. Raises NoSuchLibrary if `create` is false and there is nothing to open.
        """
        settings = replace(settings, data_dir=Path(os.path.abspath(settings.data_dir)))
        prepare_folder(settings.data_dir, create)
        owner = Owner(settings.data_dir)
        stores: Stores | None = None
        parts: EngineParts | None = None
        try:
            stores = Stores.open(settings.data_dir / CATALOGUE)
            note_catalogue_was_made(settings.data_dir)
            library = open_library(stores, settings.library, create)
            models = SearchModels(
                stores,
                partial(choose_embedder, settings, embeddings),
                settings.data_dir / "index",
                settings.exact_up_to,
            )
            parts = _parts(settings, owner, stores, models, ChatModels(settings, chat_model), retriever)
            parts.jobs.take_over()
            return cls(parts, library, is_owner=True)
        except BaseException:
            if parts:
                parts.close()
            elif stores:
                stores.close()
            owner.release()
            raise

    def for_library(self, name: str, *, create: bool = False) -> Engine:
        """The same engine for another library; closing that one closes nothing. Raises NoSuchLibrary."""
        return Engine(self.parts, open_library(self._stores, name, create), is_owner=False)

    # documents

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """See EngineApi."""
        if not paths:
            raise BadRequest("Nothing was named to be added.", "Name a file or a folder.")
        yield from self.parts.jobs.run(self._library, "add", paths)

    def list_documents(self) -> list[DocumentRecord]:
        """See EngineApi."""
        return self._stores.documents.records(self._library)

    def show(self, document: str) -> DocumentText:
        """See EngineApi."""
        with self._stores.database.snapshot():
            record = find_document(self.list_documents(), document)
            content = self._stores.documents.content_of(record.id)
            sections = self._stores.contents.sections(content) if content is not None else []
            return DocumentText(record, tuple(sections))

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """See EngineApi."""
        with self._stores.database.transaction():
            records = self.list_documents()
            sources = self._stores.documents.source_paths(self._library)
            found, whole_sources = find_documents(records, sources, documents)
            self._stores.documents.remove([DocumentId(record.id) for record in found])
            for source in whole_sources:
                self._stores.documents.remove_source(self._library, source)
            removed = [record.document for record in found]
            Sources(self._stores.database).leave_out(
                self._library, [path for path in removed if self._stores.documents.source_covering(self._library, path)]
            )
            self._stores.jobs.forget(self._library, whole_sources)
            if self._stores.contents.remove_unused():
                self._stores.keywords.erase_removed()
            self._stores.documents.library_changed(self._library)
        self.parts.jobs.forget(self._library, whole_sources)
        self.parts.sources.look_again()
        return found

    def render_page(self, document: str, page: int, scale: float = 1.5) -> PageImage:
        """See EngineApi."""
        record = find_document(self.list_documents(), document)
        content_hash = self._stores.documents.content_hash_of(DocumentId(record.id))
        return self.parts.pages.page(Path(record.document), content_hash, page, scale)

    # questions

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """See EngineApi."""
        with self.parts.priority.answering():
            return self._pipeline.search(question, limit)

    def ask(
        self,
        question: str,
        *,
        conversation: ConversationId | None = None,
        use_model: bool = True,
        model: Path | None = None,
    ) -> Iterator[AskEvent]:
        """See EngineApi. Stored only where a conversation is named."""
        with self.parts.priority.answering():
            yield from self._pipeline.ask(question, conversation, use_model, model)

    def start_conversation(self) -> ConversationId:
        """See EngineApi."""
        with self._stores.database.transaction():
            return self._stores.conversations.start(self._library)

    # jobs and sources

    def start_add(self, paths: Sequence[Path]) -> JobRecord:
        """See EngineApi."""
        if not paths:
            raise BadRequest("Nothing was named to be added.", "Name a file or a folder.")
        return self.parts.jobs.submit(self._library, "add", paths)

    def retry_failed(self, documents: Sequence[str] = ()) -> JobRecord:
        """See EngineApi."""
        records = self.list_documents()
        if documents:
            named, _ = find_documents(records, self._stores.documents.source_paths(self._library), documents)
        else:
            named = [record for record in records if record.status in ("failed", "partly")]
        return self.parts.jobs.submit(self._library, "retry", [Path(record.document) for record in named])

    def jobs(self) -> list[JobRecord]:
        """See EngineApi."""
        return self.parts.jobs.jobs()

    def pause_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.parts.jobs.pause(job)

    def resume_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.parts.jobs.resume(job)

    def cancel_job(self, job: JobId) -> JobRecord:
        """See EngineApi."""
        return self.parts.jobs.cancel(job)

    def list_sources(self) -> list[SourceRecord]:
        """See EngineApi."""
        return self.parts.sources.records(self._library)

    def set_ignored(self, source: str, patterns: Sequence[str]) -> JobRecord:
        """See EngineApi."""
        return self.parts.sources.set_ignored(self._library, source, patterns)

    def start_following(self) -> None:
        """Follow the sources of all libraries until `close`, unless the settings say no. For a server, not a call."""
        if self.parts.settings.follow_sources:
            self.parts.sources.start()

    def events(self) -> Iterator[EngineEvent]:
        """See EngineApi."""
        return self.parts.events.listen()

    # libraries and their safety

    def list_libraries(self) -> list[LibraryRecord]:
        """See EngineApi."""
        return self.parts.keeper.list_libraries()

    def create_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.create_library(name)

    def rename_library(self, name: str, new_name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.rename_library(name, new_name)

    def remove_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.remove_library(name)

    def restore_library(self, name: str) -> LibraryRecord:
        """See EngineApi."""
        return self.parts.keeper.restore_library(name)

    def erase(self, libraries: Sequence[str] = ()) -> EraseReport:
        """See EngineApi."""
        return self.parts.keeper.erase(libraries, self.parts.pages.forget)

    def export_library(self, path: Path) -> ExportReport:
        """See EngineApi."""
        return self.parts.keeper.export_library(self._library, path)

    def import_library(self, path: Path, name: str | None = None) -> ExportReport:
        """See EngineApi."""
        return self.parts.keeper.import_library(path, name)

    def back_up(self) -> BackupRecord:
        """See EngineApi."""
        return self.parts.keeper.back_up()

    def list_backups(self) -> list[BackupRecord]:
        """See EngineApi."""
        return self.parts.keeper.list_backups()

    # the engine itself

    def status(self) -> EngineStatus:
        """See EngineApi."""
        return engine_status(self.parts, self._library)

    def doctor(self) -> list[Check]:
        """See EngineApi."""
        return examine(self.parts, self._library)

    def stop_engine(self) -> None:
        """See EngineApi. In a process of its own the server does it; here whoever opened the engine closes it."""

    def close(self) -> None:
        """See EngineApi."""
        if self._is_owner:
            self.parts.close()


def _parts(
    settings: Settings, owner: Owner, stores: Stores, models: SearchModels, chat_models: ChatModels,
    retriever: BaseRetriever | None,
) -> EngineParts:  # fmt: skip
    readers, events, priority = Readers(), EventBus(), ChatPriority()
    reserve = DiskReserve(settings.data_dir, settings.reserve_mb * 1_000_000)
    conditions = Conditions(priority, reserve.check, is_on_battery if settings.pause_on_battery else lambda: False)
    jobs = JobRunner(
        stores.jobs, stores.database, lambda run: AddJob(stores, models, readers, run).work(), events, conditions
    )
    models.on_build_wanted = lambda library: jobs.submit(library, "index", [])
    keeper = Keeper(stores, models, jobs, reserve, events, settings.data_dir / "index", settings.backups_kept, RECIPE)
    return EngineParts(
        settings,
        owner,
        stores,
        models,
        chat_models,
        retriever,
        readers,
        PageImages(readers),
        jobs,
        reserve,
        keeper,
        FollowedSources(stores, jobs, events),
        priority,
        events,
    )
