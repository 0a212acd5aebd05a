"""Quotes: verbatim sentences, the best first."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.answer.quotes import RankedSentence, SpanCosine, rank_sentences
from ragdesk.engine.index.words import query_words
from ragdesk.protocol.records import Passage, Place

LEASE = (
    "The lease begins on 1 May 2021. Either party may end it with three months' notice. The rent is 900 euros a month."
    " It is paid on the first day."
)
LEASE_ES = (
    "El contrato empieza el 1 de mayo de 2021. Cualquiera de las partes puede resolverlo con un preaviso de tres meses."
    " La renta es de 900 euros al mes."
)


def _passage(n: int, text: str, score: float = 0.5, language: str | None = "en") -> Passage:
    return Passage(n, f"{n}.txt", f"Document {n}", Place(None, (), 0, len(text)), text, score, language=language)


def _ask(question: str, *passages: Passage, limit: int = 3, language: str = "en") -> list[RankedSentence]:
    return rank_sentences(lambda _: query_words(question, [language]), passages, {}, lambda word: 1.0, limit=limit)


def test_sentence_with_the_words_of_the_question_comes_first() -> None:
    best = _ask("How much is the rent?", _passage(1, LEASE))[0]
    assert best.text == "The rent is 900 euros a month."
    assert LEASE[best.start : best.end] == best.text
    assert best.coverage == 1.0


def test_other_forms_of_the_words_count_in_spanish_too() -> None:
    best = _ask("¿Qué preavisos hay para resolver?", _passage(1, LEASE_ES, language="es"), language="es")[0]
    assert best.text == "Cualquiera de las partes puede resolverlo con un preaviso de tres meses."


def test_meaning_decides_where_words_do_not() -> None:
    near = SpanCosine(LEASE.index("Either"), LEASE.index(" The rent"), 0.7)
    far = SpanCosine(0, 30, 0.1)
    ranked = rank_sentences(lambda _: ["termin"], [_passage(1, LEASE)], {1: [far, near]}, lambda word: 1.0)
    assert ranked[0].text.startswith("Either party")
    assert ranked[0].cosine == 0.7


def test_better_passage_wins_between_equal_sentences() -> None:
    ranked = _ask("rent", _passage(1, "The rent is 900 euros.", 0.4), _passage(2, "The rent is 950 euros.", 0.9))
    assert [sentence.passage for sentence in ranked] == [2, 1]


def test_rare_words_count_more() -> None:
    text = "The payment is due in May. The contract mentions estoppel."
    weights = {"payment": 1.0, "due": 1.0, "estoppel": 6.0}
    ranked = rank_sentences(lambda _: list(weights), [_passage(1, text)], {}, lambda word: weights.get(word, 1.0))
    assert ranked[0].text == "The contract mentions estoppel."


def test_heading_or_repeated_question_does_not_beat_its_answer() -> None:
    heading = _passage(1, "Notice period\n\nThe notice period is three months.")
    assert _ask("What is the notice period?", heading)[0].text == "The notice period is three months."
    faq = _passage(1, "What is the notice period? The notice period is three months.")
    assert _ask("What is the notice period?", faq)[0].text == "The notice period is three months."


def test_heading_of_another_subject_is_no_better_than_what_stands_under_it() -> None:
    text = "## Rent and duration\n\nIt is 850 euros a month."
    passage = replace(_passage(1, text), place=Place(None, ("Lease", "Rent and duration"), 0, len(text)))
    assert _ask("How high is the rent?", passage)[0].text == "It is 850 euros a month."


def test_rule_of_a_table_is_never_quoted() -> None:
    ranked = _ask(
        "What is the rent?", _passage(1, "The rent is 850 euros.\n\n|---|---|\n\n| May | 850 |\n\n***"), limit=9
    )
    assert ranked[0].text == "The rent is 850 euros."
    assert all(any(character.isalnum() for character in sentence.text) for sentence in ranked)


def test_numbered_heading_does_not_beat_what_stands_under_it() -> None:
    text = "6.1 The wreck of the Ross\n\nThe lamp burned. The cook was lost in the wreck."
    passage = replace(_passage(1, text), place=Place(7, ("6.1 The wreck of the Ross",), 0, len(text)))
    assert _ask("Who was lost in the wreck of the Ross?", passage)[0].text == "The cook was lost in the wreck."


def test_heading_on_the_line_above_is_not_part_of_the_sentence() -> None:
    text = "## 2.1 The tower\nThe tower is 27 metres high."
    passage = replace(_passage(1, text), place=Place(3, ("Chapter 2", "2.1 The tower"), 0, len(text)))
    best = _ask("How high is the tower?", passage)[0]
    assert best.text == text[best.start : best.end] == "The tower is 27 metres high."


def test_sentence_after_the_topic_was_named_is_found() -> None:
    text = "Nikola Tesla was born in Smiljan. He died in New York. Bees make honey."
    ranked = _ask("Where did Nikola Tesla die?", _passage(1, text))
    assert {sentence.text for sentence in ranked[:2]} == {"Nikola Tesla was born in Smiljan.", "He died in New York."}


def test_same_sentence_in_two_documents_is_quoted_once() -> None:
    ranked = _ask("rent", _passage(1, "The rent is 900 euros."), _passage(2, "The rent  is 900 euros."))
    assert len(ranked) == 1


def test_very_long_sentence_is_cut_at_semicolons() -> None:
    parts = [f"the tenant number {n} pays the sum of {n} hundred euros for repairs of kind {n};" for n in range(1, 9)]
    text = " ".join(parts)[:-1] + "."
    best = _ask("What does tenant number 5 pay?", _passage(1, text))[0]
    assert best.text == parts[4]
    assert text[best.start : best.end] == best.text


def test_nothing_to_quote() -> None:
    assert _ask("rent") == []
    assert _ask("rent", _passage(1, " \n ")) == []
    assert len(_ask("?", _passage(1, LEASE))) == 3


@given(
    texts=st.lists(st.text(alphabet="ab.;? \nÑ1|", max_size=400), max_size=4),
    words=st.lists(st.sampled_from(["a", "b", "ab", "n", "1"]), unique=True),
    limit=st.integers(0, 5),
)
def test_quotes_are_verbatim_and_ranked(texts: list[str], words: list[str], limit: int) -> None:
    passages = [_passage(n, text) for n, text in enumerate(texts)]
    spans = {n: [SpanCosine(0, max(1, len(text) // 2), 0.5)] for n, text in enumerate(texts)}
    ranked = rank_sentences(lambda _: words, passages, spans, lambda word: 2.0, limit=limit)
    assert len(ranked) <= limit
    for sentence in ranked:
        assert texts[sentence.passage][sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert 0 <= sentence.score <= 1
    assert [sentence.score for sentence in ranked] == sorted((sentence.score for sentence in ranked), reverse=True)
