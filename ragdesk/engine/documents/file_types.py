"""What kind of file this is, told by its bytes: "pdf", "docx", "html", "markdown" or "text", or a sentence why not.

The name decides only between kinds of text; where it contradicts the contents, the contents win or the file is refused.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from os.path import splitext

from ragdesk.engine.documents.decoding import decode_sample
from ragdesk.protocol.errors import CannotRead

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
_PLAIN_SUFFIXES = frozenset({".txt", ".text", ".csv", ".tsv", ".log", ".rst", ".org", ".tex", ".json"})
_TEXT_SUFFIXES = MARKDOWN_SUFFIXES | HTML_SUFFIXES | _PLAIN_SUFFIXES
_READABLE_SUFFIXES = _TEXT_SUFFIXES | {".pdf", ".docx", ".docm"}

# Text by its bytes, but without its own reader nobody could use what it says.
_TEXT_KINDS = {
    ".eml": "an e-mail", ".mbox": "a mailbox", ".emlx": "an e-mail", ".mht": "a saved web page with attachments",
    ".mhtml": "a saved web page with attachments", ".ipynb": "a notebook", ".svg": "an image",
    ".ps": "a PostScript file", ".eps": "an image", ".vcf": "a contact card", ".xml": "an XML file",
    ".rss": "a news feed", ".atom": "a news feed",
}  # fmt: skip
# (offset, first bytes, kind): signatures from the formats' own specifications, long enough never to begin a text.
_SIGNATURES = (
    (0, b"{\\rtf", "an RTF document"),
    (0, b"%!PS", "a PostScript file"),
    (0, b"\x89PNG", "an image"), (0, b"\xff\xd8\xff", "an image"), (0, b"GIF87a", "an image"),
    (0, b"GIF89a", "an image"),
    (0, b"II*\0", "an image"), (0, b"MM\0*", "an image"), (8, b"WEBP", "an image"), (0, b"8BPS\0", "an image"),
    (0, b"\0\0\1\0", "an image"), (0, b"AT&TFORM", "a DjVu document"), (0, b"\0\0\0\x0cjP", "an image"),
    (8, b"WAVE", "a sound recording"), (0, b"ID3", "a sound recording"), (0, b"fLaC", "a sound recording"),
    (0, b"OggS", "a sound recording"), (8, b"AVI", "a video"), (0, b"\x1aE\xdf\xa3", "a video"),
    (0, b"\0\0\1\xba", "a video"), (0, b"\0\0\1\xb3", "a video"),
    (0, b"0&\xb2u\x8ef\xcf\x11", "a video or sound recording"),
    (4, b"ftyphei", "an image"), (4, b"ftypmif1", "an image"), (4, b"ftypavif", "an image"),
    (4, b"ftypM4A", "a sound recording"), (4, b"ftyp", "a video or sound recording"),
    (0, b"7z\xbc\xaf\x27\x1c", "an archive"), (0, b"Rar!\x1a\7", "an archive"), (0, b"\x1f\x8b\x08", "an archive"),
    (0, b"BZh", "an archive"), (0, b"\xfd7zXZ\0", "an archive"), (0, b"\x28\xb5\x2f\xfd", "an archive"),
    (257, b"ustar", "an archive"), (0, b"MSCF\0", "an archive"),
    (0, b"\x7fELF", "a program"), (0, b"\xcf\xfa\xed\xfe", "a program"), (0, b"\xca\xfe\xba\xbe", "a program"),
    (0, b"SQLite format 3\0", "a database"), (0, b"GGUF", "a model file"), (0, b"\0asm", "a program"),
    (60, b"BOOKMOBI", "a Kindle book"), (0, b"\0\1\0\0\0", "a font"), (0, b"OTTO\0", "a font"), (0, b"wOF", "a font"),
    (0, b"LZIP", "an archive"), (0, b"BM", "an image"), (0, b"MZ", "a program"), (0, b"\xff\xfb", "a sound recording"),
    (0, b"\xff\xf3", "a sound recording"), (0, b"\xff\xf1", "a sound recording"),
)  # fmt: skip
_ZIP_KINDS = (
    ("ppt/", "a PowerPoint presentation"), ("xl/", "an Excel workbook"), ("META-INF/container.xml", "an e-book (EPUB)"),
    ("visio/", "a Visio drawing"), ("Index/Document.iwa", "an Apple document"), ("AndroidManifest.xml", "a program"),
    ("META-INF/MANIFEST.MF", "a program"),
)  # fmt: skip
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
# Names of streams inside the old compound files, as they stand in its directory (UTF-16).
_COMPOUND_KINDS = (
    ("WordDocument", "a Word document of the old .doc kind"), ("Workbook", "an Excel workbook of the old .xls kind"),
    ("Book", "an Excel workbook of the old .xls kind"), ("PowerPoint Document", "a presentation of the old .ppt kind"),
    ("__properties_version1.0", "an Outlook message"),
)  # fmt: skip
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE
)
_ANY_TAG = re.compile(r"<[a-zA-Z!/]")
_SAVE_AS = "Open it in the program that made it, and save or export it as PDF, Word (.docx) or text."


def detect_type(data: bytes, name: str) -> str:
    """The name of the reader for these bytes; `CannotRead` for kinds that have none."""
    suffix = splitext(name)[1].lower()
    if _is_pdf(data, suffix):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _type_in_zip(data, suffix)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise _compound_problem(data, suffix)
    text = decode_sample(data)
    for offset, signature, kind in _SIGNATURES:
        # A text may begin with "BM" or "GGUF", but not with bytes that are no letters.
        is_certain = text is None or not signature.isalnum()
        if is_certain and data.startswith(signature, offset):
            raise _unsupported(kind, suffix)
    if text is None:
        raise _binary(suffix)
    return _type_of_text(text, suffix)


def _is_pdf(data: bytes, suffix: str) -> bool:
    head = data[:1024]  # PDF readers accept as much rubbish before the header
    if head.lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return True
    return b"%PDF-" in head and (suffix == ".pdf" or b"startxref" in data[-2048:])


def _type_in_zip(data: bytes, suffix: str) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.read("mimetype")[:100] if _is_small(archive, "mimetype") else b""
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, RuntimeError, NotImplementedError) as error:
        kind = "Word document" if suffix in (".docx", ".docm") else "archive"
        hint = "Get the file again from where it came from, or restore it from a backup."
        raise CannotRead("broken", f"This {kind} is damaged or incomplete.", hint, detail=repr(error)) from error
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return "docx"
    if mimetype.startswith(_OPEN_DOCUMENT):
        raise _unsupported("an OpenDocument file (LibreOffice)", suffix)
    for beginning, kind in _ZIP_KINDS:
        if any(name.startswith(beginning) for name in names):
            raise _unsupported(kind, suffix)
    raise _unsupported("an archive", suffix)


def _is_small(archive: zipfile.ZipFile, name: str) -> bool:
    return name in archive.NameToInfo and archive.getinfo(name).file_size <= 1000


def _compound_problem(data: bytes, suffix: str) -> CannotRead:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return CannotRead(
            "encrypted",
            "This file is protected with a password.",
            "Open it in Word, remove the password, save it, and add it again.",
        )
    for stream, kind in _COMPOUND_KINDS:
        if stream.encode("utf-16-le") in data:
            return _unsupported(kind, suffix if stream != "WordDocument" else "")
    return _unsupported("a file of an old office program", suffix)


def _unsupported(kind: str, suffix: str) -> CannotRead:
    if suffix in _READABLE_SUFFIXES:
        message = f"This file is named “{suffix}”, but it is {kind}. ragdesk cannot read that kind of file."
        return CannotRead("mislabelled", message, _SAVE_AS)
    return CannotRead("unsupported", f"This is {kind}. ragdesk cannot read that kind of file.", _SAVE_AS)


def _binary(suffix: str) -> CannotRead:
    if suffix in (".pdf", ".docx", ".docm"):
        message = f"This file is named “{suffix}”, but its contents are damaged or of another kind."
        return CannotRead("broken", message, "Get the file again from where it came from, or restore it from a backup.")
    if suffix in _TEXT_SUFFIXES:
        return CannotRead("mislabelled", f"This file is named “{suffix}”, but its contents are not text.", _SAVE_AS)
    return CannotRead("unsupported", "This is a kind of file that ragdesk does not read.", _SAVE_AS)


def _type_of_text(text: str, suffix: str) -> str:
    if _HTML_START.match(text[:4096]) or (suffix in HTML_SUFFIXES and _ANY_TAG.search(text)):
        return "html"
    if suffix in _TEXT_KINDS:
        raise _unsupported(_TEXT_KINDS[suffix], suffix)
    if text.startswith("<?xml"):
        raise _unsupported("an image" if "<svg" in text[:4096] else "an XML file", suffix)
    return "markdown" if suffix in MARKDOWN_SUFFIXES else "text"
