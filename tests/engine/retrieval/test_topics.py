"""Headings as people write them -> what a question may be about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.retrieval.topics import name_in, title_of, topic_of

TEXT = "The keepers met at Almar every spring, and the harbour was dredged."


@pytest.mark.parametrize(
    ("heading", "language", "topic"),
    [
        ("Adding a folder", "en", "adding a folder"),
        ("3.2 Opening days", "en", "opening days"),
        ("Chapter 4: The wreck", "en", "the wreck"),
        ("b) Duties of the tenant", "en", "duties of the tenant"),
        ("A word from the chair", "en", "a word from the chair"),
        ("How to add a folder", "en", "how to add a folder"),
        ("Almar in winter", "en", "Almar in winter"),
        ("Puerto Calima", "es", "Puerto Calima"),
        ("PDF files", "en", "PDF files"),
        ("Sección 2. Cuotas del año", "es", "cuotas del año"),
        ("Qué formatos lee", "es", "qué formatos lee"),
        ("Der Hafen", "de", "Der Hafen"),
    ],
)
def test_a_heading_becomes_a_topic_as_it_stands_in_a_sentence(heading: str, language: str, topic: str) -> None:
    assert topic_of(heading, language, "Harbour papers", TEXT) == topic


def test_a_heading_that_goes_on_after_sobre_is_no_topic() -> None:
    assert topic_of("Para empezar", "es", "Guía", TEXT) is None


@pytest.mark.parametrize(
    "heading",
    [
        "1.", "1.2.3", "", "  ", "Contents", "Índice", "TABLE OF CONTENTS", "IMPORTANT NOTICE TO ALL", "Introduction",
        "x", "It", "The", "12/03/2024", "2024", "E = mc2", "Figure 3 ...... 17", "see https://example.org", "a@b.org",
        "C:\\temp", "| Name | Sum |", "By bus and train", "This is what the keeper found",
        "Is it safe?", "Harbour papers",
        "A heading that goes on and on until nobody could ever ask a single question about it any more at all",
    ],
)  # fmt: skip
def test_noise_is_no_topic(heading: str) -> None:
    assert topic_of(heading, "en", "Harbour papers", TEXT) is None


@given(st.text(max_size=120), st.sampled_from(["en", "es", "de", None]))
def test_whatever_the_heading_a_topic_is_one_short_line(heading: str, language: str | None) -> None:
    topic = topic_of(heading, language, "Title", TEXT)
    assert topic is None or (4 <= len(topic) <= 70 and topic == " ".join(topic.split()) and not topic.isupper())


@pytest.mark.parametrize("title", ["IMG_2034", "scan0001", "20240312", "x", "REPORT FINAL", "word " * 20])
def test_the_name_of_a_scan_is_no_title(title: str) -> None:
    assert title_of(title) is None


def test_the_name_of_a_file_is_a_title_with_blanks() -> None:
    assert title_of("carta-tarta_de-almendra") == "carta tarta de almendra"


def test_the_name_that_an_opening_mentions_most_is_found_whole() -> None:
    opening = (
        "Punta Garza Museum opened. It was built by Clara Voss. In May the keeper wrote to Ana Ruiz and to Ana Ruiz."
    )
    assert name_in(opening) == "Ana Ruiz"
    assert name_in("Nobody is named here. The keeper slept.") is None
