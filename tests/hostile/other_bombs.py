"""Word files, web pages and texts that eat memory, time or stack in whatever opens them; made anew on each call."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib

_WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_HEAD = b'<?xml version="1.0" encoding="UTF-8"?><w:document ' + _WORD + b"><w:body>"
_TAIL = b"</w:body></w:document>"
_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/word/document.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Target="word/document.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)


def word_file(document: bytes, **more: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELATIONS)
        archive.writestr("word/document.xml", document)
        for name, data in more.items():
            archive.writestr(f"word/{name}.xml", data)
    return target.getvalue()


def zip_bomb() -> bytes:
    """200 MB of blanks in 200 kB."""
    return word_file(_HEAD + b" " * 200_000_000 + _TAIL)


def lying_zip() -> bytes:
    """The list of contents says that the 100 MB inside are 1,000 bytes."""
    honest = word_file(_HEAD + b" " * 100_000_000 + _TAIL)
    size = struct.pack("<I", len(_HEAD) + 100_000_000 + len(_TAIL))
    return honest.replace(size, struct.pack("<I", 1000))


def zip_in_itself() -> bytes:
    """A Word file whose body is a Word file whose body is ...: twenty deep."""
    inner = word_file(_HEAD + _TAIL)
    for _ in range(20):
        inner = word_file(inner, more=inner)
    return inner


def many_members() -> bytes:
    """A package of sixty thousand parts."""
    return word_file(_HEAD + _TAIL, **{f"part{number}": b"" for number in range(60_000)})


def entity_bomb() -> bytes:
    """A billion "ha" by nine entities, each made of ten of the one before."""
    entities = b'<!ENTITY e0 "hahahahahaha">'
    for level in range(1, 10):
        entities += b'<!ENTITY e%d "' % level + b"&e%d;" % (level - 1) * 10 + b'">'
    body = b"<w:p><w:r><w:t>&e9;</w:t></w:r></w:p>"
    return word_file(
        b"<?xml version='1.0'?><!DOCTYPE d [" + entities + b"]>" + _HEAD.partition(b"?>")[2] + body + _TAIL
    )


def nested_word() -> bytes:
    """A hundred thousand tables, each in a cell of the one before."""
    depth = 100_000
    return word_file(_HEAD + b"<w:tbl><w:tr><w:tc>" * depth + b"</w:tc></w:tr></w:tbl>" * depth + _TAIL)


def million_paragraphs() -> bytes:
    """Empty paragraphs: 60 MB of XML in 100 kB, and far more as a tree."""
    return word_file(_HEAD + b"<w:p><w:r><w:t>a</w:t></w:r></w:p>" * 1_700_000 + _TAIL)


def comment_flood() -> bytes:
    """A web page of nothing but beginnings of comments."""
    return b"<html><body>" + b"<!--" * 1_000_000


def nested_page() -> bytes:
    """A million elements, each inside the one before, of two kinds that may not nest."""
    return b"<html><body>" + b"<div><b><a><table>" * 250_000 + b"words"


def misnested_page() -> bytes:
    """Formatting that is closed in the wrong order: the standard asks for copies of all that is open."""
    return b"<html><body>" + b"<p><b><i><u><s><font><em><strong><code><a></p></b>" * 30_000 + b"words"


def attribute_flood() -> bytes:
    """One element with a million attributes."""
    return b"<html><body><p " + b" ".join(b"a%d=1" % number for number in range(1_000_000)) + b">words</p>"


def open_tag_flood() -> bytes:
    """Beginnings of tags, entities and declarations without an end."""
    return b"<html><body>" + b"<a <![CDATA[ &#x <? </" * 400_000


def one_line() -> bytes:
    """120 MB without a line end."""
    return b"word " * 24_000_000


def blanks() -> bytes:
    """50 MB of line ends with one letter in front of and one behind them."""
    return b"a" + b"\n \n" * 17_000_000 + b"b"


def no_encoding() -> bytes:
    """8 MB of bytes that are letters in many encodings, and words in none."""
    chosen = random.Random(3)
    return bytes(chosen.choices(range(0xC0, 0x100), k=80_000)) * 100


def markdown_brackets() -> bytes:
    """Brackets, stars and quotes that open and never close."""
    return b"[![" * 300_000 + b"\n\n" + b"*_`" * 300_000 + b"\n\n" + b"> - " * 100_000 + b"words\n"


def markdown_headings() -> bytes:
    """Half a million headings."""
    return b"".join(b"#" * (1 + number % 6) + b" heading\n\nwords\n" for number in range(500_000))


def deflate_garbage() -> bytes:
    """A Word file whose body is compressed nonsense."""
    whole = bytearray(word_file(_HEAD + b"<w:p><w:r><w:t>words</w:t></w:r></w:p>" * 5_000 + _TAIL))
    middle = whole.find(zlib.compress(b"")[:1], 400)
    whole[middle + 40 : middle + 200] = random.Random(9).randbytes(160)
    return bytes(whole)
