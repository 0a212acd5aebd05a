"""Short version of `hurt_chat_worker`: a chat model that dies or hangs costs a moment, and never the answer."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from ragdesk.engine.answer.chat_models import ChatModels
from ragdesk.protocol.events import AnswerPending
from ragdesk.settings import Settings
from tests.safety.hurt_chat_worker import MOST_TO_NOTICE_S, Moment, breaks_the_circle, hurt_once, long_prompts

pytestmark = [pytest.mark.model, pytest.mark.skipif(sys.platform == "win32", reason="signals")]


# What is hurt while it writes need not read for long before.
@pytest.mark.parametrize(
    ("moment", "number", "times"), [("reading", signal.SIGSEGV, 8), ("writing", signal.SIGSTOP, 1)]
)
def test_question_is_answered_though_the_model_is_hurt(
    tmp_path: Path, moment: Moment, number: signal.Signals, times: int
) -> None:
    models = ChatModels(Settings(cache_dir=tmp_path, threads=1), None)
    try:
        with long_prompts(times):
            hurt = hurt_once(models, moment, number)
    finally:
        models.close()
    assert hurt.ended_well
    assert hurt.noticed_s is not None
    assert hurt.noticed_s < MOST_TO_NOTICE_S
    assert AnswerPending("restarting") in hurt.events


def test_model_that_dies_again_and_again_is_left_alone(tmp_path: Path) -> None:
    assert breaks_the_circle(tmp_path)
