"""Whatever a file holds, reading ends with clean sections or one sentence about that file."""

from __future__ import annotations

import pytest

from ragdesk.engine.documents import reader as reader_module
from ragdesk.engine.documents.reader import read_document
from ragdesk.engine.documents.sections import Reading, Section
from ragdesk.protocol.errors import CannotRead


class Failing:
    """A reader that behaves as it is told."""

    name = "text"

    def __init__(self, outcome: Reading | Exception) -> None:
        self._outcome = outcome

    def read(self, data: bytes) -> Reading:
        if isinstance(self._outcome, Exception):
            raise self._outcome
        return self._outcome


def code_of(data: bytes, name: str = "a.txt") -> str:
    with pytest.raises(CannotRead) as caught:
        read_document(data, name)
    return caught.value.code


@pytest.mark.parametrize("data", [b"", b"\n \t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0\0"])
def test_an_empty_file_is_said_to_be_empty(data: bytes) -> None:
    assert code_of(data) == "empty"


def test_a_document_without_words_is_said_to_hold_none() -> None:
    assert code_of(b"<html><script>x</script></html>", "a.html") == "no_text"
    assert code_of("\u200b\u2060".encode()) == "no_text"


@pytest.mark.parametrize("error", [ValueError("x"), MemoryError(), RecursionError(), KeyError("y"), AssertionError()])
def test_any_failure_of_a_parser_becomes_a_sentence(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_module, "READERS", (Failing(error),))
    with pytest.raises(CannotRead) as caught:
        read_document(b"words", "a.txt")
    assert caught.value.code == "broken"
    assert "text file" in caught.value.message
    assert caught.value.detail == repr(error)


def test_sections_are_cleaned_and_blank_ones_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    sections = (Section("a\r\nb\0\ud800", heading=("H\n1", " ")), Section(" \n"), Section("\r\0c", boxes=b"xxx"))
    monkeypatch.setattr(reader_module, "READERS", (Failing(Reading(sections, title=" T\n1 ")),))
    reading = read_document(b"words", "a.txt")
    assert reading.title == "T 1"
    assert [section.text for section in reading.sections] == ["a\nb\ufffd", "  c"]
    assert reading.sections[0].heading == ("H 1",)
