"""Question in, ranked chunks out: both legs, fused, with the signals by which the evidence is judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ragdesk.engine.chunks.languages import question_language
from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.index.vector_index import Vector
from ragdesk.engine.index.words import question_words
from ragdesk.engine.retrieval.evidence import PASSAGES_LOOKED_AT, assess, best_coverage
from ragdesk.engine.retrieval.finder import SpanHit
from ragdesk.engine.retrieval.follow_up import search_texts
from ragdesk.engine.retrieval.fusion import dense_weight_for, fuse
from ragdesk.engine.retrieval.identifiers import identifiers, with_identifiers
from ragdesk.engine.retrieval.phrases import RESCORED, phrase_share, with_phrases
from ragdesk.engine.retrieval.scope import Scope
from ragdesk.engine.search_models import SearchModels
from ragdesk.engine.storage.contents import StoredChunk
from ragdesk.engine.stores import Stores
from ragdesk.protocol.records import Evidence, LibraryId

CANDIDATES = 200
"""Chunks that each leg proposes. More changed no figure of `tests/benchmarks/quality.py`."""

MOST_IDENTIFIERS = 8
"""A question that holds a whole list of codes is looked up by the first of them."""

SPANS_PER_CANDIDATE = 3
"""A chunk of 100 words has two to three spans of 40; so many spans yield enough different chunks."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, made ready for searching.

    `words` are its telling words, prepared in its own language; `variants` says how texts in the library's other
    languages write them: variant -> word. `idf` has all of them.
    """

    text: str
    language: str
    words: tuple[str, ...]
    variants: dict[str, str]
    idf: dict[str, float]
    vector: Vector

    def in_own_words(self, words: Sequence[str]) -> list[str]:
        """Words of a text, those that are variants of the question's words replaced by these."""
        return [self.variants.get(word, word) for word in words]


