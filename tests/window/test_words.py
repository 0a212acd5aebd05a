"""Words with values: whatever a value holds stands there as it is, and numbers are written as the language does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from ragdesk.window.words import age, duration, fill, number, size


@pytest.fixture
def language() -> Iterator[type[QLocale]]:
    """The language is that of before after the test."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield QLocale
    QLocale.setDefault(before)


def test_values_go_into_their_places_in_any_order() -> None:
    assert fill("%2 before %1", "one", "two") == "two before one"


@given(st.text(), st.text())
def test_a_value_may_hold_anything_even_places(first: str, second: str) -> None:
    assert fill("<%1|%2>", first, second) == f"<{first}|{second}>"


@pytest.mark.parametrize("text", ["100 %", "%", "%%", "50 % of %", "%3 of nothing", "%0", "%n files"])
def test_what_is_no_place_stays(text: str) -> None:
    assert fill(text, "a", "b") == text


def test_numbers_are_written_as_in_the_language(language: type[QLocale]) -> None:
    assert number(12_345) == "12,345"
    assert number(0.256, 2) == "0.26"
    language.setDefault(QLocale(QLocale.Language.Spanish, QLocale.Country.Spain))
    assert number(12_345) == "12.345"
    assert number(0.256, 2) == "0,26"


@pytest.mark.parametrize(
    ("size_bytes", "written"), [(0, "0 bytes"), (1_234, "1.2 kB"), (1_234_567, "1.2 MB"), (42_000_000_000, "42.0 GB")]
)
def test_sizes_are_rounded(language: type[QLocale], size_bytes: int, written: str) -> None:
    assert size(size_bytes) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "1 s"), (0.2, "1 s"), (89, "89 s"), (90, "2 min"), (1_500, "25 min"), (5_400, "1.5 h"), (36_000, "10.0 h")],
)
def test_times_that_are_left_are_rough(language: type[QLocale], seconds: float, written: str) -> None:
    assert duration(seconds) == written


def test_ages_are_days_as_people_count_them(language: type[QLocale]) -> None:
    now = datetime(2026, 11, 21, 0, 30).astimezone()
    assert age((now - timedelta(minutes=10)).isoformat(), now) == "today"
    assert age((now - timedelta(minutes=40)).isoformat(), now) == "yesterday"
    assert age((now - timedelta(days=9)).isoformat(), now) == "11/12/26"
    assert age((now - timedelta(minutes=10)).astimezone(UTC).isoformat(), now) == "today"


@given(st.text())
def test_what_is_no_moment_is_shown_as_it_is(at: str) -> None:
    try:
        datetime.fromisoformat(at)
    except ValueError:
        assert age(at) == at
