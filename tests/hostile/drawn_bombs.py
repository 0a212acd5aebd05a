"""PDFs that are meant for whatever draws them: huge pictures, pages and patterns; made anew on each call."""

from __future__ import annotations

import struct
import zlib

from tests.hostile.pdf_bombs import assembled, deflated, one_page, stream

WORDS = b"BT /F1 12 Tf 40 500 Td (The key hangs behind the door.) Tj ET "
_PICTURE = b"q 400 0 0 560 10 10 cm /X Do Q "


def _with_picture(entries: bytes, data: bytes) -> bytes:
    picture = stream(b"/Type /XObject /Subtype /Image " + entries, data)
    return one_page(stream(b"", WORDS + _PICTURE), b"/XObject << /X 6 0 R >>", picture)


def _with_form(entries: bytes, data: bytes, contents: bytes = b"/X Do ", *more: bytes) -> bytes:
    form = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 420 595] " + entries, data)
    return one_page(stream(b"", WORDS + contents), b"/XObject << /X 6 0 R >>", form, *more)


def giant_png() -> bytes:
    """A picture of 3.6 billion pixels, deflated twice."""
    size = b"/Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8 "
    return _with_picture(size + b"/Filter [/FlateDecode /FlateDecode]", deflated(b"", bytes(100_000), 10_000))


def giant_predicted_png() -> bytes:
    """A picture whose rows of two billion pixels are each to be added to the one before."""
    size = b"/Width 2147483647 /Height 2 /ColorSpace /DeviceRGB /BitsPerComponent 16 /Filter /FlateDecode "
    return _with_picture(
        size + b"/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 /BitsPerComponent 16 >>",
        zlib.compress(bytes(10_000_000)),
    )


def giant_jpeg() -> bytes:
    """A JPEG that says it has 65,500 x 65,500 pixels, and ends."""
    colours = b"\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01"
    head = b"\xff\xd8\xff\xc0\x00\x11\x08" + struct.pack(">HH", 65_500, 65_500) + colours
    scan = b"\xff\xda\x00\x0c\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00" + b"\x00" * 1000 + b"\xff\xd9"
    size = b"/Width 65500 /Height 65500 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode"
    return _with_picture(size, head + scan)


def jpeg_of_many_scans() -> bytes:
    """A progressive JPEG of 50,000 empty scans over 30,000 x 30,000 pixels."""
    head = b"\xff\xd8\xff\xc2\x00\x0b\x08" + struct.pack(">HH", 30_000, 30_000) + b"\x01\x01\x11\x00"
    table = b"\xff\xc4\x00\x14\x00\x01" + bytes(15) + b"\x00"
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x00\x00\x00\x00"
    size = b"/Width 30000 /Height 30000 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode"
    return _with_picture(size, head + table + scan * 50_000 + b"\xff\xd9")


def giant_fax() -> bytes:
    """A fax of 60,000 x 60,000 dots without contents."""
    size = b"/Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
    return _with_picture(size + b"/DecodeParms << /K -1 /Columns 60000 /Rows 60000 >>", bytes(10_000))


def giant_jbig2() -> bytes:
    """JBIG2: a page of 4 billion rows, and a region that fills it."""
    page = struct.pack(">IBBI", 0, 48, 1, 19) + struct.pack(">IIIIBH", 60_000, 0xFFFFFFFF, 0, 0, 0, 0x8001)
    region = struct.pack(">IIIIB", 60_000, 4_000_000_000, 0, 0, 0) + b"\x00" + bytes(8) + bytes(1000)
    data = page + struct.pack(">IBBI", 1, 38, 1, len(region)) + region
    size = b"/Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode"
    return _with_picture(size, data)


def jbig2_symbols() -> bytes:
    """JBIG2: a dictionary that announces four billion new symbols."""
    flags = struct.pack(">H", 0) + bytes(8)
    dictionary = flags + struct.pack(">II", 0xFFFFFFF0, 0xFFFFFFF0) + bytes(2000)
    page = struct.pack(">IBBI", 0, 48, 1, 19) + struct.pack(">IIIIBH", 100, 100, 0, 0, 0, 0)
    data = page + struct.pack(">IBBI", 1, 0, 1, len(dictionary)) + dictionary
    size = b"/Width 100 /Height 100 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode"
    return _with_picture(size, data)


def giant_jpx() -> bytes:
    """JPEG 2000: 4 billion x 4 billion pixels in tiles of one pixel."""
    size = struct.pack(">HIIIIIIIIH", 0, *(0xFFFFFFFF,) * 2, 0, 0, 1, 1, 0, 0, 3) + b"\x07\x01\x01" * 3
    coding = b"\xff\x52\x00\x0c\x00\x00\x00\x01\x00\x05\x04\x04\x00\x01\xff\x5c\x00\x13\x40" + b"\x40" * 16
    data = b"\xff\x4f\xff\x51" + struct.pack(">H", len(size) + 2) + size + coding + b"\xff\xd9"
    return _with_picture(b"/Width 60000 /Height 60000 /ColorSpace /DeviceRGB /Filter /JPXDecode", data)


