"""The one file that a site embeds: script, stylesheet and words put together, made small, and named by content."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from twitchbot.content.widget import WidgetWords

_FOLDER = Path(__file__).parent
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_SPACE = re.compile(r"\s+")
# A space beside `+`, `-`, `*` or a bracket can carry meaning in CSS (calc, descendant selectors): those stay.
_CSS_LOOSE = re.compile(r" ?([{};,]) ?|(:) ")


@dataclass(frozen=True, slots=True)
class Bundle:
    """The widget's script for one language.

    `body` is UTF-8, `compressed` the same in gzip; `version` names the content (12 hex digits of its SHA-256);
    `integrity` is the value for the script tag's attribute of that name (Subresource Integrity, SHA-384).
    """

    body: bytes
    compressed: bytes
    version: str
    integrity: str


@dataclass(frozen=True, slots=True)
class Setup:
    """What the server tells the widget besides the words.

    `questions` are offered at the start, `reasons` after a thumbs-down; `most` is the longest message in characters.
    """

    language: str
    questions: tuple[str, ...]
    reasons: tuple[str, ...]
    most: int


def bundle(words: WidgetWords, setup: Setup) -> Bundle:
    """The widget's script with its words, its stylesheet and `setup` in it."""
    arguments = ",".join(_literal(value) for value in (words.model_dump(), _style(), asdict(setup)))
    body = f"((words, style, setup) => {{\n{_script()}}})({arguments});\n".encode()
    return Bundle(
        body=body,
        compressed=gzip.compress(body, 9, mtime=0),
        version=hashlib.sha256(body).hexdigest()[:12],
        integrity="sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode(),
    )


def _script() -> str:
    """`widget.js` without comment lines and indentation; the file keeps no text that runs over a line's end."""
    lines = (line.strip() for line in (_FOLDER / "widget.js").read_text(encoding="utf-8").splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _style() -> str:
    """`widget.css` without comments and needless space."""
    text = _CSS_COMMENT.sub("", (_FOLDER / "widget.css").read_text(encoding="utf-8"))
    return _CSS_LOOSE.sub(r"\1\2", _CSS_SPACE.sub(" ", text)).replace(";}", "}").strip()


def _literal(value: object) -> str:
    """`value` as a JavaScript literal; U+2028 and `</script` can do no harm in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
