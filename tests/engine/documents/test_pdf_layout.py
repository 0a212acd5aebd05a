"""The text of a PDF page: paragraphs, hyphens, columns, tables, running headers and footers."""

from __future__ import annotations

import pytest

from ragdesk.engine.documents.readers.pdf import PdfReader
from tests.engine.documents.pdf_samples import HEIGHT, STONE, TIDE, WIDTH, both, columns, lines, pdf, wrapped


def _pages(data: bytes) -> list[str]:
    return [section.text for section in PdfReader().read(data).sections]


def test_lines_of_a_paragraph_are_joined_by_one_space():
    assert _pages(pdf(lines(wrapped(TIDE)))) == [TIDE]


def test_a_gap_between_lines_parts_paragraphs():
    data = pdf(both(lines(wrapped(TIDE), y=760), lines(wrapped(STONE), y=600)))
    assert _pages(data) == [f"{TIDE}\n\n{STONE}"]


def test_an_indented_first_line_begins_a_paragraph():
    first, *rest = wrapped(STONE)
    tide = wrapped(TIDE)
    y = 760 - len(tide) * 12
    data = pdf(both(lines(tide), lines([first], x=86, y=y), lines(rest, y=y - 12)))
    assert _pages(data) == [f"{TIDE}\n\n{STONE}"]


def test_a_short_last_line_ends_a_paragraph():
    tide, stone = wrapped(TIDE, 90), wrapped(STONE, 90)
    assert len(tide[-1]) < 70
    assert _pages(pdf(lines(tide + stone))) == [f"{TIDE}\n\n{STONE}"]


def test_double_spaced_text_beside_single_spaced_text_is_not_torn_apart():
    data = pdf(both(lines(wrapped(TIDE, 80)), lines(wrapped(STONE, 80), y=640, leading=22)))
    assert _pages(data) == [f"{TIDE}\n\n{STONE}"]


def test_a_heading_in_larger_print_stands_alone():
    def heading(canvas):
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(72, 776, "The harbour")
        canvas.setFont("Times-Roman", 10)

    assert _pages(pdf(both(heading, lines(wrapped(TIDE))))) == [f"The harbour\n\n{TIDE}"]


def test_each_list_item_has_its_own_line():
    rope = ["• rope of hemp and of wire, in every", "  thickness that is asked for"]
    texts = ["We carry:", "• oilcloth", *rope, "1. lamps"]
    assert _pages(pdf(lines(texts)))[0].splitlines() == [
        "We carry:",
        "• oilcloth",
        "• rope of hemp and of wire, in every thickness that is asked for",
        "1. lamps",
    ]


def test_a_word_parted_at_the_line_end_is_made_whole():
    texts = ["The keeper gave one exam-", "ple of the trade and left the rest of it to his appren-", "tices."]
    assert _pages(pdf(lines(texts))) == [
        "The keeper gave one example of the trade and left the rest of it to his apprentices."
    ]


@pytest.mark.parametrize("evidence", ["It was a well-known house.", "He was well. It was known."])
def test_a_real_hyphen_at_the_line_end_stays(evidence):
    texts = ["Some of the guests who came to the inn were well-", "known in the country, others were not, and all of"]
    page = _pages(pdf(lines(texts), lines([evidence])))[0]
    assert "were well-known in the country" in page


def test_a_hyphen_before_a_capital_or_a_figure_stays():
    texts = ["The manuscript found in the attic is Anglo-", "Saxon and speaks of ships, and it is number A-", "17."]
    assert "Anglo-Saxon and speaks of ships, and it is number A-17." in _pages(pdf(lines(texts)))[0]


def test_a_dash_between_words_at_the_line_end_keeps_its_spaces():
    assert _pages(pdf(lines(["The pilots came home at last and very -", "too late, said the harbour master."]))) == [
        "The pilots came home at last and very - too late, said the harbour master."
    ]


@pytest.mark.parametrize("is_interleaved", [False, True])
def test_two_columns_are_read_one_after_the_other(is_interleaved):
    title = lines(["The chronicle of the harbour and of the quarry, with all that belongs to both"], x=90, y=740)
    note = lines(["All figures in this chronicle are taken from the books of the town and were not checked."], y=480)
    body = columns(wrapped(TIDE), wrapped(STONE), is_interleaved)
    [text] = _pages(pdf(both(title, body, note)))
    order = [text.index(part) for part in ("The chronicle", TIDE, STONE, "All figures")]
    assert order == sorted(order)


@pytest.mark.parametrize("is_interleaved", [False, True])
def test_what_runs_across_the_columns_keeps_its_place_between_them(is_interleaved):
    upper = columns(wrapped(TIDE)[:5], wrapped(STONE)[:5], is_interleaved, y=700)
    across = lines(["A line that runs across both of the columns, from the left margin to the right one."], y=620)
    lower = columns(wrapped(TIDE)[5:], wrapped(STONE)[5:], is_interleaved, y=590)
    [text] = _pages(pdf(both(upper, across, lower)))
    parts = (wrapped(TIDE)[4], wrapped(STONE)[4], "A line that runs", wrapped(TIDE)[5], wrapped(STONE)[5])
    order = [text.index(part) for part in parts]
    assert order == sorted(order)


