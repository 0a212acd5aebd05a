"""Makes readable PDFs of any length, in which each page holds one sentence that stands nowhere else."""

from __future__ import annotations

import io
import random
import textwrap

from reportlab.lib.pagesizes import A5
from reportlab.pdfgen.canvas import Canvas

_TIMES = (
    "At dawn",
    "After the rain",
    "On market day",
    "Before the tide turned",
    "Late in the evening",
    "In the fog",
    "On the feast of Saint Peter",
    "Two days later",
    "During the strike",
    "To everyone's surprise",
)
_PEOPLE = (
    "the pilot",
    "the widow Salcedo",
    "Captain Oyarzun",
    "a clerk from the customs house",
    "the rope maker",
    "the schoolmaster",
    "Benita the baker",
    "the keeper of the scales",
    "a Dutch merchant",
    "the young doctor",
)
_DEEDS = (
    "weighed",
    "sold",
    "complained about",
    "hid",
    "repaired",
    "counted",
    "refused",
    "ordered",
    "praised",
    "lost",
)
_GOODS = (
    "forty barrels of olives",
    "a crate of almonds",
    "two anchors",
    "the new scales",
    "nine bales of wool",
    "a load of granite",
    "copper lamps",
    "a chest of tea",
    "salted cod",
    "three spare sails",
    "window glass",
)
_PLACES = (
    "at the north quay",
    "behind the auction hall",
    "in the lower store",
    "on board the ferry",
    "beside the well",
    "under the arcades",
    "in the sacristy",
    "by the slaughterhouse",
    "at the toll gate",
)
_ENDINGS = (
    "and asked for a receipt",
    "although nobody had paid",
    "while the bell was ringing",
    "as the law requires",
    "and the matter was closed",
    "in the presence of two witnesses",
    "for the third time that year",
    "without a word",
    "and went home on foot",
)
_PORTS = (
    "Santa Olaya",
    "Cardiff",
    "Rotterdam",
    "Oporto",
    "Bristol",
    "Genoa",
    "Bergen",
    "Marseille",
    "Hamburg",
)


def long_pdf(pages: int) -> bytes:
    """Ready: an outline entry every ten pages, about 150 words a page, on each page the sentence `page_fact(page)`."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A5, invariant=1, pageCompression=0)
    canvas.setTitle("Journal of the harbour office")
    for page in range(1, pages + 1):
        if page % 10 == 1:
            canvas.bookmarkPage(f"p{page}")
            canvas.addOutlineEntry(f"Volume {page // 10 + 1}", f"p{page}", level=0)
        _draw_page(canvas, page)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def page_fact(page: int) -> str:
    """A sentence that stands on this page of every `long_pdf` and on no other."""
    draw = random.Random(page)
    return (
        f"Entry {page} records that {draw.choice(_PEOPLE)} paid {100 + page * 7} crowns "
        f"for {draw.choice(_GOODS)} from {draw.choice(_PORTS)}."
    )


def plain_sentence(draw: random.Random) -> str:
    """One of about 800,000 sentences about life in an invented harbour."""
    return (
        f"{draw.choice(_TIMES)} {draw.choice(_PEOPLE)} {draw.choice(_DEEDS)} {draw.choice(_GOODS)} "
        f"{draw.choice(_PLACES)} {draw.choice(_ENDINGS)}."
    )


def _draw_page(canvas: Canvas, page: int) -> None:
    draw = random.Random(page * 1009)
    sentences = [plain_sentence(draw) for _ in range(12)]
    sentences.insert(draw.randrange(12), page_fact(page))
    text = canvas.beginText(45, 545)
    text.setFont("Times-Roman", 11)
    text.setLeading(15)
    for start in range(0, len(sentences), 4):
        for line in textwrap.wrap(" ".join(sentences[start : start + 4]), 64):
            text.textLine(line)
        text.textLine("")
    canvas.drawText(text)
    canvas.drawCentredString(210, 25, str(page))
