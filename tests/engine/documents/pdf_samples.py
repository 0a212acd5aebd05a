"""Makes small PDFs for the tests of the PDF reader, with reportlab and pypdf."""

from __future__ import annotations

import io
import textwrap
from collections.abc import Callable, Iterable

from pypdf import PdfReader as PypdfReader
from pypdf import PdfWriter
from pypdf.generic import Fit, IndirectObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
SIZE, LEADING = 10.0, 12.0

Draw = Callable[[Canvas], None]

TIDE = (
    "The tide tables of the old harbour were printed every spring by a small shop behind the customs house, and the "
    "pilots kept them in oilcloth. A copy cost two crowns in the first year and three crowns after the great storm. "
    "Nobody complained, because the tables were right. When the printer died his daughter went on with the work and "
    "added the hours of moonrise, which the fishermen had wanted for a long time. She sold four hundred copies in the "
    "first week and had to print again before the month was over."
)
STONE = (
    "The quarry on the hill gave a grey stone that could be cut with a saw while it was wet and that grew hard in the "
    "wind. Most houses of the upper town are built of it. Carts brought the blocks down at night, when the road was "
    "free, and the noise was the reason for many letters to the mayor. In the end the town paid for rubber tyres, and "
    "the letters stopped. The quarry closed when the last master mason retired, and the pit filled with clear water "
    "in which the children learn to swim."
)


def pdf(*pages: Draw, title: str | None = None, encrypt: object = None, pagesize: tuple[float, float] = A4) -> bytes:
    """Each argument draws a page."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesize, encrypt=encrypt)
    if title is not None:
        canvas.setTitle(title)
    for draw in pages:
        canvas.setFont("Times-Roman", SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(texts: Iterable[str], x: float = 72, y: float = 760, leading: float = LEADING) -> Draw:
    """One line under the other, as given; `y` counts from the bottom."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            canvas.drawString(x, y - number * leading, text)

    return draw


def both(*draws: Draw) -> Draw:
    """Several things on one page."""

    def draw(canvas: Canvas) -> None:
        for one in draws:
            one(canvas)

    return draw


def columns(left: list[str], right: list[str], is_interleaved: bool, y: float = 700) -> Draw:
    """Two columns; the file holds them one after the other, or row by row."""

    def draw(canvas: Canvas) -> None:
        placed = [(72.0, y - i * LEADING, text) for i, text in enumerate(left)]
        placed += [(310.0, y - i * LEADING, text) for i, text in enumerate(right)]
        if is_interleaved:
            placed.sort(key=lambda one: (-one[1], one[0]))
        for x, at, text in placed:
            canvas.drawString(x, at, text)

    return draw


def wrapped(text: str, characters: int = 48) -> list[str]:
    """The text in lines of at most so many characters."""
    return textwrap.wrap(text, characters)


def with_label_and_outline(data: bytes) -> bytes:
    """The first two pages numbered i and ii, the others 1, 2, ...; an outline of two levels."""
    writer = PdfWriter(clone_from=PypdfReader(io.BytesIO(data)))
    writer.set_page_label(0, 1, style="/r")
    writer.set_page_label(2, len(writer.pages) - 1, style="/D")
    part = writer.add_outline_item(title="The harbour", page_number=1)
    writer.add_outline_item(title="Tide tables", page_number=1, parent=part)
    writer.add_outline_item(title="Pilots", page_number=3, parent=part)
    writer.add_outline_item(title="The quarry", page_number=4)
    return _written(writer)


def with_outline(data: bytes, *entries: tuple[int, str, int] | tuple[int, str, int, float, float]) -> bytes:
    """Each entry: its depth from 0, title, page from 1 and, where it names a place, left and top in PDF coordinates."""
    writer = PdfWriter(clone_from=PypdfReader(io.BytesIO(data)))
    above: list[IndirectObject] = []
    for depth, title, page, *place in entries:
        fit = Fit.xyz(*place) if place else Fit.fit()
        parent = above[depth - 1] if depth else None
        item = writer.add_outline_item(title=title, page_number=page - 1, parent=parent, fit=fit)
        above = [*above[:depth], item]
    return _written(writer)


def turned(data: bytes, angle: int) -> bytes:
    """Every page with a /Rotate entry."""
    writer = PdfWriter(clone_from=PypdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.rotate(angle)
    return _written(writer)


def cropped(data: bytes, left: float, bottom: float, right: float, top: float) -> bytes:
    """Every page with a crop box."""
    writer = PdfWriter(clone_from=PypdfReader(io.BytesIO(data)))
    for page in writer.pages:
        page.cropbox.lower_left = (left, bottom)
        page.cropbox.upper_right = (right, top)
    return _written(writer)


def encrypted(data: bytes, user_password: str) -> bytes:
    """With AES, as today's programs do it."""
    writer = PdfWriter(clone_from=PypdfReader(io.BytesIO(data)))
    writer.encrypt(user_password, "owner", algorithm="AES-256")
    return _written(writer)


def _written(writer: PdfWriter) -> bytes:
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()
