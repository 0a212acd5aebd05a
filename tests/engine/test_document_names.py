"""Which documents and sources a path means."""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.document_names import find_documents
from ragdesk.protocol.errors import NoSuchDocument
from ragdesk.protocol.records import DocumentId, DocumentRecord

PARTS = st.sampled_from(["a", "a b", "a.txt", "ab", "ñ", "z", "0"])
PATHS = st.lists(PARTS, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))


def record(number: int, path: str) -> DocumentRecord:
    return DocumentRecord(
        DocumentId(number), path, f"title {number}", "ready", None, "txt", 1, None, None, 1, None, None
    )


@pytest.mark.skipif(sys.platform == "win32", reason="paths of Linux and macOS")
@given(
    paths=st.lists(PATHS, unique=True, max_size=12),
    sources=st.lists(PATHS, unique=True, max_size=4),
    names=st.lists(PATHS, min_size=1, max_size=4),
)
def test_a_path_means_what_stands_there_and_below(paths: list[str], sources: list[str], names: list[str]) -> None:
    records = [record(number, path) for number, path in enumerate(paths)]

    def is_meant(path: str) -> bool:
        return any(path == name or path.startswith(name + os.sep) for name in names)

    try:
        found, whole = find_documents(records, sources, names)
    except NoSuchDocument:
        assert any(
            not any(one == name or one.startswith(name + os.sep) for one in (*paths, *sources)) for name in names
        )
        return
    meant = {path for path in paths if is_meant(path)}
    by_another_name = {one.document for one in found} - meant
    assert {one.document for one in found} >= meant
    assert len({one.document for one in found}) == len(found)
    assert all(any(one.endswith(name) for name in names) for one in by_another_name), "the end of a path means it too"
    assert sorted(whole) == sorted(source for source in sources if is_meant(source))
