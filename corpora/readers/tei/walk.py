"""The elements of a TEI file in their order, as the parser meets them: paragraphs, lists, tables, notes.

Names are local ones: files of the United Nations Parallel Corpus have no namespace, TEI P5 has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from corpora.document import Kind
from corpora.errors import InputError
from corpora.files import MAX_DEPTH, too_deep
from corpora.readers.markup import NO_WORDS, Block, Cell, Item, Link, List, Page, Paragraphs, Place, Scope, Table
from corpora.readers.tei.header import XML, Header

MAX_ELEMENTS = 2_000_000
"""Elements of one file: some seconds' work."""
ROOTS = frozenset(("TEI", "TEI.2", "teiCorpus", "teiCorpus.2", "text", "body"))
BITEXTS = frozenset(("tmx", "xliff"))
_PLAIN = (
    "p ab l lg sp speaker stage salute dateline byline opener closer trailer argument epigraph postscript docAuthor "
    "docDate docImprint imprimatur docEdition div div0 div1 div2 div3 div4 div5 div6 div7 body front back group text "
    "titlePage bibl listBibl floatingText address addrLine u list table row cell figure note label"
)
KINDS: dict[str, Kind | None] = {
    **dict.fromkeys(_PLAIN.split()),
    "head": "heading",
    "docTitle": "title",
    "titlePart": "title",
    "signed": "signature",
    "item": "list",
    "quote": "quote",
    "cit": "quote",
}
"""Elements that begin and end a paragraph, and what kind it is."""
RUNNING = frozenset(("p", "ab", "s", "seg", "head", "l"))
"""What holds running text: a quotation, a list of names, an address in it is part of the sentence."""
INSIDE = frozenset(("quote", "cit", "bibl", "address", "addrLine", "label"))
ANNEXES = frozenset(("annex", "annexe", "appendix", "enclosure"))
LEFT_OUT = frozenset(
    (
        "fw", "gap", "del", "index", "figDesc", "graphic", "sic", "reg", "expan", "rt", "interp", "interpGrp", "spanGrp",
        "linkGrp", "standOff", "facsimile", "sourceDoc", "xenoData",
    )
)  # fmt: skip
"""Page heads, deletions, the other side of corrections, descriptions of pictures, annotation."""
MARKED = frozenset(("ref", "ptr", "hi", "seg", "s"))
TABLE_PARTS = frozenset(("table", "row", "cell"))
ID = (f"{XML}id", "id")
NO_ATTRIBUTES: Mapping[str, str] = {}
RAISED = frozenset(("superscript", "super", "sup"))
MARKERS = {
    **dict.fromkeys(("bulleted", "bullets", "unordered"), "disc"),
    **dict.fromkeys(("ordered", "numbered"), "decimal"),
}
"""Types of lists whose items have marks that the file leaves out."""


@dataclass(slots=True)
class Open:
    """What the end of an element has to undo or to complete. ``around``: the place outside a block."""

    name: str
    around: Place | None = None
    scope: Scope | None = None
    link: tuple[Block, int, str] | None = None
    raised: tuple[Block, int] | None = None
    aside: bool = False


