from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.window.fuzzy import fit


@pytest.mark.parametrize(
    ("typed", "text"), [("NEW", "New conversation"), ("nc", "New conversation"), ("conv new", "New conversation"),
                        ("anadir", "Añadir carpeta"), ("lease", "lease-2024.pdf"), ("2024", "lease-2024.pdf")]
)  # fmt: skip
def test_typed_letters_find_the_text(typed: str, text: str) -> None:
    assert fit(typed, text) > 0


@pytest.mark.parametrize(("typed", "text"), [("xyz", "New conversation"), ("nvrst", "New conversation"), ("a", "")])
def test_other_letters_do_not(typed: str, text: str) -> None:
    assert fit(typed, text) == 0


def test_the_beginning_of_a_word_is_better_than_its_middle() -> None:
    assert fit("con", "New conversation") > fit("con", "Falcon")


@given(st.text(max_size=30))
def test_every_text_fits_itself(text: str) -> None:
    assert fit(text, text) > 0
