"""A conversation as one HTML page of its own: no script, no picture, no link, every text escaped."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import QLocale

from ragdesk.protocol.conversations import ConversationText
from ragdesk.protocol.records import Answer, Quote
from ragdesk.window.conversation.as_markdown import named_quotes, text_with_citations
from ragdesk.window.conversation.export_words import (
    checked_words,
    note_words,
    nothing_words,
    quoted,
    searched_words,
    sources_words,
)
from ragdesk.window.conversation.quote_words import place_in_words
from ragdesk.window.engine_words import said

_STYLE = (
    "body{font-family:sans-serif;max-width:720px;margin:2em auto;line-height:1.6;color:#1d2125}"
    "h1{font-size:20pt}h2{font-size:14pt;margin-top:2em}h3{font-size:10pt;color:#5b6068}"
    "blockquote{margin:0.8em 0;padding:0.2em 1em;border-left:3px solid #0a6666}"
    ".dim{color:#5b6068;font-size:90%}.warn{color:#8a5200}pre{white-space:pre-wrap;background:#f3f1ed;padding:0.6em}"
)


def conversation_as_html(text: ConversationText) -> str:
    """The whole page, with its sources under each answer."""
    title = escape(text.record.title)
    turns = "\n".join(part for turn in text.turns for part in _parts(turn.answer))
    language = QLocale().name().partition("_")[0]
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{turns}\n</body>\n</html>\n"
    )


def _parts(answer: Answer) -> Iterator[str]:
    yield f"<h2>{escape(answer.question)}</h2>"
    if answer.origin == "model":
        yield from _paragraphs(text_with_citations(answer))
    elif answer.origin == "nothing":
        yield from (f"<p>{escape(sentence)}</p>" for sentence in nothing_words(answer))
    elif answer.origin == "erased":
        yield f'<p class="dim">{escape(said(answer.text))}</p>'
        return
    for style, note in (("warn", checked_words(answer)), ("dim", note_words(answer))):
        if note:
            yield f'<p class="{style}">{escape(note)}</p>'
    if answer.quotes:
        yield f"<h3>{escape(sources_words())}</h3>"
        yield from (_source(quote) for quote in named_quotes(answer))
    yield f'<p class="dim">{escape(searched_words(answer))}</p>'


def _paragraphs(text: str) -> Iterator[str]:
    """Code between ``` lines as it stands, the rest as paragraphs with their line breaks."""
    for at, part in enumerate(text.split("```")):
        if at % 2:
            yield f"<pre>{escape(part.strip(chr(10)))}</pre>"
        else:
            paragraphs = [one.strip() for one in part.split("\n\n")]
            yield from (f"<p>{escape(one).replace(chr(10), '<br>')}</p>" for one in paragraphs if one)


def _source(quote: Quote) -> str:
    return (
        f"<blockquote>{quote.n}. {escape(quoted(quote))}<br>"
        f'<span class="dim">{escape(place_in_words(quote))}</span></blockquote>'
    )
