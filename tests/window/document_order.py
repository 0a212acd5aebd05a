"""The plain rules by which the FakeEngine lists, finds and counts documents; the real engine has tables for them."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from os.path import basename
from typing import Any

from ragdesk.protocol.document_lists import DocumentCounts, ListChoice, SortBy
from ragdesk.protocol.records import DocumentRecord, Status

_STATUS_ORDER: tuple[Status, ...] = ("failed", "partly", "waiting", "skipped", "ready")
_NUMBER = re.compile(r"\d+")


def listed(records: Iterable[DocumentRecord], choice: ListChoice) -> list[DocumentRecord]:
    """What fits, in order; by path where that says nothing else."""
    fitting = [record for record in records if _fits(record, choice)]
    return sorted(fitting, key=lambda record: (*_key(record, choice.sort), record.document))


def counts(records: Iterable[DocumentRecord]) -> DocumentCounts:
    """By state and type, and the language that most are in."""
    all_ = list(records)
    languages = Counter(record.language for record in all_ if record.language)
    common = next((one for one, count in languages.most_common(1) if count * 3 > languages.total() * 2), None)
    statuses = Counter(str(record.status) for record in all_)
    types = Counter(record.type for record in all_ if record.type)
    return DocumentCounts(len(all_), dict(statuses), dict(types), common)


def folded(text: str) -> str:
    """Without case and accents, so that "camion" finds "Camión"."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def _fits(record: DocumentRecord, choice: ListChoice) -> bool:
    if choice.status not in (None, record.status) or choice.type not in (None, record.type):
        return False
    searched = f"{folded(basename(record.document))}\n{folded(record.title)}"
    return all(word in searched for word in folded(choice.words).split())


def _key(record: DocumentRecord, sort: SortBy) -> tuple[Any, ...]:
    first: dict[SortBy, Callable[[DocumentRecord], tuple[Any, ...]]] = {
        "name": lambda record: (),
        "newest": lambda record: (_backwards(record.modified_at or record.read_at or ""),),
        "status": lambda record: (_STATUS_ORDER.index(record.status),),
        "type": lambda record: (record.type or "~",),
        "pages": lambda record: (-(record.pages or record.sections),),
    }
    return (*first[sort](record), _natural(record.document))


def _natural(path: str) -> str:
    """ "page 2" before "page 10"."""
    return _NUMBER.sub(lambda number: number[0].zfill(12), folded(basename(path)))


def _backwards(moment: str) -> int:
    return -int("".join(_NUMBER.findall(moment[:19])) or 0)
