"""`ragdesk chat`: one conversation, in which follow-up questions are understood."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import typer

from ragdesk.cli.asking import show_answer
from ragdesk.cli.failures import report
from ragdesk.cli.options import ModelFile, NoModel, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.questions import as_text, question_lines
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import ConversationId

PROMPT = "> "
LEAVING = {"exit", "quit", "salir"}
WELCOME = "Ask your documents. Ctrl-C stops an answer; Ctrl-D or exit leaves."


def chat(context: typer.Context, no_model: NoModel = False, model: ModelFile = None) -> int:
    """Ask several questions in one conversation."""
    output = Output.standard()
    is_interactive = sys.stdin is not None and sys.stdin.isatty()
    code = 0
    with session_of(context).engine(chat_model=model) as engine:
        conversation = engine.start_conversation()
        for question in _typed(output) if is_interactive else _piped(output):
            code = _answer(engine, conversation, question, output, use_model=not no_model, can_stop=is_interactive)
    return 0 if is_interactive else code


def _answer(
    engine: EngineApi,
    conversation: ConversationId,
    question: str,
    output: Output,
    *,
    use_model: bool,
    can_stop: bool,
) -> int:
    try:
        show_answer(output, engine.ask(question, conversation=conversation, use_model=use_model))
        code = 0
    except RagdeskError as error:
        code = report(error, as_json=False)
    except KeyboardInterrupt:
        if not can_stop:
            raise
        code = 0
    output.line()
    return code


def _typed(output: Output) -> Iterator[str]:
    _allow_line_editing()
    output.line(Styled(WELCOME, "dim"))
    while True:
        try:
            question = as_text(input(PROMPT))
        except EOFError:
            output.line()
            return
        except KeyboardInterrupt:
            output.line()
            output.line(Styled("Ctrl-D or exit leaves.", "dim"))
            continue
        if question.lower() in LEAVING:
            return
        if question:
            yield question


def _piped(output: Output) -> Iterator[str]:
    for question in question_lines():
        if question.lower() in LEAVING:
            return
        if question:
            output.line(Styled(PROMPT + question, "bold"))
            yield question


def _allow_line_editing() -> None:
    """Importing readline gives `input` arrow keys and a history; Windows has both without it."""
    try:
        import readline  # noqa: F401
    except ImportError:
        return
