"""The rules, compiled once and run over a message: normalise, mask idioms, match, weigh the context."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from twitchbot.answers import Tier
from twitchbot.config import SafetySettings
from twitchbot.content.safety import Rule, SafetyContent
from twitchbot.dialog.safety.context import CONTEXTS, FICTION, LESSON, NEGATED, PAST, Scene, set_scene
from twitchbot.dialog.safety.durations import long_spells
from twitchbot.dialog.safety.patterns import Hit, Pattern, Phrasebook, match, parse
from twitchbot.dialog.safety.spelling import Speller
from twitchbot.dialog.safety.wording import Word, ends, read
from twitchbot.errors import ContentError

LONG = "long"
"""The phrase set that the duration parser fills."""
DOUBTFUL = frozenset((LESSON, FICTION, PAST))
"""Contexts that leave a match as a hint; a denial and a pet leave nothing."""
SOFTENED = frozenset((LESSON, NEGATED, PAST))
"""Contexts that turn a crisis match into the soft line: a denial of dark thoughts still gets the number."""
FRAMES = ("lesson", "curious", "person", "kin", "now", "past", "pet", "fiction", "negation", "sudden", LONG, "twitch")
"""Phrase sets whose mere presence tells the second opinion how to read a message."""


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that matched: `sure` raises its tier; else `soft` asks for the soft line, and all the rest is a hint."""

    rule: str
    tier: Tier
    sure: bool
    soft: bool
    variant: str
    last: int
    """Position of the match's last word."""


class Overtime(Exception):
    """Screening took longer than its deadline."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: Rule
    patterns: tuple[tuple[Pattern, bool], ...]
    """Each pattern, and whether it is sure."""
    unless: frozenset[str]


class RuleBook:
    """All rules of one language, ready to run; `alone` is for serving without a second opinion.

    Raises:
        ContentError: a pattern does not parse or names no lexicon, or a rule names no known context.
    """

    def __init__(self, content: SafetyContent, settings: SafetySettings, alone: bool = False) -> None:
        self._content, self._settings = content, settings
        self._rules = tuple(_compile(rule, alone) for rule in content.rules)
        self._idioms = tuple(tuple(parse(text, 4) for text in idiom.patterns) for idiom in content.idioms)
        self._idiom_unless = tuple(frozenset(idiom.unless) for idiom in content.idioms)
        patterns = [p for compiled in self._rules for p, _ in compiled.patterns] + [p for i in self._idioms for p in i]
        self._phrases = Phrasebook({**content.lexicons, LONG: ()}, patterns)
        self._speller = Speller(self._phrases.words, content.vocabulary, content.slips, settings.fuzzy_lookups)

    @property
    def words(self) -> frozenset[str]:
        """The words of the lexicons."""
        return frozenset(self._phrases.words)

    def alone(self) -> RuleBook:
        """These rules for serving without a second opinion: weak patterns raise their tier too."""
        return RuleBook(self._content, self._settings, alone=True)

    def ends(self, text: str) -> str:
        """`text`, or its two ends where it is too long."""
        return ends(text, self._settings.max_characters)

    def read(self, text: str) -> tuple[Word, ...]:
        """The words of `text`, its two ends where it is too long, misspellings set right."""
        return self._speller.correct(read(self.ends(text)))

    def findings(
        self, words: Sequence[Word], clock: Callable[[], float] = time.thread_time
    ) -> tuple[tuple[Flag, ...], tuple[str, ...]]:
        """Every rule that matches `words`, in the order of the rules, and the frames that the message stands in.

        Raises:
            Overtime: the deadline of the settings has passed.
        """
        deadline = clock() + self._settings.deadline_ms / 1000
        hits = self._phrases.find(words)
        if spells := long_spells(words, self._settings.long_days):
            hits[LONG] = spells
        scene = set_scene(words, hits)
        possible = self._phrases.possible(hits)
        masked = self._masked(scene, possible)
        found: list[Flag] = []
        for compiled in self._rules:
            if clock() > deadline:
                raise Overtime
            found += _matches(compiled, scene, masked, possible)
        frames = [name for name in FRAMES if hits.get(name)] + (["idiom"] if masked else [])
        return tuple(found), tuple(frames)

    def _masked(self, scene: Scene, possible: Collection[Pattern]) -> frozenset[int]:
        """Positions of words that belong to an idiom."""
        found: set[int] = set()
        for patterns, unless in zip(self._idioms, self._idiom_unless, strict=True):
            for pattern in patterns:
                if pattern not in possible:
                    continue
                for taken in match(pattern, scene.hits):
                    if not _is_beside(taken, scene, unless):
                        found.update(range(min(h.start for h in taken), max(h.end for h in taken)))
        return frozenset(found)


def _compile(rule: Rule, alone: bool) -> _Compiled:
    if unknown := set(rule.always) - set(CONTEXTS):
        raise ContentError(
            f"The rule `{rule.id}` names an unknown context: {sorted(unknown)[0]}",
            remedy=f"Use one of {', '.join(CONTEXTS)}.",
        )
    sure = [(parse(text, rule.window), not rule.soft) for text in rule.patterns]
    # Nobody else would speak: then a miss is the worse mistake.
    weak = [(parse(text, rule.window), alone and not rule.soft) for text in rule.weak]
    return _Compiled(rule, (*sure, *weak), frozenset(rule.unless))


def _matches(compiled: _Compiled, scene: Scene, masked: frozenset[int], possible: Collection[Pattern]) -> list[Flag]:
    """The best match of a rule: a sure one if any, else one that is weak or that a lesson has turned into a hint."""
    rule, best = compiled.rule, None
    for pattern, sure in compiled.patterns:
        if pattern not in possible:
            continue
        for taken in match(pattern, scene.hits):
            if _is_masked(taken, masked) or _is_beside(taken, scene, compiled.unless):
                continue
            against = scene.contexts(taken) - set(rule.always)
            last = max(hit.end for hit in taken) - 1
            if sure and not against:
                return [Flag(rule.id, rule.tier, True, False, rule.variant, last)]
            if against <= DOUBTFUL or (rule.tier is Tier.CRISIS and against <= SOFTENED):
                best = Flag(rule.id, rule.tier, False, _is_soft(rule, against), rule.variant, last)
    return [best] if best else []


def _is_soft(rule: Rule, against: frozenset[str]) -> bool:
    if rule.soft or (rule.tier is Tier.CRISIS and against <= SOFTENED):
        return True
    return rule.tier is Tier.EMERGENCY and against <= {LESSON}


def _is_masked(taken: Sequence[Hit], masked: frozenset[int]) -> bool:
    return any(at in masked for hit in taken for at in range(hit.start, hit.end))


def _is_beside(taken: Sequence[Hit], scene: Scene, names: frozenset[str]) -> bool:
    start, end = min(hit.start for hit in taken) - 3, max(hit.end for hit in taken) + 3
    return any(hit.start < end and hit.end > start for name in names for hit in scene.hits.get(name, ()))
