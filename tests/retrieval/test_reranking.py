"""The reranker: what it reads, what it says, and when it is needed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from twitchbot.answering import Answerer
from twitchbot.chatbot import Chatbot
from twitchbot.config import Settings, load_settings
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.query import Preparer
from twitchbot.dialog.spelling import Speller
from twitchbot.documents import Passage, PassageKind, Span
from twitchbot.errors import RetrievalError
from twitchbot.retrieval.answerability import NAMES, PACKAGED, Fit, Weights
from twitchbot.retrieval.encoders.adapting import RERANKER
from twitchbot.retrieval.evidence import EvidenceReader
from twitchbot.retrieval.matching import Matcher
from twitchbot.retrieval.reranking import LONGEST, Head, Reranker, is_needed, pair

HEAD = Head("f", np.array([2.0, 0.0], np.float32), -1.0)


def passage(text: str, question: str | None = None) -> Passage:
    return Passage("p", "d", PassageKind.PROSE, ("Page", "Foods", "Rich in iron"), Span(0, 1), text, (), question)


class Lengths:
    """An encoder whose first dimension says whether a text holds the word "lentils"."""

    name, fingerprint, dimensions = "lengths", "f", 2

    def __init__(self) -> None:
        self.read: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.read += texts
        return np.array([[float("lentils" in text), 1.0] for text in texts], np.float32)


def test_question_and_passage_are_one_text_with_the_nearest_headings() -> None:
    assert pair("which foods?", passage("Lentils.")) == "which foods? [SEP] Foods > Rich in iron: Lentils."
    assert pair("q", passage("Yes.", "Is it common?")) == "q [SEP] Is it common?: Yes."
    long = pair("q", passage("word " * 500))
    assert long.count("word") == LONGEST


def test_the_margin_is_linear_in_the_vector() -> None:
    reranker = Reranker(Lengths(), HEAD)
    margins = reranker.margins("q", [passage("Eat lentils."), passage("Sleep well.")])
    assert margins.tolist() == [1.0, -1.0]


def test_a_head_written_is_read_again_and_a_damaged_one_refused(tmp_path: Path) -> None:
    path = tmp_path / "head.npz"
    assert Head.load(path) is None
    HEAD.save(path)
    read = Head.load(path)
    assert read is not None
    assert (read.fingerprint, read.bias, read.weights.tolist()) == ("f", -1.0, [2.0, 0.0])
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(RetrievalError, match="train again"):
        Head.load(path)


def test_it_is_needed_where_the_match_does_not_know_a_document() -> None:
    settings = load_settings()
    empty = np.zeros((1, 1), np.float32)
    matcher = Matcher("m", frozenset({"en/known"}), empty, empty, empty, empty, empty, 1.0, 1.0)
    assert not is_needed(["en/known"], matcher, settings)
    assert is_needed(["en/known", "en/other"], matcher, settings)
    assert is_needed(["en/known"], None, settings)
    assert not is_needed(["en/other"], None, load_settings(answering={"reranked": 0}))


@pytest.mark.model
def test_the_likeliest_passages_without_a_match_are_read_again(bot: Chatbot, shipped: Settings) -> None:
    lexicon, encoder = Lexicon.load(), Lengths()
    zeros = (0.0,) * len(NAMES)
    cosine = tuple(5.0 if name == "cosine" else 0.0 for name in NAMES)
    fit = Fit(bot.index.encoder.fingerprint, Weights(cosine, -2.0), crossed=Weights(zeros, 0.0, 1.0), reranker="f")
    own = shipped.answering.model_copy(update={"reranked": 3})
    answerer = Answerer(bot.index, EvidenceReader(bot.index, lexicon), fit, own, Reranker(encoder, HEAD))
    query = Preparer(lexicon, Speller(lexicon.vocabulary)).query("which foods have magnesium")
    plain = replace(answerer, reranker=None).candidates(query)
    rated = answerer.candidates(query)
    assert len(encoder.read) == 3
    assert {c.passage.id for c in plain} == {c.passage.id for c in rated}
    assert all(c.evidence.cross == -1.0 for c in rated)


@pytest.mark.model
def test_the_packaged_parts_were_made_together() -> None:
    head = Head.load()
    assert head is not None
    assert head.fingerprint == RERANKER.fingerprint()
    fit = Fit.load(json.loads(PACKAGED.read_text(encoding="utf-8"))["model"])
    assert fit.crossed is not None
    assert fit.crossed.margin > 0
    assert fit.reranker == head.fingerprint
