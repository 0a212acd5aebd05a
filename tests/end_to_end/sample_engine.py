"""SampleEngine: the FakeEngine with the pages of a real PDF, for pictures of the window that look real."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pypdfium2

from ragdesk.protocol.records import (
    Answer,
    Box,
    PageImage,
    PageMarks,
    Passage,
    Place,
    Quote,
    SectionRecord,
    Sentence,
)
from tests.end_to_end.program import SAMPLES
from tests.window import sample_data
from tests.window.fake_engine import FakeEngine

PDF = SAMPLES / "lighthouse-museum-report-2024.pdf"
REPORT = f"{sample_data.FOLDER}/{PDF.name}"
TITLE = "Annual Report 2024, Punta Garza Lighthouse Museum"
QUESTION, SPANISH = "What was done to the great lens in 2024?", "¿Qué se hizo con la gran lente en 2024?"
SENTENCES = (
    "The workshop of Marta Olazábal took the lens apart in January and numbered every piece.",
    "Of the 312 prisms, 293 could be cleaned and put back; 19 were cracked beyond repair and were cast anew by a "
    "glassworks in Bohemia.",
)


class SampleEngine(FakeEngine):
    """Its first document is the sample report; QUESTION and SPANISH are answered from its fourth page."""

    def __init__(self) -> None:
        super().__init__()
        self._pdf_lock = threading.Lock()
        with self._pdf() as pdf:
            pages = [re.sub(r"\s+", " ", page.get_textpage().get_text_range()).strip() for page in pdf]
        self.texts[REPORT] = sample_data.sections([(n, f"Page {n}", text) for n, text in enumerate(pages, 1)])
        del self.documents[sample_data.REPORT]
        self.documents[REPORT] = sample_data.document(1, REPORT, TITLE, pages=len(pages), size_bytes=612_000)
        first, second = (self._quote(n, text) for n, text in enumerate(SENTENCES, 1))
        for question, language in ((QUESTION, "en"), (SPANISH, "es")):
            self.answers[question] = _answer(question, language, (first, second), self.texts[REPORT][3])

    def render_page(self, document: str, page: int, scale: float = 1.5) -> PageImage:
        if not document.endswith(PDF.name):
            return super().render_page(document, page, scale)
        self._called("render_page", document, page, scale)
        with self._pdf() as pdf:
            image = pdf[page - 1].render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
            rows = image.to_numpy()[:, :, :3]
            return PageImage(page, len(pdf), image.width, image.height, rows.tobytes())

    def locate(self, document: str, start: int, end: int) -> list[PageMarks]:
        if not document.endswith(PDF.name):
            return super().locate(document, start, end)
        self._called("locate", document, start, end)
        for section in self.texts[REPORT]:
            if section.place.start <= start < section.place.end:
                words = section.text[start - section.place.start : end - section.place.start]
                return [self._marks(section.place.page or 1, words)]
        return []

    def _marks(self, number: int, words: str) -> PageMarks:
        with self._pdf() as pdf:
            page = pdf[number - 1]
            width, height = page.get_size()
            text = page.get_textpage()
            whole = text.get_text_range()
            found = re.search(r"\s+".join(map(re.escape, words.split())), whole)
            if not found:
                return PageMarks(number, ())
            count = text.count_rects(found.start(), found.end() - found.start())
            boxes = (text.get_rect(at) for at in range(count))
            shares = tuple(Box(x0 / width, 1 - y1 / height, x1 / width, 1 - y0 / height) for x0, y0, x1, y1 in boxes)
            return PageMarks(number, shares)

    def _quote(self, n: int, text: str) -> Quote:
        section: SectionRecord = self.texts[REPORT][3]
        start = section.place.start + section.text.index(text)
        place = Place(4, ("The restoration of the lens", "The work"), start, start + len(text))
        return Quote(n, REPORT, TITLE, place, text, 0.9, 1)

    @contextmanager
    def _pdf(self) -> Iterator[Any]:
        """The library is not made for several threads."""
        with self._pdf_lock:
            pdf = pypdfium2.PdfDocument(PDF)
            try:
                yield pdf
            finally:
                pdf.close()


def _answer(question: str, language: str, quotes: tuple[Quote, ...], section: SectionRecord) -> Answer:
    sentences = {
        "en": (
            Sentence("The lens was taken apart in January 2024 and every piece was numbered.", True, (1,)),
            Sentence("293 of its 312 prisms were cleaned and put back, and 19 were cast anew.", True, (2,)),
            Sentence("The work took 40 people.", False, (), ("40",)),
        ),
        "es": (
            Sentence("La lente se desmontó en enero de 2024 y se numeraron todas sus piezas.", True, (1,)),
            Sentence("Se limpiaron 293 de sus 312 prismas y 19 se fundieron de nuevo.", True, (2,)),
            Sentence("En el trabajo participaron 40 personas.", False, (), ("40",)),
        ),
    }[language]
    made = sample_data.answer(question, sentences=sentences, language=language)
    passage = Passage(1, REPORT, TITLE, section.place, section.text, 0.9, chunk_id=1, language="en")
    return replace(made, quotes=quotes, passages=(passage, *made.passages[1:]))


def without_documents(engine: FakeEngine) -> None:
    """As on the first day, with the guides alone."""
    engine.documents = {path: one for path, one in engine.documents.items() if path == sample_data.GUIDE}
