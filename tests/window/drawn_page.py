"""A page drawn without any library: white paper, grey bars for lines of text; the marks of a place lie on its bars."""

from __future__ import annotations

from ragdesk.protocol.records import Box, PageImage, PageMarks

WIDTH, HEIGHT = 595, 842
_LINES, _LEFT, _RIGHT, _TOP, _STEP = 30, 0.12, 0.88, 0.12, 0.025


def draw_page(page: int, pages: int, scale: float) -> PageImage:
    """A4 at `scale`; every page has its own pattern of bars."""
    width, height = round(WIDTH * scale), round(HEIGHT * scale)
    rows = [b"\xff\xff\xff" * width] * height
    for line in range(_LINES):
        box = line_box(line, 0.6 + 0.4 * ((line * 7 + page * 3) % 10) / 10)
        left, right = round(box.left * width), round(box.right * width)
        row = b"\xff\xff\xff" * left + b"\x46\x46\x46" * (right - left) + b"\xff\xff\xff" * (width - right)
        middle = (box.top + box.bottom) / 2
        for y in range(round((middle - 0.004) * height), round((middle + 0.004) * height)):
            rows[y] = row
    return PageImage(page, pages, width, height, b"".join(rows))


def line_box(line: int, share: float = 1.0) -> Box:
    """Where a line of text stands."""
    top = _TOP + line * _STEP
    return Box(_LEFT, top, _LEFT + (_RIGHT - _LEFT) * share, top + _STEP * 0.8)


def marks(page: int, start: int, end: int) -> PageMarks:
    """One box for each 80 characters."""
    first, last = start // 80, max(start // 80, (end - 1) // 80)
    return PageMarks(page, tuple(line_box(line % _LINES) for line in range(first, min(last, first + _LINES - 1) + 1)))
