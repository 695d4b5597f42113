"""The one file that a site embeds: script, stylesheet and words put together, made small, and named by content."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from twitchbot.content.widget import WidgetWords
from twitchbot.interfaces.widget.shrink import shrink_script, shrink_style

_FOLDER = Path(__file__).parent
_SCRIPTS = ("elements.js", "parts.js", "panel.js", "launcher.js")
_STYLES = ("launcher.css", "panel.css")


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
    styles = [shrink_style((_FOLDER / name).read_text(encoding="utf-8")) for name in _STYLES]
    source = "\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    script = shrink_script(f"((words, styles, setup) => {{\n{source}}})")
    body = f"{script}({','.join(map(_literal, (words.model_dump(), styles, asdict(setup))))});\n".encode()
    return Bundle(
        body=body,
        compressed=gzip.compress(body, 9, mtime=0),
        version=hashlib.sha256(body).hexdigest()[:12],
        integrity="sha384-" + base64.b64encode(hashlib.sha384(body).digest()).decode(),
    )


def _literal(value: object) -> str:
    """`value` as a JavaScript literal; U+2028 and `</script` can do no harm in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
