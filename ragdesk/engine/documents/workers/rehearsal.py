"""Reads a tiny document of our own once, so that workers forked afterwards find warm what is made at first use.

Saves a worker 2 to 5 ms of processor time. Nothing of the user's is ever read here.
"""

from __future__ import annotations

import io
import zipfile

from ragdesk.engine.documents.workers.wire import ANY_PDF, ANY_TEXT, DRAW, PDF, TEXT, WORD

_PAGE = b"<html><body><h1>Words</h1><p>Some <b>words</b>.</p><ul><li>One</li></ul></body></html>"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = (
    f'<w:document xmlns:w="{_WORDS}"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr>'
    "<w:r><w:t>Words</w:t></w:r></w:p><w:p><w:r><w:t>Some words.</w:t></w:r></w:p></w:body></w:document>"
)


def rehearse(kind: bytes) -> None:
    """For the kinds that take a library."""
    # Here, since the readers use what `libraries` loads first.
    from ragdesk.engine.documents.reader import read_document

    if kind == DRAW:
        from ragdesk.engine.documents.readers.pdf_drawing import DrawingLimits, draw_page

        draw_page(pdf_without_fonts(), 1, 1.0, DrawingLimits(1.0, 10_000, 100))
    elif kind in _SAMPLES:
        read_document(_SAMPLES[kind](), "")


def word_document() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", _DOCUMENT)
    return target.getvalue()


def pdf_without_fonts() -> bytes:
    """Its one letter is a drawing: a real font would have PDFium look for the fonts of this computer, which workers
    may not open."""
    text = b"BT /F 12 Tf 9 60 Td (aaa aaa aa) Tj 0 -20 Td (aaa aaa) Tj ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [0.1 0 0 0.1 0 0] /FirstChar 97 /LastChar 97 "
        b"/Widths [9] /Encoding << /Differences [97 /a] >> /CharProcs << /a 6 0 R >> /Resources << >> >>",
        b"<< /Length 24 >>\nstream\n9 0 d0 0 0 9 9 re 0 0 f \nendstream",
    )
    parts, offsets = [b"%PDF-1.7\n"], []
    for number, content in enumerate(objects, start=1):
        offsets.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, content))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % sum(map(len, parts))
    return b"".join(parts) + b"xref\n0 7\n0000000000 65535 f \n" + table + end


def web_page() -> bytes:
    return _PAGE


_SAMPLES = {
    PDF: pdf_without_fonts, ANY_PDF: pdf_without_fonts, WORD: word_document, TEXT: web_page, ANY_TEXT: web_page,
}  # fmt: skip
