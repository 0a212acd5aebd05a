"""The kind of a file is told by its contents; what cannot be read is refused with a sentence."""

from __future__ import annotations

import pytest

from ragdesk.engine.documents.file_types import detect_type
from ragdesk.protocol.errors import CannotRead
from tests.engine.documents.word_files import p, word_file, zipped

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 60
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
PAGE = b"<!DOCTYPE html><html><body><p>x</p></body></html>"


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (b"%PDF-1.7\n...", "a.pdf", "pdf"),
        (b"%PDF-1.7\n...", "a.txt", "pdf"),
        (b"rubbish\n%PDF-1.4\n", "a.pdf", "pdf"),
        (b"How PDF works: it begins with %PDF-1.4 and so on", "notes.txt", "text"),
        (word_file(p("x")), "a.docx", "docx"),
        (word_file(p("x")), "a.doc", "docx"),
        (PAGE, "a.html", "html"),
        (PAGE, "a.txt", "html"),
        (PAGE, "page.pdf", "html"),
        (b"\xff\xfe" + "<html><p>x".encode("utf-16-le"), "noname", "html"),
        (b"<p>fragment</p>", "a.htm", "html"),
        (b"<p align=center>logo</p>\n# Readme", "README.md", "markdown"),
        (b"# Notes", "notes.markdown", "markdown"),
        (b"# Notes", "notes.txt", "text"),
        (b"a;b\n1;2\n", "table.csv", "text"),
        (b"def f(): pass", "code.py", "text"),
        (b"no suffix at all", "LICENSE", "text"),
        ("año".encode("cp1252"), "a.txt", "text"),
        ("año\n".encode("utf-16-le"), "a.txt", "text"),
        (b"BM is a text here, and MZ too", "a.txt", "text"),
        (("é" * 60_000).encode(), "long.txt", "text"),
    ],
)
def test_readable_kinds(data: bytes, name: str, kind: str) -> None:
    assert detect_type(data, name) == kind


@pytest.mark.parametrize(
    ("data", "name", "code", "word"),
    [
        (PNG, "a.png", "unsupported", "image"),
        (PNG, "a.pdf", "mislabelled", "image"),
        (PNG, "a.txt", "mislabelled", "image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.docx", "mislabelled", "image"),
        (b"ID3\4\0\0\0\0" + b"\0" * 50, "a.mp3", "unsupported", "sound"),
        (b"\0\0\0\x18ftypmp42" + b"\0" * 50, "a.mp4", "unsupported", "video"),
        (b"\x7fELF" + b"\0" * 50, "a", "unsupported", "program"),
        (b"{\\rtf1 text}", "a.rtf", "unsupported", "RTF"),
        (b"From: a@b.c\nSubject: x\n\nhello", "a.eml", "unsupported", "e-mail"),
        (b'{"cells": []}', "a.ipynb", "unsupported", "notebook"),
        (b"<svg xmlns='x'></svg>", "a.svg", "unsupported", "image"),
        (b"<?xml version='1.0'?><rss/>", "feed", "unsupported", "XML"),
        (zipped({"[Content_Types].xml": "", "ppt/x.xml": ""}), "a.pptx", "unsupported", "PowerPoint"),
        (zipped({"[Content_Types].xml": "", "xl/x.xml": ""}), "a.xlsx", "unsupported", "Excel"),
        (zipped({"[Content_Types].xml": "", "xl/x.xml": ""}), "a.docx", "mislabelled", "Excel"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "a.odt", "unsupported", "OpenDocument"),
        (zipped({"META-INF/container.xml": ""}), "a.epub", "unsupported", "EPUB"),
        (zipped({"holiday.txt": "x"}), "a.zip", "unsupported", "archive"),
        (word_file(p("x"))[:400], "a.docx", "broken", "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted", "password"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "unsupported", "Word"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "unsupported", "Excel"),
        (OLE, "a.bin", "unsupported", "office"),
        (bytes(range(256)) * 4, "a.bin", "unsupported", "kind"),
        (bytes(range(256)) * 4, "a.pdf", "broken", "damaged"),
        (bytes(range(256)) * 4, "a.txt", "mislabelled", "not text"),
    ],
)
def test_other_kinds_are_refused_with_a_sentence(data: bytes, name: str, code: str, word: str) -> None:
    with pytest.raises(CannotRead) as caught:
        detect_type(data, name)
    assert caught.value.code == code
    assert word in caught.value.message
    assert caught.value.hint
