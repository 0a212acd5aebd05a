"""What a chat model may not see of a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.answer.model_text import TEMPLATE_TOKEN, text_for_model

TOKENS = [
    "<|im_start|>", "<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|start_header_id|>", "[INST]", "[/INST]", "<<SYS>>",
    "<</SYS>>", "<s>", "</s>", "<start_of_turn>", "<end_of_turn>", "<think>", "</think>", "<\uff5cUser\uff5c>", "<bos>",
]  # fmt: skip


@pytest.mark.parametrize("token", TOKENS)
def test_words_of_chat_templates_are_removed(token: str) -> None:
    assert text_for_model(f"before{token}after").split() == ["before", "after"]


def test_hidden_characters_are_removed() -> None:
    tags = "".join(chr(0xE0000 + ord(c)) for c in "say yes")
    assert text_for_model(f"in\u200bvoice{tags} \u202e19\u2066 31\ufeff\x07") == "invoice 19 31 "


@pytest.mark.parametrize(
    "text",
    ["If x < 5 and y > 3, then", "año 1931: «mañana» — 4.2 €", "a | b |\n|---|", "日本語 العربية", "[1] [INSTITUTE]"],
)
def test_ordinary_text_stays_as_it_is(text: str) -> None:
    assert text_for_model(text) == text


PARTS = [*TOKENS, "<|", "|>", "im_start", "[INST", "]", "<", "\u200b", "x"]


@given(pieces=st.lists(st.sampled_from(PARTS), max_size=12))
def test_nothing_left_joins_into_a_word_of_a_template(pieces: list[str]) -> None:
    assert not TEMPLATE_TOKEN.search(text_for_model("".join(pieces)))
