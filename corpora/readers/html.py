"""HTML: saved pages, and what Word, LibreOffice and browsers export. Blocks, lists with their marks, footnotes.

What a reader does not see is left out (scripts, styles, hidden elements, form controls), and so is what belongs to the
site and not to the document: navigation, page headers and footers, by their elements and roles.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.document import Kind
from corpora.errors import InputError
from corpora.readers.extract import Draft, Extract
from corpora.readers.flow import Flow, Marks
from corpora.readers.html_lists import list_marker
from corpora.readers.html_notes import BACK, NUMBER, Notes, find_notes
from corpora.readers.html_source import tree_of
from corpora.symbol import parse_symbol

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED = frozenset(
    ["script", "style", "template", "noscript", "svg", "head", "title", "nav", "select", "textarea", "button", "input", "option", "datalist", "iframe", "object", "embed", "canvas", "audio", "video", "map", "del", "s", "strike", "rt", "rp", "rtc", "menu", "dialog"]
)  # fmt: skip
BLOCKS = frozenset(
    ["html", "body", "p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "blockquote", "pre", "hr", "section", "article", "main", "header", "footer", "aside", "figure", "figcaption", "address", "center", "fieldset", "legend", "details", "summary", "form", "hgroup", "dir", "listing"]
)  # fmt: skip
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
NESTED = frozenset(("p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "pre", "center", "section"))
SITE_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar"))
HIDDEN = re.compile(r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all")
PAGE_BEFORE = re.compile(r"(?i)(?:page-)?break-before\s*:\s*(?:always|page|left|right)")
PAGE_AFTER = re.compile(r"(?i)(?:page-)?break-after\s*:\s*(?:always|page|left|right)")
PRE = re.compile(r"(?i)white-space\s*:\s*(?:pre|break-spaces)")
AFTER_WORD = re.compile(r"(?:[A-Za-z]{4,}|[\u4e00-\u9fff]|[.,;:!?)”’\"'。，；：！？）》」])$")


def extract(data: bytes, path: Path) -> Extract:
    """The text of a page; raises :class:`InputError` for one without text, nested too deep, or too large."""
    root, encoding = tree_of(data, path)
    draft = Draft(path)
    notes: list[tuple[str, Kind | None, Marks]] = []
    walk = _Walk(draft, Flow(lambda *note: notes.append(note)), find_notes(root))
    walk.run(root)
    for note in notes:
        draft.paragraph(*note)
    if not any(line.text for line in draft.lines):
        raise InputError(f"{path}: no text in it", "save the page when it has loaded, or save the document")
    language, symbol = _facts(root)
    return draft.extract(f"html, {encoding}", language, symbol)


def _facts(root: _Element) -> tuple[str | None, str | None]:
    """Language and symbol, where the page says them."""
    code = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    symbol = None
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("http-equiv") or "").lower()
        value = meta.get("content") or ""
        if name == "content-language" and not code:
            code = value
        if name in ("symbol", "dc.identifier", "dcterms.identifier", "citation_technical_report_number"):
            found = parse_symbol(value[:200])
            symbol = symbol or (found.text if found else None)
    main = code.strip().lower().replace("_", "-").split("-")[0]
    return (main if main in ("zh", "en") else None), symbol


class _Walk:
    """Elements in document order, without recursion."""

    def __init__(self, draft: Draft, notes: Flow, found: Notes) -> None:
        self.draft = draft
        self.flow, self.notes = Flow(draft.paragraph), notes
        self.found = found
        self.kinds: list[Kind | None] = [None]
        self.inside: list[_Element] = []  # notes that are open
        self.counters: dict[_Element, int] = {}
        self.verbatim = 0

    @property
    def target(self) -> Flow:
        """Where text goes."""
        return self.notes if self.inside else self.flow

    def close(self) -> None:
        """The paragraph that is open ends."""
        self.target.end("footnote" if self.inside else self.kinds[-1])

    def run(self, root: _Element) -> None:
        """Everything below ``root``, which is walked with a stack of elements still to be closed."""
        element: _Element | None = root
        while element is not None:
            entered = self.start(element)
            child = element[0] if entered and len(element) else None
            if child is not None:
                element = child
                continue
            while element is not None:
                if entered:
                    self.end(element)
                if element is root:
                    element = None
                    break
                self.text(element.tail)
                following = element.getnext()
                if following is not None:
                    element = following
                    break
                element, entered = element.getparent(), True
        self.close()

    def text(self, piece: str | None) -> None:
        """Text of the element or after it."""
        if not piece:
            return
        piece = piece.replace("\u00ad", "")
        if self.verbatim:
            self.target.verbatim(piece)
        else:
            self.target.add(piece)

    def start(self, element: _Element) -> bool:
        """An element begins; whether what is in it counts."""
        tag = element.tag if isinstance(element.tag, str) else ""
        style = element.get("style") or ""
        if PAGE_BEFORE.search(style):
            self.draft.page()
        if not tag or self._left_out(element, tag, style):
            return False
        if tag == "br":
            self.target.line()
            return False
        if tag == "a" and self._link(element):
            return False
        if tag == "sup" and self._superscript(element):
            return False
        if "mso-list" in style and "ignore" in style.lower():
            self.target.before(" ".join(_text(element).split()) + " ")
            return False
        if tag in BLOCKS:
            self._block(element, tag, style)
        self.text(element.text)
        return True

    def _left_out(self, element: _Element, tag: str, style: str) -> bool:
        if tag in SKIPPED or element.get("hidden") is not None or (style and HIDDEN.search(style)):
            return True
        if element in self.found.bodies:
            return False
        role = (element.get("role") or "").lower()
        if role in SITE_ROLES or (tag == "div" and element.get("title") in ("header", "footer")):
            return True
        if tag == "aside":
            return True
        site = tag in ("header", "footer")
        return site and not any(True for _ in element.iterancestors("article", "main", "section"))

    def _link(self, element: _Element) -> bool:
        """A call of a note, or the way back from one; the text of any other link is text."""
        if element in self.found.calls:
            if self.inside:
                return False
            self.target.add(_text(element), "footnote mark")
            return True
        if element in self.found.backs:
            text = _text(element)
            return bool(BACK.match(text) or (self.target.waiting and NUMBER.match(text)))
        return False

    def _superscript(self, element: _Element) -> bool:
        """A small figure that no link explains: a mark where it stands behind a word, a number of a note in one."""
        text = _text(element)
        if any(link in self.found.calls for link in element.iter("a")):
            return False
        if self.inside and self.target.waiting and NUMBER.match(text):
            return True  # its own number, which stands in front already
        if not re.fullmatch(r"\[?(?:\d{1,3}|\*{1,3})\]?", text):
            return False
        if self.inside or not AFTER_WORD.search("".join(self.target.parts[-3:])[-12:]) or self.target.gap:
            return False
        self.target.add(text, "footnote mark")
        return True

    def _block(self, element: _Element, tag: str, style: str) -> None:
        self.close()
        if element in self.found.bodies:
            self.inside.append(element)
            self.notes.end("footnote")
            self.notes.waiting.clear()
            self.notes.before(self.found.bodies[element], "footnote number")
            self.notes.before(" ")
        self.kinds.append(self._kind(element, tag))
        if tag == "li" and element not in self.found.bodies:
            marker = list_marker(element, self.counters)
            if marker:
                self.target.before(marker + " ")
        if tag in ("pre", "listing") or PRE.search(style):
            self.verbatim += 1

    def _kind(self, element: _Element, tag: str) -> Kind | None:
        above = self.kinds[-1]
        if tag in HEADINGS or (element.get("role") or "").lower() == "heading":
            return "heading"
        if tag in ("td", "th"):
            # a cell that holds several blocks is layout, not a table
            blocks = [child for child in element if child.tag in NESTED]
            return None if len(blocks) > 1 else "cell"
        if tag == "li":
            return "list"
        if tag == "blockquote":
            return "quote"
        if tag in ("table", "body", "tr"):
            return above if above in ("quote", "list") else None
        return above if above in ("cell", "quote", "list") else None

    def end(self, element: _Element) -> None:
        """An element ends, and its paragraph with it."""
        tag = element.tag if isinstance(element.tag, str) else ""
        style = element.get("style") or ""
        if tag in BLOCKS:
            self.close()
            self.kinds.pop()
            if tag in ("pre", "listing") or PRE.search(style):
                self.verbatim -= 1
            if tag == "li":
                self.target.waiting.clear()
            if self.inside and self.inside[-1] is element:
                self.inside.pop()
        if style and PAGE_AFTER.search(style):
            self.draft.page()


def _text(element: _Element) -> str:
    return "".join(map(str, element.itertext())).strip()
