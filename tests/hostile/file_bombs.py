"""PDFs whose inner order is hostile: loops, chains and depths in tables, trees and filters; made anew on each call."""

from __future__ import annotations

import base64
import zlib

from tests.hostile.drawn_bombs import WORDS
from tests.hostile.pdf_bombs import assembled, deflated, one_page, stream


def _with_catalogue(entries: bytes, *more: bytes) -> bytes:
    return one_page(stream(b"", WORDS), b"", *more).replace(b"/Type /Catalog ", b"/Type /Catalog " + entries + b" ")


def xref_loop() -> bytes:
    """A table of objects that goes on in itself."""
    data = one_page(stream(b"", WORDS))
    return data.replace(b"/Size", b"/Prev %d /Size" % data.rfind(b"xref\n0 "))


def xref_chain() -> bytes:
    """A hundred thousand tables of objects, each going on in the one before."""
    data = bytearray(one_page(stream(b"", WORDS)))
    previous = data.rfind(b"xref\n0 ")
    for _ in range(100_000):
        here = len(data)
        data += b"xref\n0 0\ntrailer\n<< /Size 6 /Root 1 0 R /Prev %d >>\n" % previous
        previous = here
    return bytes(data) + b"startxref\n%d\n%%%%EOF\n" % previous


def lost_table() -> bytes:
    """Two million beginnings of objects, and no table: they have to be searched for."""
    return b"%PDF-1.7\n" + b"1 0 obj\n" * 2_000_000 + b"trailer << /Root 1 0 R >>"


def rubbish() -> bytes:
    """30 MB of brackets behind the head."""
    return b"%PDF-1.7\n" + b"<<[(" * 7_500_000


def length_of_itself() -> bytes:
    """A stream whose length is that stream."""
    return one_page(b"<< /Length 4 0 R >>\nstream\n" + WORDS + b"\nendstream")


def objects_in_objects() -> bytes:
    """Streams of objects that each go on in the other, and hold their own table."""
    packed = zlib.compress(b"6 0 7 10 << >> << >>")
    inner = stream(b"/Type /ObjStm /N 100000000 /First 10 /Extends 7 0 R /Filter /FlateDecode", packed)
    return one_page(stream(b"", WORDS), b"/ExtGState 9 0 R", inner, inner.replace(b"7 0 R", b"6 0 R"))


def many_filters() -> bytes:
    """Contents that say they were packed ten thousand times."""
    return one_page(stream(b"/Filter [" + b"/FlateDecode " * 10_000 + b"]", zlib.compress(WORDS)))


def ascii_bomb() -> bytes:
    """Contents written in letters: each "z" is four bytes, and deflated they are next to nothing."""
    return one_page(stream(b"/Filter [/FlateDecode /FlateDecode /ASCII85Decode]", deflated(b"", b"z" * 200, 1_000_000)))


def run_length_bomb() -> bytes:
    """Every two bytes are 128, and those again, and those again."""
    runs = deflated(b"", b"\x81\x81", 5_000_000)
    return one_page(stream(b"/Filter [/FlateDecode /FlateDecode" + b" /RunLengthDecode" * 3 + b"]", runs))


def lzw_bomb() -> bytes:
    """30 MB of the code for "begin anew", packed twice."""
    codes = deflated(b"", b"\x80\x0b\x60\x50" * 10, 1_000_000)
    return one_page(stream(b"/Filter [/FlateDecode /FlateDecode /LZWDecode]", codes))


def deep_outline() -> bytes:
    """An outline in which each of 100,000 entries stands below the one before."""
    entries = [b"<< /Type /Outlines /First 7 0 R >>"]
    entries += [b"<< /Title (x) /First %d 0 R /Dest [3 0 R /Fit] >>" % (number + 1) for number in range(7, 100_007)]
    return _with_catalogue(b"/Outlines 6 0 R", *entries)


def wide_outline() -> bytes:
    """An outline of 300,000 entries of one letter each."""
    entries = [b"<< /Type /Outlines /First 7 0 R >>"]
    entries += [b"<< /Title (x) /Next %d 0 R /Dest [3 0 R /Fit] >>" % (number + 1) for number in range(7, 300_007)]
    return _with_catalogue(b"/Outlines 6 0 R", *entries)


def endless_title() -> bytes:
    """A title of 40 MB, in letters that have to be told apart, and an outline entry of the same."""
    title = b"<FEFF" + b"D83D" * 10_000_000 + b">"
    data = _with_catalogue(b"/Outlines 6 0 R", b"<< /First 7 0 R >>", b"<< /Title 8 0 R /Dest [3 0 R /Fit] >>", title)
    return data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Title 8 0 R >>")


def page_labels() -> bytes:
    """Printed page numbers in Roman numerals from two billion on, named by a tree that is its own branch."""
    labels = b"/PageLabels 6 0 R"
    return _with_catalogue(labels, b"<< /Kids [6 0 R 7 0 R] >>", b"<< /Nums [0 << /S /r /St 2147483647 >>] >>")


