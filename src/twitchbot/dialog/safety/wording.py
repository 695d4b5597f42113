"""A message as the rules see it: folded words with their sentence, contractions opened, noise removed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from twitchbot.language import clean, stem

_TOKEN = re.compile(r"[bdk]\d{1,2}(?![^\W_])|[^\W\d_]+|\d+(?:[.,:/]\d+)*|[.;!?\n…。！？।؟]+|,")
_BREAK = frozenset(".;!?\n…。！？।؟")
_MARKS = re.compile("[\u0300-\u036f]")
_BLANKS = re.compile(r"[^\S\n]+")
_TRIPLED = re.compile(r"([^\W\d_])\1{2,}")
_VITAMIN = re.compile(r"\b(b|d|k)[\s-](\d{1,2})\b")
# Letters set apart ("s.u.i.c.i.d.e", "h e l p"), and digits or signs in place of letters inside a word of dark slang.
_SPACED = re.compile(r"\b(?:[^\W\d_][ .\-_*]){3,}[^\W\d_]\b")
_LEET = re.compile(r"(?<![\w@$!])(?=[\w@$!]*[a-z])(?=[\w@$!]*[013457@$!])[a-z013457@$!]+[a-z013457@$](?![\w@$])")
_LETTERS = str.maketrans("013457@$!", "oieastasi")
_DARK = frozenset(
    "die dies died dead death kill killing kms suicide suicidal self harm harming harmed hurt myself cut cutting cuts "
    "unalive hang pills overdose".split()
)
# What an apostrophe hides. "can't" stays one word ("cant"): the lexicons read it as one symptom-bearing word.
_OPENED = (
    (re.compile(r"\b(i)'?m\b"), r"\1 am"),
    (re.compile(r"\b(i|we|you|they)'?ve\b"), r"\1 have"),
    (re.compile(r"\b(he|she|it|that|what|there|who|where|how|here)'s\b"), r"\1 is"),
    (re.compile(r"\b(you|they|we)'re\b"), r"\1 are"),
    (re.compile(r"\btheyre\b"), "they are"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'d\b"), " would"),
    (re.compile(r"'s\b"), ""),
    (re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])"), ""),
    (re.compile(r"\b(gonna)\b"), "going to"),
    (re.compile(r"\b(wanna)\b"), "want to"),
    (re.compile(r"\b(gotta)\b"), "got to"),
    (re.compile(r"\b(can) (?=not\b)not\b"), "cant"),
    (re.compile(r"\bcannot\b"), "cant"),
    (re.compile(r"\b(w/o)(?=\s)"), "without"),
)
# The same without those that need an apostrophe to match, in their order: enough for a text that has none.
_OPENED_BARE = tuple(pair for pair in _OPENED if "'?" in pair[0].pattern or "'" not in pair[0].pattern)


@dataclass(frozen=True, slots=True)
class Word:
    """One word: folded text, stem, number of its sentence in the message, whether a comma stands before it."""

    text: str
    stem: str
    sentence: int
    comma: bool = False


def fold(text: str) -> str:
    """`text` in lower case without accents, contractions opened, letters repeated three times or more cut to two."""
    folded = unicodedata.normalize("NFKC", clean(text)).casefold()
    if not folded.isascii():
        folded = _MARKS.sub("", unicodedata.normalize("NFKD", folded))
    folded = _BLANKS.sub(" ", folded)
    folded = _VITAMIN.sub(r"\1\2", _TRIPLED.sub(r"\1\1", folded))
    folded = _LEET.sub(_plain, _SPACED.sub(_joined, folded))
    for pattern, opened in _OPENED if "'" in folded else _OPENED_BARE:
        folded = pattern.sub(opened, folded)
    return folded


def _joined(match: re.Match[str]) -> str:
    return re.sub(r"[ .\-_*]", "", match.group())


def _plain(match: re.Match[str]) -> str:
    word = match.group().translate(_LETTERS)
    return word if word.rstrip("i") in _DARK or word in _DARK else match.group()


def ends(text: str, limit: int) -> str:
    """`text`, or its first 60% and last 40% of `limit` characters with a sentence break between when it is longer."""
    if len(text) <= limit:
        return text
    head = limit * 3 // 5
    return f"{text[:head]}\n{text[head - limit :]}"


def read(text: str) -> tuple[Word, ...]:
    """The words of `text` in order; a sentence ends at `. ; ! ?` or a line break."""
    found: list[Word] = []
    sentence, comma = 0, False
    for match in _TOKEN.finditer(fold(text)):
        piece = match.group()
        if piece == ",":
            comma = True
        elif piece[0] in _BREAK:
            sentence += 1
            comma = False
        else:
            found.append(Word(piece, stem(piece), sentence, comma))
            comma = False
    return tuple(found)
