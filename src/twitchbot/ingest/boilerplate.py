"""What a web page carries along that nobody should quote: skip links, reading times, reference lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from twitchbot.ingest.outline import Element, Heading, Item, Paragraph, Table

_LINE = re.compile(
    r"""^(?:
      skip\ to\ (?:main\ )?content | jump\ to\b.{0,40}
    | \d+\ ?min(?:ute)?s?\ read | (?:estimated\ )?reading\ time\b.{0,30}
    | in\ this\ (?:article|page|section) | on\ this\ page | table\ of\ contents | contents
    | (?:medically\ |clinically\ |fact[\ -])?(?:reviewed|checked|written|edited)\ by\b.{0,60}
    | (?:last\ )?(?:updated|reviewed|published)(?:\ on)?:?\ .{0,30}\d{4}
    | share(?:\ (?:this|on)\b.{0,30})? | print(?:\ this\ page)? | e?mail | tweet | advertisement | sponsored
    | menu | close | back\ to\ top | read\ more | learn\ more | show\ more
    | (?:here\ is|see)\ (?:some\ )?additional\ reading\b.*
    | (?:we|this\ (?:web)?site)\ uses?\ cookies\b.* | accept\ (?:all|cookies)\b.{0,20} | subscribe\b.{0,40}
    | copyright\b.* | ©.* | all\ rights\ reserved\.? | \[?\d{1,3}[\].)]?(?:\s+\d{1,3})? | [^\w]+
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTENTS = re.compile(r"^(?:in this (?:article|page|section)|on this page|table of contents|contents)$", re.IGNORECASE)
_REFERENCES = re.compile(
    r"^(?:references|bibliography|citations|works cited|article sources|footnotes|related articles|"
    r"read next|you may also like|more from us)$",
    re.IGNORECASE,
)


def drop_boilerplate(elements: Iterable[Element]) -> Iterator[Element]:
    """The elements without boilerplate lines, tables of contents and sections of references."""
    kept = list(elements)
    headings = {_key(element.text) for element in kept if isinstance(element, Heading)}
    references = 0
    is_contents = False
    for element in kept:
        if isinstance(element, Heading) and (not references or element.level <= references):
            references = element.level if _REFERENCES.match(_key(element.text)) else 0
        if references:
            continue
        is_contents = _starts_contents(element) or (is_contents and isinstance(element, Item))
        if not (_is_noise(element) or (is_contents and isinstance(element, Item) and _key(element.text) in headings)):
            yield element


def _starts_contents(element: Element) -> bool:
    return not isinstance(element, Table) and bool(_CONTENTS.match(_key(element.text)))


def is_boilerplate(line: str) -> bool:
    """True for a line that belongs to the page around the article."""
    return bool(_LINE.match(_key(line)))


def _is_noise(element: Element) -> bool:
    return isinstance(element, Paragraph | Item | Heading) and is_boilerplate(element.text)


def _key(text: str) -> str:
    return " ".join(text.split()).rstrip(":")
