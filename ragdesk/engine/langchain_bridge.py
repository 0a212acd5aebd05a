"""What ragdesk is to a LangChain script: its retriever, embeddings, chat model and readers, as LangChain's own kinds.

The other way round, `Engine.open(settings, embeddings=..., chat_model=..., retriever=...)` takes anybody's.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.document_loaders import BaseBlobParser, BaseLoader, Blob
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.retrievers import BaseRetriever
from pydantic import Field, PrivateAttr, SkipValidation

from ragdesk.engine.answer.chat_models import in_process_chat_model
from ragdesk.engine.chunks.cut_document import SECTION_BREAK
from ragdesk.engine.documents.find_files import open_file
from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.embedder_choice import choose_embedder
from ragdesk.engine.index.embedders.for_langchain import LangChainEmbeddings
from ragdesk.engine.langchain_documents import passage_document, text_document
from ragdesk.engine.storage.documents import file_title
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.records import Place
from ragdesk.settings import Settings

__all__ = ["RagdeskLoader", "RagdeskParser", "RagdeskRetriever", "chat_model_of", "embeddings_of"]


class RagdeskRetriever(BaseRetriever):
    """The passages that an engine finds, best first, as Documents; their metadata says where they stand.

    The engine belongs to the caller, who closes it. Raises what `EngineApi.search` raises: RagdeskErrors only.
    """

    engine: SkipValidation[EngineApi]
    limit: int = Field(default=10, ge=1)
    """At most so many passages."""

    _library: str | None = PrivateAttr(default=None)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        if self._library is None:
            self._library = self.engine.status().library
        found = self.engine.search(query, limit=self.limit)
        return [passage_document(passage, self._library) for passage in found.passages]


class RagdeskParser(BaseBlobParser):
    """Our readers: the bytes of one PDF, DOCX, HTML, Markdown or text file in, one Document for each section out.

    The kind is told by the content. Raises CannotRead with a sentence where the file is encrypted, broken or empty.
    """

    def lazy_parse(self, blob: Blob) -> Iterator[Document]:
        source = str(blob.source or "unnamed")
        data = open_file(Path(blob.path)) if blob.data is None and blob.path else blob.as_bytes()
        reading = read_document(data, Path(source).name)
        title = reading.title or file_title(source)
        start = 0
        for section in reading.sections:
            end = start + len(section.text)
            place = Place(section.page, section.heading, start, end)
            yield text_document(section.text, source, title, place, type=reading.type, shortfall=reading.shortfall)
            start = end + len(SECTION_BREAK)


class RagdeskLoader(BaseLoader):
    """One file through our readers; see `RagdeskParser`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self._path = Path(path).absolute()

    def lazy_load(self) -> Iterator[Document]:
        yield from RagdeskParser().lazy_parse(Blob.from_path(self._path))


def embeddings_of(settings: Settings | None = None, on_progress: Callable[[str], None] = lambda _: None) -> Embeddings:
    """The embedder that the settings name, the bundled one by default. Its vectors have length 1.

    The first time on a computer the model is made ready for fast use, about half a minute, told through `on_progress`.
    """
    return LangChainEmbeddings(choose_embedder(settings or Settings(), None, on_progress))


def chat_model_of(settings: Settings | None = None) -> BaseChatModel:
    """The chat model that the settings name, the bundled one by default, loaded."""
    return in_process_chat_model(settings or Settings())
