"""The elements of a page in their order, as the parser meets them: no tree, no recursion, no limit to their depth.

What a reader of the page does not see is left out (scripts, styles, hidden elements, form controls, deletions), and so
is what belongs to the site and not to the document: navigation, banners, footers, by their elements and roles.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import unquote

from corpora.errors import InputError
from corpora.files import Attributes
from corpora.readers.html.elements import LINES, LISTS, TABLE_PARTS, is_block, kind_of, names_of, note_role, place_in
from corpora.readers.html.style import PLAIN, Sheet, Style
from corpora.readers.html.tags import INERT, LEFT_OUT_CLASSES, PAGE_ROLES, RAISED_CLASSES, VERBATIM, words_of
from corpora.readers.html.unseen import why_left_out
from corpora.readers.markup import (
    Block,
    Cell,
    Link,
    List,
    Page,
    Paragraphs,
    Place,
    Scope,
    Table,
    Words,
    open_item,
    open_list,
)

MAX_ELEMENTS = 3_000_000
"""Elements of one page: some seconds' work."""
MAX_KEPT = 4_000_000
"""Characters of a style sheet or a title."""
SYMBOL_NAMES = frozenset(
    ("symbol", "dc.identifier", "dcterms.identifier", "document-symbol", "citation_technical_report_number")
)
DULL = frozenset(("class", "style", "lang", "xml:lang", "dir", "title", "face", "size", "color", "align"))
MAX_CACHED = 10_000
NO_ATTRIBUTES: Mapping[str, str] = {}


@dataclass(slots=True)
class Open:
    """What the end of an element has to undo or to complete. ``around``: the place outside a block."""

    around: Place | None = None
    page_after: bool = False
    scope: Scope | None = None
    link: tuple[Block, int, str, Words] | None = None
    raised: tuple[Block, int] | None = None
    list: bool = False
    table: bool = False
    quotation: bool = False
    label: bool = False  # beside its paragraph
    aside: bool = False


