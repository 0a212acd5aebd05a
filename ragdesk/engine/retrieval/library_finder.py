"""The library's own search as a `Finder`: the retriever's hits with the passages that they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from ragdesk.engine.retrieval.finder import Findings
from ragdesk.engine.retrieval.passages import Passages
from ragdesk.engine.retrieval.retriever import Found, Retriever
from ragdesk.engine.retrieval.scope import Scopes
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.stores import Stores
from ragdesk.protocol.records import LibraryId


class LibraryFinder:
    """Searches one library."""

    def __init__(self, stores: Stores, library: LibraryId, models: SearchModels) -> None:
        self._stores = stores
        self._library = library
        self._models = models
        self._retriever = Retriever(stores, models, library)
        self._passages = Passages(stores, library)
        self._scopes = Scopes(stores, library, models)

    def find(self, text: str, history: Sequence[str] = (), limit: int = 10, documents: Sequence[str] = ()) -> Findings:
        """See Finder. Raises NoSuchDocument."""
        scope = self._scopes.of(documents)
        found = self._retriever.find(text, history, limit, scope)
        paths = scope.paths if scope else None
        passages = self._passages.listed(found.hits, paths)
        known = self._models.embedder.languages
        question = found.question
        return Findings(
            text=question.text,
            language=question.language,
            idf=self._idf(found),
            passages=passages,
            read=lambda: self._passages.read(found.hits, paths),
            evidence=found.evidence,
            searched=scope.searched if scope else self._stores.documents.searched(self._library),
            spans={passage.n: hit.spans for passage, hit in zip(passages, found.hits, strict=True)},
            is_language_known=known is None or question.language in known,
        )

    def _idf(self, found: Found) -> Callable[[str], float]:
        known = found.question.idf

        @lru_cache(maxsize=1_000)
        def idf(word: str) -> float:
            return known[word] if word in known else self._stores.keywords.inverse_frequencies([word])[word]

        return idf
