"""The elements, roles and classes of HTML that decide what is text, and of what kind."""

from __future__ import annotations

from collections.abc import Mapping

from corpora.document import Kind
from corpora.readers.markup import NO_WORDS, Words

INERT = frozenset(
    ("b", "i", "u", "em", "strong", "font", "span", "a", "small", "big", "tt", "code", "abbr", "cite", "dfn", "nobr")
)
"""Elements that change nothing where they have no attributes."""
BLOCKS = frozenset(
    ("html", "head", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dir", "dl", "dt",
    "dd", "table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th", "blockquote", "pre",
    "listing", "xmp", "plaintext", "hr", "section", "article", "main", "header", "footer", "aside", "figure",
    "figcaption", "address", "center", "fieldset", "legend", "details", "summary", "form", "hgroup", "nav",
    "optgroup", "multicol", "search")
)  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
VERBATIM = frozenset(("pre", "listing", "xmp", "plaintext"))
SECTIONS = frozenset(("article", "section", "main", "region"))
"""Headers and footers in these are their own, not the site's (HTML AAM 1.0)."""

INVISIBLE = frozenset(
    ("script", "style", "template", "noscript", "noframes", "noembed", "svg", "canvas", "audio", "video", "object",
    "embed", "applet", "iframe", "map", "select", "option", "optgroup", "datalist", "textarea", "button", "input",
    "meter", "progress", "rt", "rp", "rtc", "annotation", "annotation-xml", "xml", "title", "img", "image",
    "picture")
)  # fmt: skip
"""Elements whose content is not shown as text of the page, and the readings above ruby text."""
DELETED = frozenset(("del", "s", "strike"))
SITE = frozenset(("nav", "menu", "dialog", "aside", "header", "footer"))
SITE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar", "dialog",
    "alertdialog", "tablist", "tooltip", "doc-pagelist", "doc-pageheader", "doc-pagefooter")
)  # fmt: skip
SITE_CLASSES = frozenset(
    ("sidebar", "side-bar", "sidenav", "side-nav", "leftnav", "rightnav", "navbar", "nav-bar", "topnav", "breadcrumb",
    "breadcrumbs", "site-header", "site-footer", "site-nav", "skip-link", "skiplink")
)  # fmt: skip
"""Classes and names of what stands beside the text on pages that are older than the elements for it."""
SITE_HOLDERS = frozenset(("div", "td", "ul", "ol", "table", "tr", "section"))
WORD_LEFT_OUT = frozenset(("header", "footer", "comment", "comment-list"))
"""What Word writes at the end of a page it saves: ``mso-element``."""
LEFT_OUT_CLASSES = frozenset(("msocomanchor", "msocomtxt", "msocomoff"))

NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"))
NOTES_ROLES = frozenset(("doc-endnotes", "doc-footnotes", "footnotes", "endnotes", "rearnotes"))
PAGE_ROLES = frozenset(("doc-pagebreak", "pagebreak"))
RAISED_CLASSES = frozenset(("msofootnotereference", "msoendnotereference"))
KINDS: dict[str, Kind] = {
    **dict.fromkeys(HEADINGS, "heading"),
    "li": "list",
    "dt": "list",
    "dd": "list",
    "blockquote": "quote",
}
CLASS_KINDS: dict[str, Kind] = {
    "msotitle": "heading",
    "msosubtitle": "heading",
    **dict.fromkeys((f"msoheading{k}" for k in range(7, 10)), "heading"),
    "msoquote": "quote",
    "msointensequote": "quote",
}


def words_of(attributes: Mapping[str, str]) -> Words:
    """The roles and classes of an element.

    >>> sorted(words_of({"role": "doc-noteref", "epub:type": "noteref", "class": "MsoNormal"}).roles)
    ['doc-noteref', 'noteref']
    """
    if not attributes:
        return NO_WORDS
    roles = f"{attributes.get('role') or ''} {attributes.get('epub:type') or ''}"[:1000].split()
    classes = (attributes.get("class") or "")[:1000].split()
    if not roles and not classes:
        return NO_WORDS
    return Words(frozenset(map(str.lower, roles)), frozenset(map(str.lower, classes)))