def name_trees() -> bytes:
    """Destinations by name, in a tree that leads back to itself, asked for by an outline."""
    outline = b"<< /First 8 0 R >>"
    entry = b"<< /Title (x) /Dest (nowhere) /Next 8 0 R >>"
    tree = b"<< /Kids [" + b"6 0 R " * 1000 + b"] /Limits [(a) (z)] >>"
    return _with_catalogue(b"/Names << /Dests 6 0 R >> /Outlines 7 0 R", tree, outline, entry)


def forms_in_circles() -> bytes:
    """A form whose fields are their own children, and an XFA part that unpacks to 500 MB."""
    form = b"<< /Fields [7 0 R 7 0 R] /XFA 8 0 R /NeedAppearances true >>"
    field = b"<< /T (x) /Kids [7 0 R 7 0 R] /Parent 7 0 R /FT /Tx >>"
    packed = deflated(b"<xdp:xdp>", b"<a>" * 160, 1_000_000)
    xfa = stream(b"/Filter [/FlateDecode /FlateDecode]", packed)
    return _with_catalogue(b"/AcroForm 6 0 R", form, field, xfa)


def parents_in_circles() -> bytes:
    """A page whose size is to be found at its parent's parent's parent, which is itself."""
    data = one_page(stream(b"", WORDS)).replace(b"/MediaBox [0 0 420 595] ", b"")
    return data.replace(b"/Type /Pages ", b"/Type /Pages /Parent 2 0 R ")


def locked() -> bytes:
    """Encrypted with numbers that make no sense."""
    key = b"<" + b"00" * 127 + b">"
    data = one_page(stream(b"", WORDS), b"")
    lock = b"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 2147483647 /P -1 /O %b /U %b /OE %b /UE %b /Perms %b >> "
    return data.replace(b"/Size", lock % (key, key, key, key, key) + b"/ID [<00> <00>] /Size")


def cross_references() -> bytes:
    """A hundred thousand objects, each of which is only a reference to the next, and the last to the first."""
    chain = [b"%d 0 R" % (number + 1) for number in range(7, 100_007)]
    return one_page(stream(b"", WORDS), b"/ExtGState 6 0 R", b"7 0 R", *chain, b"6 0 R")


def wide_dictionary() -> bytes:
    """Resources of a million names."""
    return one_page(stream(b"", WORDS), b"/ExtGState << " + b"".join(b"/A%d 1 " % n for n in range(1_000_000)) + b">>")


def long_name() -> bytes:
    """A font with a name of 20 MB, and one of 10 million escapes."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /" + b"A" * 20_000_000 + b" /X /" + b"#41" * 10_000_000 + b" >>"
    return one_page(stream(b"", WORDS)).replace(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", font)


def nested_maps() -> bytes:
    """A font map that is to begin with itself, with a million letters for each code."""
    letters = b"1 beginbfchar <41> <" + b"0041" * 1_000_000 + b"> endbfchar "
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding 7 0 R /ToUnicode 7 0 R /DescendantFonts [6 0 R] >>"
    cmap = stream(b"/Type /CMap /CMapName /A /UseCMap 7 0 R /Filter /FlateDecode", zlib.compress(letters * 10))
    data = one_page(stream(b"", WORDS + b"BT /F2 12 Tf 40 300 Td (" + b"A" * 5_000 + b") Tj ET"), b"", font, cmap)
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")


def one_letter_at_a_time() -> bytes:
    """Three million letters, each in a font and a place of its own, all on one page."""
    unit = b"BT /F1 1 Tf 40 500 Td (a) Tj ET "
    return one_page(stream(b"/Filter [/FlateDecode /FlateDecode]", deflated(WORDS, unit, 3_000_000)))


def scattered_letters() -> bytes:
    """A hundred thousand letters, scattered over the page, for whatever finds columns and lines in them."""
    places = ((n * 7919 % 400, n * 104_729 % 590) for n in range(100_000))
    letters = b"".join(b"BT /F1 3 Tf %d %d Td (ab) Tj ET " % place for place in places)
    return one_page(stream(b"/Filter /FlateDecode", zlib.compress(letters)))


def attached() -> bytes:
    """A PDF inside a PDF inside a PDF ..., twelve deep, three of each."""
    data = one_page(stream(b"", WORDS))
    for _ in range(12):
        packed = zlib.compress(data)
        files = [stream(b"/Type /EmbeddedFile /Filter /FlateDecode", packed) for _ in range(3)]
        names = b"/Names << /EmbeddedFiles << /Names [(a) << /Type /Filespec /EF << /F 6 0 R >> >>] >> >>"
        data = _with_catalogue(names, *files)
    return data


def letters_for_bytes() -> bytes:
    """40 MB of contents in base 85 that end in the middle."""
    return one_page(stream(b"/Filter /ASCII85Decode", base64.a85encode(WORDS * 100) * 6_000))


def assembled_of_nothing() -> bytes:
    """A catalogue that is its own page tree, page and contents."""
    return assembled([b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 1 /Contents 1 0 R /Parent 1 0 R >>"])
