"""One reader per file format: bytes in, `Reading` out. A new format is a file here and a line in `READERS`."""

from __future__ import annotations

from typing import Protocol

from ragdesk.engine.documents.readers.docx import DocxReader
from ragdesk.engine.documents.readers.html import HtmlReader
from ragdesk.engine.documents.readers.markdown import MarkdownReader
from ragdesk.engine.documents.readers.plain_text import PlainTextReader
from ragdesk.engine.documents.sections import Reading


class DocumentReader(Protocol):
    """Reads one format. Raises `CannotRead`; whatever else escapes is turned into it by `read_document`."""

    @property
    def name(self) -> str: ...

    def read(self, data: bytes) -> Reading: ...


class _PdfReader:
    """As `PdfReader`, imported at the first PDF: it needs NumPy, which the readers of other formats do without."""

    name = "pdf"

    def read(self, data: bytes) -> Reading:
        from ragdesk.engine.documents.readers.pdf import PdfReader

        return PdfReader().read(data)


READERS: tuple[DocumentReader, ...] = (_PdfReader(), DocxReader(), HtmlReader(), MarkdownReader(), PlainTextReader())
