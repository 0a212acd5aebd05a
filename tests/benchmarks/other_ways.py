"""What ours is compared with: the plain recipe, and reciprocal rank fusion of our own two legs."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np
from evaluation_sets import EvaluationSet

from ragdesk.engine.chunks.cut_document import embedded_text
from ragdesk.engine.chunks.headers import header
from ragdesk.engine.chunks.splitter import split_section
from ragdesk.engine.index.embedders import Embedder
from ragdesk.engine.index.words import fts_text, match_expression, query_words

Found = list[tuple[str, str]]
"""Title and text of each piece, best first."""

PIECE, OVERLAP = 1000, 200
CANDIDATES = 200
RRF_K = 60


def plain_recipe(data: EvaluationSet, embedder: Embedder, questions: Sequence[str]) -> list[Found]:
    """Pieces of 1,000 characters with an overlap of 200, by vector alone."""
    pieces = [(title, piece) for title in data.titles for piece in _pieces(data.document_text(title))]
    vectors = embedder.encode([text for _, text in pieces])
    cosines = embedder.encode_questions(questions) @ vectors.T
    return [[pieces[i] for i in np.argsort(-row, kind="stable")[:10]] for row in cosines]


def reciprocal_ranks(data: EvaluationSet, embedder: Embedder, questions: Sequence[str]) -> list[Found]:
    """Our chunks, spans and word index, fused by rank alone (k = 60)."""
    chunks, spans, first = [], [], []
    for title in data.titles:
        text, head = data.document_text(title), header(title, [title])
        for chunk in split_section(text, data.language):
            chunks.append((title, text[chunk.start : chunk.end]))
            first.append(len(spans))
            spans += [embedded_text(head, text[span.start : span.end]) for span in chunk.spans]
    cosines = embedder.encode_questions(questions) @ embedder.encode(spans).T
    dense = np.maximum.reduceat(cosines, first, axis=1)
    words = _WordIndex(chunks, data.language)
    return [
        [chunks[i] for i in _fused([np.argsort(-row, kind="stable")[:CANDIDATES].tolist(), words.find(question)])]
        for question, row in zip(questions, dense, strict=True)
    ]


def _pieces(text: str) -> list[str]:
    """Up to 1,000 characters, cut at a paragraph, else a line, else a space, each starting 200 characters back."""
    pieces, start = [], 0
    while len(text) - start > PIECE:
        cuts = [text.rfind(border, start + PIECE // 2, start + PIECE) for border in ("\n\n", "\n", " ")]
        end = next((cut for cut in cuts if cut > 0), start + PIECE)
        pieces.append(text[start:end].strip())
        start = max(start + 1, text.find(" ", end - OVERLAP, end) + 1 or end)
    return [*pieces, text[start:].strip()]


class _WordIndex:
    def __init__(self, chunks: Sequence[tuple[str, str]], language: str) -> None:
        self._language = language
        self._db = sqlite3.connect(":memory:")
        self._db.execute("CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'unicode61 remove_diacritics 2')")
        rows = [(n, fts_text(f"{title}. {text}", language)) for n, (title, text) in enumerate(chunks)]
        self._db.executemany("INSERT INTO words (rowid, body) VALUES (?, ?)", rows)

    def find(self, question: str) -> list[int]:
        expression = match_expression(query_words(question, [self._language]))
        query = "SELECT rowid FROM words WHERE words MATCH ? ORDER BY bm25(words), rowid LIMIT ?"
        return [row for (row,) in self._db.execute(query, (expression, CANDIDATES))]


def _fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, chunk in enumerate(ranking):
            scores[chunk] = scores.get(chunk, 0.0) + 1 / (RRF_K + 1 + rank)
    return sorted(scores, key=lambda chunk: (-scores[chunk], chunk))[:10]
