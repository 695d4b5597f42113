"""Which words of a page does a link highlight? Chromium tells no script, so the pixels have to say it.

All text of the page is made transparent. The words that should be highlighted are painted red by hand, and the link's
own highlight half-transparent blue over them: then purple is right, red was missed, and light blue is too much.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

import numpy as np
from PIL import Image
from playwright.sync_api import Page

STYLE = """<style>
* { color: transparent !important; background: none !important; border-color: transparent !important }
::target-text { background: #0000ff80 !important; color: transparent !important }
::highlight(expected) { background: #f00; color: transparent }
</style>"""

_STRAY = 2
"""Pixels that are drawn differently although nothing is missed: the edge of a picture in the text, say."""

# What the reader of web pages puts between pieces, and what it leaves out: not counted on either side.
_UNCOUNTED = re.compile(r"[\s|:,\u00ad\u200b]")

# The visible characters of the article, and the range of those from one count to another.
_EXPECT = """([start, end, trailing]) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = new Range();
    let text = '';
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest('[data-around], script, style, button')) continue;
        for (let place = 0; place < node.data.length; place++) {
            if (/[\\s|:,\\u00ad\\u200b]/u.test(node.data[place])) continue;
            if (text.length === start) range.setStart(node, place);
            text += node.data[place];
            if (text.length !== end) continue;
            let after = place + 1;
            while (trailing && /[:,]/.test(node.data[after])) after++;
            range.setEnd(node, after);
        }
    }
    CSS.highlights.set('expected', new Highlight(range));
    return text;
}"""


@dataclass(frozen=True, slots=True)
class Seen:
    """Pixels of a page: rightly highlighted, missed, and highlighted too much."""

    right: int
    missed: int
    extra: int

    @property
    def is_exact(self) -> bool:
        """True when exactly the expected words are highlighted."""
        return self.right > 0 and self.missed <= _STRAY and self.extra <= _STRAY


def counted(text: str) -> str:
    """The characters of `text` that are counted."""
    return _UNCOUNTED.sub("", text)


def seen(page: Page, address: str, text: str, start: int, end: int) -> Seen:
    """What `address` highlights, where `text[start:end]` should be.

    It is a page with `STYLE` in it whose article reads `text`. It must not be open already: it would not be loaded
    again.
    """
    page.goto(address)
    for wait in (0, 700):  # a page that is late gets a second look
        page.wait_for_timeout(wait)
        found = _look(page, text, start, end)
        if found.is_exact:
            break
    return found


def _look(page: Page, text: str, start: int, end: int) -> Seen:
    ends = [len(counted(text[:place]).encode("utf-16-le")) // 2 for place in (start, end)]
    trailing = text[end - 1] in ":,"
    read, shown = counted(text), page.evaluate(_EXPECT, [*ends, trailing])
    first = next((i for i, (one, other) in enumerate(zip(read, shown, strict=False)) if one != other), 0)
    assert read == shown, f"read in as ...{read[first:][:60]}, shown as ...{shown[first:][:60]}"
    picture = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB")).astype(int)
    red, green, blue = picture[..., 0], picture[..., 1], picture[..., 2]
    return Seen(
        right=int(((red > 100) & (red < 160) & (green < 60) & (blue > 100)).sum()),
        missed=int(((red > 200) & (green < 80) & (blue < 80)).sum()),
        extra=int(((red < 160) & (green > 90) & (blue > 200)).sum()),
    )
