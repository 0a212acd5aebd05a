"""From what a user calls a document to the document: its path, the end of its path, its title, or its file's name."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from ragdesk.engine.path_text import as_text, at_or_below
from ragdesk.protocol.errors import NoSuchDocument
from ragdesk.protocol.records import DocumentRecord


def find_document(records: Sequence[DocumentRecord], name: str) -> DocumentRecord:
    """The one document that fits; NoSuchDocument where none or several do."""
    _refuse_blank(name)
    for fitting in _by_closeness(records, name):
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            paths = "; ".join(record.document for record in fitting[:5])
            raise NoSuchDocument(f"“{name}” fits {len(fitting)} documents.", f"Name one by its path: {paths}")
    raise NoSuchDocument(f"No document of this library fits “{name}”.", "`ragdesk list` names them all.")


def paths_meant(name: str) -> tuple[str, ...]:
    """The path that a name means here, and where it leads if it is a link."""
    absolute = os.path.abspath(name)
    try:
        real = os.path.realpath(absolute)
    except (OSError, ValueError):
        real = absolute
    return tuple(dict.fromkeys(as_text(Path(path)) for path in (absolute, real)))


def find_documents(
    records: Sequence[DocumentRecord], sources: Sequence[str], names: Sequence[str]
) -> tuple[list[DocumentRecord], list[str]]:
    """The documents that are named, those of named folders included, and the sources that are named as a whole.

    A source that lies in a named folder is named with it.
    """
    by_path = {record.document: record for record in records}
    in_order, sources_in_order = sorted(by_path), sorted(sources)
    found: dict[str, DocumentRecord] = {}
    whole: dict[str, None] = {}
    for name in names:
        _refuse_blank(name)
        paths = paths_meant(name)
        inside = [one for path in paths for one in at_or_below(path, in_order)]
        named = [one for path in paths for one in at_or_below(path, sources_in_order)]
        if not inside and not named:
            inside = [find_document(records, name).document]
        found |= {path: by_path[path] for path in inside}
        whole |= dict.fromkeys(named)
    return list(found.values()), list(whole)


def _refuse_blank(name: str) -> None:
    """A blank name would mean the present folder, with everything in it."""
    if not name.strip():
        raise NoSuchDocument("No document was named.", "`ragdesk list` names them all.")


def _by_closeness(records: Sequence[DocumentRecord], name: str) -> list[list[DocumentRecord]]:
    paths = paths_meant(name)
    ending = name.replace("\\", "/").casefold()
    return [
        [record for record in records if record.document in paths],
        [record for record in records if ("/" + record.document.replace("\\", "/").casefold()).endswith("/" + ending)],
        [record for record in records if record.title.casefold() == ending],
        [record for record in records if Path(record.document).stem.casefold() == ending],
    ]
