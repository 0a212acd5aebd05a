from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.protocol.records import DocumentText, Place, SectionRecord
from ragdesk.window.evidence.document_words import DocumentWords
from tests.window.sample_data import document


@given(st.text(st.sampled_from("ab\n𒐫🏳é"), min_size=1))
def test_a_place_is_found_again_in_qts_own_counting(text: str) -> None:
    words = DocumentWords.of(
        DocumentText(document(1, "/a.txt", "a"), (SectionRecord(Place(None, (), 0, len(text)), text),))
    )
    for at in range(len(text) + 1):
        assert words.in_qt(at) == len(text[:at].encode("utf-16-le")) // 2
        assert words.from_qt(words.in_qt(at)) == at
