"""Where sentences begin and end."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.chunks.sentences import sentence_bounds


def _sentences(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in sentence_bounds(text, language)]


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("en", ["Dr. Smith paid $4.2 million, e.g. in Nov. 2020.", "He left."]),
        ("en", ['He said: "Hi there."', "Then he went."]),
        ("en", ["Yes?", "No.", "Maybe!"]),
        ("en", ["See Fig. 3 and art. 7 no. 12.", "It is clear."]),
        ("en", ["J. R. R. Tolkien wrote it.", "It sold well."]),
        ("en", ["The U.S. Army came.", "He lives in the U.S.", "The Army left."]),
        ("en", ["We met at 5 p.m. on Monday.", "They came at 6 p.m.", "It was late."]),
        ("en", ["1. The tenant pays.", "He pays monthly."]),
        ("en", ["Pots, pans, etc. were sold.", "Works of art.", "People love them."]),
        ("en", ["What?!", "No way...", "Really?"]),
        ("en", ["It was founded in 1990.", "12 people came."]),
        ("en", ["It grew.[1]", "It fell.[2][3]", "End."]),
        ("en", ["(See above.)", "Then go."]),
        ("en", ["A wrapped line\ncontinues here.", "Next."]),
        ("en", ["Prices rose by 5.", "Wages did not."]),
        ("es", ["El Sr. García firmó el art. 5 y la pág. 7.", "Luego se fue."]),
        ("es", ["Hay frutas, p. ej. manzanas.", "¿Cuáles?", "¡Todas!"]),
        ("es", ["La Dra. Ruiz vive en EE.UU. desde 1990.", "Trabaja allí."]),
        ("es", ["El núm. 3 de la Avda. Libertad.", "Es grande."]),
        ("es", ["«¿Qué pasa?»", "Nada."]),
        ("es", ["Pagó 1.234,56 euros.", "El 3.º piso es suyo."]),
        ("es", ["Vivió en el mar.", "Luego murió."]),
        ("de", ["Am 3. Mai 2020 kam er.", "Er blieb."]),
        (None, ["Σήμερα βρέχει.", "Αύριο όχι."]),
    ],
)
def test_sentences_of_prose(language: str | None, sentences: list[str]) -> None:
    assert _sentences(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    "lines",
    [
        ["- one item", "- two"],
        ["1. The tenant pays", "2. The owner repairs"],
        ["# Heading", "Text under it"],
        ["| a | b |", "| c | d |"],
        ["Name\tAge", "Ann\t4", "after the table"],
        ["A paragraph", "", "another one"],
    ],
)
def test_lines_that_are_borders(lines: list[str]) -> None:
    assert _sentences("\n".join(lines), "en") == [line for line in lines if line]


def test_signs_without_spaces_end_sentences() -> None:
    assert _sentences("これはペンです。はい。", "ja") == ["これはペンです。", "はい。"]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [". ", "? ", "\n", "\n\n", "\t", " | ", "| a |\n", "- ", "1. ", "# ", "e.g. ", "[1]", ".", "”"]
        ),
        st.text(max_size=8),
    ),
    max_size=30,
).map("".join)


@given(text=PIECES, language=st.sampled_from(["en", "es", "de", None]))
def test_sentences_are_ordered_trimmed_and_complete(text: str, language: str | None) -> None:
    bounds = sentence_bounds(text, language)
    covered = 0
    for start, end in bounds:
        assert covered <= start < end
        assert not text[covered:start].strip()
        assert text[start:end] == text[start:end].strip()
        covered = end
    assert not text[covered:].strip()


@pytest.mark.parametrize(
    "text", ["." * 40_000, ". " * 20_000, "(." * 20_000, " " * 40_000, "\n" * 40_000, "x" * 40_000, "a |\n" * 10_000]
)
def test_strange_text_takes_no_longer_than_any_other(text: str) -> None:
    started = time.process_time()
    sentence_bounds(text, "en")
    assert time.process_time() - started < 2
