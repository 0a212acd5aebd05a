"""Which words are marked, where sentences stand, what is said about an answer, and an answer as Markdown."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.protocol.events import AnswerPending
from ragdesk.protocol.records import Sentence
from ragdesk.window.conversation.as_markdown import answer_as_markdown, answer_as_text, text_with_citations
from ragdesk.window.conversation.matched_words import matched_ranges
from ragdesk.window.conversation.quote_words import file_name, place_in_words
from ragdesk.window.conversation.sentence_places import citation_place, sentence_places
from ragdesk.window.conversation.turn_words import unread_words, unsupported_words, waiting_words
from tests.window import sample_data

QUESTION = "When can the tenant end the lease early?"


def _marked(text: str, question: str) -> list[str]:
    return [text[start:end] for start, end in matched_ranges(text, question)]


def test_words_of_the_question_are_marked_in_one_stretch() -> None:
    text = "The tenant may end the lease after five years."
    assert _marked(text, QUESTION) == ["tenant may end the lease"]


def test_words_match_across_endings_and_accents_but_not_across_sentences() -> None:
    assert _marked("Los inquilinos pagan. Inquilino y dueño.", "¿Qué paga el inquilino?") == [
        "inquilinos pagan", "Inquilino",
    ]  # fmt: skip
    assert _marked("The day of the notice.", "of the") == []


@given(st.text(max_size=80), st.text(max_size=40))
def test_marked_stretches_are_in_order_and_inside(text: str, question: str) -> None:
    at = 0
    for start, end in matched_ranges(text, question):
        assert at <= start < end <= len(text)
        at = end


def test_a_number_is_marked_whole_or_not_at_all() -> None:
    rent = "La renta es de 1.700 euros, no de 1\u202f700,50 euros; 850."
    assert _marked(rent, "¿La renta de 700 euros?") == ["renta", "euros", "euros"]
    assert _marked(rent, "1.700 euros") == ["1.700 euros", "euros"]
    assert _marked(rent, "850?") == ["850"]


_BITS = ("700", "1", "850", "renta", "euros", ".", ",", " ", "\u00a0", "'")


@given(
    st.lists(st.sampled_from(_BITS), max_size=14).map("".join),
    st.lists(st.sampled_from(_BITS), max_size=6).map(" ".join),
)
def test_marks_lie_on_the_edges_of_words_and_numbers(text: str, question: str) -> None:
    for start, end in matched_ranges(text, question):
        for edge in (start, end):
            around = text[max(0, edge - 2) : edge + 2]
            before, after = text[max(0, edge - 1) : edge], text[edge : edge + 1]
            assert not (before.isalnum() and after.isalnum()), around
        assert not re.search(r"\d[.,']$", text[:start]) or not text[start].isdigit()
        assert not re.match(r"[.,']\d", text[end:]) or not text[end - 1].isdigit()


@given(st.lists(st.text(st.characters(exclude_characters=" \n"), min_size=1, max_size=8), min_size=1, max_size=8))
def test_sentences_are_found_in_order(words: list[str]) -> None:
    text = " ".join(words)
    places = sentence_places(text, [Sentence(word, True) for word in words if word.strip()])
    assert [text[start:end] for start, end in (place for place in places if place)] == [
        w.strip() for w in words if w.strip()
    ]


def test_a_number_goes_before_the_mark_that_ends_the_sentence() -> None:
    for text, before in (
        ("It is so.", "It is so"),
        ("It is so [2].", "It is so"),
        ("“Is it?”", "“Is it"),
        ("No", "No"),
    ):
        assert text[: citation_place(text, 0, len(text))] == before


def test_answer_with_its_sources_as_markdown() -> None:
    answer = sample_data.answer(
        "How much?", text="Ticket income in 2024 was 61,930 euros [7]. That paid for 14 new lamps."
    )
    answer = replace(answer, sentences=(
        Sentence("Ticket income in 2024 was 61,930 euros [7].", True, (1,)),
        Sentence("That paid for 14 new lamps.", False, (), ("14",)),
    ))  # fmt: skip
    assert text_with_citations(answer) == "Ticket income in 2024 was 61,930 euros [1]. That paid for 14 new lamps (?)."
    doubtful = replace(
        answer, sentences=(replace(answer.sentences[0], unknown_numbers=("61,930",)), answer.sentences[1])
    )
    assert text_with_citations(doubtful).startswith("Ticket income in 2024 was 61,930 euros [1] (?). That paid")
    only_number = replace(answer, sentences=doubtful.sentences[:1])
    assert "*(?) In no passage: 61,930.*" in answer_as_markdown(only_number).replace("\\", "")
    written = answer_as_markdown(answer)
    assert "## How much?" in written
    assert "1. “Ticket income in 2024 was 61,930 euros.”\n   report-2024.pdf · page 2 · Ticket income" in written
    assert "Guided tours" not in written, "only what the answer names"
    assert "Searched 6 of 10 files." in written


def test_names_out_of_files_make_no_markdown() -> None:
    quote = replace(sample_data.QUOTES[0], document="/x/![a](http://h/p.png).pdf")
    answer = replace(sample_data.closest_only("q?"), quotes=(quote,))
    assert "![" not in answer_as_markdown(answer)
    assert "](" not in answer_as_markdown(answer)


def test_plain_copy_is_the_answer_or_the_quotes() -> None:
    assert answer_as_text(sample_data.answer("q", text="So it is [2].")) == "So it is."
    assert answer_as_text(sample_data.closest_only("q")).startswith(
        "“Guided tours brought 9,400 euros.”\nreport-2024.pdf"
    )


def test_what_is_not_in_the_documents_is_said_in_words() -> None:
    answer = sample_data.answer("q")
    assert unsupported_words(answer) == "The last sentence is not found in your documents. In no passage: 14."
    wrong = Sentence("x", False)
    assert unsupported_words(replace(answer, sentences=(wrong, *answer.sentences[:2]))).startswith("One sentence")
    assert unsupported_words(replace(answer, sentences=(wrong, wrong))).startswith("2 sentences are")
    assert unsupported_words(replace(answer, sentences=answer.sentences[:2])) == ""
    assert unsupported_words(sample_data.closest_only("q")) == ""


def test_waiting_says_what_and_how_long() -> None:
    assert waiting_words(None, False, 0.1) == "Searching…"
    assert waiting_words(AnswerPending("reading", 40, 100), True, 1) == "Reading the passages… 40 %"
    assert waiting_words(AnswerPending("starting"), True, 7.5) == "Starting the model… · 7 s"
    assert waiting_words(None, True, 3, "Kept.") == "Kept. · 3 s"


def test_unread_files_are_counted_by_kind() -> None:
    assert unread_words({"ready": 9}) == ""
    assert unread_words({"ready": 9, "failed": 1, "waiting": 2}) == "3 files not fully read: 1 failed, 2 waiting"


def test_places_in_words_on_either_kind_of_system() -> None:
    assert place_in_words(sample_data.QUOTES[2]) == "acta-2025.docx · Acuerdos"
    assert file_name("C:\\Users\\ana\\lease.pdf") == "lease.pdf"
