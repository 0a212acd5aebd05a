"""Engine: one data folder, its stores and its models, answering EngineApi in this process."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.engine.doctor import examine
from ragdesk.engine.document_names import find_document, find_documents
from ragdesk.engine.embedder_choice import choose_embedder
from ragdesk.engine.owner import Owner
from ragdesk.engine.pipeline import Pipeline
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.status import engine_status
from ragdesk.engine.storage.database import how_to_start_anew
from ragdesk.engine.stores import Stores
from ragdesk.paths import make_private
from ragdesk.protocol.errors import BadRequest, CatalogueDamaged, NoSuchLibrary, StorageError
from ragdesk.protocol.events import AddEvent, AskEvent
from ragdesk.protocol.records import (
    Check,
    ConversationId,
    DocumentId,
    DocumentRecord,
    DocumentText,
    EngineStatus,
    LibraryId,
    SearchResult,
)
from ragdesk.settings import Settings

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.language_models.chat_models import BaseChatModel
    from langchain_core.retrievers import BaseRetriever

CATALOGUE = "catalogue.db"
CATALOGUE_WAS_MADE = "catalogue.made"
"""An empty file beside the catalogue from its first opening on: without it a lost one would look like a new folder."""


class Engine:
    """Satisfies EngineApi. Owns its data folder until `close()`; one call at a time, others wait.

    Light to open: the embedder is opened by the first call that needs vectors, the chat model by the first answer.
    """

    def __init__(
        self, settings: Settings, owner: Owner, stores: Stores, pipeline: Pipeline, library: LibraryId
    ) -> None:
        self._settings = settings
        self._owner = owner
        self._stores = stores
        self._pipeline = pipeline
        self._library = library
        self._turn = threading.RLock()

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
        _prepare_folder(settings.data_dir, create)
        owner = Owner(settings.data_dir)
        stores: Stores | None = None
        try:
            stores = Stores.open(settings.data_dir / CATALOGUE)
            _note_catalogue_was_made(settings.data_dir)
            library = _open_library(stores, settings.library, create)
            models = SearchModels(
                stores,
                partial(choose_embedder, settings, embeddings),
                settings.data_dir / "index",
                settings.exact_up_to,
            )
            chat_models = ChatModels(settings, chat_model)
            pipeline = Pipeline(stores, library, models, chat_models, retriever)
        except BaseException:
            if stores:
                stores.close()
            owner.release()
            raise
        return cls(settings, owner, stores, pipeline, library)

    def add(self, paths: Sequence[Path]) -> Iterator[AddEvent]:
        """See EngineApi."""
        if not paths:
            raise BadRequest("Nothing was named to be added.", "Name a file or a folder.")
        with self._turn:
            yield from self._pipeline.add(paths)

    def search(self, question: str, *, limit: int = 10) -> SearchResult:
        """See EngineApi."""
        with self._turn:
            return self._pipeline.search(question, limit)

    def ask(
        self, question: str, *, conversation: ConversationId | None = None, use_model: bool = True
    ) -> Iterator[AskEvent]:
        """See EngineApi. Stored only where a conversation is named."""
        with self._turn:
            yield from self._pipeline.ask(question, conversation, use_model)

    def start_conversation(self) -> ConversationId:
        """See EngineApi."""
        with self._turn, self._stores.database.transaction():
            return self._stores.conversations.start(self._library)

    def list_documents(self) -> list[DocumentRecord]:
        """See EngineApi."""
        with self._turn:
            return self._stores.documents.records(self._library)

    def show(self, document: str) -> DocumentText:
        """See EngineApi."""
        with self._turn:
            record = find_document(self.list_documents(), document)
            content = self._stores.documents.content_of(record.id)
            sections = self._stores.contents.sections(content) if content is not None else []
            return DocumentText(record, tuple(sections))

    def remove(self, documents: Sequence[str]) -> list[DocumentRecord]:
        """See EngineApi."""
        with self._turn:
            records = self.list_documents()
            sources = self._stores.documents.source_paths(self._library)
            found, whole_sources = find_documents(records, sources, documents)
            with self._stores.database.transaction():
                self._stores.documents.remove([DocumentId(record.id) for record in found])
                for source in whole_sources:
                    self._stores.documents.remove_source(self._library, source)
                self._stores.jobs.forget(self._library, whole_sources)
                if self._stores.contents.remove_unused():
                    self._stores.keywords.erase_removed()
                self._stores.documents.library_changed(self._library)
            return found

    def status(self) -> EngineStatus:
        """See EngineApi."""
        with self._turn:
            return engine_status(self._settings, self._stores, self._library, self._pipeline)

    def doctor(self) -> list[Check]:
        """See EngineApi."""
        with self._turn:
            return examine(self._settings, self._stores, self._library, self._pipeline)

    def close(self) -> None:
        """See EngineApi."""
        with self._turn:
            self._pipeline.close()
            self._stores.close()
            self._owner.release()


def _prepare_folder(data_dir: Path, create: bool) -> None:
    try:
        _refuse_lost_catalogue(data_dir)
        if not create and not (data_dir / CATALOGUE).exists():
            raise NoSuchLibrary(f"There is no library in {data_dir} yet.", "Add something first: ragdesk add FOLDER")
        make_private(data_dir)
    except (OSError, ValueError) as problem:
        raise StorageError(
            f"ragdesk cannot keep its data in {data_dir}.", "Choose another folder with --data-dir.", str(problem)
        ) from problem


def _note_catalogue_was_made(data_dir: Path) -> None:
    try:
        (data_dir / CATALOGUE_WAS_MADE).touch(mode=0o600)
    except OSError as problem:
        raise StorageError(
            f"ragdesk cannot write to {data_dir}.", "Check that its disk is not full.", str(problem)
        ) from problem


def _refuse_lost_catalogue(data_dir: Path) -> None:
    """A catalogue that was here and is not any more is an alarm, never a new, empty one."""
    catalogue = data_dir / CATALOGUE
    is_lost = not catalogue.exists() or catalogue.stat().st_size == 0
    if is_lost and (data_dir / CATALOGUE_WAS_MADE).exists():
        raise CatalogueDamaged(
            f"ragdesk's catalogue {catalogue} is missing or empty. Nothing was written.",
            how_to_start_anew(catalogue),
        )


def _open_library(stores: Stores, name: str, create: bool) -> LibraryId:
    if not name.strip() or not name.isprintable():
        raise BadRequest("That cannot be the name of a library.", "Use letters, digits, blanks and ordinary signs.")
    if library := stores.documents.find_library(name):
        return library
    if not create:
        known = ", ".join(stores.documents.library_names()) or "none"
        raise NoSuchLibrary(f"There is no library “{name}”.", f"Libraries in this data folder: {known}.")
    with stores.database.transaction():
        return stores.documents.ensure_library(name)
