"""What a web page holds beside its article, told by its tags, roles and class names."""

from __future__ import annotations

import re
from collections.abc import Callable

from selectolax.lexbor import LexborNode

_NEVER_SHOWN = frozenset(
    "script style noscript template iframe svg canvas audio video object button select textarea".split()
)
_FURNITURE = frozenset({"nav", "aside", "form", "dialog", "menu"})
_PAGE_FURNITURE = frozenset({"header", "footer"})
"""Furniture of a page, but part of an article when they stand inside one."""
_FURNITURE_ROLES = frozenset("navigation banner contentinfo search dialog alertdialog complementary menu".split())
LARGEST_FURNITURE = 0.5
"""Share of the page's characters: what holds more is the article, whatever its class is called."""
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|breadcrumbs?|cookies?|consent|gdpr|newsletter|subscribe|share|social|"
    r"sidebar|skip|advert|advertisement|ads?|promo|popup|modal|toc|masthead|site-footer|site-header|sr-only|"
    r"visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))


def drop_unshown(root: LexborNode) -> None:
    """Takes scripts, pictures and controls out of the tree below `root`."""
    _prune(root, lambda node: node.tag in _NEVER_SHOWN)


def drop_furniture(root: LexborNode) -> None:
    """Takes navigation, banners and side columns out of the tree below `root`."""
    largest = LARGEST_FURNITURE * len(root.text())
    _prune(root, lambda node: _is_furniture(node) and len(node.text()) <= largest)


def _is_furniture(node: LexborNode) -> bool:
    attributes = node.attributes
    names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return (
        node.tag in _FURNITURE
        or (node.tag in _PAGE_FURNITURE and not _is_within_article(node))
        or "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or attributes.get("role") in _FURNITURE_ROLES
        or (node.tag not in _HEADINGS and bool(_FURNITURE_NAME.search(names)))
    )


def _is_within_article(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in {"article", "main"}:
            return True
        parent = parent.parent
    return False


def _prune(node: LexborNode, is_dropped: Callable[[LexborNode], bool]) -> None:
    """Takes out what is dropped, from the top down: the tree frees a node's children with it."""
    for child in list(node.iter()):
        if is_dropped(child):
            child.decompose()
        else:
            _prune(child, is_dropped)