@dataclass(frozen=True, slots=True)
class Hit:
    """A found chunk. `score` is 0 to 1; `spans` are those that have a vector."""

    chunk: StoredChunk
    score: float
    spans: tuple[SpanHit, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Chunks, best first, and whether they are evidence."""

    question: Question
    hits: tuple[Hit, ...]
    evidence: Evidence


_Legs = tuple[dict[int, float], dict[int, float]]


class Retriever:
    """Finds the chunks of one library that speak of a question."""

    def __init__(self, stores: Stores, models: SearchModels, library: LibraryId) -> None:
        self._stores = stores
        self._models = models
        self._library = library

    def find(self, text: str, history: Sequence[str] = (), limit: int = 10, scope: Scope | None = None) -> Found:
        """The best chunks for a question; `history` are the questions before it, oldest first.

        With a scope both legs look at nothing else, so that these are the best of it, however many stand outside.
        """
        languages = self._stores.documents.languages(self._library)
        language = question_language(text, [one for one in languages if one])
        embedder = self._models.embedder
        texts = search_texts(text, history, language)
        questions = self._questions(texts, language, languages)
        legs = [self._legs(question, scope) for question in questions]
        weight = dense_weight_for(language, embedder.languages)
        ranked = [self._ranking(one, *leg, weight) for one, leg in zip(questions, legs, strict=True)]
        best = _best_of(
            [self._by_identifiers(one, scores, scope) for one, scores in zip(questions, ranked, strict=True)]
        )
        # The last is the question alone where it can stand alone: the one before it must not decide what is found.
        judged, (by_meaning, _) = questions[-1], legs[-1]
        best_cosine = max(by_meaning.values()) if by_meaning else None
        words = self._stores.keywords.words_of([chunk for chunk, _ in best[:PASSAGES_LOOKED_AT]])
        covered = best_coverage(judged.words, [set(judged.in_own_words(held)) for held in words.values()], judged.idf)
        evidence = assess(best_cosine, covered, language, _kind(embedder)) if best else "none"
        return Found(questions[0], self._hits(best[:limit], questions[0].vector), evidence)

    def _questions(self, texts: Sequence[str], language: str, languages: Sequence[str | None]) -> list[Question]:
        """Words are prepared in the question's own language and in every language of the library."""
        searched = [language, *(one for one in languages if one != language)]
        vectors = self._models.embedder.encode_questions(texts)
        questions = []
        for text, vector in zip(texts, vectors, strict=True):
            words = question_words(text, language, language)
            variants = {
                variant: word
                for other in searched
                for word, variant in zip(words, question_words(text, language, other), strict=False)
                if variant not in words
            }
            idf = self._stores.keywords.inverse_frequencies([*dict.fromkeys(words), *variants])
            for variant, word in variants.items():
                idf[word] = min(idf[word], idf[variant])
            questions.append(Question(text, language, tuple(dict.fromkeys(words)), variants, idf, vector))
        return questions

    def _ranking(
        self, question: Question, by_meaning: dict[int, float], by_words: dict[int, float], dense_weight: float
    ) -> dict[int, float]:
        fused = fuse(by_meaning, by_words, dense_weight)
        looked_at = self._stores.keywords.words_of([chunk for chunk, _ in fused[:RESCORED]])
        shares = {
            chunk: phrase_share(question.words, question.in_own_words(words), question.idf)
            for chunk, words in looked_at.items()
        }
        return dict(with_phrases(fused, shares))

    def _by_identifiers(self, question: Question, ranked: dict[int, float], scope: Scope | None) -> dict[int, float]:
        wanted = identifiers(question.words)[:MOST_IDENTIFIERS]
        if not wanted:
            return ranked
        shares: dict[int, float] = {}
        for word in wanted:
            holders = self._stores.keywords.find([word], self._library, CANDIDATES, scope.contents if scope else None)
            for chunk in holders:
                shares[chunk] = shares.get(chunk, 0.0) + 1 / len(wanted)
        return with_identifiers(ranked, shares)

    def _legs(self, question: Question, scope: Scope | None) -> _Legs:
        """Chunk id -> best cosine, and chunk id -> BM25; chunks that only words proposed get their cosine too."""
        contents, texts = (scope.contents, scope.texts) if scope else (None, None)
        searched_for = [*question.words, *question.variants]
        by_words = self._stores.keywords.find(searched_for, self._library, CANDIDATES, contents)
        index = self._models.index(self._library)
        spans = dict(index.nearest(question.vector, CANDIDATES * SPANS_PER_CANDIDATE, texts))
        by_meaning: dict[int, float] = {}
        for text_id, chunk_id in self._models.vectors.chunks_with_texts(self._library, list(spans), contents):
            by_meaning[chunk_id] = max(spans[text_id], by_meaning.get(chunk_id, -1.0))
        by_meaning = dict(sorted(by_meaning.items(), key=lambda scored: (-scored[1], scored[0]))[:CANDIDATES])
        missing = [chunk for chunk in by_words if chunk not in by_meaning]
        for chunk_id, spans_of_chunk in self._spans(missing, question.vector).items():
            by_meaning[chunk_id] = max(span.cosine for span in spans_of_chunk)
        return by_meaning, by_words

    def _spans(self, chunk_ids: Sequence[int], vector: Vector) -> dict[int, list[SpanHit]]:
        """The spans of chunks with their cosines; a chunk without vectors is left out."""
        rows = self._models.vectors.spans_of_chunks(chunk_ids)
        texts = sorted({text_id for _, text_id, _, _ in rows})
        if not texts:
            return {}
        cosines = dict(zip(texts, (self._models.vectors.load(texts) @ vector).tolist(), strict=True))
        spans: dict[int, list[SpanHit]] = {}
        for chunk_id, text_id, start, end in rows:
            spans.setdefault(chunk_id, []).append(SpanHit(start, end, cosines[text_id]))
        return spans

    def _hits(self, best: Sequence[tuple[int, float]], vector: Vector) -> tuple[Hit, ...]:
        chunk_ids = [chunk for chunk, _ in best]
        chunks, spans = self._stores.contents.chunks(chunk_ids), self._spans(chunk_ids, vector)
        return tuple(Hit(chunks[chunk], score, tuple(spans.get(chunk, ()))) for chunk, score in best)


def _kind(embedder: Embedder) -> str:
    """What thresholds are listed under: the first word of a fingerprint names the model."""
    return embedder.fingerprint.split("-", 1)[0]


def _best_of(rankings: Sequence[dict[int, float]]) -> list[tuple[int, float]]:
    """One ranking as it is; several (a question with and without the one before it) by the better score."""
    best: dict[int, float] = {}
    for ranking in rankings:
        for chunk, score in ranking.items():
            best[chunk] = max(score, best.get(chunk, 0.0))
    return sorted(best.items(), key=lambda scored: (-scored[1], scored[0]))
