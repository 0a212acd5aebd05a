"""Goal: what should be in sight in a view of pages, and how far to scroll for it."""

from __future__ import annotations

from dataclasses import dataclass

from ragdesk.protocol.records import Box
from ragdesk.window.evidence.page_layout import GAP, PageLayout
from ragdesk.window.evidence.page_painter import box_rect


@dataclass(frozen=True, slots=True)
class Goal:
    """A page's top, or a box on it."""

    page: int
    box: Box | None = None


def goal_y(layout: PageLayout, goal: Goal, view_height: int) -> float:
    """The height that should be at the top of the view: a box comes into its upper third.

    A page is shown from its top while the box is in its upper third there, or all of it fits.
    """
    rect = layout.rect(goal.page)
    top = rect.top - GAP
    if goal.box is None or rect.height + GAP <= view_height:
        return top
    return max(top, box_rect(rect, goal.box).top() - view_height / 3)
