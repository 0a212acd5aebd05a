"""Web pages: what a visitor sees is read, in order, and nothing else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ragdesk.engine.documents.readers.html import HtmlReader
from ragdesk.engine.documents.sections import Reading
from ragdesk.protocol.errors import CannotRead


def read(html: str) -> Reading:
    return HtmlReader().read(html.encode())


def text_of(html: str) -> str:
    return "\n\n".join(section.text for section in read(html).sections)


def test_headings_give_sections_with_their_path() -> None:
    reading = read("<title>Lease</title><p>before</p><h1>A</h1><p>one</p><h2>B</h2><h3>C</h3><p>two</p><h2>D</h2>")
    assert reading.title == "Lease"
    assert [(section.heading, section.text) for section in reading.sections] == [
        ((), "before"),
        (("A",), "A\n\none"),
        (("A", "B", "C"), "B\n\nC\n\ntwo"),
        (("A", "D"), "D"),
    ]


def test_paragraphs_lists_tables_and_code_keep_their_shape() -> None:
    html = (
        "<p>One\n  <b>bold</b>\tword<br>next</p><ul><li>first<ul><li>inner</li></ul></li><li><p>second</p></li></ul>"
        "<table><tr><th>Item<th>Price<tr><td>Rent<td>500 €</table><pre>if x:\n    y</pre>"
    )
    assert text_of(html) == (
        "One bold word\nnext\n\n- first\n- inner\n- second\n\nItem | Price\nRent | 500 €\n\nif x:\n    y"
    )


def test_nested_and_merged_cells_are_said_once() -> None:
    html = (
        "<table><tr><td rowspan=2>Year</td><td>Q1</td></tr><tr><td>Q2</td></tr>"
        "<tr><td>in<table><tr><td>A<td>B</table></td><td></td><td>end</td></tr></table>"
    )
    assert text_of(html) == "Year | Q1\nQ2\nin A B |  | end"


def test_a_table_that_lays_out_the_page_is_read_as_text() -> None:
    html = "<table><tr><td><p>Menu</p><td><h2>News</h2><p>First.</p><p>Second.</p></table>"
    assert text_of(html) == "Menu\n\nNews\n\nFirst.\n\nSecond."


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>SECRET</script>",
        "<style>SECRET</style>",
        "<!-- SECRET -->",
        "<template>SECRET</template>",
        "<noscript>SECRET</noscript>",
        "<p hidden>SECRET</p>",
        "<div aria-hidden=true><p>SECRET</p></div>",
        "<p style='color:red; display: none'>SECRET</p>",
        "<p style='VISIBILITY:hidden'>SECRET</p>",
        "<nav>SECRET</nav>",
        "<footer>SECRET</footer>",
        "<header><p>SECRET</p></header>",
        "<div role=navigation>SECRET</div>",
        "<div role=contentinfo>SECRET</div>",
        "<select><option>SECRET</select>",
    ],
)
def test_hidden_text_and_page_furniture_are_left_out(hidden: str) -> None:
    assert text_of(f"<p>Seen.</p>{hidden}<p>Also seen.</p>") == "Seen.\n\nAlso seen."


@pytest.mark.parametrize("tag", ["header", "footer", "div role=contentinfo"])
def test_the_header_and_footer_of_an_article_are_kept(tag: str) -> None:
    end = tag.split()[0]
    assert "By Ana" in text_of(f"<article><{tag}><p>By Ana</p></{end}><p>Text.</p></article>")


def test_main_is_preferred_and_keeps_the_page_heading() -> None:
    (section,) = read("<div>Advert</div><h1>Title</h1><main><p>What it is about, at length.</p></main>").sections
    assert section.heading == ("Title",)
    assert section.text == "Title\n\nWhat it is about, at length."


def test_the_text_of_a_heading_is_its_plain_words_on_one_line() -> None:
    assert text_of("<h1>The <b>old</b><br>lease</h1><p>Text.</p>") == "The old lease\n\nText."


def test_a_page_of_nothing_but_navigation_is_still_read() -> None:
    assert text_of("<nav><a>Only this</a></nav>") == "Only this"


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("windows-1252", "cp1252"), ("iso-8859-1", "cp1252"), ("iso-8859-1", "utf-8"), ("utf-8", "cp1252")],
)
def test_letters_are_right_whatever_the_page_declares(declared: str, encoding: str) -> None:
    html = f"<meta http-equiv=Content-Type content='text/html; charset={declared}'><p>¿Qué año? “Mañana” cuesta 5 €"
    (section,) = HtmlReader().read(html.encode(encoding)).sections
    assert section.text == "¿Qué año? “Mañana” cuesta 5 €"


@pytest.mark.parametrize(
    "bomb", ["<div>" * 200_000, "<b><div>" * 50_000, "<table><tr><td>" * 50_000, "<!--" * 100_000, "<" * 500_000]
)
def test_a_page_nested_without_end_is_read_in_time(bomb: str) -> None:
    started = time.perf_counter()
    assert "kept" in text_of(f"<p>kept</p><script>x</script>{bomb}")
    assert time.perf_counter() - started < 10


def test_a_page_that_is_nested_too_deeply_says_so() -> None:
    reading = read("<div>" * 5000 + "<script>no</script>caf&eacute;")
    assert reading.shortfall
    assert [section.text for section in reading.sections] == ["café"]


def test_a_tag_with_a_hundred_thousand_attributes_costs_the_order_of_the_words_only() -> None:
    started = time.monotonic()
    flood = " ".join(f"a{number}=1" for number in range(100_000))
    reading = HtmlReader().read(f"<html><body><p {flood}>the key</p></body></html>".encode())
    assert time.monotonic() - started < 5
    assert [section.text for section in reading.sections] == ["the key"]
    assert "attributes" in (reading.shortfall or "")


def test_a_long_picture_inside_a_page_is_no_flood_of_attributes() -> None:
    picture = b'<img src="data:' + b"x y " * 50_000 + b'">'
    reading = HtmlReader().read(b"<html><body><h1>A</h1>" + picture + b"<p>words</p></body></html>")
    assert reading.shortfall is None
    assert reading.sections[0].heading == ("A",)


def test_a_huge_page_is_refused() -> None:
    with pytest.raises(CannotRead) as caught:
        HtmlReader().read(b"<p>" + b"a" * (32 * 1024 * 1024))
    assert caught.value.code == "too_large"


TAGS = [
    "<p>",
    "</p>",
    "<li>",
    "<ul>",
    "</ul>",
    "<td>",
    "<table>",
    "</table>",
    "<h1>",
    "</h1>",
    "<pre>",
    "<br>",
    "word ",
]


@given(st.lists(st.sampled_from(TAGS), max_size=40))
def test_no_visible_word_is_lost_in_any_tag_soup(parts: list[str]) -> None:
    reading = read("<html>" + "".join(parts))
    assert sum(section.text.count("word") for section in reading.sections) == parts.count("word ")
