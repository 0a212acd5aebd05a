"""`ragdesk search`: the passages that fit best, with the best sentences in them marked."""

from __future__ import annotations

from typing import Annotated

import typer

from ragdesk.cli.as_json import search_json
from ragdesk.cli.failures import report
from ragdesk.cli.json_lines import JsonLines
from ragdesk.cli.options import AsJson, Question, session_of
from ragdesk.cli.output import Output, Piece, Styled
from ragdesk.cli.questions import FROM_STANDARD_INPUT, one_question, question_lines
from ragdesk.cli.wording import counted, duration, file_and_place, searched_words, short_names
from ragdesk.protocol.engine_api import EngineApi
from ragdesk.protocol.errors import RagdeskError
from ragdesk.protocol.records import Passage, Quote, Searched, SearchResult

Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, max=100, help="How many passages at most.")]


def search(context: typer.Context, words: Question, limit: Limit = 10, as_json: AsJson = False) -> int:
    """Find passages; no model is asked."""
    is_piped = words == FROM_STANDARD_INPUT
    question = "" if is_piped else one_question(words)
    with session_of(context).engine() as engine:
        if is_piped:
            return _search_lines(engine, limit, as_json=as_json)
        _tell(question, engine.search(question, limit=limit), as_json=as_json)
        return 0


def _search_lines(engine: EngineApi, limit: int, *, as_json: bool) -> int:
    """One result per line of standard input; a line that fails does not stop the others."""
    code = 0
    for question in question_lines():
        if not as_json:
            Output.standard().line(Styled(f"Question: {question}", "bold"))
        try:
            found = engine.search(question, limit=limit) if question else SearchResult((), Searched(0, 0), 0.0)
            if question or as_json:
                _tell(question, found, as_json=as_json)
        except RagdeskError as error:
            code = report(error, as_json=as_json)
        if not as_json:
            Output.standard().line()
    return code


def _tell(question: str, result: SearchResult, *, as_json: bool) -> None:
    if as_json:
        JsonLines.standard().write(search_json(question, result))
    else:
        _print(Output.standard(), result)


def _print(output: Output, result: SearchResult) -> None:
    names = short_names(passage.document for passage in result.passages)
    best_quotes = {quote.passage: quote for quote in reversed(result.quotes)}
    for passage in result.passages:
        output.line(
            Styled(f"[{passage.n}] ", "bold"),
            Styled(file_and_place(names[passage.document], passage.place), "bold"),
            Styled(f"  {passage.score:.2f}", "dim"),
        )
        output.text(*_with_quote(output, passage, best_quotes.get(passage.n)), indent=4)
    found = counted(len(result.passages), "passage") if result.passages else "Nothing found"
    output.line(Styled(f"{found} in {duration(result.took_ms / 1000)}", "dim"))
    if searched := searched_words(result.searched):
        output.line(Styled(searched, "dim"))


def _with_quote(output: Output, passage: Passage, quote: Quote | None) -> tuple[Piece, ...]:
    start = -1 if quote is None or not quote.text else _start_of(quote, passage)
    if quote is None or start < 0:
        return (passage.text,)
    end = start + len(quote.text)
    return (passage.text[:start], output.marked(quote.text), passage.text[end:])


def _start_of(quote: Quote, passage: Passage) -> int:
    """Where the quote stands in the passage: by its offsets, or by its words where a passage joins several chunks."""
    start = quote.place.start - passage.place.start
    return start if start >= 0 and passage.text.startswith(quote.text, start) else passage.text.find(quote.text)
