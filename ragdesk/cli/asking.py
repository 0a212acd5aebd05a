"""One question through an engine's stream: shown as it comes, or waited for. Shared by ask, chat and demo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

from ragdesk.cli.answer_text import print_answer, print_quotes
from ragdesk.cli.draft import Draft
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.stopping import until_stopped
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.events import AnswerFinished, AnswerPending, AnswerToken, AskEvent, QuotesFound
from ragdesk.protocol.records import Answer


def show_answer(output: Output, stream: Iterator[AskEvent]) -> Answer:
    """Quotes first, then the model's draft, then the checked answer. Ctrl-C leaves the draft, said to be unchecked."""
    answer: Answer | None = None
    draft = Draft(output)
    try:
        with draft, closing(until_stopped(stream)) as events:
            for event in events:
                match event:
                    case QuotesFound():
                        print_quotes(output, event)
                    case AnswerToken(text):
                        draft.add(text)
                    case AnswerPending("restarting"):
                        draft.clear()
                    case AnswerFinished():
                        answer = event.answer
    except KeyboardInterrupt:
        if draft.text:
            output.text(draft.text.strip(), Styled(" (stopped; not checked)", "yellow"))
        raise
    print_answer(output, _finished(answer))
    return _finished(answer)


def wait_for_answer(stream: Iterator[AskEvent]) -> Answer:
    """The answer alone."""
    answer: Answer | None = None
    with closing(until_stopped(stream)) as events:
        for event in events:
            if isinstance(event, AnswerFinished):
                answer = event.answer
    return _finished(answer)


def _finished(answer: Answer | None) -> Answer:
    if answer is None:
        raise RagdeskError("The answer did not arrive.", "Please ask again.")
    return answer
