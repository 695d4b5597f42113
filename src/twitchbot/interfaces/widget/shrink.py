"""Making the script and the stylesheet small when they are served, so that the sources stay readable.

The script keeps to a part of JavaScript that needs no parser: every statement ends with a semicolon or a brace, and it
has no template literals, no block comments and no shorthand properties. Then comments and needless space can go, and
each name of its own can become a short one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import count, product
from string import ascii_letters

_TOKEN = re.compile(
    r"""
    (?P<comment> //[^\n]* )
  | (?P<string> '(?:\\.|[^'\\\n])*' )
  | (?P<regex> (?<=[(=,:!]) \s* /(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/[a-z]* )
  | (?P<name> [A-Za-z_$][\w$]* )
  | (?P<number> \d[\w.]* )
  | (?P<space> \s+ )
  | (?P<sign> \.\.\. | \?\. | => | . )
    """,
    re.VERBOSE,
)

# Names that are not the script's own: JavaScript's words and what browsers provide.
_KEPT = frozenset(
    """
    async await catch class const delete else extends false finally for function if in instanceof let new null of
    return static this throw true try typeof undefined void while
    AbortController Array Boolean CSS CSSStyleSheet CustomEvent HTMLElement JSON Math Object URL addEventListener
    clearTimeout console customElements document encodeURIComponent fetch location matchMedia navigator setTimeout
    window attributeChangedCallback connectedCallback observedAttributes
    """.split()
)

# What may be assigned anew was decided when the script was written.
_SHORTER = {"const": "let", "true": "!0", "false": "!1"}

_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"\s+")
# Beside `+`, `-`, `*` and brackets a space can carry meaning in CSS (calc, descendants); beside these it does not.
_CSS_LOOSE = re.compile(r" ?([{};,]) ?|(:) ")


def shrink_style(text: str) -> str:
    """The stylesheet without comments and needless space."""
    text = _CSS_SPACE.sub(" ", _CSS_COMMENT.sub("", text))
    return _CSS_LOOSE.sub(r"\1\2", text).replace(";}", "}").strip()


def shrink_script(text: str) -> str:
    """The script without comments and needless space, its own names made short.

    Raises:
        ValueError: the script uses a form that this cannot read.
    """
    tokens = [match for match in _TOKEN.finditer(text) if match.lastgroup != "comment"]
    if any(match.group() in {"`", '"'} for match in tokens if match.lastgroup == "sign"):
        raise ValueError("the script has a template literal or a double-quoted string")
    code = [match for match in tokens if match.lastgroup != "space"]
    _refuse_shorthand(code)
    own = [_is_own(code, place) for place in range(len(code))]
    short = _short_names(match.group() for match, is_own in zip(code, own, strict=True) if is_own)
    named = (short[m.group()] if is_own else m.group().strip() for m, is_own in zip(code, own, strict=True))
    return _joined(_merged([_SHORTER.get(token, token) for token in named]))


def _merged(tokens: list[str]) -> Iterator[str]:
    """The tokens with declarations that follow each other made one: `let a=1,b=2`."""
    firsts = [""]  # the first token of the statement at each depth of brackets
    skips = False
    for place, token in enumerate(tokens):
        if skips:
            skips = False
            continue
        firsts[-1] = firsts[-1] or token
        if token in {"(", "[", "{"}:
            firsts.append("")
        elif token in {")", "]", "}"}:
            firsts.pop()
        elif token == ";":
            skips = firsts[-1] == "let" and tokens[place + 1 : place + 2] == ["let"]
            firsts[-1] = "let" if skips else ""
        yield "," if skips else token


def _refuse_shorthand(code: list[re.Match[str]]) -> None:
    """Raise ValueError where `{a, b}` stands for `{a: a, b: b}`: a short name would change the property."""
    open_brackets: list[str] = []
    for place, token in enumerate(code):
        sign = token.group()
        if sign in {"(", "[", "{"}:
            open_brackets.append(sign)
        elif sign in {")", "]", "}"}:
            open_brackets.pop()
        elif token.lastgroup == "name" and open_brackets[-1:] == ["{"]:
            around = code[place - 1].group(), code[place + 1].group()
            if around[0] in {"{", ","} and around[1] in {",", "}"}:
                raise ValueError(f"the script has the shorthand property `{sign}`")


def _is_own(code: list[re.Match[str]], place: int) -> bool:
    """True for a name that the script gave: no word of the language, no property, no key of an object."""
    token = code[place]
    before = code[place - 1].group() if place else ""
    after = code[place + 1].group() if place + 1 < len(code) else ""
    if token.lastgroup != "name" or token.group() in _KEPT or before in {".", "?."}:
        return False
    return not (after == ":" and before in {"{", ","})


def _short_names(names: Iterable[str]) -> dict[str, str]:
    """Each name to a short one, the shortest for the most frequent; equal input gives equal output."""
    counts = Counter(names)
    fresh = (name for name in _letters() if name not in _KEPT)
    return {name: next(fresh) for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))}


def _letters() -> Iterator[str]:
    for length in count(1):
        yield from ("".join(letters) for letters in product(ascii_letters, repeat=length))


def _joined(tokens: Iterable[str]) -> str:
    """The tokens in a row, with a space where two words or two equal signs would else run together."""
    pieces: list[str] = []
    for token in tokens:
        if pieces and _run_together(pieces[-1][-1], token[0]):
            pieces.append(" ")
        pieces.append(token)
    return "".join(pieces).replace(";}", "}")


def _run_together(left: str, right: str) -> bool:
    words = all(sign.isalnum() or sign in "_$" for sign in (left, right))
    return words or (left == right and left in "+-")
