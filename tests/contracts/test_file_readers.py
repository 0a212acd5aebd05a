"""What every reader promises: clean sections that are the same each time, and for a bad file `CannotRead` alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.readers import READERS, DocumentReader
from ragdesk.protocol.errors import CannotRead
from tests.engine.documents.pdf_samples import lines, pdf
from tests.engine.documents.word_files import cell, p, table, word_file

WORDS = ("The tenant pays the rent on the first day.", "La señora Muñoz pagó 30 € el año pasado.")
SAMPLES = {
    "pdf": b"",
    "docx": word_file(p("Lease", "Ttulo1") + p(WORDS[0]) + table(cell(p("a")) + cell(p("b"))) + p(WORDS[1])),
    "html": f"<html><h1>Lease</h1><p>{WORDS[0]}</p><ul><li>{WORDS[1]}</ul></html>".encode(),
    "markdown": f"# Lease\n\n{WORDS[0]}\n\n- {WORDS[1]}\n".encode(),
    "text": "\r\n\r\n".join(WORDS).encode("cp1252"),
}
SUFFIXES = {"pdf": ".pdf", "docx": ".docx", "html": ".html", "markdown": ".md", "text": ".txt"}
OUTCOMES = {"read", "empty", "encrypted", "broken", "mislabelled", "unsupported", "no_text"}
STARTS = (
    b"",
    b"%PDF-1.7\n",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"<html>",
    b"---\n",
    b"\xff\xfe",
    b"{\\rtf",
)


def sample(kind: str) -> bytes:
    return SAMPLES[kind] or pdf(lines(["Lease", "", *WORDS], y=700))


def whole_text(data: bytes, name: str) -> str:
    return "\n\n".join(section.text for section in read_document(data, name).sections)


def outcome(data: bytes, name: str) -> str:
    """Any exception but `CannotRead` fails the test."""
    try:
        return "read" if read_document(data, name).sections else "nothing"
    except CannotRead as problem:
        return problem.code


@pytest.fixture(params=READERS, ids=lambda reader: reader.name)
def reader(request: pytest.FixtureRequest) -> DocumentReader:
    found: DocumentReader = request.param
    return found


def test_the_words_of_a_document_are_read(reader: DocumentReader) -> None:
    name = f"sample{SUFFIXES[reader.name]}"
    reading = read_document(sample(reader.name), name)
    folded = " ".join(whole_text(sample(reader.name), name).split())
    assert reading.type == reader.name
    assert all(words in folded for words in WORDS)


def test_sections_are_clean_and_the_same_each_time(reader: DocumentReader) -> None:
    first, second = (read_document(sample(reader.name), "x" + SUFFIXES[reader.name]) for _ in range(2))
    assert first == second
    for section in first.sections:
        assert section.text.strip()
        assert "\r" not in section.text
        assert "\0" not in section.text
        section.text.encode("utf-8")
        assert all(heading.strip() for heading in section.heading)


def test_a_truncated_or_altered_file_is_read_or_refused(reader: DocumentReader) -> None:
    data = sample(reader.name)
    for cut in range(0, len(data), max(1, len(data) // 25)):
        for damaged in (data[:cut], data[:cut] + b"\xff\x00<\x80" + data[cut + 4 :]):
            assert outcome(damaged, "x" + SUFFIXES[reader.name]) in OUTCOMES


def test_a_damaged_part_of_a_word_file_is_said_to_be_broken() -> None:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "")
        archive.writestr("word/document.xml", "<w:document><not closed")
    with pytest.raises(CannotRead) as caught:
        read_document(target.getvalue(), "a.docx")
    assert caught.value.code == "broken"


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(STARTS), st.binary(max_size=400), st.sampled_from([*SUFFIXES.values(), "", ".eml", ".xyz"]))
def test_random_bytes_are_read_or_refused_and_nothing_else(start: bytes, data: bytes, suffix: str) -> None:
    assert outcome(start + data, f"file{suffix}") in OUTCOMES
