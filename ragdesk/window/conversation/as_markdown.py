"""An answer as Markdown, with its sources numbered as in the window. For the clipboard and for export."""

from __future__ import annotations

from collections.abc import Iterator

from ragdesk.protocol.conversations import ConversationText
from ragdesk.protocol.records import Answer, Quote
from ragdesk.window.conversation.export_words import (
    checked_words,
    note_words,
    nothing_words,
    quoted,
    searched_words,
    sources_words,
)
from ragdesk.window.conversation.quote_words import place_in_words
from ragdesk.window.conversation.sentence_places import CITATION, citation_place, sentence_places
from ragdesk.window.conversation.turn_words import is_doubtful
from ragdesk.window.engine_words import said


def answer_as_markdown(answer: Answer) -> str:
    """Question, answer with [n], notes on what is not in the documents, and the sources that it names."""
    return "\n\n".join(_parts(answer)) + "\n"


def conversation_as_markdown(text: ConversationText) -> str:
    """All answers of a conversation under its title."""
    title = f"# {_one_line(text.record.title)}\n\n" if text.record.title else ""
    return title + "\n".join(answer_as_markdown(turn.answer) for turn in text.turns)


def answer_as_text(answer: Answer) -> str:
    """The words of the answer alone, for another text."""
    if answer.origin == "nothing":
        return " ".join(nothing_words(answer))
    if answer.origin == "erased":
        return said(answer.text)
    if answer.origin != "quotes":
        return CITATION.sub("", answer.text)
    return "\n\n".join(f"{quoted(quote)}\n{place_in_words(quote)}" for quote in answer.quotes)


def text_with_citations(answer: Answer) -> str:
    """The answer's text with [n] behind each sentence that stands in the documents, (?) behind what does not."""
    places = sentence_places(answer.text, answer.sentences)
    written, at = "", 0
    for sentence, place in zip(answer.sentences, places, strict=True):
        if place is not None:
            end = max(at, citation_place(answer.text, *place))
            numbers = "".join(f" [{n}]" for n in sentence.citations if sentence.supported)
            written += CITATION.sub("", answer.text[at:end]) + numbers + (" (?)" if is_doubtful(sentence) else "")
            at = end
    return written + CITATION.sub("", answer.text[at:])


def _parts(answer: Answer) -> Iterator[str]:
    yield f"## {_one_line(answer.question)}"
    if answer.origin == "model":
        yield text_with_citations(answer)
    elif answer.origin == "nothing":
        yield from map(_escaped, nothing_words(answer))
    elif answer.origin == "erased":
        yield f"*{_escaped(said(answer.text))}*"
        return
    for note in filter(None, (checked_words(answer), note_words(answer))):
        yield f"*{_escaped(note)}*"
    if answer.quotes:
        yield "### " + sources_words()
        yield "\n".join(_source(quote) for quote in named_quotes(answer))
    yield f"*{searched_words(answer)}*"


def named_quotes(answer: Answer) -> list[Quote]:
    """The quotes that a model's sentences name, or all where it wrote none."""
    named = {n for sentence in answer.sentences for n in sentence.citations}
    return [quote for quote in answer.quotes if quote.n in named or answer.origin != "model" or not named]


def _source(quote: Quote) -> str:
    return f"{quote.n}. {_escaped(quoted(quote))}\n   {_escaped(place_in_words(quote))}"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _escaped(text: str) -> str:
    """So that a name or a sentence out of a file makes no link, picture or HTML."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#!|" else c for c in text)
