"""Anybody's LangChain retriever as a `Finder`, in place of the library's own search."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ragdesk.engine.chunks.languages import detect_language, question_language
from ragdesk.engine.index.words import prepare_words, question_words
from ragdesk.engine.langchain_documents import passages_of
from ragdesk.engine.retrieval.evidence import PASSAGES_LOOKED_AT, assess, coverage
from ragdesk.engine.retrieval.finder import Findings
from ragdesk.engine.retrieval.follow_up import search_texts
from ragdesk.engine.retrieval.found_chunk import FoundChunk
from ragdesk.engine.retrieval.near_duplicates import fold_near_duplicates
from ragdesk.engine.retrieval.passages import MOST_OF_ONE_DOCUMENT, READ_CHUNKS
from ragdesk.engine.retrieval.reading import cap_per_document
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import Evidence, Passage, Searched

if TYPE_CHECKING:
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever


class ForeignRetriever:
    """Finds what the given retriever finds, in its order; how many that are at most is its own setting.

    No vectors are at hand, so words alone decide about evidence and quotes; and how rare they are in what it searches
    is not known, so each counts alike (balanced accuracy of saying no on half of SQuAD and XQuAD-es 0.87 to 0.92, where
    a vector store finds 10 passages). Whatever the retriever raises comes out as a RagdeskError.
    """

    def __init__(self, retriever: BaseRetriever) -> None:
        self._retriever = retriever

    def find(self, text: str, history: Sequence[str] = (), limit: int = 10, documents: Sequence[str] = ()) -> Findings:
        """See Finder. What the retriever finds outside of `documents` is left out afterwards: it knows no choice."""
        searches = search_texts(text, history, question_language(text, ()))
        found = _in_turn([self._documents(search) for search in searches])
        listed = passages_of(found if documents else found[:limit])
        chosen = [passage for passage in listed if not documents or passage.document in documents][:limit]
        passages = tuple(_with_language(replace(passage, n=n)) for n, passage in enumerate(chosen, start=1))
        language = question_language(text, {passage.language for passage in passages if passage.language})
        sources = max(1, len({passage.document for passage in passages}))
        return Findings(
            text=searches[0],
            language=language,
            idf=_alike,
            passages=passages,
            read=lambda: _read(passages),
            evidence=_evidence(searches[0], language, passages),
            # How many it searched is not known. Those it found count, and never none: that means an empty library.
            searched=_chosen(documents) if documents else Searched(sources, sources),
            spans={},
            is_language_known=False,
        )

    def _documents(self, search: str) -> list[Document]:
        name = type(self._retriever).__name__
        try:
            documents = self._retriever.invoke(search)
        except RagdeskError:
            raise
        except Exception as error:  # anybody's code runs here, so any error may come out of it
            message = f"The retriever {name} failed."
            raise RagdeskError(message, "Check its settings and its server.", repr(error)) from error
        if not all(isinstance(getattr(document, "page_content", None), str) for document in documents):
            raise RagdeskError(f"The retriever {name} gave something else than documents.", "Choose another retriever.")
        return documents


def _chosen(documents: Sequence[str]) -> Searched:
    chosen = len(set(documents))
    return Searched(chosen, chosen)


def _alike(word: str) -> float:
    return 1.0


def _in_turn(found: Sequence[Sequence[Document]]) -> list[Document]:
    """The best of each search, then the second of each, and so on; what several found stands once."""
    ranked = sorted(
        ((rank, n, document) for n, documents in enumerate(found) for rank, document in enumerate(documents)),
        key=lambda placed: placed[:2],
    )
    unique: dict[tuple[str, str], Document] = {}
    for _, _, document in ranked:
        unique.setdefault((str(document.metadata.get("source")), document.page_content), document)
    return list(unique.values())


def _with_language(passage: Passage) -> Passage:
    return replace(passage, language=passage.language or detect_language(passage.text))


def _evidence(text: str, language: str, passages: Sequence[Passage]) -> Evidence:
    if not passages:
        return "none"
    covered = max(_coverage(text, language, passage) for passage in passages[:PASSAGES_LOOKED_AT])
    return assess(None, covered, language, "")


def _coverage(text: str, language: str, passage: Passage) -> float:
    header = " ".join((passage.title, *passage.place.heading))
    words = frozenset(prepare_words(f"{header}\n{passage.text}", passage.language))
    return coverage(question_words(text, language, passage.language), words, {})


def _read(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The documents themselves: what stands around them is not known."""
    sources = {passage.document: n for n, passage in enumerate(passages)}
    found = [
        FoundChunk(p.n, sources[p.document], 0, p.n, p.place.start, p.place.end, p.text, p.score) for p in passages
    ]
    chosen = cap_per_document(fold_near_duplicates(found), MOST_OF_ONE_DOCUMENT)[:READ_CHUNKS]
    by_number = {passage.n: passage for passage in passages}
    return tuple(replace(by_number[chunk.chunk], n=n) for n, chunk in enumerate(chosen, start=1))
