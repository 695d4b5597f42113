"""Characters, tokens and sentences: the one place that decides what a word is.

Nothing here knows of health; the same functions serve reading, searching, screening and quoting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from twitchbot.documents import Span

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufe00-\ufe0f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_QUOTES = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"}
)
_SPACE = re.compile(r"\s+")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# "B-12", "b 12" and "vitamin B 12" name one thing; so do "D-3" and "d 3".
_VITAMIN_NUMBER = re.compile(r"\b([bdk])[\s-](\d{1,2})\b")

STOPWORDS = frozenset(
    """
    a about above according actually after again all also am an and any anyone anything anyway are aren't
    article articles as ask asked asking at basically be because been before being bit blog but by can can't
    cannot chart column could couldn't curious did didn't do does doesn't doing don't down during each else erm
    ever example examples few for forgot from further get gets getting give go goes going got guess had has
    hasn't have haven't having he he'd he'll he's her here hers herself hey hi him himself his hmm how how's
    however i i'd i'll i'm i've if in instead into is isn't it it's its itself just kind know last let let's
    like list listed lists literally lot lots make makes may maybe me mean meant mention mentioned mentions
    might mine mistake more most much must my myself named no nor not of off oh ok okay on once one ones only
    oops or other our ours out over own page pages paragraph piece please post print printed provide question
    quick read reading really remind right row rows said same say saying says shall she she'd she'll she's
    should shouldn't show site so some something sorry sort sorts stated steps stuff such table tell text than
    thank thanks that that's the their theirs them themselves then there there's these they they'd they'll
    they're they've thing things think this those thought through tips to too two uh um under until up us very
    wait want wanted wants was wasn't way ways we we'd we'll we're we've website well were weren't what what's
    when where which while who whom whose why will with won't wonder wondering would wouldn't written yes yet
    you you'd you'll you're you've your yours yourself
    """.split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """One word: its normalised form, its stem, and where it stands in the text that was tokenised."""

    text: str
    stem: str
    span: Span


def clean(text: str) -> str:
    """`text` without invisible and control characters, with plain quotes and dashes; line breaks stay.

    Lone surrogates, which no encoder accepts, become U+FFFD.
    """
    safe = text.encode("utf-8", "replace").decode("utf-8") if not text.isascii() else text
    return _CONTROL.sub(" ", _INVISIBLE.sub("", safe)).translate(_QUOTES)


@lru_cache(maxsize=1024)
def normalise(text: str) -> str:
    """`text` cleaned, compatibility-composed (NFKC), lower-cased, on one line with single spaces."""
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    return _VITAMIN_NUMBER.sub(r"\1\2", _SPACE.sub(" ", clean(folded)).strip())


def tokenise(text: str) -> tuple[Token, ...]:
    """The words of `text` with spans into it. The stem is the Snowball English stem of the folded word."""
    return tuple(
        Token(folded, stem(folded), Span(match.start(), match.end()))
        for match in _TOKEN.finditer(text)
        if (folded := unicodedata.normalize("NFKC", match.group().translate(_QUOTES)).casefold())
    )


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """The words of `text`, normalised, in order."""
    return tuple(match.group() for match in _TOKEN.finditer(normalise(text)))


_APART = dict.fromkeys(("relaxant", "relaxants", "relaxer", "relaxers"), "relaxant")
"""Words that the stemmer takes for another thing: a relaxant is a medicine, relaxation is none."""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The Snowball English stem of one lower-case word (Porter2), without a possessive ending."""
    bare = word.removesuffix("'s")
    return _APART.get(bare) or str(_stemmer().stemWord(bare))


def stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of many words, as `stem` gives them, in a third of the time and without remembering each."""
    bare = [word.removesuffix("'s") for word in words]
    return frozenset(_stemmer().stemWords(bare)).union(_APART[word] for word in bare if word in _APART)


@lru_cache(maxsize=1)
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def content_stems(text: str) -> tuple[str, ...]:
    """Stems of the words of `text` that are not stop words, in order, repeats kept."""
    return tuple(stem(word) for word in words(text) if word not in STOPWORDS)


_ABBREVIATIONS = frozenset(
    "e.g i.e etc vs dr mr mrs ms prof st no fig al approx dept est inc ltd jr sr u.s u.k cf ca".split()
)
_BOUNDARY = re.compile(r"""[.!?…。！？]+["'”’)\]]*(?=\s|$)|[。！？]|\n+""")


def sentences(text: str, within: Span | None = None) -> tuple[Span, ...]:
    """Spans of the sentences of `text` (or of its part `within`), trimmed of white space, in order, none empty.

    A full stop after a known abbreviation, an initial or a number of a list does not end a sentence; a line break does.
    """
    area = within or Span(0, len(text))
    spans: list[Span] = []
    start = area.start
    for match in _BOUNDARY.finditer(text, area.start, area.end):
        if _is_abbreviation(text, start, match):
            continue
        spans.append(Span(start, match.end()))
        start = match.end()
    spans.append(Span(start, area.end))
    return tuple(trimmed for span in spans if len(trimmed := trim(text, span)))


def _is_abbreviation(text: str, start: int, match: re.Match[str]) -> bool:
    if match.group()[0] != ".":
        return False
    last = text[start : match.start()].rsplit(None, 1)[-1:] or [""]
    word = last[0].lstrip("(\"'“‘").lower()
    following = text[match.end() : match.end() + 2].lstrip()
    if word in _ABBREVIATIONS:
        # "etc." may end a sentence: it does when a capital follows.
        return not (word == "etc" and following[:1].isupper())
    return len(word) == 1 and word.isalpha() and word not in {"i", "a", "d", "c", "e", "k"}


def trim(text: str, span: Span) -> Span:
    """`span` without leading and trailing white space."""
    piece = span.of(text)
    left = len(piece) - len(piece.lstrip())
    return Span(span.start + left, max(span.start + left, span.end - (len(piece) - len(piece.rstrip()))))
