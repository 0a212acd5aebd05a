"""Records in, the documented JSON out. Keys may be added here; none may be renamed, removed or change its meaning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from ragdesk.cli.json_lines import JsonObject
from ragdesk.protocol.engine_records import Check, EngineStatus, JobRecord, SourceRecord
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import AddFinished, DocumentFinished
from ragdesk.protocol.records import (
    Answer,
    Budget,
    DocumentRecord,
    DocumentText,
    Passage,
    Place,
    Quote,
    Searched,
    SearchResult,
    Sentence,
)


def search_json(question: str, result: SearchResult) -> JsonObject:
    return {
        "question": question,
        "passages": [_passage(passage) for passage in result.passages],
        "quotes": [_quote(quote) for quote in result.quotes],
        "searched": _searched(result.searched),
        "took_ms": round(result.took_ms, 3),
    }


def answer_json(answer: Answer) -> JsonObject:
    return {
        "question": answer.question,
        "answer": answer.text,
        "found": answer.found,
        "evidence": answer.evidence,
        "origin": answer.origin,
        "note": answer.note,
        "language": answer.language,
        "sentences": [_sentence(sentence) for sentence in answer.sentences],
        "quotes": [_quote(quote) for quote in answer.quotes],
        "passages": [_passage(passage) for passage in answer.passages],
        "nearest": list(answer.nearest),
        "searched": _searched(answer.searched),
        "model": answer.model,
        "budget": _budget(answer.budget),
        "timings_ms": {
            "quotes": round(answer.timings.quotes, 3),
            "first_token": None if answer.timings.first_token is None else round(answer.timings.first_token, 3),
            "total": round(answer.timings.total, 3),
        },
    }


def document_json(record: DocumentRecord) -> JsonObject:
    return {
        "document": record.document,
        "title": record.title,
        "status": record.status,
        "reason": record.reason,
        "type": record.type,
        "size_bytes": record.size_bytes,
        "pages": record.pages,
        "pages_read": record.pages_read,
        "chunks": record.chunks,
        "language": record.language,
        "read_at": record.read_at,
    }


def list_json(records: Sequence[DocumentRecord]) -> JsonObject:
    return {"documents": [document_json(record) for record in records]}


def shown_json(shown: DocumentText) -> JsonObject:
    sections = [{"place": _place(section.place), "text": section.text} for section in shown.sections]
    return document_json(shown.record) | {"sections": sections}


def finished_json(event: DocumentFinished) -> JsonObject:
    return document_json(event.record) | {"outcome": event.outcome}


def summary_json(summary: AddFinished) -> JsonObject:
    return {"summary": asdict(summary)}


def removed_json(records: Sequence[DocumentRecord]) -> JsonObject:
    return {"removed": [document_json(record) for record in records]}


def status_json(status: EngineStatus) -> JsonObject:
    return asdict(status)


def job_json(job: JobRecord) -> JsonObject:
    return asdict(job)


def jobs_json(jobs: Sequence[JobRecord]) -> JsonObject:
    return {"jobs": [job_json(job) for job in jobs]}


def sources_json(sources: Sequence[SourceRecord]) -> JsonObject:
    return {"sources": [asdict(source) for source in sources]}


def doctor_json(checks: Sequence[Check]) -> JsonObject:
    return {"ok": all(check.ok for check in checks), "checks": [asdict(check) for check in checks]}


def error_json(error: RagdeskError) -> JsonObject:
    return {"error": {"kind": type(error).__name__, "message": error.message, "hint": error.hint}}


def _place(place: Place) -> JsonObject:
    return {"page": place.page, "heading": list(place.heading), "start": place.start, "end": place.end}


def _passage(passage: Passage) -> JsonObject:
    return {
        "n": passage.n,
        "document": passage.document,
        "title": passage.title,
        "place": _place(passage.place),
        "text": passage.text,
        "score": passage.score,
        "language": passage.language,
    }


def _quote(quote: Quote) -> JsonObject:
    return {
        "n": quote.n,
        "document": quote.document,
        "title": quote.title,
        "place": _place(quote.place),
        "text": quote.text,
        "score": quote.score,
        "passage": quote.passage,
    }


def _sentence(sentence: Sentence) -> JsonObject:
    return {
        "text": sentence.text,
        "supported": sentence.supported,
        "citations": list(sentence.citations),
        "unknown_numbers": list(sentence.unknown_numbers),
    }


def _searched(searched: Searched) -> JsonObject:
    return {"documents": searched.documents, "of": searched.of}


def _budget(budget: Budget) -> JsonObject:
    return {
        "context_tokens": budget.context_tokens,
        "prompt_tokens": budget.prompt_tokens,
        "answer_tokens": budget.answer_tokens,
        "passages_read": list(budget.passages_read),
        "passages_left_out": list(budget.passages_left_out),
    }
