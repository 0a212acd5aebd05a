"""What every embedder promises, on each of them."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from langchain_core.embeddings import DeterministicFakeEmbedding

from ragdesk.engine.index.embedders import Embedder, LangChainEmbedder

TEXTS = [
    "The tenant pays the rent on the first of each month.",
    "¿Quién paga la calefacción del edificio durante el invierno?",
    "Bees find their way back by the sun.",
    "Clean the filter every two weeks with lukewarm water and let it dry.",
    "one",
]


@pytest.fixture(params=["fast", "reference", "langchain"], scope="module")
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "langchain":
        return LangChainEmbedder(DeterministicFakeEmbedding(size=48), "fake-48")
    found = request.getfixturevalue(f"{request.param}_embedder")
    assert isinstance(found, Embedder)
    return found


def test_each_text_gets_one_row_of_unit_length(embedder: Embedder) -> None:
    vectors = embedder.encode(TEXTS)

    assert vectors.shape == (len(TEXTS), embedder.dimensions)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.encode([]).shape == (0, embedder.dimensions)
    assert embedder.encode_questions([]).shape == (0, embedder.dimensions)


@pytest.mark.parametrize(
    "text",
    ["", " \n\t", "\x00\x07\x1b[0m\ufeff", "half a pair: \ud83d", "🦜" * 50, "x" * 20_000, "long " * 5_000, "漢字"],
    ids=["empty", "blank", "control", "surrogate", "emoji", "one-word", "long", "han"],
)
def test_any_text_is_taken(embedder: Embedder, text: str) -> None:
    vectors = embedder.encode([text, TEXTS[0]])

    assert np.isfinite(vectors).all()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_a_vector_does_not_depend_on_what_is_encoded_beside_it(embedder: Embedder) -> None:
    together = embedder.encode(["a very long neighbour " * 30, *TEXTS, *(f"neighbour {n}" for n in range(12))])
    alone = np.vstack([embedder.encode([text]) for text in TEXTS])

    # Padding changes the order of additions, in bfloat16 or int8: seen down to 0.9996.
    assert (together[1 : 1 + len(TEXTS)] * alone).sum(axis=1).min() > 0.998


def test_the_same_text_gives_the_same_vector(embedder: Embedder) -> None:
    np.testing.assert_array_equal(embedder.encode(TEXTS), embedder.encode(TEXTS))


def test_langchain_calls_give_the_same_vectors(embedder: Embedder) -> None:
    np.testing.assert_allclose(embedder.embed_documents(TEXTS), embedder.encode(TEXTS), atol=1e-6)
    np.testing.assert_allclose(embedder.embed_query(TEXTS[0]), embedder.encode_questions([TEXTS[0]])[0], atol=1e-6)


def test_threads_may_share_it(embedder: Embedder) -> None:
    alone = embedder.encode(TEXTS)
    found: dict[int, np.ndarray] = {}

    def encode(number: int) -> None:
        found[number] = embedder.encode(TEXTS)

    threads = [threading.Thread(target=encode, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    for number in range(3):
        np.testing.assert_allclose(found[number], alone, atol=1e-5)


@pytest.mark.parametrize("route", ["fast", "reference"])
def test_meaning_is_found_across_words(route: str, request: pytest.FixtureRequest) -> None:
    embedder: Embedder = request.getfixturevalue(f"{route}_embedder")
    texts = ["The cat slept on the sofa.", "Revenue rose by eight percent.", "Bolts are tightened with 12 Nm."]

    scores = embedder.encode_questions(["How did the company's income develop?"])[0] @ embedder.encode(texts).T

    assert int(scores.argmax()) == 1


def test_routes_agree_and_have_fingerprints_of_their_own(fast_embedder: Embedder, reference_embedder: Embedder) -> None:
    cosines = (fast_embedder.encode(TEXTS) * reference_embedder.encode(TEXTS)).sum(axis=1)

    assert cosines.mean() > 0.985
    assert fast_embedder.fingerprint != reference_embedder.fingerprint
    assert fast_embedder.languages == reference_embedder.languages == frozenset({"en"})
