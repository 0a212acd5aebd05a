"""The text of a sample file got without ragdesk's readers, so that quotes can be looked up in it."""

from __future__ import annotations

import html
import re
import zipfile
from functools import cache
from pathlib import Path


def stands_in_file(quote: str, path: Path, page: int | None) -> bool:
    """Whether the words of a quote stand in the file one after another; in a PDF on the stated page."""
    return _letters(quote) in _letters_of_file(path, page)


def is_verbatim(quote: str, path: Path) -> bool:
    """Whether the quote stands in a file of plain text exactly, line ends aside."""
    return quote in _decoded(path).replace("\r\n", "\n")


@cache
def _letters_of_file(path: Path, page: int | None) -> str:
    if path.suffix == ".pdf":
        assert page is not None
        return _letters(_pdf_page(path, page))
    if path.suffix == ".docx":
        return _letters(_docx_text(path))
    text = _decoded(path)
    return _letters(html.unescape(re.sub(r"<[^>]*>", "", text)) if path.suffix == ".html" else text)


def _letters(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def _pdf_page(path: Path, page: int) -> str:
    from pypdf import PdfReader

    return PdfReader(path).pages[page - 1].extract_text()


def _docx_text(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        body = archive.read("word/document.xml").decode("utf-8")
    return html.unescape(re.sub(r"<[^>]*>", "", body))
