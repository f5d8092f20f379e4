"""TEI: the United Nations Parallel Corpus (v1.0), and TEI P5.

The corpus has ``TEI.2/text/body/p/s`` with ``idno`` of type ``symbol`` and ``jobno`` in the header. Its sentences were
cut by a program: here they are lines of their paragraph, and this program's own rules cut it again, so that a document
is cut the same way whatever it comes from.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from corpora.document import Kind
from corpora.errors import InputError
from corpora.readers.extract import Draft, Extract
from corpora.readers.flow import Flow, Marks
from corpora.symbol import parse_symbol
from corpora.xml_safety import local_name, parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILE = 64_000_000
"""Bytes of a file; the largest of the corpus has 3 million."""
XML = "{http://www.w3.org/XML/1998/namespace}"
BLOCKS: dict[str, Kind | None] = {
    "p": None,
    "ab": None,
    "head": "heading",
    "item": "list",
    "label": None,
    "cell": "cell",
    "l": None,
    "signed": "signature",
    "salute": None,
    "dateline": None,
    "byline": None,
    "opener": None,
    "closer": None,
    "trailer": None,
    "docTitle": "title",
    "titlePart": "title",
    "quote": "quote",
    "note": "footnote",
    "div": None,
    "list": None,
    "table": None,
    "row": None,
    "lg": None,
    "body": None,
    "front": None,
    "back": None,
}
"""Elements that begin and end a paragraph, and what kind it is."""
SKIPPED = {"teiHeader", "fw", "figure", "gap", "del", "index"}


def extract(data: bytes, path: Path) -> Extract:
    """The text of a TEI file; raises :class:`InputError` for what is malformed, refused or no TEI."""
    root = _root(data, path)
    draft = Draft(path)
    notes: list[tuple[str, Kind | None, Marks]] = []
    flow = Flow(draft.paragraph)
    top = next((e for e in root.iter() if local_name(e) == "text"), root)
    _Walk(draft, flow, Flow(lambda *note: notes.append(note))).run(top)
    for note in notes:
        draft.paragraph(*note)
    if not any(line.text for line in draft.lines):
        raise InputError(f"{path}: no text in it", "is it a TEI file with a body?")
    facts = _facts(root)
    language = facts["language"] if facts["language"] in ("zh", "en") else None
    return draft.extract("tei", language, facts["symbol"] or None)


def metadata(data: bytes, path: Path) -> dict[str, str]:
    """What the header says: ``symbol``, ``job``, ``date``, ``language``, ``keywords``; empty where it says nothing."""
    return _facts(_root(data, path))


def _root(data: bytes, path: Path) -> _Element:
    if len(data) > MAX_FILE:
        raise InputError(f"{path}: {len(data) / 1e6:,.0f} MB of XML, more than {MAX_FILE // 1_000_000}", "split it")
    root = parse_xml(data, path)
    name = local_name(root)
    if name not in ("TEI", "TEI.2", "teiCorpus", "text", "body"):
        hint = "'duizhao check' reads it" if name in ("tmx", "xliff") else "give TEI, HTML or plain text"
        raise InputError(f"{path}: is XML of another kind (<{name[:40]}>), not TEI", hint)
    return root


def _facts(root: _Element) -> dict[str, str]:
    found = dict.fromkeys(("symbol", "job", "date", "language", "keywords"), "")
    languages: Counter[str] = Counter()
    for element in root.iter():
        name = local_name(element)
        value = " ".join("".join(map(str, element.itertext())).split())[:200] if name in ("idno", "date", "keywords") else ""
        if name == "idno" and element.get("type") == "symbol" and not found["symbol"]:
            symbol = parse_symbol(value)
            found["symbol"] = symbol.text if symbol else ""
        elif name == "idno" and element.get("type") in ("jobno", "job"):
            found["job"] = found["job"] or value
        elif name in ("date", "keywords"):
            found[name] = found[name] or value
        code = element.get("lang") or element.get(f"{XML}lang") or ""
        if code and name in ("text", "s", "body", "TEI", "TEI.2", "p"):
            languages[code.lower().replace("_", "-").split("-")[0]] += 1
    found["language"] = languages.most_common(1)[0][0] if languages else ""
    return found


class _Walk:
    """Elements in document order, without recursion; notes go into a flow of their own."""

    def __init__(self, draft: Draft, flow: Flow, notes: Flow) -> None:
        self.draft, self.flow, self.notes = draft, flow, notes
        self.kinds: list[Kind | None] = [None]
        self.depth = 0  # of notes

    @property
    def target(self) -> Flow:
        """Where text goes."""
        return self.notes if self.depth else self.flow

    @property
    def kind(self) -> Kind | None:
        """What a paragraph is that ends here."""
        return "footnote" if self.depth else self.kinds[-1]

    def run(self, top: _Element) -> None:
        """Everything below ``top``."""
        skipping: _Element | None = None
        for event, element in etree.iterwalk(top, events=("start", "end", "comment", "pi")):
            named = event in ("start", "end")
            if event == "start" and skipping is None:
                if local_name(element) in SKIPPED:
                    skipping = element
                else:
                    self.start(element, local_name(element))
            elif event == "end" and skipping is None:
                self.end(local_name(element))
            elif event == "end" and skipping is element:
                skipping = None
            if skipping is None and (event == "end" or not named) and element is not top and element.tail:
                self.target.add(element.tail)
        self.target.end(self.kind)

    def start(self, element: _Element, name: str) -> None:
        """An element begins: perhaps a paragraph with it."""
        if name == "note":
            self.depth += 1
            number = (element.get("n") or "").strip()
            if number:
                if not self.flow.last.isspace() and self.flow.last:
                    self.flow.add(number, "footnote mark")
                self.notes.before(number, "footnote number")
                self.notes.before(" ")
        elif name in BLOCKS:
            self.target.end(self.kind)
        if name in BLOCKS:
            own = BLOCKS[name]
            self.kinds.append(own or (self.kinds[-1] if self.kinds[-1] in ("quote", "list", "cell") else None))
        elif name == "pb":
            self.draft.page()
        elif name == "lb":
            self.target.line()
        if element.text:
            self.target.add(element.text)

    def end(self, name: str) -> None:
        """An element ends, and its paragraph with it."""
        if name in BLOCKS:
            self.target.end(self.kind)
            self.kinds.pop()
        elif name in ("s", "seg"):
            self.target.line()
        if name == "note":
            self.depth -= 1
