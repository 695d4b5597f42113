import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from word_encoder import WordEncoder

from twitchbot.config import load_settings
from twitchbot.language import content_stems
from twitchbot.retrieval.answer_kinds import kind_fit, kind_of
from twitchbot.retrieval.sentences import Asked, Relevance, Told, in_context, score_sentences

OWN = load_settings().sentences
ENCODER = WordEncoder()
BRIDGE = (
    "The old bridge crosses the river near the market.",
    "It was built by the mason Johann Keller and his sons.",
    "The bridge was opened in June 1848 after long work.",
    "It is 240 metres long and carries two lanes.",
    "The bridge closed because ice had cracked a pillar.",
)


def rate(question: str, sentences: tuple[str, ...] = BRIDGE, context: str = "Old bridge") -> Relevance:
    vectors = ENCODER.encode([in_context(context, text) for text in sentences])
    return score_sentences(
        Asked(question, ENCODER.encode([question])[0]), Told(sentences, context, vectors), lambda _: 0.7, OWN
    )


@pytest.mark.parametrize(
    ("question", "best"),
    [
        ("who built the old bridge", 1),
        ("when was the bridge opened", 2),
        ("how long is the bridge", 3),
        ("why was the bridge closed", 4),
    ],
)
def test_the_sentence_that_answers_comes_first(question: str, best: int) -> None:
    assert int(np.argmax(rate(question).scores)) == best


def test_a_rare_word_that_nothing_holds_counts_against_the_passage() -> None:
    assert rate("when was the bridge opened").passage > rate("when was the viaduct opened").passage


@pytest.mark.parametrize(("short", "held"), [("meth", "methamphetamine"), ("deficient", "deficiency")])
def test_short_forms_and_kin_count_as_found(short: str, held: str) -> None:
    sentences = (f"One says {held} here.", "Nothing of the kind.")
    assert rate(f"about {short}", sentences, "").scores.argmax() == 0
    assert content_stems(short) != content_stems(held) or short == "deficient"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=5), st.text(max_size=20))
def test_any_text_gets_finite_scores(question: str, sentences: list[str], context: str) -> None:
    found = rate(question, tuple(sentences), context)
    assert found.scores.shape == (len(sentences),)
    assert np.isfinite(found.scores).all()
    assert np.isfinite(found.passage)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How much magnesium is in nuts?", "number"),
        ("how many people have it", "number"),
        ("When should I worry?", "time"),
        ("who discovered vitamin D", "person"),
        ("where is calcium stored", "place"),
        ("why do eyelids twitch", "cause"),
        ("how is low calcium treated", "way"),
        ("what is tetany", None),
        ("magnesium", None),
    ],
)
def test_kinds_are_read_from_the_question(question: str, kind: str | None) -> None:
    found = kind_of(question)
    assert (found.name if found else None) == kind


@pytest.mark.parametrize(
    ("question", "fits", "misfits"),
    [
        ("how many bones are there", "There are 206 bones.", "Bones are hard."),
        ("when was it found", "It was found in 1921.", "It was found by chance."),
        ("who found it", "It was found by Marie Curie in a shed.", "It was found in a shed."),
        ("why does it happen", "It happens because nerves fire.", "It happens at night."),
    ],
)
def test_sentences_that_offer_the_kind_fit_better(question: str, fits: str, misfits: str) -> None:
    assert kind_fit(question, fits, frozenset()) > kind_fit(question, misfits, frozenset())


def test_a_year_is_no_amount_and_a_name_from_the_question_is_no_news() -> None:
    assert kind_fit("how many are there", "It began in 1921.", frozenset()) == 0.0
    known = frozenset({"marie", "curie"})
    assert kind_fit("who was Marie Curie's teacher", "Marie Curie went to school.", known) < 1.0
