"""Prepared words: what a user may type differently and still find, and what FTS5 does with them."""

from __future__ import annotations

import sqlite3
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ragdesk.engine.index.words import fts_text, match_expression, prepare_words, query_words, telling_words

LANGUAGES = st.sampled_from(["en", "es", "de", "tr", "el", "xx", None])


def _word_index(*texts: str) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.execute('CREATE VIRTUAL TABLE words USING fts5(text, tokenize="unicode61 remove_diacritics 2")')
    database.executemany("INSERT INTO words(text) VALUES (?)", [(text,) for text in texts])
    return database


def _found(database: sqlite3.Connection, words: list[str]) -> list[int]:
    rows = database.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rowid", (match_expression(words),))
    return [row[0] for row in rows]


@pytest.mark.parametrize(
    ("written", "asked", "language"),
    [
        ("The contracts were terminated", "terminating a contract", "en"),
        ("Los niños murieron en años difíciles", "NINO murió año", "es"),
        ("La resolución es apelable", "resoluciones", "es"),
        ("They paid 1,234 dollars", "1.234", "en"),
        ("Die Straße", "strasse", "de"),
        ("Æsop's œuvre", "aesop oeuvre", "en"),
        ("ﬁnal ｒｅｐｏｒｔ", "final report", "en"),
        ("Das Übermaß", "UEBERMASS übermass", "de"),
        ("cafe\u0301", "CAFÉ", "es"),
        ("東京都の人口", "東京都", None),
        ("हिन्दी में", "हिन्दी", None),
        ("COVID感染", "covid", "en"),
        ("It cost 1,234.56 in all", "1234", "en"),
    ],
)
def test_other_forms_of_a_word_find_it(written: str, asked: str, language: str | None) -> None:
    assert _found(_word_index(fts_text(written, language)), query_words(asked, [language] if language else [])) == [1]


def test_order_and_repetitions_are_kept() -> None:
    assert prepare_words("Dogs chase dogs and cats", "en") == ["dog", "chase", "dog", "cat"]


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        ("What is the notice period?", "en", ["notic", "period"]),
        ("¿Cuál es el plazo de preaviso?", "es", ["plaz", "preavis"]),
        ("Don't they pay?", "en", ["pay"]),
        ("never without notice", "en", ["never", "without", "notic"]),
    ],
)
def test_question_words_are_not_searched(question: str, language: str, words: list[str]) -> None:
    assert query_words(question, [language]) == words


def test_stop_words_stay_where_nothing_else_is_there() -> None:
    assert prepare_words("Who is who?", "en") == ["who", "is", "who"]
    assert telling_words("Who is who?", "en") == []


def test_unknown_language_is_neither_stemmed_nor_freed_of_stop_words() -> None:
    assert prepare_words("The running dogs", "xx") == ["the", "running", "dogs"]
    assert prepare_words("The running dogs", None) == ["the", "running", "dogs"]


def test_library_in_two_languages_is_asked_in_both() -> None:
    words = query_words("contracts", ["es", "en"])
    assert words[0] == prepare_words("contracts", "es")[0]
    database = _word_index(fts_text("a contract", "en"), fts_text("contracts", "es"))
    assert _found(database, words) == [1, 2]


def test_question_without_words_finds_nothing() -> None:
    assert _found(_word_index("one"), query_words("?! …", ["en"])) == []


@given(text=st.text(max_size=60), language=LANGUAGES)
def test_every_prepared_word_is_one_word_for_fts5(text: str, language: str | None) -> None:
    words = prepare_words(text, language)
    assert all(word and word == word.lower() and word.isalnum() for word in words)
    if text.isascii():
        database = _word_index(" ".join(words))
        database.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(words, row)")
        assert {row[0] for row in database.execute("SELECT term FROM vocabulary")} == set(words)


@given(text=st.text(max_size=60), language=LANGUAGES)
def test_a_text_is_found_by_itself(text: str, language: str | None) -> None:
    words = query_words(text, [language] if language else [])
    # Signs newer than SQLite's tables are no letters for it; such words cannot be found, but must do no harm.
    known = [word for word in words if all(letter < "\u0530" for letter in word)]
    if known:
        assert _found(_word_index(fts_text(text, language)), known) == [1]


@settings(max_examples=200)
@given(words=st.lists(st.text(max_size=20), max_size=6))
def test_any_words_are_a_valid_fts5_query(words: list[str]) -> None:
    encodable = [word.encode("utf-8", "replace").decode() for word in words]
    assert isinstance(_found(_word_index("something"), encodable), list)


def test_long_runs_are_kept_whole_but_not_remembered() -> None:
    assert prepare_words("a" * 500_000 + " contracts", "en") == ["a" * 500_000, "contract"]
    assert len(prepare_words("日本" * 1000, "ja")) == 1999


def test_threads_stem_alike() -> None:
    words = [f"relational{n}ing unbelievably{chr(97 + n % 26)}s runnings" for n in range(400)]
    results: list[list[list[str]]] = []
    threads = [
        threading.Thread(target=lambda: results.append([prepare_words(word, "en") for word in words])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(result == results[0] for result in results)
