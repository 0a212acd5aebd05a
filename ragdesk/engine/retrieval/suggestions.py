"""Questions that a library answers, made of its own headings and openings, and tried with its own search."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, zip_longest

from ragdesk.engine.retrieval.finder import Finder
from ragdesk.engine.retrieval.topics import name_in, title_of, topic_of
from ragdesk.engine.storage.database import Database
from ragdesk.engine.storage.documents import Documents, file_title
from ragdesk.protocol.records import LibraryId

_TRIED = 12
"""Candidates that are searched for at most: 10 to 30 ms each."""
_LANGUAGES = 3
_DOCUMENTS_OF_A_LANGUAGE = 8
_TOPICS_OF_A_DOCUMENT = 4
_SECTIONS_LOOKED_AT = 60
_CHARACTERS_LOOKED_AT = 2_000
"""Of each section: enough to see how words are written, whatever the document's size."""
_FEW_WORDS = 4
_SHORTEST_SECTION = 60
"""Characters. Below, hardly more than the heading stands there, and nothing can be asked about it."""

_WORDINGS = {
    "en": {
        "topic": "What does “{title}” say about {topic}?",
        "untitled": "What can you tell me about {topic}?",
        "opening": "What is “{title}” about?",
    },
    "es": {
        "topic": "¿Qué dice «{title}» sobre {topic}?",
        "untitled": "¿Qué se dice sobre {topic}?",
        "opening": "¿De qué trata «{title}»?",
    },
}


@dataclass(frozen=True, slots=True)
class _Document:
    content: int
    title: str
    language: str | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    question: str
    title: str


def suggest_questions(
    database: Database, library: LibraryId, finder: Finder, limit: int, language: str | None = None
) -> list[str]:
    """At most `limit`, each from another document as far as they last, beginning with one in `language`.

    They are always the same for the same library.
    """
    candidates = islice(_candidates(database, library, language), _TRIED)
    questions = (one.question for one in candidates if _is_answered(one, finder))
    return list(islice(questions, max(limit, 0)))


def _is_answered(candidate: _Candidate, finder: Finder) -> bool:
    found = finder.find(candidate.question, (), 3)
    return found.evidence == "enough" and any(passage.title == candidate.title for passage in found.passages)


def _candidates(database: Database, library: LibraryId, first: str | None) -> Iterator[_Candidate]:
    """One of each document, then a second of each; languages take turns."""
    of_documents = [_of_document(database, one) for one in _documents(database, library, first)]
    seen: set[str] = set()
    for round_of_candidates in zip_longest(*of_documents):
        for one in round_of_candidates:
            if one is not None and one.question not in seen:
                seen.add(one.question)
                yield one


def _documents(database: Database, library: LibraryId, first: str | None) -> list[_Document]:
    frequent = Documents(database).languages(library)
    languages = sorted(frequent, key=lambda one: one is None or one != first)[:_LANGUAGES]
    in_turns = zip_longest(*(_in_language(database, library, language) for language in languages))
    return [one for turn in in_turns for one in turn if one is not None]


def _in_language(database: Database, library: LibraryId, language: str | None) -> list[_Document]:
    rows = database.rows(
        "SELECT d.content_id, c.title, d.path FROM documents d JOIN contents c ON c.id = d.content_id"
        " WHERE d.library_id = ? AND c.language IS ? ORDER BY d.path LIMIT ?",
        (library, language, _DOCUMENTS_OF_A_LANGUAGE),
    )
    different = {content: _Document(content, title or file_title(path), language) for content, title, path in rows}
    return list(different.values())


def _of_document(database: Database, document: _Document) -> Iterator[_Candidate]:
    wording = _WORDINGS.get(document.language or "", _WORDINGS["en"])
    sections = database.rows(
        "SELECT heading, SUBSTR(text, 1, ?), LENGTH(text) FROM sections WHERE content_id = ? ORDER BY position LIMIT ?",
        (_CHARACTERS_LOOKED_AT, document.content, _SECTIONS_LOOKED_AT),
    )
    text = "\n".join(beginning for _, beginning, _ in sections)
    headings = [json.loads(heading)[-1:] for heading, _, length in sections if length >= _SHORTEST_SECTION]
    found = (topic_of(one, document.language, document.title, text) for heading in headings for one in heading)
    topics = sorted(dict.fromkeys(topic for topic in found if topic), key=_is_long)
    title = title_of(document.title)
    kind = "topic" if title else "untitled"
    for topic in islice(topics, _TOPICS_OF_A_DOCUMENT):
        yield _Candidate(wording[kind].format(title=title, topic=topic), document.title)
    name = name_in(text[:_CHARACTERS_LOOKED_AT])
    if name and name not in document.title:
        yield _Candidate(wording[kind].format(title=title, topic=name), document.title)
    if title and len(text) >= _SHORTEST_SECTION:
        yield _Candidate(wording["opening"].format(title=title), document.title)


def _is_long(topic: str) -> bool:
    """Long headings are often whole sentences, which no question can be made of; so they come last."""
    return len(topic.split()) > _FEW_WORDS