def test_a_sentence_goes_on_in_the_next_column():
    halves = wrapped(TIDE)
    [text] = _pages(pdf(columns(halves[:5], halves[5:], is_interleaved=True)))
    assert text == TIDE


def test_a_justified_line_of_a_few_words_is_not_taken_for_a_table_row():
    def stretched(canvas):
        for x, word in ((72, "astronomy,"), (144.7, "telecommunications"), (253.3, "and")):
            canvas.drawString(x, 748, word)

    text = "All of this belongs to the sciences of the sky: astronomy, telecommunications and a good deal more."
    data = pdf(both(lines([text[:47]]), stretched, lines([text[82:]], y=736)))
    assert _pages(data) == [text]


@pytest.mark.parametrize("by_column", [False, True])
def test_the_values_of_a_table_row_stay_together(by_column):
    rows = [("Year", "Ships", "Crowns"), ("1871", "212", "4,510"), ("1872", "198", "4,080"), ("1873", "240", "5,125")]
    cells = [(72 + 120 * c, 700 - 14 * r, cell) for r, row in enumerate(rows) for c, cell in enumerate(row)]
    if by_column:
        cells.sort()

    def table(canvas):
        for x, y, cell in cells:
            canvas.drawString(x, y, cell)

    assert _pages(pdf(table))[0].splitlines() == ["\t".join(row) for row in rows]


def test_a_table_with_long_cells_is_not_taken_for_columns():
    def table(canvas):
        for number in range(5):
            for i, (a, b) in enumerate(zip(wrapped(TIDE)[:3], wrapped(STONE)[:3], strict=True)):
                y = 700 - 60 * number - 12 * i
                canvas.drawString(72, y, f"{number} {a}")
                canvas.drawString(320, y, f"{number} {b}")

    [text] = _pages(pdf(table))
    assert text.index("0 The quarry") < text.index("1 The tide")


def _running(number: int) -> object:
    header = lines(["Chronicle of the harbour"], y=HEIGHT - 40)
    footer = lines([f"Page {number} of 5"], x=WIDTH / 2, y=36)
    return both(header, lines([f"Chapter {number} of the tale.", *wrapped(TIDE)], y=720), footer)


def test_running_headers_and_footers_go_and_the_text_stays():
    pages = _pages(pdf(*(_running(number) for number in range(1, 6))))
    assert not [page for page in pages if "Chronicle of the harbour" in page or "of 5" in page]
    assert all(f"Chapter {number} of the tale." in page and TIDE in page for number, page in enumerate(pages, 1))


def test_a_document_of_two_pages_loses_nothing():
    pages = _pages(pdf(_running(1), _running(2)))
    assert all("Chronicle of the harbour" in page and f"Page {n} of 5" in page for n, page in enumerate(pages, 1))


def test_repeated_lines_that_belong_to_the_text_stay():
    form = pdf(*[lines(["Name and address", *wrapped(TIDE)], y=780)] * 4)
    assert all("Name and address" in page for page in _pages(form))


def test_a_large_title_on_every_page_stays():
    def slide(canvas):
        canvas.setFont("Helvetica-Bold", 28)
        canvas.drawString(72, HEIGHT - 60, "Agenda")
        canvas.setFont("Times-Roman", 10)
        lines(wrapped(TIDE), y=640)(canvas)

    assert all(page.startswith("Agenda") for page in _pages(pdf(slide, slide, slide, slide)))


def test_a_page_with_nothing_but_a_running_line_keeps_it():
    pages = _pages(pdf(*(lines([f"Page {number}"], y=36) for number in range(1, 5))))
    assert pages == ["Page 1", "Page 2", "Page 3", "Page 4"]


def test_turned_notes_in_the_margin_do_not_mix_with_the_text():
    def note(canvas):
        canvas.saveState()
        canvas.translate(30, 600)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Archive copy of 1912")
        canvas.restoreState()

    assert _pages(pdf(both(note, lines(wrapped(TIDE))))) == [f"{TIDE}\n\nArchive copy of 1912"]


@pytest.mark.parametrize("angle", [90, -90])
def test_a_page_whose_text_runs_up_or_down_is_read_in_paragraphs(angle):
    def sideways(canvas):
        canvas.translate(WIDTH / 2, HEIGHT / 2)
        canvas.rotate(angle)
        lines(wrapped(TIDE), x=-250, y=200)(canvas)

    assert _pages(pdf(sideways)) == [TIDE]


def test_text_outside_the_page_is_not_read():
    data = pdf(both(lines(wrapped(TIDE)), lines(["secret instructions"], x=WIDTH + 20), lines(["more"], y=-30)))
    assert _pages(data) == [TIDE]


def test_text_outside_the_page_is_not_brought_back_by_the_second_reader():
    data = pdf(both(lines(["Hi."]), lines(["secret instructions to whoever reads this"], x=WIDTH + 20)))
    assert _pages(data) == ["Hi."]


def test_accents_and_ligatures_are_plain_letters():
    text = "La sesión del pleno terminó a las once; ¿quién firmó el acta? El alcalde y la señora Núñez."
    assert _pages(pdf(lines([text]))) == [text]
