"""The support check: what an answer rests on, and what it made up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.answer.numbers import known_numbers, numbers_in
from ragdesk.engine.answer.support import CheckedSentence, check_answer
from ragdesk.protocol.records import Passage, Place

LEASE = (
    "The lease begins on 1 May 2021. Either party may end it with three months' notice. The rent is 1,234.50 euros a"
    " month and is paid on the first day. Pets are not allowed."
)
BRIDGE = "The bridge was opened in 1931 by King Albert. It is 540 metres long."


def _passage(n: int, text: str, language: str = "en") -> Passage:
    return Passage(n, f"{n}.txt", f"Document {n}", Place(None, (), 0, len(text)), text, 0.5, language=language)


def _check(answer: str, *texts: str, question: str = "", language: str = "en") -> list[CheckedSentence]:
    passages = [_passage(n, text, language) for n, text in enumerate(texts, start=1)]
    return check_answer(answer, question, language, passages, lambda word: 3.0)


def _cited(sentence: CheckedSentence, *texts: str) -> list[str]:
    return [texts[support.passage - 1][support.start : support.end] for support in sentence.supports]


def test_supported_sentence_cites_the_very_sentence() -> None:
    (checked,) = _check("Either party can end the lease with a notice of three months.", BRIDGE, LEASE)
    assert checked.supported
    assert _cited(checked, BRIDGE, LEASE)[0].endswith("Either party may end it with three months' notice.")
    assert checked.supports[0].passage == 2


def test_invented_sentence_is_marked() -> None:
    true, invented = _check("The rent is paid on the first day. The tenant must paint all walls yearly.", LEASE)
    assert true.supported
    assert not invented.supported
    assert invented.supports == ()


def test_words_scattered_over_a_passage_do_not_support() -> None:
    filler = " ".join(f"Sentence {n} is about gardens." for n in range(5))
    text = f"The king was old. {filler} The bridge was red. {filler} It opened late. {filler} Paris is large."
    assert not _check("The king opened the red bridge in Paris.", text)[0].supported


def test_one_sentence_may_rest_on_two_documents() -> None:
    texts = ("Anna Weber signed the contract for Acme.", "Acme delivered forty pumps to Lisbon in March.")
    (checked,) = _check("Anna Weber signed the contract and Acme delivered forty pumps to Lisbon.", *texts)
    assert checked.supported
    assert {support.passage for support in checked.supports} == {1, 2}


@pytest.mark.parametrize("fragment", ["1931.", "In 1931.", "King Albert", "**King Albert**", "- 1931"])
def test_fragment_is_supported_where_it_stands(fragment: str) -> None:
    (checked,) = _check(fragment, LEASE, BRIDGE)
    assert checked.supported
    assert _cited(checked, LEASE, BRIDGE) == ["The bridge was opened in 1931 by King Albert."]


@pytest.mark.parametrize("fragment", ["1932.", "King Leopold", "Albert 1940"])
def test_fragment_must_be_there_as_a_whole(fragment: str) -> None:
    assert not _check(fragment, BRIDGE)[0].supported


def test_fragment_is_cited_where_the_question_is_answered() -> None:
    texts = ("In 1931 the harbour was closed.", "The bridge was opened in 1931.")
    (checked,) = _check("1931.", *texts, question="When was the bridge opened?")
    assert _cited(checked, *texts) == [texts[1]]


def test_sentence_that_claims_nothing_shares_its_neighbours_verdict() -> None:
    assert [s.supported for s in _check("Yes. The bridge was opened in 1931.", BRIDGE)] == [True, True]
    assert [s.supported for s in _check("Yes. It collapsed during an earthquake.", BRIDGE)] == [False, False]
    assert [s.supported for s in _check("Yes.", BRIDGE)] == [False]


@pytest.mark.parametrize(
    "sentence", ["Was the bridge opened in 1931?", "I think we opened our bridge for you in 1931.", "I do not know."]
)
def test_question_or_talk_about_oneself_is_no_finding(sentence: str) -> None:
    assert not _check(sentence, BRIDGE)[0].supported


@pytest.mark.parametrize(
    ("claim", "source", "language"),
    [
        ("Pets are allowed in the flat.", "Pets are not allowed in the flat.", "en"),
        ("Pets aren't allowed in the flat.", "Pets are allowed in the flat.", "en"),
        ("El contrato permite mascotas en el piso.", "El contrato no permite mascotas en el piso.", "es"),
    ],
)
def test_opposite_of_what_stands_there_is_not_supported(claim: str, source: str, language: str) -> None:
    assert not _check(claim, f"{BRIDGE} {source} It is red.", language=language)[0].supported
    assert _check(source, source, language=language)[0].supported


def test_no_as_an_opener_denies_nothing() -> None:
    assert _check("No, the bridge was opened in 1931 by King Albert.", BRIDGE)[0].supported


def test_numbers_that_stand_nowhere_are_named() -> None:
    (checked,) = _check("The rent is 1,324.50 euros a month.", LEASE)
    assert checked.unknown_numbers == ("1,324.50",)
    assert _check("The bridge was opened in 1931 and is 540 metres long.", BRIDGE)[0].unknown_numbers == ()


def test_list_and_citation_marks_are_no_numbers() -> None:
    first, second = _check("7. The bridge was opened in 1931 [3].\n8. It is 540 metres long [12].", BRIDGE)
    assert first.unknown_numbers == second.unknown_numbers == ()
    assert first.supported
    assert second.supported


@pytest.mark.parametrize(
    ("written", "in_passage"),
    [
        ("1,000", "1000"), ("1.000", "1,000"), ("1000", "1 000"), ("1.234,56", "1,234.56"), ("3,5", "3.50"),
        ("5", "five"), ("7", "siete"), ("007", "7"), ("1990", "the 1990s"), ("40", "40%"),
    ],
)  # fmt: skip
def test_numbers_in_other_spellings_are_the_same(written: str, in_passage: str) -> None:
    assert numbers_in(written)[written] & known_numbers(in_passage)


def test_other_numbers_are_not_the_same() -> None:
    known = known_numbers("1000 and 3.5 and 12")
    assert not any(numbers_in(number)[number] & known for number in ("100", "35", "1,200", "10", "4"))


def test_spanish_answer() -> None:
    text = "La renta asciende a 900 euros mensuales. El arrendatario pagará la renta durante los primeros siete días."
    good, bad = _check("El arrendatario paga la renta en los primeros siete días. La fianza es de dos meses.", text,
                       language="es")  # fmt: skip
    assert good.supported
    assert not bad.supported


def test_no_passages_support_nothing() -> None:
    assert [s.supported for s in _check("The bridge is long.")] == [False]
    assert _check("", BRIDGE) == []


TEXTS = st.lists(
    st.sampled_from(["bridge", "1931", "king", "the", "opened", ".", "?", "\n", "Yes", "I", "-", "ñ"])
).map(" ".join)


@given(answer=TEXTS, texts=st.lists(TEXTS, max_size=3))
def test_offsets_and_verdicts_fit_together(answer: str, texts: list[str]) -> None:
    for checked in _check(answer, *texts):
        assert answer[checked.start : checked.end] == checked.text
        assert 0 <= checked.share <= 1
        assert checked.supported == bool(checked.supports)
        for support in checked.supports:
            assert texts[support.passage - 1][support.start : support.end].strip()


@given(text=st.lists(st.sampled_from(["bridge", "1931", "king", "opened", "red", "Lisbon"]), min_size=1).map(" ".join))
def test_copied_sentence_is_always_supported(text: str) -> None:
    (checked,) = _check(text + ".", "Something else.", f"Before it. {text.capitalize()}. After it.")
    assert checked.supported
    assert checked.share == 1
