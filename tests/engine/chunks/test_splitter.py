"""Sections are cut into chunks and spans that lose nothing and know their exact place."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.engine.chunks.splitter import Chunk, Span, split_section

LANGUAGES = st.sampled_from(["en", "es", "zh", None])
TEXTS = st.one_of(
    st.text(max_size=600),
    st.text(alphabet="ab. \n\t|-¿é漢字", max_size=2000),
    st.lists(
        st.sampled_from(
            ["word", "One sentence ends here.", "¿Y ésta?", "\n", "\n\n", "- ", "1. ", "| a | b |", "漢字" * 30]
        ),
        max_size=300,
    ).map(" ".join),
)


def words_in(text: str, piece: Chunk | Span) -> int:
    return len(text[piece.start : piece.end].split())


def paragraph(words: int, sentence_words: int = 12) -> str:
    sentence = " ".join(["Word", *["word"] * (sentence_words - 2), "word."])
    return " ".join(sentence.split() * (words // sentence_words))


@settings(deadline=None, max_examples=200)
@given(TEXTS, LANGUAGES)
def test_chunks_are_in_order_trimmed_and_cover_every_visible_character(text: str, language: str | None) -> None:
    covered = 0
    for chunk in split_section(text, language):
        assert text[covered : chunk.start].strip() == ""
        assert text[chunk.start : chunk.end] == text[chunk.start : chunk.end].strip() != ""
        covered = chunk.end
    assert text[covered:].strip() == ""


@settings(deadline=None, max_examples=200)
@given(TEXTS, LANGUAGES)
def test_spans_cover_their_chunk_in_order(text: str, language: str | None) -> None:
    for chunk in split_section(text, language):
        assert (chunk.spans[0].start, chunk.spans[-1].end) == (chunk.start, chunk.end)
        for before, span in zip(chunk.spans, chunk.spans[1:], strict=False):
            assert text[before.end : span.start].strip() == ""
        for span in chunk.spans:
            assert text[span.start : span.end] == text[span.start : span.end].strip() != ""


@settings(deadline=None, max_examples=100)
@given(TEXTS, LANGUAGES)
def test_no_chunk_or_span_is_too_long(text: str, language: str | None) -> None:
    for chunk in split_section(text, language):
        assert words_in(text, chunk) <= 180
        assert all(words_in(text, span) <= 60 for span in chunk.spans)


def test_a_paragraph_stays_one_chunk() -> None:
    first, second = paragraph(96), paragraph(144)
    text = f"{first}\n\n{second}\n"
    assert [text[chunk.start : chunk.end] for chunk in split_section(text, "en")] == [first, second]


def test_a_long_paragraph_is_cut_evenly_between_sentences() -> None:
    text = paragraph(504)
    chunks = split_section(text, "en")
    assert len(chunks) == 5
    assert all(text[chunk.start : chunk.end].endswith(".") for chunk in chunks)
    assert all(80 <= words_in(text, chunk) <= 120 for chunk in chunks)


def test_spans_end_where_sentences_end() -> None:
    text = paragraph(96)
    [chunk] = split_section(text, "en")
    assert [words_in(text, span) for span in chunk.spans] == [36, 36, 24]


def test_a_short_line_goes_with_the_paragraph_after_it() -> None:
    text = f"Opening hours\n\n{paragraph(96)}\n\nSee overleaf."
    [chunk] = split_section(text, "en")
    assert (chunk.start, chunk.end) == (0, len(text))


def test_a_long_list_is_cut_between_its_items() -> None:
    text = "\n".join(f"- item {n} has a few words and no full stop" for n in range(60))
    chunks = split_section(text, "en")
    assert len(chunks) > 4
    assert all(text[chunk.start : chunk.end].startswith("- item") for chunk in chunks)


def test_text_without_words_has_no_chunks() -> None:
    assert split_section("", "en") == split_section(" \n\n\t", "en") == []


@pytest.mark.parametrize(
    "hostile", ["x", "\n", " ", "漢", "a ", ".", "-\n", "| ", "\n\n.", "é. ", "“", "1. "], ids=repr
)
def test_hundreds_of_thousands_of_any_character_take_seconds_at_most(hostile: str) -> None:
    """They take half a second; what would take longer than this would be quadratic, and hang at some megabytes."""
    text = hostile * (300_000 // len(hostile))
    began = time.process_time()
    chunks = split_section(text, "en")
    assert time.process_time() - began < 3
    assert sum(chunk.end - chunk.start for chunk in chunks) <= len(text)
    assert bool(chunks) == bool(text.strip())
