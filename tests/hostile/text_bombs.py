"""More Word files, web pages and texts that are hostile, or not what they say; made anew on each call."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from tests.hostile.other_bombs import _HEAD, _TAIL, word_file
from tests.hostile.pdf_bombs import one_page, stream

_PARAGRAPH = b"<w:p><w:r><w:t>words</w:t></w:r></w:p>"


def overlapping_zip() -> bytes:
    """A hundred parts that are all the same bytes of the file: 5 GB out of 50 kB."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    whole = bytes(50_000_000)
    data = packed.compress(whole) + packed.flush()
    check = zlib.crc32(whole)
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, check, len(data), len(whole), 1, 0) + b"a" + data
    names = [b"[Content_Types].xml", b"_rels/.rels", b"word/document.xml", *(b"word/%d.xml" % n for n in range(97))]
    listed = b"".join(
        struct.pack("<IHHHHHHIII", 0x02014B50, 20, 20, 0, 8, 0, 0, check, len(data), len(whole))
        + struct.pack("<HHHHHII", len(name), *(0,) * 6)
        + name
        for name in names
    )
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(names), len(names), len(listed), len(local), 0)
    return local + listed + end


def zip_without_end() -> bytes:
    """A package whose list of contents claims a billion entries at a place beyond its end, in the 64-bit form."""
    whole = word_file(_HEAD + _PARAGRAPH + _TAIL)
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 10**9, 10**9, 2**62, 2**62)
    locator = struct.pack("<IIQI", 0x07064B50, 0, len(whole), 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return whole + end64 + locator + end


def zip_of_zips() -> bytes:
    """A Word file that holds ten archives, each of ten archives, each of ten of 10 MB of nothing."""
    inner = bytes(10_000_000)
    for level in range(3):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
            for number in range(10):
                archive.writestr(f"{level}-{number}.zip", inner)
        inner = packed.getvalue()
    target = io.BytesIO(word_file(_HEAD + _PARAGRAPH + _TAIL))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("word/embeddings/all.zip", inner)
    return target.getvalue()


def styles_in_circles() -> bytes:
    """Thousands of styles, each based on the next, the last on the first, for thousands of paragraphs."""
    space = _HEAD.partition(b"<w:document ")[2].partition(b">")[0]
    styles = b"".join(
        b'<w:style w:styleId="s%d"><w:basedOn w:val="s%d"/></w:style>' % (n, (n + 1) % 5_000) for n in range(5_000)
    )
    body = b'<w:p><w:pPr><w:pStyle w:val="s1"/></w:pPr><w:r><w:t>words</w:t></w:r></w:p>' * 20_000
    return word_file(_HEAD + body + _TAIL, styles=b"<w:styles " + space + b">" + styles + b"</w:styles>")


def wide_row() -> bytes:
    """A table of one row with 300,000 cells."""
    cells = b"<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>"
    return _varied(b"<w:tbl><w:tr>", cells, 300_000, b"</w:tr></w:tbl>")


def million_attributes_in_word() -> bytes:
    """A paragraph with half a million attributes."""
    return word_file(_HEAD + b"<w:p " + b" ".join(b'a%d="1"' % n for n in range(500_000)) + b"/>" + _PARAGRAPH + _TAIL)


def million_namespaces() -> bytes:
    """A paragraph that names three hundred thousand namespaces."""
    names = b" ".join(b'xmlns:a%d="urn:%d"' % (n, n) for n in range(300_000))
    return word_file(_HEAD + b"<w:p " + names + b"/>" + _PARAGRAPH + _TAIL)


def long_attribute() -> bytes:
    """An attribute of 40 MB."""
    return _varied(b'<w:p a="', b"x1", 20_000_000, b'"/>')


def nested_tables() -> bytes:
    """Eighty tables, each inside the one before, with forty rows of text on each floor."""
    floor = b"<w:tbl>" + (b"<w:tr><w:tc>" + _PARAGRAPH + b"</w:tc><w:tc>" + _PARAGRAPH + b"</w:tc></w:tr>") * 40
    return word_file(_HEAD + (floor + b"<w:tr><w:tc>") * 60 + _PARAGRAPH + b"</w:tc></w:tr></w:tbl>" * 60 + _TAIL)


def _varied(start: bytes, unit: bytes, count: int, end: bytes) -> bytes:
    """Stored as it is, so that no ratio gives it away."""
    honest = zipfile.ZipFile(io.BytesIO(word_file(_HEAD + _TAIL)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in honest.namelist():
            is_body = name == "word/document.xml"
            archive.writestr(name, _HEAD + start + unit * count + end + _TAIL if is_body else honest.read(name))
    return target.getvalue()


def attribute_without_end() -> bytes:
    """A web page with an attribute of 20 MB that never ends."""
    return b'<html><body><p>words</p><p title="' + b"x " * 10_000_000


def bare_attributes() -> bytes:
    """One element with two million attributes that have names only."""
    return b"<html><body><p " + b" ".join(b"a%x" % number for number in range(2_000_000)) + b">words</p>"


def entity_flood() -> bytes:
    """Three million named letters, half of them unknown."""
    return b"<html><body><p>" + b"&CounterClockwiseContourIntegral;&nosuchletter;" * 300_000


def heading_flood() -> bytes:
    """Half a million headings of all levels."""
    return b"<html><body>" + b"".join(b"<h%d>heading</h%d>words" % (1 + n % 6, 1 + n % 6) for n in range(500_000))


def cell_flood() -> bytes:
    """A table of one row with a million cells."""
    return b"<html><body><table><tr>" + b"<td>x" * 1_000_000


def styles_everywhere() -> bytes:
    """A style of 10 MB that nearly hides its element."""
    return b'<html><body><p style="' + b"display : " * 1_000_000 + b'">words</p>'


def foster_parents() -> bytes:
    """Links and texts inside tables that may hold neither: each has to be moved out."""
    return b"<html><body>" + b"<table><a>x<tr><b>y" * 100_000


def select_flood() -> bytes:
    """Two million options, and lists that open and never close."""
    return b"<html><body>words" + b"<select><option>x<ul><li>y" * 300_000


def many_templates() -> bytes:
    """Templates, foreign elements and frames, opened by the hundred thousand and closed in the wrong order."""
    return b"<html><body>words" + b"<svg><template><math><mi><frameset></svg></template>" * 100_000


def markdown_comments() -> bytes:
    """Half a million beginnings of comments, each a paragraph of its own."""
    return b"<!-- x\n\n" * 500_000 + b"words\n"


def markdown_underlines() -> bytes:
    """Lines that may or may not be underlined."""
    return b"words\n--\n\n= x\n==\n" * 300_000


def markdown_links() -> bytes:
    """Headings that are links to links to links."""
    return b"# " + b"[a](b) ![" * 60 + b"\n\n" + b"# [[[[((((\n" * 300_000


def markdown_quotes() -> bytes:
    """A quote in a quote in a quote, ten thousand deep, on two hundred lines, and fences that do not close."""
    return (b">" * 10_000 + b" words\n") * 200 + b"```\n~~~\n" * 200_000


def front_matter() -> bytes:
    """Facts about the text, 20 MB of them, without an end."""
    return b"---\n" + b"title: words\n" * 1_600_000


def line_of_ascii_and_one_more() -> bytes:
    """A line of 10 MB in plain letters behind one letter of an old encoding."""
    return b"caf\xe9 au lait\n" + b"a" * 10_000_000


def one_letter_lines() -> bytes:
    """15 million lines of one letter."""
    return b"a\n" * 15_000_000


def accents() -> bytes:
    """A letter with ten million accents."""
    return b"words a" + "\u0301".encode() * 5_000_000


def invisible() -> bytes:
    """Words between ten million letters that nobody can see, and orders to turn the reading direction round."""
    return ("words " + "\u200b\u202e\u2066\U000e0041" * 2_000_000 + " words").encode()


def half_pairs() -> bytes:
    """UTF-16 of halves of pairs, with a mark of the other byte order in the middle."""
    words, letters = "words ".encode("utf-16-le") * 1_000, "x ".encode("utf-16-le") * 10_000
    return b"\xff\xfe" + words + b"\x00\xd8\xfe\xff" * 100 + letters


def wide_zeros() -> bytes:
    """UTF-32 without a mark, cut in the middle of a letter, 16 MB of it."""
    return ("words \U0001f600 " * 500_000).encode("utf-32-be")[:-3]


def guessing() -> bytes:
    """4 MB of lines in a dozen encodings at once."""
    lines = ["ключ висит за дверью", "鍵はドアの後ろ", "anahtar kapının arkasında", "klucz wisi za drzwiami: ąęłó"]
    codes = ("cp1251", "shift_jis", "cp1254", "cp1250")
    return b"\n".join(line.encode(code, "replace") for line, code in zip(lines, codes, strict=True)) * 40_000


def pdf_named_text() -> bytes:
    """A PDF behind 1,000 bytes of text."""
    return b"words " * 160 + b"\n" + one_page(stream(b"", b"BT /F1 12 Tf 40 500 Td (words) Tj ET"))


def zip_named_text() -> bytes:
    """The beginning of an archive, and then nothing but that."""
    return b"PK\x03\x04" * 2_000_000


def old_word() -> bytes:
    """A file of an old office program, of which only the beginning is right."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") * 500_000