class Walk(Paragraphs):
    """A target for the parser (``start``, ``data``, ``end``, ``close``)."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.header = Header()
        self._names: list[str] = []
        self._open: list[Open | None] = []
        self._lists: list[List] = []
        self._tables: list[Table] = []
        self._annexes: list[bool] = []  # of each open division: an annex whose heading is to come
        self._rows = 0
        self._skipping = 0
        self._in_header = False
        self._elements = 0
        self._labelled = False  # the open paragraph is the label of an item

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        self._elements += 1
        if self._elements == 1:
            self._check_root(name)
        if len(self._names) >= MAX_DEPTH:
            raise too_deep(self.path)
        if self._elements > MAX_ELEMENTS:
            raise InputError(f"{self.path}: more than {MAX_ELEMENTS:,} elements", "split the file")
        self._names.append(name)
        if self._skipping:
            self._skipping += 1
        elif self._in_header or name == "teiHeader":
            self._in_header = True
            self.header.start(name, attributes)
        elif name in LEFT_OUT:
            self._skipping = 1
        else:
            if attributes:
                self.header.language_of(name, attributes)
            else:
                attributes = NO_ATTRIBUTES  # the parser's own empty mapping is slow
            self._open.append(self._start(name, attributes))

    def data(self, text: str) -> None:
        """Text; the parser hands it on in pieces."""
        if self._in_header:
            self.header.data(text)
        elif not self._skipping:
            self.write(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._names.pop()
        if self._skipping:
            self._skipping -= 1
        elif self._in_header:
            self._in_header = self.header.end()
        else:
            opened = self._open.pop()
            if opened is not None:
                self._complete(opened)

    def close(self) -> Page:
        """The file ends."""
        self.flush()
        return self.page

    def _check_root(self, name: str) -> None:
        if name not in ROOTS:
            hint = "'duizhao check' reads it" if name in BITEXTS else "give TEI, HTML or plain text"
            raise InputError(f"{self.path}: is XML of another kind (<{name[:40]}>), not TEI", hint)

    def _start(self, name: str, attributes: Mapping[str, str]) -> Open | None:
        names = tuple(value for key in ID if (value := attributes.get(key))) if attributes else ()
        if name == "lb":
            self.new_line()
        elif name in ("pb", "milestone"):
            if name == "pb" or attributes.get("unit") == "page":
                self.turn_page()
        elif name == "note":
            return self._start_note(name, names)
        elif name in KINDS and not (name in INSIDE and self._running()):
            return self._start_block(name, names, attributes)
        elif name in MARKED or names:
            return self._start_mark(name, names, attributes)
        return None

    def _running(self) -> bool:
        """Whether an element stands in a sentence; the label of an item is what its item begins with."""
        around = self._names[-2] if len(self._names) > 1 else ""
        return around in RUNNING or (around in ("item", "cell", "quote") and self.at > 0)

    def _start_note(self, name: str, names: tuple[str, ...]) -> Open:
        """A note, wherever it stands: the sentence around it goes on after it."""
        opened = Open(name, self.place, aside=True)
        self.step_out()
        opened.scope = Scope(names, "note", self.place.scope, len(self.page.blocks))
        self.name(names, opened.scope)
        self.page.scopes.append(opened.scope)
        self.place = replace(self.place, scope=opened.scope, kind=None, cell=None)
        return opened

    def _start_block(self, name: str, names: tuple[str, ...], attributes: Mapping[str, str]) -> Open:
        if name == "item" and self._labelled:
            self.write(" ")  # the label and the item are one paragraph
        else:
            self.flush()
        self._labelled = name == "label" and bool(self._lists)
        opened = Open(name, self.place)
        if names:
            opened.scope = Scope(names, "", self.place.scope, len(self.page.blocks))
            self.name(names, opened.scope)
        kind, cell = KINDS[name] or self.place.kind, self.place.cell
        if name == "head":
            kind = self._heading()
        elif name == "list":
            self._lists.append(List(MARKERS.get(attributes.get("type") or attributes.get("rend") or "", "none")))
        elif name == "item" and self._lists:
            self._start_item(attributes)
        elif name == "label" and self._lists:
            kind = "list"
        elif name in TABLE_PARTS:
            kind, cell = None, self._start_table_part(name)
        elif name.startswith("div"):
            self._annexes.append((attributes.get("type") or "").lower() in ANNEXES)
        if opened.scope is not None or cell is not self.place.cell or kind != self.place.kind:
            self.place = Place(kind, False, opened.scope or self.place.scope, cell)
        return opened

    def _heading(self) -> Kind:
        """The first heading of an annex is its name."""
        if self._annexes and self._annexes[-1] and self._names[-2:-1] and self._names[-2].startswith("div"):
            self._annexes[-1] = False
            return "annex"
        return "heading"

    def _start_item(self, attributes: Mapping[str, str]) -> None:
        around = self._lists[-1]
        number = around.next(None)
        own = (attributes.get("n") or "").strip()[:20]
        style = f'"{own}' if own and around.style != "none" else around.style
        self.block.items.append(Item(around, number, style))

    def _start_table_part(self, name: str) -> Cell | None:
        """A table, a row or a cell begins; gives the cell that is open now."""
        if name == "table":
            self._tables.append(Table())
            return None
        table = self._tables[-1] if self._tables else Table()
        if name == "row":
            table.start_row()
            self._rows += 1
            return None
        return table.start_cell(self._rows)

    def _start_mark(self, name: str, names: tuple[str, ...], attributes: Mapping[str, str]) -> Open:
        """A name, a link, a superscript, a sentence."""
        opened = Open(name)
        self.name(names, None)
        target = attributes.get("target") or ""
        if name in ("ref", "ptr") and target.startswith("#"):
            opened.link = (self.block, self.at, target[1:301])
        if name == "hi" and not RAISED.isdisjoint((attributes.get("rend") or "").lower().split()):
            opened.raised = (self.block, self.at)
        return opened

    def _complete(self, opened: Open) -> None:
        """An element that has left something to do has ended."""
        if opened.link is not None:
            block, start, target = opened.link
            if block is self.block and start < self.at:
                block.links.append(Link(start, self.at, target, NO_WORDS))
        if opened.raised is not None:
            block, start = opened.raised
            if block is self.block and start < self.at:
                block.raised.append((start, self.at))
        if opened.name in ("s", "seg"):
            self.new_line()
        if opened.around is None:
            return
        if opened.aside:
            self.step_back()
        elif not self._labelled or opened.name != "label":
            self.flush()
        self.place = opened.around
        if opened.scope is not None:
            opened.scope.last = len(self.page.blocks)
        self._leave(opened.name)

    def _leave(self, name: str) -> None:
        if name == "list":
            self._lists.pop()
        elif name == "table":
            self._tables.pop()
        elif name.startswith("div"):
            self._annexes.pop()
        if name != "label":
            self._labelled = False
