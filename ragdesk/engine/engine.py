"""Engine: one data folder, its stores and its models, answering EngineApi in this process."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.engine.adding.add_job import AddJob
from ragdesk.engine.adding.same_file import RECIPE
from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.calls.choices import ChoiceCalls
from ragdesk.engine.calls.conversations import ConversationCalls
from ragdesk.engine.calls.document_lists import DocumentListCalls
from ragdesk.engine.calls.documents import DocumentCalls
from ragdesk.engine.calls.jobs import JobCalls
from ragdesk.engine.calls.libraries import LibraryCalls
from ragdesk.engine.calls.questions import QuestionCalls
from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.chosen_settings import ChosenSettings
from ragdesk.engine.doctor import examine
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
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.status import engine_status
from ragdesk.engine.stores import Stores
from ragdesk.protocol.engine_records import (
    Check,
    EngineStatus,
)
from ragdesk.protocol.records import (
    LibraryId,
)
from ragdesk.settings import Settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever


class Engine(DocumentCalls, DocumentListCalls, QuestionCalls, ConversationCalls, JobCalls, LibraryCalls, ChoiceCalls):
    """Satisfies EngineApi for one library; `for_library` gives the same engine for another one.

    The engine that `open` returned owns its data folder until `close()`. Safe to be used by several threads. Light to
    open: the embedder is opened by the first call that needs vectors, the chat model by the first answer.
    """

    def __init__(self, parts: EngineParts, library: LibraryId, *, is_owner: bool) -> None:
        super().__init__(parts, library)
        self._is_owner = is_owner

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

    def start_following(self) -> None:
        """Follow the sources of all libraries until `close`, while the settings say so. For a server, not a call."""
        self.parts.sources.follow(self.parts.settings.follow_sources)
        self.parts.chosen.whenever_changed(lambda settings: self.parts.sources.follow(settings.follow_sources))

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
    readers, events, priority, chosen = Readers(), EventBus(), ChatPriority(), ChosenSettings(settings)
    reserve = DiskReserve(settings.data_dir, settings.reserve_mb * 1_000_000)
    conditions = Conditions(priority, reserve.check, lambda: chosen.now.pause_on_battery and is_on_battery())
    jobs = JobRunner(
        stores.jobs, stores.database, lambda run: AddJob(stores, models, readers, run).work(), events, conditions
    )
    models.on_build_wanted = lambda library: jobs.submit(library, "index", [])
    keeper = Keeper(stores, models, jobs, reserve, events, settings.data_dir / "index", settings.backups_kept, RECIPE)

    def take_over(now: Settings) -> None:
        reserve.reserve_bytes = now.reserve_mb * 1_000_000
        keeper.backups.kept = now.backups_kept
        chat_models.use(now)

    chosen.whenever_changed(take_over)
    return EngineParts(
        chosen,
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
