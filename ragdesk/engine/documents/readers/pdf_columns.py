"""Fragments of a PDF page in, regions in reading order out: a column, or what runs across the columns."""

from __future__ import annotations

from itertools import pairwise
from statistics import fmean

from ragdesk.engine.documents.readers.pdf_fragments import Fragment, Row, rows_of

# Found on papers with two and three columns, tables, invoices and forms: text columns fill 75-95 % of their width,
# the cells of tables 20-55 %.
FEWEST_LINES = 4
FEWEST_CHARACTERS = 14
LEAST_FILL = 0.62
SHALLOWEST_GUTTER = 3.0
"""Points."""
MOST_COLUMNS_DEPTH = 3


def regions_of(fragments: list[Fragment], depth: int = 0) -> list[list[Row]]:
    """Each region is a list of rows from top to bottom; the regions follow each other in reading order.

    Where the page has columns, what runs across them parts the page into bands; a band is read left column first.
    """
    edge = _right_column_edge(fragments) if depth < MOST_COLUMNS_DEPTH else None
    if edge is None:
        return [rows_of(fragments)] if fragments else []
    left, right, across = _sides(fragments, edge)
    regions: list[list[Row]] = []
    above = float("-inf")
    pending: list[Row] = []
    for row in [*rows_of(across), []]:
        below = fmean(fragment.middle for fragment in row) if row else float("inf")
        band = [[f for f in side if above < f.middle <= below] for side in (left, right)]
        if any(band):
            if pending:
                regions.append(pending)
                pending = []
            for side in band:
                regions.extend(regions_of(side, depth + 1))
        if row:
            pending.append(row)
        above = below
    if pending:
        regions.append(pending)
    return regions


def _right_column_edge(fragments: list[Fragment]) -> float | None:
    """Where the right column begins, or None where the page is not set in columns."""
    lines = [f for f in fragments if f.end - f.start >= FEWEST_CHARACTERS]
    if len(lines) < 2 * FEWEST_LINES:
        return None
    first, last = min(f.left for f in lines), max(f.right for f in lines)
    width = last - first
    edges = sorted(f.left for f in lines if first + 0.25 * width < f.left < last - 0.15 * width)
    return next((edge for edge in _frequent(edges) if _parts_columns(lines, fragments, edge)), None)


def _frequent(edges: list[float]) -> list[float]:
    """Left edges shared by several lines (to 3 points), the most shared first, of equals the leftmost."""
    groups: list[list[float]] = []
    for edge in edges:
        if groups and edge - groups[-1][0] <= 3.0:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    groups = [group for group in groups if len(group) >= FEWEST_LINES - 1]
    return [group[0] for group in sorted(groups, key=len, reverse=True)[:3]]


def _sides(fragments: list[Fragment], edge: float) -> tuple[list[Fragment], list[Fragment], list[Fragment]]:
    left = [f for f in fragments if f.right <= edge + 0.5]
    right = [f for f in fragments if f.left >= edge - 0.5 and f.right > edge + 0.5]
    across = [f for f in fragments if f.left < edge - 0.5 and f.right > edge + 0.5]
    return left, right, across


def _parts_columns(lines: list[Fragment], fragments: list[Fragment], edge: float) -> bool:
    left, right, _ = _sides(lines, edge)
    if min(len(left), len(right)) < FEWEST_LINES:
        return False
    if edge - max(f.right for f in left) < SHALLOWEST_GUTTER:
        return False
    if not _stand_side_by_side(left, right):
        return False
    every_left, every_right, _ = _sides(fragments, edge)
    left_rows, right_rows = rows_of(every_left), rows_of(every_right)
    return min(_fill(left_rows), _fill(right_rows)) >= LEAST_FILL and not _is_table(left_rows, right_rows)


def _stand_side_by_side(left: list[Fragment], right: list[Fragment]) -> bool:
    tops = [min(f.top for f in side) for side in (left, right)]
    bottoms = [max(f.bottom for f in side) for side in (left, right)]
    shorter = min(bottoms[0] - tops[0], bottoms[1] - tops[1])
    return min(bottoms) - max(tops) >= 0.4 * shorter


def _fill(rows: list[Row]) -> float:
    """Which share of the column's width its rows cover, on average."""
    width = max(row[-1].right for row in rows) - min(row[0].left for row in rows)
    return fmean(sum(f.width for f in row) for row in rows) / width if width > 0 else 0.0


def _is_table(left: list[Row], right: list[Row]) -> bool:
    """The cells of a table row begin at one height; the paragraphs of two columns do so only by chance."""
    left_starts, right_starts = _block_starts(left), _block_starts(right)
    few = min(len(left_starts), len(right_starts))
    if few < 2:
        return False
    shared = sum(any(abs(a - b) < 2.0 for b in right_starts) for a in left_starts)
    return shared >= max(2, 0.7 * few)


def _block_starts(rows: list[Row]) -> list[float]:
    """The heights at which a row stands farther below the one before it than rows within a paragraph do."""
    middles = [row[0].middle for row in rows]
    steps = [below - above for above, below in pairwise(middles)]
    if not steps:
        return []
    usual = sorted(steps)[len(steps) // 4]
    return [middle for step, middle in zip(steps, middles[1:], strict=True) if step > 1.25 * usual]
