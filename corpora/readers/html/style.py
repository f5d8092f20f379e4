"""What the styles of a page say of its text: hidden, set apart, begun on a new page, raised, numbered.

Style attributes, and rules of the page's own style sheets whose selector is one simple thing (``p``, ``.note``,
``p.note``, ``#foot``). Other selectors and rules for print are passed over: a page is read as a screen shows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

MAX_STYLE = 10_000
"""Characters of a style attribute that are looked at; the rest is pictures."""
MAX_SHEET = 4_000_000
MAX_RULES = 20_000
CACHED = 10_000


class Style(NamedTuple):
    """What the declarations of one element say; ``None`` and the empty text: nothing.

    ``marker`` is a list style, ``word`` what Word calls the element (``mso-element``), ``floats``: it stands beside what
    follows.
    """

    hidden: bool | None = None
    display: str = ""
    page_before: bool = False
    page_after: bool = False
    marker: str = ""
    verbatim: bool | None = None
    raised: bool = False
    word: str = ""
    floats: bool = False

    def over(self, other: Style) -> Style:
        """These declarations where they say something, else the others'."""
        if other is PLAIN:
            return self
        return Style(
            other.hidden if self.hidden is None else self.hidden,
            self.display or other.display,
            self.page_before or other.page_before,
            self.page_after or other.page_after,
            self.marker or other.marker,
            other.verbatim if self.verbatim is None else self.verbatim,
            self.raised or other.raised,
            self.word or other.word,
            self.floats or other.floats,
        )


PLAIN = Style()
TOLD = re.compile(r"(?i)display|visibility|break-|list-style|white-space|vertical-align|float|mso-(?:hide|element)")
DECLARATION = re.compile(r"""(?<![\w-])([\w-]++)\s*+:\s*+((?:[^;"']|"[^"]*"|'[^']*')*+)""")
PAGES = frozenset(("always", "page", "left", "right", "recto", "verso"))
MARKERS = re.compile(
    r"""(?i)(?<![\w-])(none|disc|circle|square|decimal(?:-leading-zero)?|(?:lower|upper)-(?:alpha|latin|roman|greek)"""
    r"""|cjk-[a-z-]+|(?:simp|trad)-chinese-(?:in)?formal|disclosure-(?:open|closed))(?![\w-])|"([^"]{0,20})"|'([^']{0,20})'"""
)


def read_style(text: str) -> Style:
    """The declarations of a style attribute.

    >>> read_style("display:none").hidden, read_style("page-break-before:always").page_before
    (True, True)
    >>> read_style("list-style: lower-roman inside").marker, read_style("color: red") is PLAIN
    ('lower-roman', True)
    """
    text = text[:MAX_STYLE]
    if not TOLD.search(text):
        return PLAIN
    found: dict[str, str] = {}
    for match in DECLARATION.finditer(text):
        found[match[1].lower()] = match[2].replace("!important", "").strip()
    return _style(found)


def _style(found: Mapping[str, str]) -> Style:
    low = {name: value.lower() for name, value in found.items()}
    display = low.get("display", "").split(" ")[0]
    seen = {"display", "visibility", "mso-hide"} & low.keys()
    hidden = display == "none" or low.get("visibility") in ("hidden", "collapse") or low.get("mso-hide") == "all"
    space = low.get("white-space", "")
    return Style(
        hidden if seen else None,
        display,
        not PAGES.isdisjoint((low.get("page-break-before"), low.get("break-before"))),
        not PAGES.isdisjoint((low.get("page-break-after"), low.get("break-after"))),
        _marker(found.get("list-style-type") or found.get("list-style") or ""),
        space.startswith(("pre", "break-spaces")) if space else None,
        low.get("vertical-align") == "super",
        low.get("mso-element", ""),
        low.get("float") in ("left", "right", "inline-start"),
    )


def _marker(value: str) -> str:
    """A list style by its name; a text of the page's own with a quotation mark in front."""
    match = MARKERS.search(value)
    if match is None:
        return ""
    return match[1].lower() if match[1] else '"' + (match[2] or match[3] or "")


SIMPLE = re.compile(r"([a-z][\w-]*)?(?:([.#])([\w-]+))?\Z", re.I)
COMMENT = re.compile(r"(?s)/\*.*?(?:\*/|\Z)|<!--|-->")
SCREEN = re.compile(r"(?i)@media\s+(?:only\s+)?(?:screen|all)(?:\s*,\s*\w+)*\s*\Z|@layer\b")
EDGE = re.compile(r"[{}]")


class Sheet:
    """The rules of a page that say something, by selector."""

    def __init__(self) -> None:
        self.rules: dict[str, Style] = {}
        self._cache: dict[str, Style] = {}

    def read(self, text: str) -> None:
        """Add the rules of one style sheet; the later ones count more."""
        for selectors, body in _rules(text[:MAX_SHEET]):
            style = read_style(body)
            if style is PLAIN:
                continue
            for selector in selectors.split(","):
                match = SIMPLE.match(selector.strip())
                if match and match[0] and len(self.rules) < MAX_RULES:
                    key = f"{(match[1] or '').lower()}{match[2] or ''}{match[3] or ''}"
                    self.rules[key] = style.over(self.rules.get(key, PLAIN))

    def of(self, tag: str, attributes: Mapping[str, str]) -> Style:
        """What holds for an element: its own declarations over those of its name, classes and id."""
        text = attributes.get("style") or ""
        own = self._cache.get(text) if text else PLAIN
        if own is None:
            own = read_style(text)
            if len(self._cache) < CACHED and len(text) < MAX_STYLE:
                self._cache[text] = own
        return own if not self.rules else own.over(self._of_rules(tag, attributes))

    def _of_rules(self, tag: str, attributes: Mapping[str, str]) -> Style:
        style = self.rules.get(tag, PLAIN)
        names = (attributes.get("class") or "")[:1000].split()[:20]
        keys = [f".{name}" for name in names] + [f"{tag}.{name}" for name in names]
        own = attributes.get("id")
        if own:
            keys += [f"#{own}", f"{tag}#{own}"]
        for key in keys:
            found = self.rules.get(key)
            if found is not None:
                style = found.over(style)
        return style


def _rules(text: str) -> Iterator[tuple[str, str]]:
    """Selectors and declarations of the rules for screens; of nested rules only those of ``@media screen``."""
    text = COMMENT.sub(" ", text)
    at = 0
    skipped = 0  # depth inside a rule that is passed over
    selectors: str | None = None
    for edge in EDGE.finditer(text):
        piece = text[at : edge.start()]
        at = edge.end()
        if edge[0] == "{":
            prelude = piece.rpartition(";")[2].strip()
            if skipped or selectors is not None or (prelude.startswith("@") and not SCREEN.match(prelude)):
                skipped += 1
            elif not prelude.startswith("@"):
                selectors = prelude
        elif skipped:
            skipped -= 1
        elif selectors is not None:
            yield selectors, piece
            selectors = None
