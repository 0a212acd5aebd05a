"""Bytes of hostile, damaged and unusual files, made anew on each call and always the same; plus long readable PDFs.

Each docstring says what a user sees when such a file lies in an added folder.
"""

from __future__ import annotations

import codecs
import io
import random
import struct
import zipfile
import zlib

from reportlab.lib.pagesizes import A5
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.long_pdf import long_pdf as long_pdf
from tests.long_pdf import page_fact as page_fact
from tests.long_pdf import plain_sentence

PASSWORD = "garza-1871"
BOMB_BYTES = 72 * 1024 * 1024


def encrypted_pdf() -> bytes:
    """Failed: the PDF is encrypted; save a copy without the password (`PASSWORD`) and add that."""
    return _pdf_with(["The lease ends on 30 June 2027."], StandardEncryption(PASSWORD, ownerPassword="o", strength=128))


def copy_protected_pdf() -> bytes:
    """Ready: it has an owner's password only, so it opens without one, and its text is read."""
    return _pdf_with(["The lease ends on 30 June 2027."], StandardEncryption("", ownerPassword="o", strength=128))


def broken_pdf() -> bytes:
    """Failed: the file begins like a PDF, and the rest of it is damaged."""
    return b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + random.Random(11).randbytes(3000) + b"\nstartxref\n999999\n%%EOF\n"


def truncated_pdf() -> bytes:
    """Failed: the file is cut off after a tenth of its length, as an interrupted download leaves it."""
    whole = long_pdf(4)
    return whole[: len(whole) // 10]


def image_only_pdf() -> bytes:
    """Skipped: both pages are pictures without text (a scan)."""
    pixels = zlib.compress(bytes(255 - (i * 37) % 64 for i in range(64 * 64)))
    picture = _stream(
        b"/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        b"/Filter /FlateDecode",
        pixels,
    )
    draw = _stream(b"", b"q 400 0 0 560 10 10 cm /Im0 Do Q")
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /XObject << /Im0 6 0 R >> >> "
    page += b"/Contents 5 0 R >>"
    return _assemble([_CATALOG, b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", page, page, draw, picture])


def pdf_with_one_bad_page() -> bytes:
    """Partly: pages 1 and 3 are read; page 2 gives no text, because what it draws is damaged."""
    texts = [b"BT /F1 12 Tf 40 500 Td (" + line + b") Tj ET" for line in _THREE_PAGES]
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Resources << /Font << /F1 9 0 R >> >> "
    page += b"/Contents %d 0 R >>"
    return _assemble(
        [
            _CATALOG,
            b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>",
            *(page % number for number in (6, 7, 8)),
            _stream(b"", texts[0]),
            _stream(b"/Filter /FlateDecode", random.Random(5).randbytes(200)),
            _stream(b"", texts[2]),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
    )


def empty_file() -> bytes:
    """Skipped: the file is empty."""
    return b""


def png_named_pdf() -> bytes:
    """Failed: named `.pdf`, but its contents are a picture."""
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + bytes(range(row, row + 8)) for row in range(8)))
    parts = b"".join(_png_part(kind, data) for kind, data in ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")))
    return b"\x89PNG\r\n\x1a\n" + parts


def encrypted_docx_like() -> bytes:
    """Failed: a DOCX saved with a password. Word wraps it in an OLE container with the stream `EncryptedPackage`."""
    end, free = 0xFFFFFFFE, 0xFFFFFFFF
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\0" * 16,
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        1,
        1,
        0,
        0x1000,
        end,
        0,
        end,
        0,
        0,
    )
    header += struct.pack("<109I", *[free] * 108, free)[: 512 - len(header)]
    table = struct.pack("<128I", 0xFFFFFFFD, end, *[free] * 126)
    entries = [_ole_entry("Root Entry", 5, child=1), _ole_entry("EncryptedPackage", 2, right=2)]
    entries += [_ole_entry("EncryptionInfo", 2), b"\0" * 128]
    return header + table + b"".join(entries)


def minimal_docx(*paragraphs: str) -> bytes:
    """Ready: a DOCX with these paragraphs and nothing else."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return _docx(_DOCUMENT_HEAD + body.encode() + _DOCUMENT_TAIL)


def truncated_docx() -> bytes:
    """Failed: the file is cut off in the middle."""
    whole = minimal_docx(*(f"Paragraph {n}: {plain_sentence(random.Random(n))}" for n in range(40)))
    return whole[: len(whole) // 2]


def zip_bomb_docx() -> bytes:
    """Failed: under 100 kB on disk, 72 MiB unpacked; refused before it is unpacked."""
    return _docx(_DOCUMENT_HEAD + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" + b" " * BOMB_BYTES + _DOCUMENT_TAIL)


def utf16_text() -> bytes:
    """Ready: Spanish text in UTF-16 with a byte order mark, as Windows editors save "Unicode"."""
    text = "El niño compró piñones en Logroño. Costaron 3,20 € el cuarto de kilo.\r\n"
    return codecs.BOM_UTF16_LE + text.encode("utf-16-le")


def binary_noise() -> bytes:
    """Failed where it is named like a text file (mislabelled), else skipped: there is no text in it."""
    return random.Random(7).randbytes(4096)


def deeply_nested_html() -> bytes:
    """Ready, or failed with a reason: a paragraph inside 20,000 nested elements. Never a crash, never a hang."""
    depth = 20_000
    text = b"<p>The key hangs behind the door.</p>"
    return b"<html><body>" + b"<div>" * depth + text + b"</div>" * depth + b"</body></html>"


def _pdf_with(lines: list[str], encryption: StandardEncryption) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A5, invariant=1, encrypt=encryption)
    for line in lines:
        canvas.drawString(40, 500, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< " + entries + b" /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def _assemble(objects: list[bytes]) -> bytes:
    """A PDF file of these objects, numbered from 1; the first one is the catalogue."""
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def _png_part(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _ole_entry(name: str, kind: int, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    entry = struct.pack("<64sHBBIII", encoded, len(encoded), kind, 1, 0xFFFFFFFF, right, child)
    return entry + b"\0" * 36 + struct.pack("<IQ", 0xFFFFFFFE, 0)


def _docx(document: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        parts = (("[Content_Types].xml", _TYPES), ("_rels/.rels", _RELATIONS), ("word/document.xml", document))
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()


_CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
_THREE_PAGES = (b"The first page is in order.", b"The second page is lost.", b"The third page is in order.")

_WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT_HEAD = b'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="' + _WORD + b'"><w:body>'
_DOCUMENT_TAIL = b"</w:body></w:document>"
_TYPES = (
    b'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    b'<Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8"?>'
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)