def inline_picture() -> bytes:
    """A picture of 900 million pixels inside the page's own contents."""
    press = zlib.compress(zlib.compress(bytes(90_000_000)))
    start = WORDS + b"q 400 0 0 560 10 10 cm BI /W 30000 /H 30000 /CS /RGB /BPC 8 /F [/Fl /Fl] ID "
    return one_page(stream(b"", start + press + b"\nEI Q"))


def _with_box(box: bytes) -> bytes:
    return one_page(stream(b"", WORDS)).replace(b"[0 0 420 595]", box)


def giant_page() -> bytes:
    """A page of a billion by a billion points."""
    return _with_box(b"[0 0 1000000000 1000000000]")


def thin_page() -> bytes:
    """A page a thousandth of a point wide and ten million high."""
    return _with_box(b"[0 0 0.001 10000000]")


def page_without_a_size() -> bytes:
    """A page from infinity to minus infinity, enlarged without bound."""
    return _with_box(b"[1e999 -1e999 -1e999 99999999999999999999999999999999999999999] /UserUnit 1e30")


def glyph_that_draws_itself() -> bytes:
    """A font whose only letter is drawn by writing that letter, ten times."""
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 "
        b"/LastChar 97 /Widths [1000] /Encoding << /Differences [97 /a] >> /CharProcs << /a 7 0 R >> "
        b"/Resources << /Font << /F2 6 0 R >> >> >>"
    )
    glyph = stream(b"", b"1000 0 d0 BT /F2 900 Tf (aaaaaaaaaa) Tj ET")
    data = one_page(stream(b"", WORDS + b"BT /F2 20 Tf 40 300 Td (aaaaaaaaaa) Tj ET"), b"", font, glyph)
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")


def glyphs_that_draw_others() -> bytes:
    """Ten fonts, each letter of which is ten letters of the next."""
    objects = []
    for level in range(10):
        number = 6 + 2 * level
        inner = b"/Font << /G %d 0 R >>" % (number + 2) if level < 9 else b""
        draw = b"BT /G 900 Tf (aaaaaaaaaa) Tj ET" if level < 9 else b"0 0 9 9 re f"
        objects.append(
            b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 97 "
            b"/LastChar 97 /Widths [1000] /Encoding << /Differences [97 /a] >> /CharProcs << /a %d 0 R >> "
            b"/Resources << %b >> >>" % (number + 1, inner)
        )
        objects.append(stream(b"", b"1000 0 d0 " + draw))
    data = one_page(stream(b"", WORDS + b"BT /F2 20 Tf 40 300 Td (aaaaaaaaaa) Tj ET"), b"", *objects)
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")


def tiny_tiles() -> bytes:
    """A page that is filled with tiles of a thousandth of a point."""
    tile = stream(
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001 /YStep 0.001 "
        b"/Resources << >>",
        b"1 0 0 rg 0 0 1 1 re f",
    )
    fill = b"/Pattern cs /P scn 0 0 420 595 re f "
    return one_page(stream(b"", WORDS + fill), b"/Pattern << /P 6 0 R >>", tile)


def tiles_in_tiles() -> bytes:
    """Eight patterns, each filled with the next."""
    tiles = []
    for level in range(8):
        inner = b"/Pattern << /P %d 0 R >>" % (7 + level) if level < 7 else b""
        draw = b"/Pattern cs /P scn 0 0 200 200 re f" if level < 7 else b"0 0 1 1 re f"
        tiles.append(
            stream(
                b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 200 200] /XStep 2 /YStep 2 "
                b"/Resources << " + inner + b" >>",
                draw,
            )
        )
    fill = b"/Pattern cs /P scn 0 0 420 595 re f "
    return one_page(stream(b"", WORDS + fill), b"/Pattern << /P 6 0 R >>", *tiles)


def calculated_shading() -> bytes:
    """A shading whose colours are computed by a program of 100,000 steps for each dot."""
    program = stream(b"/FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1]", b"{" + b"sin cos " * 50_000 + b"dup}")
    shading = b"<< /ShadingType 1 /ColorSpace /DeviceRGB /Matrix [420 0 0 595 0 0] /Function 7 0 R >>"
    return one_page(stream(b"", WORDS + b"/S sh "), b"/Shading << /S 6 0 R >>", shading, program)


def sampled_function() -> bytes:
    """A function with a table of four billion times four billion colours."""
    table = stream(
        b"/FunctionType 0 /Domain [0 1 0 1 0 1 0 1] /Range [0 1 0 1 0 1] /BitsPerSample 32 "
        b"/Size [4294967295 4294967295 65535 65535]", bytes(1000),
    )  # fmt: skip
    space = b"[/DeviceN [/A /B /C /D] /DeviceRGB 7 0 R]"
    return one_page(
        stream(b"", WORDS + b"/C cs 1 1 1 1 scn 0 0 420 595 re f "), b"/ColorSpace << /C 6 0 R >>", space, table
    )


