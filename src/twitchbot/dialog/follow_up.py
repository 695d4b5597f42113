"""What a short follow-up stands for, given the turn before: "and foods?", "what about calcium?", "why?", "is it?"."""

from __future__ import annotations

import re

from twitchbot.content.lexicon import Aspect, Lexicon
from twitchbot.conversation import Conversation
from twitchbot.language import words
from twitchbot.queries import Query

_OPENERS = (
    "and|or|but|ok|okay|so|then|also|hm+|o+h+|a+h+|well|yes|no|nope|sorry|oops|wait|actually|i see|got it|thanks|cool"
    "|great|right|typo|apologies|my mistake|my bad|i meant?|i mean|i should have said"
)
_CUE = re.compile(
    rf"^(?:(?:{_OPENERS})[,.!]*\s+)*"
    r"(?:and|or|but|also|what about|how about|what of|what if|same (?:for|with|question for)|the same (?:for|with)"
    r"|(?:i )?(?:meant?|wanted)|not \w+ but|make that|instead|now|just|only|(?:any(?:thing)? )?(?:on|about)"
    r"|tell me about|then|for|with)\b|\binstead\b|^(?:oops|sorry|no|wait)\b"
)
_CORRECTION = re.compile(
    r"\b(?:meant?|sorry|oops|whoops|correction|make that|not that|instead|rather|actually|typo|wanted|should have said"
    r"|apologies|my bad|my mistake|wrong (?:one|word|number))\b"
)
_SWITCH = re.compile(
    r"\b(?:something else|different (?:thing|question|topic)|another (?:thing|question|topic)|new (?:question|topic))\b"
)
_ALL_OF_IT = re.compile(r"\ball (?:of )?(?:this|that|it|these|those)\b")
_BOTH = re.compile(r"\b(?:both|either|each|the two)(?: of (?:them|these|those))?\b")
_WHICH_ONE = re.compile(r"\bwhich ones?\b")
_CLASS = re.compile(
    r"\b(?:which|what) ((?:\w+ )?(?:deficienc(?:y|ies)|shortages?|nutrients?|minerals?|vitamins?|electrolytes?))\b"
)
_PRONOUN = re.compile(
    r"\b(?:it|its|it's|that|that's|this|these|those|they|them|their|one|ones|the same|the former|the latter|such)\b"
)
_SUBSTITUTABLE = re.compile(r"\b(?:it|that|this|they|them|these|those|ones)\b")
_DENIED = re.compile(r"(?:^|[,.;]\s*)(?:no,?\s+)?not\s+(?:the\s+|about\s+|for\s+)?\w+(?:\s\w+)?(?=\s*[,.;]|$)[,.;]?")
_KINDS = frozenset(
    f"c:{name}"
    for name in ("food", "symptom", "cause", "test", "doctor", "treatment", "prevention", "role", "source", "harmless")
)
"""Units that only word what is asked: a message of nothing else has no topic of its own."""
OF_THE_LACK = frozenset({"causes", "treatment", "prevention", "tests", "doctor"})
"""What is asked of the lack of a nutrient, not of the nutrient: "what causes it?"."""
GENERAL = frozenset({"doctor"})
"""What is asked of twitching, whatever it comes from: a doctor is seen about the twitching."""
LONGEST_REPEATED = 16
"""Words of an earlier question that is asked again of another topic: a longer one is a story."""
SHORTEST_SAID = 3
"""Words up to which stop words alone say nothing of a thing ("is it?"); "what else does it do" does."""
SHORT = 5
"""Words: a message up to this length that lacks a topic or a question kind leans on what came before."""


def is_elliptical(query: Query, lexicon: Lexicon, *, has_context: bool) -> bool:
    """True when the message leans on an earlier turn: it opens as a follow-up, points back, or lacks half of itself.

    Without an earlier turn only a bare question kind ("which foods?") counts.
    """
    topics = topics_of(query, lexicon)
    content = [unit for unit in beside(query, topics) if unit not in _KINDS]
    length = len(words(query.normalized))
    if not has_context:
        return not topics and not content and bool(query.aspects) and length <= SHORT
    if _SWITCH.search(query.normalized):
        return False
    is_correction = bool(_CORRECTION.search(query.normalized))
    if topics and query.aspects and _strong(query) and not is_correction:
        return False
    if (is_correction and topics) or _CUE.search(query.normalized) or _WHICH_ONE.search(query.normalized):
        return True
    if not topics and query.aspects and length <= 2 * SHORT and len(content) <= 1:
        return not content or bool(_PRONOUN.search(query.normalized)) or length <= SHORT
    if not topics and _PRONOUN.search(query.normalized) and len(content) <= (1 if "c:twitch" in content else 3):
        return True
    return length <= SHORT and len(content) <= 1 and not (topics and content)


def _strong(query: Query) -> bool:
    """A question kind that the message itself words, not only an opening such as "what about"."""
    return any(unit.startswith(("c:", "w:")) for unit in query.units)


def points_back(query: Query) -> bool:
    """True when the message points at something by a pronoun and names nothing besides what it asks."""
    content = [unit for unit in query.units if unit not in _KINDS]
    return bool(_PRONOUN.search(query.normalized)) and not content


