"""What no reply may say: an amount, a diagnosis, a verdict on a medicine."""

from __future__ import annotations

import re

AMOUNT = re.compile(
    r"\b\d+(?:[.,]\d+)*\s*(?:-|to\s+\d+\s*)?\s*(?:mg|mcg|µg|μg|ug|g|grams?|milligrams?|micrograms?|iu|i\.u\.|"
    r"(?:international\s+)?units?|tablets?|pills?|capsules?|caps|softgels?|gummies|drops?|teaspoons?|tsp|ml|"
    r"millilit(?:er|re)s?|doses?|scoops?)\b",
    re.IGNORECASE,
)
DIAGNOSIS = re.compile(
    r"\byou (?:probably |likely |may |might |must |could |do |don't |do not )*(?:have|suffer from)\s+(?:a |an |the )?"
    r"(?:\w+\s){0,2}(?:deficien\w+|disease|als|ms|stroke|hypocalc\w+|hypomagn\w+|epilepsy|tetany|anaemia|anemia)\b",
    re.IGNORECASE,
)
VERDICT = re.compile(
    r"\b(?:(?:is|are) (?:perfectly |completely |not )?(?:safe|unsafe) (?:to take|with|together|for you)|"
    r"you (?:can|may|should|could) (?:safely )?(?:stop|skip|halve|double|combine|take) (?!it\b.*\?)|"
    r"nothing to worry about|probably nothing|don't worry|no need to worry)",
    re.IGNORECASE,
)


def has_amount(text: str) -> bool:
    """True when `text` states an amount such as a number of milligrams or tablets."""
    return bool(AMOUNT.search(text))


def breach(text: str) -> str:
    """What `text`, a template, says that no template may: `amount`, `diagnosis` or `verdict`; empty when nothing."""
    named = (("amount", AMOUNT), ("diagnosis", DIAGNOSIS), ("verdict", VERDICT))
    return next((name for name, pattern in named if pattern.search(text)), "")