def mesh() -> bytes:
    """A mesh of three million triangles."""
    points = stream(
        b"/ShadingType 4 /ColorSpace /DeviceRGB /BitsPerCoordinate 8 /BitsPerComponent 8 /BitsPerFlag 8 "
        b"/Decode [0 420 0 595 0 1 0 1 0 1] /Filter [/FlateDecode /FlateDecode]",
        deflated(b"", b"\x00\x00\xff\xff\x00\x00\x00\xff\x00\x00\xff\x00\x00\x00\xff\xff\x00\x00", 3_000_000),
    )
    return one_page(stream(b"", WORDS + b"/S sh "), b"/Shading << /S 6 0 R >>", points)


def mask_of_itself() -> bytes:
    """A group whose mask is made of that group."""
    return _with_form(
        b"/Group << /S /Transparency >> /Resources << /XObject << /X 6 0 R >> /ExtGState << /G 7 0 R >> >>",
        b"/G gs /X Do 0 0 420 595 re f",
        b"/X Do ",
        b"<< /Type /ExtGState /SMask << /S /Luminosity /G 6 0 R >> >>",
    )


def nested_groups() -> bytes:
    """Four hundred transparent groups, each as large as the page and inside the one before."""
    forms = []
    for level in range(400):
        inner = b"/XObject << /X %d 0 R >>" % (7 + level) if level < 399 else b""
        draw = b"/X Do" if level < 399 else b"0 0 420 595 re f"
        forms.append(
            stream(
                b"/Type /XObject /Subtype /Form /BBox [0 0 420 595] /Group << /S /Transparency /I true /K true >> "
                b"/Resources << " + inner + b" >>",
                draw,
            )
        )
    return one_page(stream(b"", WORDS + b"/X Do "), b"/XObject << /X 6 0 R >>", *forms)


def million_annotations() -> bytes:
    """A page with a million notes, all of them the same."""
    look = stream(b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"0 0 9 9 re f")
    note = b"<< /Type /Annot /Subtype /Stamp /Rect [9 9 99 99] /AP << /N 7 0 R >> >>"
    data = one_page(stream(b"", WORDS), b"", note, look)
    return data.replace(b"/MediaBox", b"/Annots [" + b"6 0 R " * 1_000_000 + b"] /MediaBox")


def dashes() -> bytes:
    """A line as long as the page, in dashes of a millionth of a point, very thick and with round ends."""
    return one_page(stream(b"", WORDS + b"[0.000001 0.000001] 0 d 1 J 1 j 50 w 0 0 m 420 595 l S " * 200))


def clips() -> bytes:
    """Half a million clipping paths, each inside the one before."""
    return one_page(stream(b"/Filter /FlateDecode", zlib.compress(WORDS + b"0 0 420 595 re W* n " * 500_000)))


def composite_font() -> bytes:
    """A TrueType font whose only shape is made of itself."""
    loca = struct.pack(">HH", 0, 8)
    glyph = struct.pack(">hhhhh", -1, 0, 0, 1000, 1000) + struct.pack(">HHbb", 0, 0, 0, 0)
    head = struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0, 0, 0x5F0F3CF5, 0, 1000, 0, 0, 0, 0, 1000, 1000, 0, 8, 2, 0, 0)
    tables = {
        b"glyf": glyph, b"head": head, b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, *(0,) * 13, 1),
        b"hmtx": struct.pack(">Hh", 500, 0), b"loca": loca,
        b"maxp": struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 1, *(65_535,) * 13),
    }  # fmt: skip
    at, directory, body = 12 + 16 * len(tables), b"", b""
    for name, data in tables.items():
        directory += name + struct.pack(">III", 0, at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    file = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 32) + directory + body
    font = b"<< /Type /Font /Subtype /TrueType /BaseFont /A /FirstChar 97 /LastChar 97 /Widths [500] "
    font += b"/FontDescriptor 7 0 R >>"
    described = b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1 1] /FontFile2 8 0 R >>"
    text = WORDS + b"BT /F2 12 Tf 40 400 Td (" + b"a" * 1000 + b") Tj ET"
    data = one_page(stream(b"", text), b"", font, described, stream(b"/Length1 %d" % len(file), file))
    return data.replace(b"/F1 5 0 R", b"/F1 5 0 R /F2 6 0 R")


def page_of_pages() -> bytes:
    """Four hundred thousand pages, all of them the same."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b"3 0 R " * 400_000 + b"] /Count 400000 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R "
        b"/Resources << /Font << /F1 5 0 R >> >> >>",
        stream(b"", WORDS),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return assembled(objects)