def beside(query: Query, topics: tuple[str, ...]) -> tuple[str, ...]:
    """The units that are neither topics nor words of a topic's name, such as "vitamin" in vitamin D."""
    spoken = {word for unit, own in zip(query.units, query.unit_words, strict=True) if unit in topics for word in own}
    pairs = zip(query.units, query.unit_words, strict=True)
    return tuple(unit for unit, own in pairs if unit not in topics and not spoken.issuperset(own))


def topics_of(query: Query, lexicon: Lexicon) -> tuple[str, ...]:
    """Units of the question that a conversation can be about, in order."""
    found = [unit for unit in query.units if lexicon.topic_name(unit)]
    named = [unit for unit in found if unit.startswith("e:")]
    # An entity says more than a concept matched on the same word (coffee and caffeine).
    return tuple(named or found)


def readings(query: Query, before: Conversation, lexicon: Lexicon) -> tuple[str, ...]:
    """Full questions that a follow-up may stand for, most likely first; empty when nothing can be made of it."""
    topics = topics_of(query, lexicon)
    found: list[str] = _of_its_class(query, before)
    if topics:
        found += _other_topic(topics, before, lexicon)
    else:
        earlier = () if _ALL_OF_IT.search(query.normalized) else before.entities[:2]
        found += _pointed_back(query, earlier, lexicon) or _unknown_topic(query, before, lexicon)
        if not (found and any(unit not in _KINDS for unit in query.units)):
            special = [aspect for aspect in query.aspects if lexicon.aspects[aspect].strict]
            found += [_kind(query, aspect, earlier, lexicon) for aspect in special or query.aspects[:2]]
    return tuple(dict.fromkeys(text for text in found if words(text) != words(query.normalized)))


def without_denied(text: str) -> str:
    """A correction without what it takes back: "not caffeine, dehydration" is about dehydration."""
    rest = _DENIED.sub(" ", text).strip()
    return rest if words(rest) else text


def _kind(query: Query, aspect: str, earlier: tuple[str, ...], lexicon: Lexicon) -> str:
    """The question of one kind about the earlier topics. Where only a special answer fits, the person's own words."""
    if not lexicon.aspects[aspect].strict:
        return _ask(lexicon.aspects[aspect], earlier, lexicon)
    return " ".join([query.question.rstrip("?.! "), *filter(None, map(lexicon.topic_name, earlier))])


def _unknown_topic(query: Query, before: Conversation, lexicon: Lexicon) -> list[str]:
    """The question asked before, of a thing that the lexicon does not know ("what about the liver")."""
    names = [" ".join(w) for unit, w in zip(query.units, query.unit_words, strict=True) if unit.startswith("w:")]
    if not names or query.aspects or not _CUE.search(query.normalized):
        return []
    aspect = lexicon.aspects.get(before.aspect) or lexicon.aspects["causes"]
    return [aspect.follow_up_other.format(topic=" ".join(names))]


def _of_its_class(query: Query, before: Conversation) -> list[str]:
    """The message with "which one" written out, after a question that asked which of a class ("which mineral ...")."""
    asked = _CLASS.search(before.question.lower())
    return (
        [_WHICH_ONE.sub(f"which {asked[1]}", query.normalized)] if asked and _WHICH_ONE.search(query.normalized) else []
    )


def _other_topic(topics: tuple[str, ...], before: Conversation, lexicon: Lexicon) -> list[str]:
    """The question asked before, of another topic."""
    found = []
    old = _spoken(before, lexicon)
    new = _names(topics, lexicon)
    if old and len(words(before.question)) <= LONGEST_REPEATED:
        found.append(re.sub(rf"\b{re.escape(old)}\b", new, before.question, flags=re.IGNORECASE))
    aspect = lexicon.aspects.get(before.aspect)
    return [*found, _ask(aspect, topics, lexicon)] if aspect else found


def _spoken(before: Conversation, lexicon: Lexicon) -> str | None:
    """How the earlier question names its topic, in its own words; None where it does not."""
    units = lexicon.analyse(before.question).units if before.entities else ()
    name = next((" ".join(unit.words) for unit in units if unit.id == before.entities[0]), "")
    return name if name and name in before.question.lower() else None


def _pointed_back(query: Query, earlier: tuple[str, ...], lexicon: Lexicon) -> list[str]:
    """The message with its pronoun written out."""
    names = [name for unit in earlier if (name := lexicon.topic_name(unit))]
    is_said = bool(query.units) or len(words(query.normalized)) > SHORTEST_SAID
    if not names or not is_said or GENERAL.intersection(query.aspects):
        return []
    if len(names) > 1 and _BOTH.search(query.normalized):
        return [_BOTH.sub(" and ".join(names), query.normalized, count=1)]
    if not _SUBSTITUTABLE.search(query.normalized):
        return []
    is_lack = lexicon.is_nutrient(earlier[0]) and OF_THE_LACK.intersection(query.aspects)
    return [_SUBSTITUTABLE.sub(f"low {names[0]}" if is_lack else names[0], query.normalized, count=1)]


def _ask(aspect: Aspect, topics: tuple[str, ...], lexicon: Lexicon) -> str:
    if not topics:
        return aspect.follow_up_alone
    template = aspect.follow_up if lexicon.is_nutrient(topics[0]) else aspect.follow_up_other
    return template.format(topic=_names(topics, lexicon))


def _names(topics: tuple[str, ...], lexicon: Lexicon) -> str:
    return " and ".join(filter(None, map(lexicon.topic_name, topics[:2])))
