"""A chunk found for a question, before it is shown or read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FoundChunk:
    """`position` counts the document's chunks from 0; `start` and `end` count characters of the document's text."""

    chunk: int
    document: int
    section: int
    position: int
    start: int
    end: int
    text: str
    score: float
