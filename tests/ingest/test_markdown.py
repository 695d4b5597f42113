from twitchbot.ingest.markdown import MarkdownReader
from twitchbot.ingest.outline import Answer, Element, Heading, Item, Paragraph, Question, Table


def read(body: str) -> tuple[Element, ...]:
    return MarkdownReader().read(body).elements


def test_marks_are_not_part_of_the_text() -> None:
    assert read("# A *title*\n\nSome **bold** [link](https://example.org), `code` and \\*stars\\*.") == (
        Heading("A title", 1),
        Paragraph("Some bold link, code and *stars*."),
    )


def test_wrapped_lines_are_one_paragraph() -> None:
    assert read("one\ntwo\n\nthree") == (Paragraph("one two"), Paragraph("three"))


def test_lists_nest() -> None:
    assert read("- a\n  - b\n- c\n\n  more of c\n\n1. d") == (
        Item("a", 1),
        Item("b", 2),
        Item("c more of c", 1),
        Item("d", 1),
    )


def test_tables_have_a_header_and_rows() -> None:
    assert read("| a | b |\n| --- | :-: |\n| **c** | d \\| e |") == (Table(("a", "b"), (("c", "d | e"),)),)


def test_html_in_markdown_is_read_as_html() -> None:
    assert read("<details><summary>Why?</summary>\n\nBecause *so*.\n\n</details>\n\nAfter.") == (
        Question("Why?"),
        Answer("Because so."),
        Paragraph("After."),
    )


def test_scripts_are_dropped_and_signs_kept() -> None:
    assert read("<script>alert(1)</script>\n\nfewer than <5 & more") == (Paragraph("fewer than <5 & more"),)
