"""Text of documents and questions as a chat model may see it; what is displayed keeps the original.

Removed: characters that no reader sees, and names of control tokens of chat templates.
"""

from __future__ import annotations

import re

INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e01ef]"
)
"""Zero width, direction overrides, fillers, variation selectors, and the tag characters of plane 14."""

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")

TEMPLATE_TOKEN = re.compile(
    r"""<[|\uff5c][^<>\s]{1,48}[|\uff5c]>   # <|im_start|>, <|eot_id|>; DeepSeek has full-width bars
    | <\|[a-z_]{2,24}>
    | \[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS)\]
    | <</?SYS>>
    | </?s>
    | </?(?:start_of_turn|end_of_turn|bos|eos|pad|unk|think|tool_call|tool_response|tools)>
    """,
    re.VERBOSE | re.IGNORECASE,
)


def text_for_model(text: str) -> str:
    """The text without anything hidden and without words of a chat template."""
    visible = CONTROL.sub(" ", INVISIBLE.sub("", text.replace("\r\n", "\n")))
    # A space in its place, so that what is left on both sides cannot join into another such word.
    return TEMPLATE_TOKEN.sub(" ", visible)
