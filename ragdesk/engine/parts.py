"""What an engine is made of, opened once for a data folder and shared by the views of all its libraries."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.chat_priority import ChatPriority
from ragdesk.engine.chosen_settings import ChosenSettings
from ragdesk.engine.documents.sandbox import Readers
from ragdesk.engine.events_bus import EventBus
from ragdesk.engine.following.followed_sources import FollowedSources
from ragdesk.engine.jobs.job_runner import JobRunner
from ragdesk.engine.keeping.disk_reserve import DiskReserve
from ragdesk.engine.keeping.keeper import Keeper
from ragdesk.engine.owner import Owner
from ragdesk.engine.page_images import PageImages
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.stores import Stores
from ragdesk.settings import Settings

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever


@dataclass(frozen=True, slots=True)
class EngineParts:
    """All of them are safe to be used by several threads at once."""

    chosen: ChosenSettings
    owner: Owner
    stores: Stores
    models: SearchModels
    chat_models: ChatModels
    retriever: BaseRetriever | None
    readers: Readers
    pages: PageImages
    jobs: JobRunner
    reserve: DiskReserve
    keeper: Keeper
    sources: FollowedSources
    priority: ChatPriority = field(default_factory=ChatPriority)
    events: EventBus = field(default_factory=EventBus)

    @property
    def settings(self) -> Settings:
        """As they are at this moment."""
        return self.chosen.now

    def close(self) -> None:
        """Everything, in the order in which one rests on another, whatever fails on the way."""
        with ExitStack() as last_to_first:
            last_to_first.callback(self.owner.release)
            last_to_first.callback(self.stores.close)
            last_to_first.callback(self.models.close)
            last_to_first.callback(self.chat_models.close)
            last_to_first.callback(self.readers.close)
            last_to_first.callback(self.events.close)
            last_to_first.callback(self.jobs.close)
            last_to_first.callback(self.keeper.close)
            last_to_first.callback(self.sources.close)
