"""What of a page is no text of the document, and why."""

from __future__ import annotations

from collections.abc import Mapping

from corpora.readers.html.style import Style
from corpora.readers.html.tags import (
    DELETED,
    INVISIBLE,
    LEFT_OUT_CLASSES,
    NOTE_ROLES,
    NOTES_ROLES,
    PAGE_ROLES,
    SITE,
    SITE_CLASSES,
    SITE_HOLDERS,
    SITE_ROLES,
    WORD_LEFT_OUT,
)
from corpora.readers.markup import Words

HIDDEN = "hidden"
SITE_PARTS = "navigation, banners and footers"
INLINE = frozenset(("a", "span", "i", "b", "em", "sup", "small"))


def why_left_out(
    tag: str, attributes: Mapping[str, str], style: Style, words: Words, sectioned: bool, whole: bool
) -> str | None:
    """The reason why an element is left out, empty where it goes without saying; ``None`` where it stays.

    ``sectioned``: it is inside an article or section; ``whole``: what looks like the site's is the document's.
    """
    if tag in INVISIBLE or tag in DELETED or tag.startswith("svg:"):
        return ""
    if not attributes and tag not in SITE:
        return HIDDEN if style.hidden and tag not in ("html", "body") else None
    if style.word in WORD_LEFT_OUT or not words.classes.isdisjoint(LEFT_OUT_CLASSES):
        return ""
    if not words.roles.isdisjoint(PAGE_ROLES):
        return ""
    if _hidden(tag, attributes, style):
        return HIDDEN
    if tag == "div" and attributes.get("title") in ("header", "footer"):
        return SITE_PARTS  # LibreOffice's page headers and footers
    return SITE_PARTS if not whole and _is_site(tag, attributes, words, sectioned) else None


def _hidden(tag: str, attributes: Mapping[str, str], style: Style) -> bool:
    if tag in ("html", "body"):
        return False  # until a script has run; or nothing would be seen
    # anchors and icons that no screen reader is to read; a whole page can be marked so while a dialogue is open
    icon = tag in INLINE and attributes.get("aria-hidden") == "true"
    return bool(style.hidden) or "hidden" in attributes or icon


def _is_site(tag: str, attributes: Mapping[str, str], words: Words, sectioned: bool) -> bool:
    roles = words.roles
    if not roles.isdisjoint(NOTE_ROLES) or not roles.isdisjoint(NOTES_ROLES):
        return False
    if tag in ("header", "footer"):
        return not sectioned
    if tag in SITE_HOLDERS and not SITE_CLASSES.isdisjoint({*words.classes, (attributes.get("id") or "").lower()}):
        return True
    return tag in SITE or not roles.isdisjoint(SITE_ROLES) or "BreadcrumbList" in (attributes.get("itemtype") or "")
