from twitchbot.ingest.faq import mark_faq
from twitchbot.ingest.outline import Answer, Element, Heading, Item, Paragraph, Question

FAQ = Heading("Frequently asked questions", 2)


def marked(*elements: Element) -> list[Element]:
    return list(mark_faq(elements))


def test_subheadings_that_ask_are_questions() -> None:
    found = marked(FAQ, Heading("Why?", 3), Paragraph("Because."), Item("One."), Heading("More", 2), Paragraph("End."))
    assert found[1:4] == [Question("Why?"), Answer("Because."), Answer("One.", 1)]
    assert found[4:] == [Heading("More", 2), Paragraph("End.")]


def test_a_question_as_heading_elsewhere_stays_a_heading() -> None:
    assert marked(Heading("Why?", 2), Paragraph("Because.")) == [Heading("Why?", 2), Paragraph("Because.")]


def test_paragraphs_that_ask_are_questions_in_a_section_of_questions() -> None:
    found = marked(FAQ, Paragraph("Why?"), Paragraph("Because."), Paragraph("How?\nLike this."))
    assert found[1:] == [Question("Why?"), Answer("Because."), Question("How?"), Answer("Like this.")]


def test_q_and_a_lines_are_questions_anywhere() -> None:
    found = marked(Paragraph("Q: Why so?\nA: Because."), Paragraph("Q2. How?"), Paragraph("A2. Thus."))
    assert found == [Question("Why so?"), Answer("Because."), Question("How?"), Answer("Thus.")]


def test_prose_that_ends_with_a_question_is_no_question() -> None:
    prose = Paragraph("Many ask this. Does it help?")
    assert marked(Heading("FAQ", 2), prose)[1] == Answer(prose.text)
    assert marked(prose) == [prose]


def test_answers_that_lost_their_questions_stay_apart() -> None:
    assert marked(FAQ, Paragraph("Yes."), Paragraph("No."))[1:] == [Answer("Yes."), Answer("No.")]


def test_text_after_marked_up_questions_is_no_answer() -> None:
    found = marked(FAQ, Question("Why?"), Answer("Because."), Paragraph("Ask us more."))
    assert found[-1] == Paragraph("Ask us more.")
