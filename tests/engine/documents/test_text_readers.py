"""Plain text and Markdown: encodings, verbatim text, headings."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.documents.clean_text import clean_in_place, clean_text
from ragdesk.engine.documents.decoding import decode_text
from ragdesk.engine.documents.readers.markdown import MarkdownReader
from ragdesk.engine.documents.readers.plain_text import PlainTextReader, cut_at_blank_lines
from ragdesk.protocol.errors import CannotRead

SPANISH = "El año pasado, ¿qué pagó la señora Muñoz? “Nada”, dijo: 30 € no son ‘mucho’. ¡Qué niño! La 1ª cláusula…"
POLISH = "Zażółć gęślą jaźń. Umowa została zawarta między stronami, która określa prawa i obowiązki. Książka leży."
RUSSIAN = "Договор был заключён между сторонами и определяет их права и обязанности. Спасибо."


@pytest.mark.parametrize(
    "text",
    [
        SPANISH,
        "año",
        "Mañana el niño cumplirá años; ¿vendrás? Según la cláusula décima, el arrendatario abonará 500 € mensuales.",
        "L’été dernier, où êtes-vous allés ? Le garçon a reçu une lettre à Noël, c’était très agréable.",
        "Die Straße ist schön groß. Über den Fluß führt eine Brücke. Äpfel und Öl.",
        "A decisão não foi tomada; as ações são irregulares e a reunião não começou.",
    ],
)
def test_windows_1252_text_is_read_right(text: str) -> None:
    assert decode_text(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (POLISH, "cp1250"),
        (RUSSIAN, "cp1251"),
        ("名前,年齢,住所\n佐藤太郎,30,東京\n三木英子,25,大阪\n", "cp932"),
        ("合同由双方签订，规定了各方的权利和义务。", "gb18030"),
    ],
)
def test_other_old_encodings_are_recognised(text: str, encoding: str) -> None:
    assert decode_text(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_unicode_text_is_read_with_and_without_mark(encoding: str) -> None:
    assert decode_text(SPANISH.encode(encoding)) == SPANISH


def test_a_damaged_letter_does_not_spoil_a_utf8_text() -> None:
    assert decode_text((SPANISH * 3).encode() + b"\xff end") == SPANISH * 3 + "\ufffd end"


def test_a_long_line_beside_an_old_letter_takes_no_long_time() -> None:
    started = time.monotonic()
    text = decode_text(b"caf\xe9 au lait\n" + b"a" * 3_000_000)
    assert time.monotonic() - started < 5
    assert (text or "").startswith("café au lait\n")


def test_binary_is_no_text() -> None:
    assert decode_text(bytes(range(256)) * 4) is None
    with pytest.raises(CannotRead):
        PlainTextReader().read(bytes(range(256)) * 4)


def test_text_stays_verbatim_but_for_line_ends_and_controls() -> None:
    (section,) = PlainTextReader().read(b"  a\tb  c\r\nsecond\rthird\x07\x00" + b"!" * 2000).sections
    assert section.text == "  a\tb  c\nsecond\nthird" + "!" * 2000
    assert section.heading == ()


def test_long_text_is_cut_at_blank_lines_and_nothing_is_lost() -> None:
    paragraphs = [f"Paragraph {n} " + "word " * 150 for n in range(200)]
    pieces = cut_at_blank_lines("\n\n".join(paragraphs))
    assert len(pieces) > 3
    assert max(map(len, pieces)) <= 40_000
    assert "\n\n".join(pieces) == "\n\n".join(paragraphs)


@given(st.text(alphabet=" \nab", max_size=300).map(lambda text: text * 400))
def test_cutting_loses_no_word(text: str) -> None:
    assert "".join("".join(cut_at_blank_lines(text)).split()) == "".join(text.split())


@given(st.text())
def test_clean_text_can_always_be_stored(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert "\r" not in cleaned
    assert "\0" not in cleaned
    assert clean_text(cleaned) == cleaned
    assert len(clean_in_place(text)) == len(text)


MARKDOWN = b"""---
title: "The lease"
---
Before any heading.

# Lease *of* [the flat](http://example.org) #

Intro with **bold** and `code`.

## Empty parent

### Rent

Rent is 500.
Second line.

```
# not a heading
```

Deposit
-------

<!-- a note to ourselves -->

One month. <!-- kept: part of a paragraph -->

## Alone
"""


def test_markdown_sections_follow_the_headings() -> None:
    reading = MarkdownReader().read(MARKDOWN)
    assert reading.title == "The lease"
    lease = "Lease of the flat"
    assert [(section.heading, section.text) for section in reading.sections] == [
        ((), "Before any heading."),
        ((lease,), "# Lease *of* [the flat](http://example.org) #\n\nIntro with **bold** and `code`."),
        (
            (lease, "Empty parent", "Rent"),
            "## Empty parent\n\n### Rent\n\nRent is 500.\nSecond line.\n\n```\n# not a heading\n```",
        ),
        ((lease, "Deposit"), "Deposit\n-------\n\nOne month. <!-- kept: part of a paragraph -->"),
        ((lease, "Alone"), "## Alone"),
    ]


def test_markdown_headings_of_one_level_without_text_are_sections_of_their_own() -> None:
    reading = MarkdownReader().read(b"# A\n## B\n## C\n# D\ntext\n# ![](picture.png)\nmore")
    assert [(section.heading, section.text) for section in reading.sections] == [
        (("A", "B"), "# A\n\n## B"),
        (("A", "C"), "## C"),
        (("D",), "# D\n\ntext\n\n# ![](picture.png)\n\nmore"),
    ]


def test_of_far_too_many_headings_the_beginning_is_read_and_the_rest_is_said() -> None:
    reading = MarkdownReader().read(b"# heading\n\nwords\n" * 25_000)
    assert len(reading.sections) == 20_000
    assert "only its beginning" in (reading.shortfall or "")
    assert MarkdownReader().read(b"# heading\n\nwords\n" * 1_000).shortfall is None


def test_markdown_title_is_the_first_top_heading_or_none() -> None:
    assert MarkdownReader().read(b"Words\n\nThe title\n=========\n\ntext").title == "The title"
    assert MarkdownReader().read(b"## Only a part\n\ntext").title is None


def test_a_rule_below_a_table_or_list_is_no_heading() -> None:
    for source in (b"| a | b |\n---\ntext", b"- item\n---\ntext", b"> quote\n---\ntext", b"---\ntext"):
        assert all(section.heading == () for section in MarkdownReader().read(source).sections)


@given(st.lists(st.sampled_from(["# H", "## K", "text", "", "---", "```", "<!--", "-->", "- x", "==="]), max_size=30))
def test_markdown_keeps_every_line_but_comments_as_it_is(lines: list[str]) -> None:
    reading = MarkdownReader().read("\n".join(["start", "", *lines]).encode())
    kept = "\n\n".join(section.text for section in reading.sections)
    if "<!--" not in lines:
        assert [line for line in kept.split("\n") if line] == ["start", *filter(None, lines)]
    assert kept.startswith("start")
