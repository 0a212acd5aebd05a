"""What the panels share: each change is told once, and only if it is one."""

from __future__ import annotations

from ragdesk.protocol.records import ConversationId, Sentence
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


def test_paging_opens_the_quote_that_the_answer_names_first(desk: Desk) -> None:
    desk.show_answer(answer("How much?", sentences=(Sentence("There.", True, (2, 3)),)))
    told = heard(desk.evidence_chosen, desk.evidence_wanted)
    desk.step_evidence(1)
    assert [one if isinstance(one, bool) else one.quote.n for one in told] == [2, True]
    desk.show_document("/files/other.pdf", "Other")
    desk.step_evidence(-1)
    assert desk.evidence is not None
    assert desk.evidence.quote.n == 2


def test_closed_evidence_is_told_and_gone(desk: Desk) -> None:
    desk.show_evidence(QUOTES, 0)
    told = heard(desk.evidence_chosen)
    desk.close_evidence()
    assert told == [None]
    assert desk.evidence is None


def test_a_new_conversation_begins_without_the_evidence_of_the_last(desk: Desk) -> None:
    desk.choose_conversation(ConversationId(3))
    desk.show_evidence(QUOTES, 0)
    told = heard(desk.evidence_chosen, desk.evidence_wanted)
    desk.choose_conversation(None)
    assert desk.evidence is None
    assert told == [None]
    desk.show_answer(answer("How much?"))
    assert told == [None]


def test_another_conversation_brings_the_evidence_of_its_last_answer(desk: Desk) -> None:
    desk.choose_conversation(ConversationId(3))
    desk.show_evidence(QUOTES, 0)
    desk.choose_conversation(ConversationId(4))
    assert desk.evidence is None
    sentences = (Sentence("Not there.", False, ()), Sentence("There.", True, (2, 3)))
    desk.show_answer(answer("How much?", sentences=sentences))
    assert desk.evidence is not None
    assert desk.evidence.quote.n == 2
    desk.show_answer(answer("And how much of that?"))
    assert desk.evidence.quote.n == 2, "what is read stays when an answer comes"


def test_evidence_that_was_closed_does_not_come_back_with_another_conversation(desk: Desk) -> None:
    desk.show_evidence(QUOTES, 0)
    desk.close_evidence()
    told = heard(desk.evidence_chosen, desk.evidence_wanted)
    desk.choose_conversation(ConversationId(4))
    desk.show_answer(answer("How much?"))
    assert told == []


def test_a_conversation_that_is_told_again_keeps_what_is_read(desk: Desk) -> None:
    desk.choose_conversation(ConversationId(3))
    desk.show_evidence(QUOTES, 2)
    desk.choose_conversation(ConversationId(3))
    desk.show_answer(answer("How much?"))
    assert desk.evidence is not None
    assert desk.evidence.quote.n == 3


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
