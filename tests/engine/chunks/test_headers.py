"""Headers tell where a chunk stands, briefly and without repeating themselves."""

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.chunks.headers import header


def test_title_and_headings_stand_in_order() -> None:
    assert header("Lease", ["2 Rent", "2.1 Payment"]) == "Lease > 2 Rent > 2.1 Payment"


def test_a_title_that_is_also_the_first_heading_is_said_once() -> None:
    assert header("The harbour of Almar", ["The Harbour of  Almar", "Tides"]) == "The harbour of Almar > Tides"


def test_a_long_path_keeps_the_title_and_the_innermost_heading() -> None:
    made = header("Manual", [f"Chapter {n} with a rather long name" for n in range(9)])
    assert made.startswith("Manual > ")
    assert made.endswith("Chapter 8 with a rather long name")


def test_a_missing_title_leaves_no_gap() -> None:
    assert header(" ", ["Tides"]) == "Tides"
    assert header("", []) == ""


@given(st.text(max_size=400), st.lists(st.text(max_size=400), max_size=8))
def test_a_header_is_one_short_line(title: str, heading: list[str]) -> None:
    made = header(title, heading)
    assert len(made) <= 120
    assert made == " ".join(made.split())
