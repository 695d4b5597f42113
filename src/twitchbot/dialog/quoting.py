"""Cutting quotes out of documents. The only module that makes a `Quote`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from twitchbot.answers import Quote, Segment
from twitchbot.config import Answering
from twitchbot.content.lexicon import Lexicon
from twitchbot.dialog.fragments import text_fragment
from twitchbot.documents import Document, Passage, PassageKind, Span
from twitchbot.language import STOPWORDS, Token, tokenise, trim, words
from twitchbot.queries import Query
from twitchbot.ranking import Candidate
from twitchbot.vocabulary import specificity

MIN_RUN = 2
"""Words: beside a longer run a single marked word distracts."""
TELLING = 0.9
"""Specificity from which a single word is marked beside longer runs."""
NAMING = "definition"
"""The aspect of a question for a name or a meaning."""
_WHOLE = {PassageKind.CELL, PassageKind.ROW, PassageKind.LIST, PassageKind.TABLE}
_CAVEAT = re.compile(
    r"^(?:however|but|still|yet|in that case|otherwise|except|unless|if|such|these|this|that|it|they|see a doctor"
    r"|do not)\b",
    re.I,
)
_LEANS_BACK = re.compile(
    r"^(?:it|this|that|these|those|they|such|he|she|its|their|see a doctor as well|as well|also)\b", re.I
)


def cut(candidate: Candidate, query: Query, document: Document, lexicon: Lexicon, settings: Answering) -> Quote:
    """The quote that answers `query` from the candidate's passage: whole sentences, the answering words marked."""
    passage = candidate.passage
    first, last = _range(candidate, document, settings)
    span = trim(document.text, Span(passage.sentences[first].start, passage.sentences[last].end))
    best = _best(candidate.sentence_scores, first, last)
    core = passage.sentences[best]
    return Quote(
        text=span.of(document.text),
        document_id=document.id,
        title=document.source.title,
        heading_path=passage.heading_path,
        start=span.start,
        end=span.end,
        segments=_segments(document.text, span, _answering(document.text, core, query, lexicon)),
        url=_linked(document, span),
        publisher=document.source.publisher,
        reviewed=document.source.reviewed,
    )


def _range(candidate: Candidate, document: Document, settings: Answering) -> tuple[int, int]:
    """First and last sentence to quote: around the best one, as far as near equals and caveats reach."""
    passage, scores = candidate.passage, candidate.sentence_scores
    last = len(passage.sentences) - 1
    length = _words(document, passage, 0, last)
    if length <= settings.whole_words or (passage.kind in _WHOLE and length <= settings.whole_list_words):
        return _fitting(candidate, document, 0, last, settings.max_words)
    best = _best(scores, 0, last)
    low = high = best
    near = [i for i, score in enumerate(scores) if score >= settings.near_sentence * scores[best]]
    low, high = min([*near, best]), max([*near, best])
    while low > 0 and _LEANS_BACK.match(passage.sentences[low].of(document.text)):
        low -= 1
    while high < last and _CAVEAT.match(passage.sentences[high + 1].of(document.text)):
        high += 1
    return _fitting(candidate, document, low, high, settings.max_words)


def _fitting(candidate: Candidate, document: Document, low: int, high: int, limit: int) -> tuple[int, int]:
    """The range cut down, from the end farther from the best sentence, until it has at most `limit` words."""
    best = _best(candidate.sentence_scores, low, high)
    while low < high and _words(document, candidate.passage, low, high) > limit:
        if high - best >= best - low:
            high -= 1
        else:
            low += 1
    return low, high


def _best(scores: Sequence[float], low: int, high: int) -> int:
    return max(range(low, high + 1), key=lambda i: (scores[i], -i))


def _words(document: Document, passage: Passage, low: int, high: int) -> int:
    return len(words(document.text[passage.sentences[low].start : passage.sentences[high].end]))


def _answering(text: str, sentence: Span, query: Query, lexicon: Lexicon) -> tuple[Span, ...]:
    """Runs of words in the best sentence that the question did not already hold: what it learns from the quote."""
    tokens = [
        Token(t.text, t.stem, Span(t.span.start + sentence.start, t.span.end + sentence.start))
        for t in tokenise(sentence.of(text))
    ]
    asked = {w for group in query.unit_words for w in group} | set(query.tokens)
    # A number is news, and so is another word for the same where the question asks for one.
    units = set() if NAMING in query.aspects else set(query.units)
    known = [
        t.text in asked or t.stem in asked or (not t.text.isdigit() and bool(lexicon.analyse(t.text).ids & units))
        for t in tokens
    ]
    news = [not k and t.text not in STOPWORDS for k, t in zip(known, tokens, strict=True)]
    if not any(news):
        return (sentence,)
    runs: list[Span] = []
    start = None
    for i, token in enumerate(tokens):
        if known[i]:
            start = None
        elif news[i]:
            if start is not None and runs:
                runs[-1] = Span(start, token.span.end)
            else:
                start = token.span.start
                runs.append(Span(start, token.span.end))
    long = [run for run in runs if len(words(run.of(text))) >= MIN_RUN or _is_telling(run.of(text))]
    return tuple(long or runs)


def _is_telling(word: str) -> bool:
    """True for a word that is no distraction alone: a number, or one that is rare in English."""
    return any(c.isdigit() for c in word) or specificity(word.lower()) >= TELLING


def _segments(text: str, span: Span, marks: Sequence[Span]) -> tuple[Segment, ...]:
    segments, position = [], span.start
    for mark in marks:
        if mark.start > position:
            segments.append(Segment(text[position : mark.start], False))
        segments.append(Segment(mark.of(text), True))
        position = mark.end
    if position < span.end:
        segments.append(Segment(text[position : span.end], False))
    return tuple(segments)


def _linked(document: Document, span: Span) -> str | None:
    """The source's address with a text fragment that names the quote; None where the document has no address."""
    url = document.source.url
    return f"{url.split('#')[0]}#{text_fragment(document.text, span)}" if url else None
