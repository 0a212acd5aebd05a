"""`ragdesk ask`: quotes, then an answer whose every sentence is checked against them."""

from __future__ import annotations

import typer

from ragdesk.cli.as_json import answer_json
from ragdesk.cli.asking import show_answer, wait_for_answer
from ragdesk.cli.failures import report
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, ModelFile, NoModel, Question, session_of
from ragdesk.cli.output import Output, Styled
from ragdesk.cli.questions import FROM_STANDARD_INPUT, one_question, question_lines
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import Answer, Budget, Searched, Timings


def ask(
    context: typer.Context,
    words: Question,
    no_model: NoModel = False,
    model: ModelFile = None,
    as_json: AsJson = False,
) -> int:
    """Answer a question from your documents."""
    is_piped = words == FROM_STANDARD_INPUT
    question = "" if is_piped else one_question(words)
    with session_of(context).engine(chat_model=model) as engine:
        if is_piped:
            return _answer_lines(engine, use_model=not no_model, as_json=as_json)
        _answer(engine, question, use_model=not no_model, as_json=as_json)
        return 0


def _answer(engine: EngineApi, question: str, *, use_model: bool, as_json: bool) -> None:
    stream = engine.ask(question, use_model=use_model)
    if as_json:
        JsonLines.standard().write(answer_json(wait_for_answer(stream)))
    else:
        show_answer(Output.standard(), stream)


def _answer_lines(engine: EngineApi, *, use_model: bool, as_json: bool) -> int:
    """One answer per line of standard input; a line that fails does not stop the others."""
    code = 0
    for question in question_lines():
        if not as_json:
            Output.standard().line(Styled(f"Question: {question}", "bold"))
        try:
            if question:
                _answer(engine, question, use_model=use_model, as_json=as_json)
            elif as_json:
                JsonLines.standard().write(answer_json(_no_answer()))
        except RagdeskError as error:
            code = report(error, as_json=as_json)
        if not as_json:
            Output.standard().line()
    return code


def _no_answer() -> Answer:
    return Answer(
        question="",
        text="",
        found=False,
        evidence="none",
        origin="nothing",
        sentences=(),
        quotes=(),
        passages=(),
        searched=Searched(0, 0),
        model=None,
        budget=Budget(),
        timings=Timings(0.0, None, 0.0),
        language="",
    )
