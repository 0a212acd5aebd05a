"""Marking: which words of the shown document are marked: those in question strongly, the others fainter; and where."""

from __future__ import annotations

from collections.abc import Sequence

from ragdesk.protocol.records import Quote
from ragdesk.window.evidence.finder import Finder
from ragdesk.window.evidence.page_painter import Marked
from ragdesk.window.evidence.shown_document import ShownDocument
from ragdesk.window.evidence.word_places import Span, WordPlaces

MOST_HITS_LOCATED = 40
"""Of those on the page of the hit that is shown: a letter that stands there a thousand times is not."""


class Marking:
    """The chosen quote, or the hit that is shown while words are looked for, is what is in question."""

    def __init__(self, shown: ShownDocument, finder: Finder, places: WordPlaces) -> None:
        self._shown, self._finder, self._places = shown, finder, places
        self._quotes: Sequence[Quote] = ()
        self.chosen: Quote | None = None

    def choose(self, quotes: Sequence[Quote], chosen: Quote | None) -> None:
        """The quotes of an answer, of which those of the same document are marked."""
        self.chosen = chosen
        self._quotes = [quote for quote in quotes if chosen and quote.document == chosen.document and quote.text]

    @property
    def chosen_span(self) -> Span | None:
        """Where the chosen quote's words stand; None without words, or if they are no longer there."""
        return self._span(self.chosen) if self.chosen else None

    @property
    def chosen_page(self) -> int:
        """The page that the quote names, or the first."""
        return (self.chosen.place.page if self.chosen else None) or 1

    @property
    def is_chosen_lost(self) -> bool:
        """Whether the file was read again and the quote's words are no longer in it."""
        return bool(self.chosen and self.chosen.text) and self.chosen_span is None

    @property
    def strong(self) -> Span | None:
        """What is in question."""
        return self._finder.hit or self.chosen_span

    def faint(self) -> list[Span]:
        """The other quotes, and the other hits on the page of the hit."""
        strong, hit = self.strong, self._finder.hit
        spans = [span for quote in self._quotes if (span := self._span(quote))]
        return [span for span in (*spans, *(self._hits_near(hit) if hit else ())) if span != strong]

    def want(self) -> None:
        """Ask where all of these stand on their pages, what is in question first."""
        strong = self.strong
        self._places.want([*([strong] if strong else []), *self.faint()])

    def by_page(self) -> dict[int, list[Marked]]:
        """What is known of their places by now."""
        strong = self.strong
        marks: dict[int, list[Marked]] = {}
        for span in (*self.faint(), *([strong] if strong else [])):
            for on_page in self._places.marks(span) or ():
                marked = marks.setdefault(on_page.page, [])
                marked.extend(Marked(box, is_faint=span != strong) for box in on_page.boxes)
        return marks

    def _span(self, quote: Quote) -> Span | None:
        if not quote.text:
            return None
        words = self._shown.words
        return words.anchor(quote) if words else (quote.place.start, quote.place.end)

    def _hits_near(self, hit: Span) -> list[Span]:
        words = self._shown.words
        if words is None:
            return []
        page = words.page_at(hit[0])
        near = [span for span in self._finder.hits if words.page_at(span[0]) == page]
        return near[:MOST_HITS_LOCATED]
