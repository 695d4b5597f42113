from pathlib import Path

import pytest

from twitchbot.ingest.html import HtmlReader
from twitchbot.ingest.outline import Answer, Element, Heading, Item, Outline, Paragraph, Question, Table

PAGE = Path(__file__).with_name("pages") / "web.html"


@pytest.fixture(scope="module")
def outline() -> Outline:
    return HtmlReader().read(PAGE.read_text("utf-8"))


def read(body: str) -> tuple[Element, ...]:
    return HtmlReader().read(body).elements


def test_what_the_page_says_of_itself(outline: Outline) -> None:
    said = (outline.title, outline.language, outline.publisher, outline.url)
    assert said == ("Yellow leaves", "en", "Example Plants", "https://plants.example.org/yellow-leaves")


def test_page_furniture_is_dropped(outline: Outline) -> None:
    text = repr(outline.elements)
    for furniture in ("Home page", "cookies", "Accept", "Sign up", "Other pages", "Imprint", "visits", "green }"):
        assert furniture not in text


def test_a_large_part_is_kept_whatever_its_class_is_called() -> None:
    assert read('<div class="sidebar"><p>The whole article.</p></div>') == (Paragraph("The whole article."),)
    assert read("<form><p>The whole page is a form.</p></form>") == (Paragraph("The whole page is a form."),)


def test_inline_marks_do_not_break_words_and_line_breaks_part_them() -> None:
    assert read("<p>Vita<b>min</b> B<sub>12</sub><br>helps</p>") == (Paragraph("Vitamin B12\nhelps"),)


def test_nested_lists_keep_their_depth_and_items_their_paragraphs(outline: Outline) -> None:
    items = [element for element in outline.elements if isinstance(element, Item)]
    assert items[:3] == [Item("Water", 1), Item("from below", 2), Item("Light, enough of it", 1)]


def test_tables_keep_header_and_empty_cells(outline: Outline) -> None:
    rows = (("Fern", "Much water", "Shade"), ("Cactus", "", "Sun"))
    assert Table(("Plant", "Water", "Light"), rows) in outline.elements


def test_rows_of_a_table_with_spanning_cells_stay_whole(outline: Outline) -> None:
    assert Table(("Month | Task",), (("May | Repot",), ("Feed",))) in outline.elements


def test_a_table_in_a_cell_is_read_once() -> None:
    elements = read("<table><tr><td>fern<table><tr><td>moss</td></tr></table></td></tr></table>")
    assert repr(elements).count("moss") == 1


def test_definitions_are_items_and_asking_terms_are_questions(outline: Outline) -> None:
    place = outline.elements.index(Item("Chlorosis: Loss of green."))
    assert outline.elements[place + 1 : place + 5] == (
        Question("Is chlorosis bad?"),
        Answer("Rarely."),
        Answer("Look at the roots."),
        Paragraph("After the list."),
    )


def test_a_summary_that_asks_is_a_question_and_any_other_a_heading(outline: Outline) -> None:
    place = outline.elements.index(Question("Does rain water help?"))
    assert outline.elements[place + 1 : place + 4] == (Answer("It does."), Answer("soft", 1), Answer("free", 1))
    assert read("<h2>A</h2><details><summary>More</summary><p>Text.</p></details>")[1] == Heading("More", 3)