class Walk(Paragraphs):
    """A target for the parser (``start``, ``data``, ``end``, ``comment``, ``close``).

    ``whole``: what looks like the site's is the document's.
    """

    def __init__(self, path: Path, whole: bool = False) -> None:
        super().__init__(path)
        self._whole = whole
        self._sheet = Sheet()
        self._open: list[Open | None] = []
        self._lists: list[List] = []
        self._tables: list[Table] = []
        self._rows = 0
        self._skipping = 0
        self._reason = ""
        self._kept: list[str] | None = None  # the text of what is skipped, where it is of use
        self._elements = 0
        self._nothing: dict[tuple[str | None, ...], bool] = {}

    @property
    def depth(self) -> int:
        """Elements that are open."""
        return len(self._open) + self._skipping

    def start(self, tag: str, attributes: Attributes) -> None:
        """An element begins."""
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise InputError(f"{self.path}: more than {MAX_ELEMENTS:,} elements", "split the file")
        if self._skipping:
            self._skipping += 1
            return
        if not attributes:
            attributes = NO_ATTRIBUTES  # the parser's own empty mapping is slow
        if tag in INERT and (not attributes or self._says_nothing(tag, attributes)):
            self._open.append(None)
            return
        style = self._sheet.of(tag, attributes)
        if style.page_before:
            self.end_page()
        words = words_of(attributes)
        reason = why_left_out(tag, attributes, style, words, self.place.sectioned, self._whole)
        if reason is not None:
            self._skip(tag, attributes, style, words, reason)
            return
        opened = Open(page_after=style.page_after)
        if is_block(tag, style):
            self._start_block(opened, tag, attributes, style, words)
        else:
            self._start_inline(opened, tag, attributes, style, words)
        self._open.append(opened)

    def _says_nothing(self, tag: str, attributes: Attributes) -> bool:
        """Whether an element has no attributes but styles and classes of no consequence, as most have."""
        if not attributes.keys() <= DULL:
            return False
        key = (tag, attributes.get("style"), attributes.get("class"))
        known = self._nothing.get(key)
        if known is None:
            classes = words_of(attributes).classes
            told = self._sheet.of(tag, attributes) is not PLAIN
            known = not told and classes.isdisjoint(RAISED_CLASSES) and classes.isdisjoint(LEFT_OUT_CLASSES)
            if len(self._nothing) < MAX_CACHED and sum(map(len, filter(None, key))) < 1000:
                self._nothing[key] = known
        return known

    def data(self, text: str) -> None:
        """Text; the parser hands it on in pieces."""
        if not self._skipping:
            self.write(text)
        elif self._kept is not None:
            self._kept.append(text)
        elif self._reason:
            self.page.left_out[self._reason] = self.page.left_out.get(self._reason, 0) + len(text.strip())

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._skipping:
            self._skipping -= 1
            if not self._skipping and self._kept is not None:
                self._use(tag, "".join(self._kept)[:MAX_KEPT])
                self._kept = None
            return
        opened = self._open.pop() if self._open else None
        if opened is not None:
            self._complete(opened)

    def comment(self, text: str) -> None:
        """Comments are no text; Word's conditional ones are among them."""

    def close(self) -> Page:
        """The page ends, and with it all that is open."""
        while self._open:
            opened = self._open.pop()
            if opened is not None:
                self._complete(opened)
        self.flush()
        return self.page

    # what is left out

    def _skip(self, tag: str, attributes: Attributes, style: Style, words: Words, reason: str) -> None:
        self._skipping, self._reason = 1, reason
        if tag in ("style", "title") and not reason:
            self._kept = []
        if style.page_after or not PAGE_ROLES.isdisjoint(words.roles):
            self.end_page()

    def _use(self, tag: str, text: str) -> None:
        if tag == "style":
            self._sheet.read(text)
            self._nothing.clear()
        elif not self.page.title:
            self.page.title = " ".join(text[:1000].split())

    def _facts(self, tag: str, attributes: Attributes) -> None:
        """Language and symbol, where the page says them."""
        language = attributes.get("lang") or attributes.get("xml:lang") or ""
        if tag == "meta":
            name = (attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or "").lower()
            content = (attributes.get("content") or "")[:300]
            if name in SYMBOL_NAMES:
                self.page.symbols.append(content)
            language = content if name in ("content-language", "language", "dc.language", "dcterms.language") else ""
        self.page.language = self.page.language or language

    # blocks

    def _start_block(self, opened: Open, tag: str, attributes: Attributes, style: Style, words: Words) -> None:
        self.flush()
        around = opened.around = self.place
        names = names_of(tag, attributes)
        opened.scope = self._scope(tag, names, words)
        kind, cell = kind_of(tag, words, around), around.cell
        if cell is not None and (tag == "table" or kind not in (around.kind, None)):
            cell.rich = True
        if tag in TABLE_PARTS:
            cell = self._start_table_part(opened, tag, words, cell)
        elif tag in LISTS:
            opened.list = True
            self._lists.append(open_list(tag, attributes, style.marker))
        elif tag == "li":
            self._start_item(attributes, style)
        elif tag in ("html", "body"):
            self._facts(tag, attributes)
        self.place = place_in(tag, names, words, style, around, kind, opened.scope or around.scope, cell)
        self.after_pre = tag in VERBATIM

    def _start_table_part(self, opened: Open, tag: str, words: Words, cell: Cell | None) -> Cell | None:
        """A table, a row or a cell begins; gives the cell that is open now."""
        if tag == "table":
            opened.table = True
            self._tables.append(Table(not words.roles.isdisjoint(("presentation", "none"))))
            return None
        if tag == "caption" or not self._tables:
            return None if tag == "caption" else cell
        table = self._tables[-1]
        if tag == "tr":
            table.start_row()
            self._rows += 1
            return None
        return table.start_cell(self._rows)

    def _start_item(self, attributes: Attributes, style: Style) -> None:
        item = open_item(self._lists[-1] if self._lists else None, attributes, style.marker)
        if style.display in ("", "list-item", "block"):
            self.block.items.append(item)

    def _scope(self, tag: str, names: tuple[str, ...], words: Words) -> Scope | None:
        """The element as a place that links lead to, or that says itself that it is a note."""
        role = note_role(words)
        if not names and not role and tag not in ("li", "dd"):
            return None
        scope = Scope(names, role, self.place.scope, len(self.page.blocks))
        self.name(names, scope)
        if role:
            self.page.scopes.append(scope)
        return scope

    # inside paragraphs

    def _start_inline(self, opened: Open, tag: str, attributes: Attributes, style: Style, words: Words) -> None:
        if tag == "br":
            if not style.page_before:
                self.end_line()
        elif tag == "meta":
            self._facts(tag, attributes)
        elif tag == "frameset":
            self.page.frames = True
        elif tag == "q":
            opened.quotation = True
            self.write("“")
        elif style.floats and style.display in LINES:
            opened.label = True
        elif note_role(words) == "note" and tag != "a":
            self._start_aside(opened, tag, attributes)
        else:
            self._start_mark(opened, tag, attributes, style, words)

    def _start_aside(self, opened: Open, tag: str, attributes: Attributes) -> None:
        """A note in the middle of a sentence."""
        self.step_out()
        opened.aside, opened.around = True, self.place
        opened.scope = Scope(names_of(tag, attributes), "note", self.place.scope, len(self.page.blocks))
        self.name(opened.scope.names, opened.scope)
        self.page.scopes.append(opened.scope)
        self.place = replace(self.place, scope=opened.scope)

    def _start_mark(self, opened: Open, tag: str, attributes: Attributes, style: Style, words: Words) -> None:
        """A name, a link, a superscript."""
        names = names_of(tag, attributes)
        if names:
            self.name(names, None)
        target = (attributes.get("href") or "").rpartition("#")[2] if tag == "a" else ""
        if target and "#" in attributes["href"]:
            opened.link = (self.block, self.at, unquote(target[:300]), words)
        if tag == "sup" or style.raised or not words.classes.isdisjoint(RAISED_CLASSES):
            opened.raised = (self.block, self.at)

    def _complete(self, opened: Open) -> None:
        """An element that has left something to do has ended."""
        if opened.quotation or opened.label:
            self.write("”" if opened.quotation else " ")
        if opened.link is not None:
            block, start, target, words = opened.link
            if block is self.block and start < self.at:
                block.links.append(Link(start, self.at, target, words))
        if opened.raised is not None:
            block, start = opened.raised
            if block is self.block and start < self.at:
                block.raised.append((start, self.at))
        if opened.aside:
            self.step_back()
        elif opened.around is not None:
            self.flush()
        if opened.around is not None:
            self._leave(opened, opened.around)
        if opened.page_after:
            self.end_page()

    def _leave(self, opened: Open, around: Place) -> None:
        """A block has ended."""
        self.place = around
        self.after_pre = False
        if opened.scope is not None:
            opened.scope.last = len(self.page.blocks)
        if opened.list and self._lists:
            self._lists.pop()
        if opened.table and self._tables:
            self._tables.pop()
