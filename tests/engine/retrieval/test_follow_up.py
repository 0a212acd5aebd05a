"""Follow-up questions are searched for with the question before them."""

import json
from pathlib import Path

import pytest

from ragdesk.engine.retrieval.follow_up import is_self_contained, search_texts

MTRAG = Path(__file__).parents[4] / "shared" / "data" / "mtrag.jsonl"


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("How can I apply?", "en"),
        ("Which is more important?", "en"),
        ("And for motorcycles on the public road?", "en"),
        ("What about children under six years old?", "en"),
        ("When did they leave the harbour of Plymouth?", "en"),
        ("¿Y en invierno cuando hay mucha nieve?", "es"),
        ("¿Cuándo se construyó ese faro de la costa norte?", "es"),
        ("¿Cuánto cuesta?", "es"),
        ("Why?", "en"),
    ],
)
def test_follow_ups_are_not_self_contained(question: str, language: str) -> None:
    assert not is_self_contained(question, language)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Who dredged the harbour of Almar in 1931?", "en"),
        ("How long is a day on Mars in hours?", "en"),
        ("¿En qué año fue construido el faro de Almar?", "es"),
        ("¿Qué plazo de preaviso tiene la lectora del contrato?", "es"),
    ],
)
def test_questions_that_name_their_subject_are_self_contained(question: str, language: str) -> None:
    assert is_self_contained(question, language)


def test_a_first_question_is_searched_for_as_it_is() -> None:
    assert search_texts("How can I apply?", [], "en") == ["How can I apply?"]
    assert search_texts("How can I apply?", ["", " "], "en") == ["How can I apply?"]


def test_a_follow_up_is_searched_for_behind_the_question_before_it() -> None:
    history = ["Hello", "What is the Medicaid Buy-In Program?"]
    assert search_texts("How can I apply?", history, "en") == ["What is the Medicaid Buy-In Program? How can I apply?"]


def test_where_the_subject_may_have_changed_both_are_searched_for() -> None:
    question = "How long is a day on Mars in hours?"
    texts = search_texts(question, ["Where does the rover get its power?"], "en")
    assert texts == [f"Where does the rover get its power? {question}", question]


def test_a_question_asked_again_is_not_doubled() -> None:
    assert search_texts("How can I apply?", ["How can I apply?"], "en") == ["How can I apply?"]


@pytest.mark.skipif(not MTRAG.exists(), reason="needs the evaluation data")
def test_most_later_turns_of_real_conversations_are_joined_with_the_one_before() -> None:
    tasks = [json.loads(line) for line in MTRAG.read_text("utf-8").splitlines()]
    later = [
        (task["question"], [turn["content"] for turn in task["history"] if turn["role"] == "user"])
        for task in tasks
        if task["history"]
    ]
    texts = [search_texts(question, history, "en") for question, history in later]
    assert len(texts) > 150
    assert all(
        history[-1].strip() in found[0] for (_, history), found in zip(later, texts, strict=True) if history[-1].strip()
    )
    assert 0.5 < sum(len(found) == 1 for found in texts) / len(texts) < 0.8
