"""Frames of chat templates of several kinds, and that no text gets into them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.answer.language_models.chat_template import (
    MAX_TEMPLATE_CHARACTERS,
    ChatMessage,
    ChatTemplate,
    tokens_of,
)
from ragdesk.protocol.errors import ModelError

MARKED = (
    "{{ bos_token }}{% for m in messages %}<|{{ m.role }}|>{{ m['content'] | trim }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|assistant|>{% endif %}"
)
NO_SYSTEM = "{% if messages[0].role == 'system' %}{{ raise_exception('no system') }}{% endif %}" + MARKED
SILENT_ABOUT_SYSTEM = (
    "{% for m in messages if m.role != 'system' %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}<|assistant|>"
)
ALTERNATING = (
    "{% for m in messages %}{% if (m.role == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('roles must alternate') }}{% endif %}<|{{ m.role }}|>{{ m.content }}<|end|>{% endfor %}"
)
THINKING = MARKED + "{% if enable_thinking is not defined or enable_thinking %}<think>\n{% endif %}"
ALWAYS_THINKING = MARKED + "<think>\n"

CONVERSATION = (
    ChatMessage("system", "Be brief."),
    ChatMessage("user", "Who?"),
    ChatMessage("assistant", "Ines."),
    ChatMessage("user", "When?"),
)


def rendered(template: ChatTemplate, messages: tuple[ChatMessage, ...] = CONVERSATION) -> str:
    return "".join(segment.text for segment in template.segments(messages))


def test_frame_stands_around_the_messages() -> None:
    assert rendered(ChatTemplate(MARKED, bos="<s>")) == (
        "<s><|system|>Be brief.<|end|><|user|>Who?<|end|><|assistant|>Ines.<|end|><|user|>When?<|end|><|assistant|>"
    )


@pytest.mark.parametrize("source", [NO_SYSTEM, SILENT_ABOUT_SYSTEM])
def test_system_text_moves_to_the_user_where_the_template_knows_no_system(source: str) -> None:
    text = rendered(ChatTemplate(source))
    assert text.startswith("<|user|>Be brief.\n\nWho?<|end|>")
    assert "system" not in text


def test_neighbours_of_one_role_become_one_message() -> None:
    twice = (*CONVERSATION, ChatMessage("user", "And where?"))
    assert "<|user|>When?\n\nAnd where?<|end|>" in rendered(ChatTemplate(ALTERNATING), twice)


def test_thinking_is_switched_off_and_known_where_it_cannot_be() -> None:
    assert not ChatTemplate(THINKING).opens_thinking(CONVERSATION)
    assert ChatTemplate(ALWAYS_THINKING).opens_thinking(CONVERSATION)


def test_model_without_template_gets_plain_text_and_tells() -> None:
    template = ChatTemplate(None)
    assert template.is_fallback
    assert rendered(template).endswith("User: When?\n\nAssistant:")


@pytest.mark.parametrize(
    "source",
    [
        "{% for %}",
        "{{ raise_exception('never') }}",
        "{{ 1 / 0 }}",
        "{{ messages.__class__.__mro__ }}",
        "{{ 'x' * 100000 }}",
        "{{ messages[0].role }}",
        "x" * (MAX_TEMPLATE_CHARACTERS + 1),
        "{% include 'other' %}",
    ],
)
def test_unusable_template_is_refused_in_words(source: str) -> None:
    with pytest.raises(ModelError, match="template") as caught:
        rendered(ChatTemplate(source))
    assert caught.value.hint


def test_template_may_mark_what_a_trainer_learns_from() -> None:
    source = "{% for m in messages %}{% generation %}{{ m.content }}|{% endgeneration %}{% endfor %}"
    assert rendered(ChatTemplate(source)) == "Be brief.|Who?|Ines.|When?|"


TEXTS = st.text(alphabet="<|>enduser{}% ñ\n/0123456789abcdef.", max_size=60)


@given(texts=st.lists(TEXTS, min_size=2, max_size=2))
def test_text_never_changes_the_frame(texts: list[str]) -> None:
    template = ChatTemplate(MARKED)
    plain = [s.text for s in template.segments((ChatMessage("system", "a"), ChatMessage("user", "b"))) if s.is_frame]
    segments = list(template.segments((ChatMessage("system", texts[0]), ChatMessage("user", texts[1]))))
    assert [s.text for s in segments if s.is_frame] == plain
    assert [s.text for s in segments if not s.is_frame] == texts


def test_control_tokens_in_texts_are_dropped_and_the_opening_token_is_added_once() -> None:
    def tokenize(text: str, *, special: bool) -> list[int]:
        return [ord(c) + (1000 if special else 0) for c in text]

    template = ChatTemplate("{{ bos_token }}{{ messages[0].content }}", bos="B")
    for opening in (None, ord("B") + 1000):
        segments = template.segments((ChatMessage("user", "x!y"),))
        tokens = tokens_of(segments, tokenize, lambda token: token == ord("!"), opening)
        assert tokens == [ord("B") + 1000, ord("x"), ord("y")]
