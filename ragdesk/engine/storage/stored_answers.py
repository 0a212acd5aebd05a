"""An answer as it is stored with its message, and back: complete, and tolerant of what older versions did not store."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from ragdesk.engine.storage.database import Row
from ragdesk.engine.storage.documents import file_title
from ragdesk.protocol.records import Answer, Budget, Passage, Place, Quote, Searched, Sentence, Timings

_KEPT = (
    "sentences", "quotes", "budget", "timings", "evidence", "origin", "found", "language", "nearest", "note",
    "searched",
)  # fmt: skip
PASSAGE_COLUMNS = 'n, document, chunk_id, page, heading, start, "end", text, score'


def details_of(answer: Answer) -> str:
    """What has no column of its own, as JSON."""
    everything = asdict(answer)
    of_passages = [{"n": one.n, "title": one.title, "language": one.language} for one in answer.passages]
    return json.dumps({name: everything[name] for name in _KEPT} | {"of_passages": of_passages})


def passage_row(passage: Passage) -> tuple[Any, ...]:
    """The values of `PASSAGE_COLUMNS`."""
    place = passage.place
    return (
        passage.n, passage.document, passage.chunk_id, place.page, json.dumps(place.heading), place.start, place.end,
        passage.text, passage.score,
    )  # fmt: skip


def answer_of(question: str, text: str, details: str | None, model: str | None, passages: Sequence[Row]) -> Answer:
    """The record as it was stored. Without details the answer was erased, and its text says so."""
    known: Mapping[str, Any] = json.loads(details) if details else {}
    timings = known.get("timings", {})
    return Answer(
        question=question,
        text=text,
        found=known.get("found", False),
        evidence=known.get("evidence", "none"),
        origin=known.get("origin", "nothing" if details else "erased"),
        sentences=tuple(_sentence(one) for one in known.get("sentences", ())),
        quotes=tuple(_quote(one) for one in known.get("quotes", ())),
        passages=tuple(_passages(passages, known.get("of_passages", ()))),
        searched=_searched(known.get("searched", {})),
        model=model if known else None,
        budget=_budget(known.get("budget", {})),
        timings=Timings(timings.get("quotes", 0.0), timings.get("first_token"), timings.get("total", 0.0)),
        language=known.get("language", "en"),
        nearest=tuple(known.get("nearest", ())),
        note=known.get("note"),
    )


def _sentence(one: Mapping[str, Any]) -> Sentence:
    citations, numbers = one.get("citations", ()), one.get("unknown_numbers", ())
    return Sentence(one["text"], one["supported"], tuple(citations), tuple(numbers))


def _quote(one: Mapping[str, Any]) -> Quote:
    at = one["place"]
    place = Place(at["page"], tuple(at["heading"]), at["start"], at["end"])
    return Quote(one["n"], one["document"], one["title"], place, one["text"], one["score"], one["passage"])


def _passages(rows: Sequence[Row], of_passages: Sequence[Mapping[str, Any]]) -> list[Passage]:
    """Titles and languages were not stored at first; a file's name stands for its title then."""
    more = {one["n"]: one for one in of_passages}
    return [
        Passage(
            n, document, more.get(n, {}).get("title") or file_title(document),
            Place(page, tuple(json.loads(heading)), start, end), text, score, chunk_id or 0,
            more.get(n, {}).get("language"),
        )
        for n, document, chunk_id, page, heading, start, end, text, score in rows
    ]  # fmt: skip


def _searched(counts: Mapping[str, int]) -> Searched:
    return Searched(counts.get("documents", 0), counts.get("of", 0))


def _budget(counts: Mapping[str, Any]) -> Budget:
    return Budget(
        counts.get("context_tokens", 0), counts.get("prompt_tokens", 0), counts.get("answer_tokens", 0),
        tuple(counts.get("passages_read", ())), tuple(counts.get("passages_left_out", ())),
    )  # fmt: skip
