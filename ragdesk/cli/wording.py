"""Numbers, places and names in the words that people read."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

from ragdesk.protocol.records import Place, Searched

STATUS_SYMBOLS = {"ready": "✓", "partly": "◐", "skipped": "-", "failed": "✗", "waiting": "…"}
STATUS_STYLES = {"ready": "green", "partly": "yellow", "skipped": "dim", "failed": "red", "waiting": "cyan"}


def counted(number: int, noun: str) -> str:
    """
    >>> counted(1, "document"), counted(1200, "span")
    ('1 document', '1,200 spans')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """
    >>> duration(0.085), duration(3.21), duration(310)
    ('85 ms', '3.2 s', '5 min 10 s')
    """
    if seconds < 0.9995:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 99.5:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s"


def size(size_bytes: int) -> str:
    """
    >>> size(900), size(2_500_000)
    ('900 bytes', '2.5 MB')
    """
    if size_bytes < 1000:
        return counted(size_bytes, "byte")
    power = min(4, (len(str(size_bytes)) - 1) // 3)
    return f"{size_bytes / 1000**power:.1f} {('kB', 'MB', 'GB', 'TB')[power - 1]}"


def place_words(place: Place) -> str:
    """
    >>> place_words(Place(3, ("Fees", "Late payment"), 0, 9))
    'page 3, Fees > Late payment'
    """
    page = [] if place.page is None else [f"page {place.page}"]
    heading = [" > ".join(place.heading)] if place.heading else []
    return ", ".join(page + heading)


def file_and_place(name: str, place: Place) -> str:
    """
    >>> file_and_place("lease.pdf", Place(3, (), 0, 9))
    'lease.pdf, page 3'
    """
    return ", ".join(part for part in (name, place_words(place)) if part)


def short_names(documents: Iterable[str]) -> dict[str, str]:
    """The file name of each path, or the path where two of them share a file name.

    >>> short_names(["/a/x.md", "/a/y.md", "/b/y.md"])
    {'/a/x.md': 'x.md', '/a/y.md': '/a/y.md', '/b/y.md': '/b/y.md'}
    """
    paths = dict.fromkeys(documents)
    shared = Counter(os.path.basename(path) for path in paths)
    return {path: path if shared[os.path.basename(path)] > 1 else os.path.basename(path) for path in paths}


def searched_words(searched: Searched) -> str | None:
    """How much was searched, where that is not everything."""
    if searched.documents == searched.of:
        return None
    return f"Searched {searched.documents:,} of {counted(searched.of, 'document')}; `ragdesk list` says why."
