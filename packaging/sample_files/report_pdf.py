"""Sets the annual report as an 8-page PDF: cover, outline, running header, one table, one page in two columns."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import HexColor, white
from reportlab.lib.pagesizes import B5
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from sample_files.report_text import ACCOUNTS, COVER, MUSEUM, PAGES, PLACE, TABLE, TITLE, TWO_COLUMN_PAGE

WIDTH, HEIGHT = B5
MARGIN = 22 * mm
GUTTER = 8 * mm
SEA = HexColor("#1f4e5f")
LAMP = HexColor("#f2b134")
PALE = HexColor("#eaf1f3")

BODY = ParagraphStyle(
    "body", fontName="Times-Roman", fontSize=12, leading=16.5, spaceAfter=7, allowWidows=0, allowOrphans=0
)
CHAPTER = ParagraphStyle("chapter", fontName="Helvetica-Bold", fontSize=17, leading=22, spaceBefore=4, spaceAfter=9)
SECTION = ParagraphStyle("section", fontName="Helvetica-Bold", fontSize=12, leading=16, spaceBefore=6, spaceAfter=4)


class Report(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """Writes an outline entry for each heading as it is placed."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  # reportlab's name
        if not isinstance(flowable, Paragraph) or flowable.style.name not in ("chapter", "section"):
            return
        heading = flowable.getPlainText()
        key = f"at-{heading.split(' ')[0]}"
        self.canv.bookmarkPage(key, fit="XYZ", left=MARGIN, top=self.frame._y + flowable.height)
        self.canv.addOutlineEntry(heading, key, level=0 if flowable.style.name == "chapter" else 1)


def report_pdf() -> bytes:
    """The bytes depend on the text alone: no date, no random id, and no compression, which differs between zlibs."""
    target = io.BytesIO()
    report = Report(
        target,
        pagesize=B5,
        invariant=1,
        pageCompression=0,
        title=f"{MUSEUM}: {TITLE}",
        author="Friends of Punta Garza Lighthouse",
        lang="en",
    )
    report.addPageTemplates([_template("cover"), _template("page"), _template("columns", columns=2)])
    report.build(_story())
    return target.getvalue()


def _template(name: str, columns: int = 1) -> PageTemplate:
    top = 92 * mm if name == "cover" else HEIGHT - 30 * mm
    width = (WIDTH - 2 * MARGIN - (columns - 1) * GUTTER) / columns
    frames = [Frame(MARGIN + i * (width + GUTTER), 22 * mm, width, top - 22 * mm, 0, 0, 0, 0) for i in range(columns)]
    return PageTemplate(id=name, frames=frames, onPage=_draw_cover if name == "cover" else _draw_header)


def _story() -> list[Flowable]:
    story: list[Flowable] = [Paragraph(text, BODY) for text in COVER]
    for number, blocks in enumerate(PAGES, start=2):
        story += [NextPageTemplate("columns" if number == TWO_COLUMN_PAGE else "page"), PageBreak()]
        for block in blocks:
            story += _flowables(block)
    return story


def _flowables(block: str) -> list[Flowable]:
    if block == TABLE:
        return [_accounts(), Spacer(1, 8)]
    for mark, style in (("# ", CHAPTER), ("## ", SECTION)):
        if block.startswith(mark):
            return [Paragraph(block.removeprefix(mark), style)]
    return [Paragraph(block, BODY)]


def _accounts() -> Table:
    totals = [row for row, (name, _, _) in enumerate(ACCOUNTS) if name.startswith(("Total", "Surplus"))]
    style: list[tuple[Any, ...]] = [
        ("FONT", (0, 0), (-1, -1), "Helvetica", 9.5),
        ("FONT", (0, 0), (-1, 0), "Helvetica-Bold", 9.5),
        ("BACKGROUND", (0, 0), (-1, 0), PALE),
        ("ALIGN", (1, 0), (-1, -1), "RIGHT"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.8, SEA),
        ("TOPPADDING", (0, 0), (-1, -1), 3.2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3.2),
    ]
    for row in totals:
        style += [("FONT", (0, row), (-1, row), "Helvetica-Bold", 9.5), ("LINEABOVE", (0, row), (-1, row), 0.5, SEA)]
    return Table(ACCOUNTS, colWidths=[76 * mm, 28 * mm, 28 * mm], style=TableStyle(style))


def _draw_header(canvas: Any, report: Report) -> None:
    canvas.saveState()
    canvas.setFont("Helvetica", 8.5)
    canvas.setFillColor(SEA)
    canvas.drawString(MARGIN, HEIGHT - 18 * mm, f"{MUSEUM} · {TITLE}")
    canvas.drawCentredString(WIDTH / 2, 13 * mm, f"Page {report.page} of {len(PAGES) + 1}")
    canvas.setStrokeColor(SEA)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, HEIGHT - 20 * mm, WIDTH - MARGIN, HEIGHT - 20 * mm)
    canvas.restoreState()


def _draw_cover(canvas: Any, _report: Report) -> None:
    canvas.saveState()
    canvas.setFillColor(SEA)
    canvas.rect(0, 100 * mm, WIDTH, HEIGHT - 100 * mm, stroke=0, fill=1)
    _draw_lighthouse(canvas, WIDTH - 46 * mm, 100 * mm)
    canvas.setFillColor(white)
    canvas.setFont("Helvetica-Bold", 30)
    canvas.drawString(MARGIN, 196 * mm, TITLE)
    canvas.setFont("Helvetica", 16)
    canvas.drawString(MARGIN, 184 * mm, MUSEUM)
    canvas.drawString(MARGIN, 176 * mm, PLACE)
    canvas.restoreState()


def _draw_lighthouse(canvas: Any, x: float, y: float) -> None:
    """A tower of 70 mm whose foot stands at (x, y), with a beam to the left."""
    canvas.setFillColor(LAMP)
    canvas.setFillAlpha(0.25)
    _draw_shape(canvas, [(x, y + 63 * mm), (0, y + 50 * mm), (0, y + 24 * mm)])
    canvas.setFillAlpha(1)
    canvas.setFillColor(white)
    _draw_shape(canvas, [(x - 9 * mm, y), (x + 9 * mm, y), (x + 5 * mm, y + 56 * mm), (x - 5 * mm, y + 56 * mm)])
    canvas.rect(x - 8 * mm, y + 56 * mm, 16 * mm, 2 * mm, stroke=0, fill=1)
    canvas.setFillColor(LAMP)
    canvas.rect(x - 3.5 * mm, y + 58 * mm, 7 * mm, 9 * mm, stroke=0, fill=1)
    canvas.setFillColor(white)
    _draw_shape(canvas, [(x - 6 * mm, y + 67 * mm), (x + 6 * mm, y + 67 * mm), (x, y + 73 * mm)])


def _draw_shape(canvas: Any, corners: list[tuple[float, float]]) -> None:
    path = canvas.beginPath()
    path.moveTo(*corners[0])
    for corner in corners[1:]:
        path.lineTo(*corner)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)
