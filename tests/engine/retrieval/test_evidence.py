"""What the library does not hold is told from what it does, also in a library of two files."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.index.words import prepare_words
from ragdesk.engine.retrieval.evidence import assess, best_coverage, coverage

ALMAR = [
    ("The harbour of Almar. The harbour of Almar was dredged in 1931 by the engineer Ines Duarte.", "en"),
    ("The harbour of Almar. Tides. The spring tide rises 4.2 metres.", "en"),
    ("El faro de Almar. El faro fue construido en 1874 y su luz alcanza veinte millas náuticas.", "es"),
]
WORDS = st.lists(st.sampled_from(["harbour", "light", "tide", "engineer", "year"]), max_size=8)
ORDER = ("none", "weak", "enough")


def asked_of_almar(question: str, language: str) -> float:
    passages = [frozenset(prepare_words(text, its_language)) for text, its_language in ALMAR]
    words = prepare_words(question, language)
    held = {word: sum(word in passage for passage in passages) for word in words}
    idf = {word: math.log(1 + (len(ALMAR) - n + 0.5) / (n + 0.5)) for word, n in held.items()}
    return best_coverage(words, passages, idf)


@pytest.mark.parametrize(
    ("question", "language", "cosine"),
    [
        ("Who dredged the harbour of Almar?", "en", 0.87),
        ("How high does the spring tide rise?", "en", 0.73),
        ("¿En qué año fue construido el faro?", "es", 0.63),
        ("¿Quién construyó el faro?", "es", 0.58),
    ],
)
def test_a_library_of_two_files_answers_what_it_holds(question: str, language: str, cosine: float) -> None:
    assert assess(cosine, asked_of_almar(question, language), language, "minilm") == "enough"


@pytest.mark.parametrize(
    ("question", "language", "cosine"),
    [
        ("What is the capital of Mongolia?", "en", 0.18),
        ("¿Cuál es la capital de Mongolia?", "es", 0.38),
        ("¿Qué altura tiene la torre Eiffel?", "es", 0.44),
        ("How far does the light reach?", "en", 0.19),
    ],
)
def test_it_says_no_to_what_it_does_not_hold(question: str, language: str, cosine: float) -> None:
    assert assess(cosine, asked_of_almar(question, language), language, "minilm") == "none"
    assert assess(None, asked_of_almar(question, language), language, "minilm") == "none"


def test_related_passages_without_the_answer_are_weak_evidence() -> None:
    assert assess(0.62, 0.40, "en", "minilm") == "weak"


def test_an_unmeasured_embedder_is_judged_by_words_alone() -> None:
    for cosine in (0.1, 0.95):
        assert [assess(cosine, covered, "en", "other") for covered in (0.2, 0.5, 0.9)] == ["none", "weak", "enough"]


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 0.5), st.sampled_from(["en", "es", "de"]))
def test_more_evidence_never_lowers_the_verdict(cosine: float, covered: float, more: float, language: str) -> None:
    verdict = ORDER.index(assess(cosine, covered, language, "minilm"))
    assert ORDER.index(assess(cosine + more, covered, language, "minilm")) >= verdict
    assert ORDER.index(assess(cosine, covered + more, language, "minilm")) >= verdict


@given(WORDS, WORDS)
def test_coverage_is_a_share(question: list[str], passage: list[str]) -> None:
    idf = {"harbour": 3.0, "light": 1.0, "tide": 0.5}
    assert 0 <= coverage(question, passage, idf) <= 1 + 1e-9
    assert coverage(question, question, idf) == pytest.approx(1 if question else 0)


def test_words_that_the_library_lacks_weigh_most() -> None:
    idf = {"year": 0.3, "mongolia": 2.1}
    assert coverage(["year", "mongolia"], ["year"], idf) == pytest.approx(0.3 / 2.4)
    assert best_coverage(["year", "mongolia"], [["year"], ["mongolia"]], idf) == pytest.approx(2.1 / 2.4)
    assert best_coverage(["year"], [], idf) == 0
