"""Thoughts are left out and stop strings end the text, however the text is cut into pieces."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.answer.language_models.stream_filters import AnswerText, StopFilter, ThinkFilter

texts = st.lists(st.sampled_from(["a", " ", "\n", "<", "<think>", "</think>", "</", "think>", "STOP", "ST", "ñ"])).map(
    "".join
)


def through(sink: ThinkFilter | StopFilter, text: str, cuts: list[int]) -> str:
    borders = sorted({0, len(text), *(cut % (len(text) + 1) for cut in cuts)})
    return "".join(sink.feed(text[a:b]) for a, b in pairwise(borders)) + sink.finish()


def test_thoughts_are_not_shown() -> None:
    thoughts = ThinkFilter()
    pieces = ["<th", "ink>Let me ", "see.</thi", "nk>", "\n\n", "It is", " 1931."]
    assert "".join(map(thoughts.feed, pieces)) + thoughts.finish() == "It is 1931."


def test_answer_that_begins_with_thoughts_is_shown_from_their_end() -> None:
    assert through(ThinkFilter(starts_inside=True), "hm, well</think>\nYes.", [3, 7, 12]) == "Yes."


def test_thoughts_without_an_end_are_not_shown() -> None:
    assert through(ThinkFilter(), "Yes. <think>but", []) == "Yes. "


@given(text=texts, cuts=st.lists(st.integers(0, 99)))
def test_pieces_give_what_the_whole_gives_without_thoughts(text: str, cuts: list[int]) -> None:
    shown = through(ThinkFilter(), text, cuts)
    assert shown == through(ThinkFilter(), text, [])
    assert shown == text or "<think>" in text


@given(before=texts, thoughts=st.text(), after=st.text(alphabet="ab \n<"), cuts=st.lists(st.integers(0, 99)))
def test_what_stands_around_thoughts_is_shown(before: str, thoughts: str, after: str, cuts: list[int]) -> None:
    before, thoughts = before.replace("think", ""), thoughts.replace("think", "")
    shown = through(ThinkFilter(), f"{before}<think>{thoughts}</think>{after}", cuts)
    assert shown == before + after.lstrip()


@given(text=texts, cuts=st.lists(st.integers(0, 99)))
def test_text_ends_before_the_first_stop_string(text: str, cuts: list[int]) -> None:
    stops = StopFilter(["STOP", "\n\n"])
    assert through(stops, text, cuts) == re.split("STOP|\n\n", text)[0]
    assert stops.has_stopped == bool(re.search("STOP|\n\n", text))


@given(text=st.text(), size=st.integers(1, 4))
def test_characters_cut_between_tokens_are_put_together(text: str, size: int) -> None:
    data, answer = text.encode(), AnswerText()
    shown = "".join(answer.feed(data[i : i + size]) for i in range(0, len(data), size)) + answer.finish()
    assert shown == text or "<" in text
