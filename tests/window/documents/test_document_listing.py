from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.window.documents import document_listing
from ragdesk.window.documents.document_listing import ListChoice, SortBy, fitting, folded, listing_of
from tests.window.sample_data import document, documents


def listed(choice: ListChoice) -> list[str]:
    listing = listing_of(documents(), choice.sort)
    return [listing.paths[at].rsplit("/", 1)[1] for at in fitting(listing, choice)]


def test_names_are_in_the_order_in_which_people_count() -> None:
    records = [document(n, f"/a/page {n}.pdf", "x") for n in (10, 2, 1)]
    listing = listing_of(records, "name")
    assert [listing.paths[at] for at in listing.order] == ["/a/page 1.pdf", "/a/page 2.pdf", "/a/page 10.pdf"]


def test_what_needs_the_user_comes_first() -> None:
    names = listed(ListChoice(sort="status"))
    assert names[:4] == ["broken.docx", "contract.pdf", "scan-1987.pdf", "minutes-2026.pdf"]


def test_longest_and_newest_come_first() -> None:
    assert listed(ListChoice(sort="pages"))[0] == "scan-1987.pdf"
    newer = replace(document(2, "/b.pdf", "b"), modified_at="2026-01-01T00:00:00+00:00")
    listing = listing_of([document(1, "/a.pdf", "a"), newer], "newest")
    assert listing.paths[listing.order[0]] == "/b.pdf"


def test_words_are_found_in_name_and_title_without_case_and_accents() -> None:
    assert listed(ListChoice(words="JUNTA")) == ["acta-2025.docx"]
    assert listed(ListChoice(words="museum 2024")) == ["report-2024.pdf"]
    assert folded("Camión ÁÉ") == "camion ae"


def test_only_one_state_or_kind_is_listed() -> None:
    assert listed(ListChoice(status="failed")) == ["broken.docx", "contract.pdf"]
    assert listed(ListChoice(status="failed", type="docx")) == ["broken.docx"]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(alphabet="abB1é20 ", max_size=8), max_size=40), st.sampled_from(["name", "status", "pages"]))
def test_pieces_merged_are_in_the_same_order_as_all_sorted_at_once(names: list[str], sort: SortBy) -> None:
    records = [document(n, f"/{name}", name, pages=n % 3) for n, name in enumerate(names)]
    whole, piece = listing_of(records, sort), document_listing.PIECE
    document_listing.PIECE = 7
    try:
        assert listing_of(records, sort).order == whole.order
    finally:
        document_listing.PIECE = piece


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=4), st.text(max_size=4))
def test_words_added_to_find_what_they_find_from_the_start(before: str, more: str) -> None:
    listing = listing_of(documents(), "name")
    within = fitting(listing, ListChoice(words=before))
    choice = ListChoice(words=before + more)
    assert fitting(listing, choice, within) == fitting(listing, choice)
