"""Beats of a chat worker as what a face shows meanwhile."""

from __future__ import annotations

from typing import Literal

from ragdesk.engine.answer.chat_worker.frames import Frame
from ragdesk.engine.answer.chat_worker.orders import number_in
from ragdesk.protocol.events import AnswerPending

_DOING: dict[object, Literal["starting", "reading", "writing"]] = {"reading": "reading", "writing": "writing"}


def pending_of(beat: Frame) -> AnswerPending:
    """Raises BadFrame."""
    doing = _DOING.get(beat.get("doing"), "starting")
    if doing == "writing":
        return AnswerPending(doing)
    return AnswerPending(doing, number_in(beat, "done"), number_in(beat, "total"))
