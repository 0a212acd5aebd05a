from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.documents.readers.markdown import MarkdownReader
from ragdesk.paths import asset
from ragdesk.protocol.records import DocumentText, Place, SectionRecord
from ragdesk.window.evidence.document_words import DocumentWords
from tests.window.sample_data import document


@given(st.text(st.sampled_from("ab\n𒐫🏳é"), min_size=1))
def test_a_place_is_found_again_in_qts_own_counting(text: str) -> None:
    words = DocumentWords.of(
        DocumentText(document(1, "/a.txt", "a"), (SectionRecord(Place(None, (), 0, len(text)), text),))
    )
    for at in range(len(text) + 1):
        assert words.in_qt(at) == len(text[:at].encode("utf-16-le")) // 2
        assert words.from_qt(words.in_qt(at)) == at


def headings(text: str, *path: str) -> list[str]:
    section = SectionRecord(Place(None, path, 7, 7 + len(text)), text)
    words = DocumentWords.of(DocumentText(document(1, "/a.md", "a"), (section,)))
    return [text[start - 7 : end - 7] for start, end in words.headings]


@pytest.mark.parametrize(
    ("text", "path", "shown_bold"),
    [
        ("# Asking\n\n## Quotes first\n\nType.", ("Asking", "Quotes first"), ["# Asking", "## Quotes first"]),
        ("Asking\n======\n\nType.", ("Asking",), ["Asking\n======"]),
        ("## The `ask` **command** [here](a.md) {#ask}\n\nType.", ("The ask command here",), [...]),
        ("Duration\nThe lease runs.", ("Lease", "Duration"), ["Duration"]),
        ("Anexo\n\nLa renta sube.", ("Contrato", "Anexo"), ["Anexo"]),
        ("Asking is easy.\n\nAsking", ("Asking",), []),
        ("* * *\n\nType.", ("***",), []),
        ("Type.", (), []),
    ],
)
def test_headings_at_the_beginning_of_a_section_are_known(
    text: str, path: tuple[str, ...], shown_bold: list[object]
) -> None:
    assert headings(text, *path) == ([text.split("\n\n")[0]] if shown_bold == [...] else shown_bold)


def test_all_headings_of_the_guide_are_known() -> None:
    data = asset("samples", "user-guide.md").read_bytes()
    made, start = [], 0
    for section in MarkdownReader().read(data).sections:
        made.append(SectionRecord(Place(None, section.heading, start, start + len(section.text)), section.text))
        start += len(section.text) + 2
    words = DocumentWords.of(DocumentText(document(1, "/a.md", "a"), tuple(made)))
    assert [words.text[start:end] for start, end in words.headings] == re.findall("(?m)^#+ .*", data.decode())
