"""What the panels share: each change is told once, and only if it is one."""

from __future__ import annotations

from ragdesk.protocol.records import ConversationId
from ragdesk.window.desk import Desk, Evidence
from tests.window.sample_data import QUOTES, answer
from tests.window.signals import heard


def test_a_quote_is_shown_and_the_others_are_paged_through_around_the_end(desk: Desk) -> None:
    told = heard(desk.evidence_chosen)
    desk.show_evidence(QUOTES, 2)
    desk.step_evidence(1)
    desk.step_evidence(-1)
    assert [one.quote.n for one in told] == [3, 1, 3]


def test_without_evidence_paging_does_nothing(desk: Desk) -> None:
    told = heard(desk.evidence_chosen)
    desk.step_evidence(1)
    assert told == []


def test_closed_evidence_is_told_and_gone(desk: Desk) -> None:
    desk.show_evidence(QUOTES, 0)
    told = heard(desk.evidence_chosen)
    desk.close_evidence()
    assert told == [None]
    assert desk.evidence is None


def test_a_document_is_opened_at_a_page_without_words_to_mark(desk: Desk) -> None:
    told: list[Evidence] = heard(desk.evidence_chosen)
    desk.show_document("/a/report.pdf", "Report", 7)
    quote = told[0].quote
    assert (quote.document, quote.title, quote.place.page, quote.text) == ("/a/report.pdf", "Report", 7, "")


def test_scope_and_model_are_told_only_when_they_change(desk: Desk) -> None:
    told = heard(desk.scope_changed, desk.model_changed)
    desk.choose_scope(["/a"])
    desk.choose_scope(["/a"])
    desk.choose_model("/m.gguf")
    desk.choose_model("/m.gguf")
    desk.choose_scope([])
    desk.choose_model(None)
    assert len(told) == 4


def test_a_conversation_is_told_also_when_it_is_the_same(desk: Desk) -> None:
    told = heard(desk.conversation_chosen)
    desk.choose_conversation(ConversationId(3))
    desk.choose_conversation(ConversationId(3))
    desk.choose_conversation(None)
    assert told == [3, 3, None]
    assert desk.conversation is None


def test_an_answer_on_the_screen_is_kept_for_those_who_come_later(desk: Desk) -> None:
    told = heard(desk.answer_shown)
    shown = answer("How much?")
    desk.show_answer(shown)
    assert told == [shown]
    assert desk.answer is shown
