"""The parts of a Word file: bytes in, checked and parsed XML parts out. Limits are kept before the XML parser runs."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any

from ragdesk.protocol.errors import CannotRead

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
DC = "{http://purl.org/dc/elements/1.1/}"

_MAX_MEMBERS = 10_000
_MAX_MEMBER_BYTES = 64 * 1024 * 1024
_MAX_TOTAL_BYTES = 512 * 1024 * 1024
_MAX_RATIO = 200
# A ratio says nothing about a small part: an empty table packs 300:1.
_RATIO_COUNTS_FROM_BYTES = 4 * 1024 * 1024
_READ_BYTES = 1024 * 1024
# "Strict" files (ISO 29500) differ from the usual ones in the names of their namespaces alone.
_STRICT_NAMES = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
# Four fifths of a usual file's XML: how tables and single words look says nothing of headings and lists.
_OTHER_STYLE = re.compile(rb'<w:style\s[^<>]*\bw:type="(?:table|character|numbering)"[^<>]*(?<!/)>')
_STYLE, _STYLE_END = re.compile(rb"<w:style\s"), b"</w:style>"
_DAMAGED_HINT = "Open it in Word; if that works, save it under a new name and add that."


@dataclass(frozen=True, slots=True)
class WordParts:
    """Roots of the XML parts that hold text or say how to read it; None for a part that the file lacks."""

    document: Any
    styles: Any
    footnotes: Any
    endnotes: Any
    comments: Any
    core: Any


def open_parts(data: bytes) -> WordParts:
    """Raises `CannotRead`, and what zipfile and lxml raise for damaged files."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        _check_limits(archive)
        package = _Package(archive)
        main = package.related("", "officeDocument") or "word/document.xml"
        document = package.parse(main)
        if document is None:
            raise CannotRead("broken", "This Word document lacks its text.", _DAMAGED_HINT)
        return WordParts(
            document=document,
            styles=package.parse(package.related(main, "styles"), without_other_styles),
            footnotes=package.parse(package.related(main, "footnotes")),
            endnotes=package.parse(package.related(main, "endnotes")),
            comments=package.parse(package.related(main, "comments")),
            core=package.parse(package.related("", "core-properties")),
        )


def without_other_styles(xml: bytes) -> bytes:
    """The styles of paragraphs alone. Whatever is written in an unusual way stays."""
    kept, at = [], 0
    for begin in _OTHER_STYLE.finditer(xml):
        end = xml.find(_STYLE_END, begin.end())
        if end < 0:
            break
        # Its end may be written in another way: then this one is the next style's.
        if not _STYLE.search(xml, begin.end(), end):
            kept.append(xml[at : begin.start()])
            at = end + len(_STYLE_END)
    return b"".join((*kept, xml[at:]))


def _check_limits(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if any(member.flag_bits & 0x1 for member in members):
        raise CannotRead(
            "encrypted", "This file is protected with a password.", "Remove the password and add it again."
        )
    total = sum(member.file_size for member in members)
    swollen = any(
        member.file_size > max(_RATIO_COUNTS_FROM_BYTES, _MAX_RATIO * member.compress_size) for member in members
    )
    largest = max((member.file_size for member in members), default=0)
    if swollen or len(members) > _MAX_MEMBERS or total > _MAX_TOTAL_BYTES or largest > _MAX_MEMBER_BYTES:
        message = "This Word document unpacks to far more than its size: it was not opened, to protect this computer."
        raise CannotRead("too_large", message, "If you trust it, open it in Word and save it as PDF.")


class _Package:
    """Reads members, follows relationships. Targets that do not exist are common and mean that a part is not there."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._by_lower_name = {name.lower(): name for name in archive.namelist()}

    def related(self, part: str, kind: str) -> str | None:
        """The first part of this kind that `part` refers to; "" stands for the whole package."""
        relationships = self.parse(join(dirname(part), "_rels", f"{part.rpartition('/')[2]}.rels"))
        for relationship in relationships if relationships is not None else ():
            is_kind = relationship.get("Type", "").rpartition("/")[2] == kind
            if is_kind and relationship.get("TargetMode") != "External":
                return normpath(join("/", dirname(part), relationship.get("Target", ""))).lstrip("/")
        return None

    def parse(self, name: str | None, shortened: Callable[[bytes], bytes] | None = None) -> Any:
        """The root; of less than the whole part, where `shortened` leaves well-formed XML."""
        found = self._by_lower_name.get((name or "").lower())
        if not found:
            return None
        xml = self._read(found)
        if shortened:
            from lxml import etree

            with suppress(etree.XMLSyntaxError):
                return _parse(shortened(xml))
        return _parse(xml)

    def _read(self, name: str) -> bytes:
        parts: list[bytes] = []
        left = _MAX_MEMBER_BYTES
        with self._archive.open(name) as stream:
            while left > 0 and (part := stream.read(_READ_BYTES)):
                parts.append(part)
                left -= len(part)
        if left <= 0:
            raise CannotRead("too_large", "A part of this Word document is too large.", "Save it as PDF and add that.")
        return b"".join(parts)


def _parse(xml: bytes) -> Any:
    from lxml import etree

    if b"<!DOCTYPE" in xml or "<!DOCTYPE".encode("utf-16-le") in xml or "<!DOCTYPE".encode("utf-16-be") in xml:
        # No program writes one; it is there to define entities, the way to make a parser read files or fill memory.
        raise CannotRead("broken", "This Word document holds instructions that no honest one holds.", _DAMAGED_HINT)
    for strict, usual in _STRICT_NAMES:
        xml = xml.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(xml, parser)
