"""Word files (.docx, .docm, .dotx) as text: what Word shows, without headers and comments; changes as they are asked for.

Automatic numbers become text, footnotes follow at the end, text boxes follow the paragraph they hang on, cells come row
by row. Only parts of the file that hold text are unpacked; macros, pictures and links are never looked at.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpora.changes import Changes
from corpora.errors import InputError
from corpora.files import AGAIN, OLE, Item, Package, open_package
from corpora.logs import Remark
from corpora.readers.docx.heads import page_head_symbol
from corpora.readers.docx.names import integer
from corpora.readers.docx.numbering import read_numbering
from corpora.readers.docx.paragraph import Block, Notes
from corpora.readers.docx.story import NoteStory, Story
from corpora.readers.docx.styles import read_styles
from corpora.readers.docx.text import Shared
from corpora.readers.extract import MAX_LINES, Draft, Extract, check_size
from corpora.symbol import Symbol, parse_symbol

HEAD_BLOCKS = 400
"""Paragraphs that :func:`extract_head` reads: the masthead and the first pages."""
MAX_BLANK_LINES = 3
"""Empty paragraphs in a row that are kept; more say no more."""
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SYMBOL_NAMES = ({"sym1", "symbol1", "symbol"}, {"sym2", "symbol2"})
"""Properties and variables in which templates of the United Nations keep the symbols of a document."""
OTHERS = {
    "xl/": "an Excel workbook",
    "ppt/": "a PowerPoint file",
    "visio/": "a Visio drawing",
    "content.xml": "an OpenDocument file",
    "meta-inf/container.xml": "an EPUB book",
    "index/document.iwa": "a Pages document",
}
LEFT_OUT = {
    "embedded objects": ("an embedded object", "{} embedded objects"),
    "charts": ("a chart", "{} charts"),
    "diagrams": ("a diagram", "{} diagrams"),
    "inserted files": ("a file that Word has yet to insert", "{} files that Word has yet to insert"),
    "subdocuments": ("a subdocument", "{} subdocuments"),
}


def extract(data: bytes, path: Path, changes: Changes = Changes.accepted) -> Extract:
    """The whole text of a Word file; raises :class:`InputError` for what is no Word file, damaged, or too large.

    ``changes``: tracked changes as accepted, the text before them (``original``), or an error where there are any.
    """
    return _extract(data, path, head=False, changes=changes)


def extract_head(data: bytes, path: Path) -> Extract:
    """The first :data:`HEAD_BLOCKS` paragraphs of a Word file, without its notes."""
    return _extract(data, path, head=True)


def _extract(data: bytes, path: Path, head: bool, changes: Changes = Changes.accepted) -> Extract:
    package, main = open_word(data, path)
    parts = package.related(main)
    settings = package.collect(parts.get("settings", ""))
    styles = read_styles(package, parts.get("styles", ""))
    numbering = read_numbering(package, parts.get("numbering", ""), styles)
    notes = {kind: _notes(kind, settings) for kind in ("footnote", "endnote")}
    shared = Shared(styles, numbering, notes, original=changes == Changes.original)
    writer = _Writer(path)
    story = Story(package.budget, main, shared, writer.write)
    if head:
        writer.stop = story
    package.walk(main, story)
    if not story.document:
        raise InputError(f"{path}: holds no Word document ({main})", AGAIN)
    for kind, found in notes.items() if not head else ():
        part = parts.get(f"{kind}s", "")
        if found.marks and part in package:
            package.walk(part, NoteStory(package.budget, part, shared, found))
            for block in found.finished():
                writer.write(block)
    if changes == Changes.refused and shared.counts.get("changes"):
        what = f"{path}: holds tracked changes ({shared.counts['changes']})"
        raise InputError(what, "accept or reject them in Word, or give --changes accepted or original")
    if not writer.draft.blocks:
        raise InputError(f"{path}: no text in it", "if its pages are pictures, run them through OCR first")
    try:
        language, symbol = _metadata(package, settings)
    except InputError:  # nobody needs them to read the text
        language = symbol = None
        shared.count("properties")
    result = writer.draft.extract("docx", language, page_head_symbol(package, main), _warnings(shared))
    return replace(result, claimed=symbol)


def open_word(data: bytes, path: Path) -> tuple[Package, str]:
    """An opened Word file and its main part; raises :class:`InputError` for another kind of file, and says which."""
    if data.startswith(OLE):
        refuse_protected(data, path)
        raise InputError(f"{path}: is an old binary Word file", "rename it to .doc")
    if not data.startswith(b"PK"):
        raise InputError(f"{path}: is not a Word file", "check what it is, and give it its own suffix")
    package = open_package(data, path)
    main = package.main_part()
    folder = main.lower().partition("/")[0] + "/"
    for mark, what in OTHERS.items():
        if mark == folder or (not main and mark in package):
            raise InputError(f"{path}: is {what}, not a Word file", "save it as DOCX, PDF or plain text")
    if not main:
        raise InputError(f"{path}: is a ZIP file without a Word document in it", "check the file")
    return package, main


def refuse_protected(data: bytes, path: Path) -> None:
    """Raise :class:`InputError` for a file that a password encrypts: a new one in an old wrapping, or an old one.

    In an old one the first block of the text stream begins with EC A5, with the flag at byte 11 (MS-DOC, 2.5.2).
    """
    old = data[512:514] == b"\xec\xa5" and len(data) > 524 and data[523] & 0x01
    if data.startswith(OLE) and (ENCRYPTED in data or old):
        raise InputError(f"{path}: is protected with a password", "take the password off in Word and save it again")


class _Writer:
    """Puts blocks into a draft; knows where sections begin."""

    def __init__(self, path: Path) -> None:
        self.draft = Draft(path)
        self.stop: Story | None = None
        self._section = 0
        self._blank_lines = 0
        self._blocks = 0

    def write(self, block: Block) -> None:
        """One more paragraph."""
        draft = self.draft
        self._blocks += 1
        if self._blocks > MAX_LINES:
            check_size(draft.path, 0, self._blocks)
        if block.page_before:
            draft.page()
        self._blank_lines = 0 if block.text.strip() else self._blank_lines + 1
        if self._blank_lines <= MAX_BLANK_LINES and (block.text or block.section is None):
            draft.paragraph(block.text, block.kind, block.marks, block.cell, block.origins)
        if block.page_after:
            draft.page()
        if block.section is not None:
            self._end_section(block.section)
        if self.stop is not None and draft.blocks >= HEAD_BLOCKS:
            self.stop.finished = True

    def _end_section(self, kind: str) -> None:
        """A section ends here; its ``kind`` says how it began."""
        lines, first = self.draft.lines, self._section
        while first < len(lines) and not lines[first].text:
            first += 1
        if kind not in ("continuous", "nextColumn") and self._section and first < len(lines):
            lines[first] = replace(lines[first], page_break=True)
        self._section = len(lines)


def _notes(kind: str, settings: list[Item]) -> Notes:
    """Notes of one kind with the number format and the first number that the settings say."""
    notes = Notes(kind, "decimal" if kind == "footnote" else "lowerRoman")
    inside = False
    for item in settings:
        inside = item.tag == f"{kind}Pr" or (inside and item.tag in ("pos", "numFmt", "numStart", "numRestart"))
        if inside and item.tag == "numFmt":
            notes.style = item.values.get("val", notes.style)
        elif inside and item.tag == "numStart":
            notes.number = (integer(item.values.get("val", "")) or 1) - 1
    return notes


def _metadata(package: Package, settings: list[Item]) -> tuple[str | None, str | None]:
    """The language of the core properties and the symbol of a template of the United Nations."""
    relations = package.related()
    core = package.collect(relations.get("core-properties", ""))
    spoken = next((item.text.strip().lower() for item in core if item.tag == "language"), "")
    language = next((name for name in ("zh", "en") if spoken.partition("-")[0] == name), None)
    values = {
        item.values.get("name", "").lower(): item.values.get("val", "") for item in settings if item.tag == "docVar"
    }
    name = ""
    for item in package.collect(relations.get("custom-properties", "")):
        if item.tag == "property":
            name = item.values.get("name", "").lower()
        elif item.text.strip():
            values.setdefault(name, item.text)
    symbols = [
        symbol
        for names in SYMBOL_NAMES
        if (symbol := next((found for one in names if (found := parse_symbol(values.get(one, "")[:200]))), None))
    ]
    names = tuple(dict.fromkeys(name for symbol in symbols for name in symbol.names))
    return language, Symbol(names).text if names else None


def _warnings(shared: Shared) -> tuple[str, ...]:
    found, counts = [], shared.counts
    if counts.get("changes"):
        how = "undone: this is the original" if shared.original else "taken as accepted"
        found.append(Remark("changes", f"tracked changes {how} ({counts['changes']})"))
    if counts.get("hidden"):
        found.append(Remark("left-out", f"hidden text left out ({counts['hidden']} characters)"))
    for what, (one, many) in LEFT_OUT.items():
        if counts.get(what):
            single = counts[what] == 1
            held = one if single else many.format(counts[what])
            found.append(Remark("left-out", f"holds {held}: {'its' if single else 'their'} text is not read"))
    if counts.get("numbers"):
        found.append(Remark("numbers", f"paragraph numbers made by fields are not in the file ({counts['numbers']})"))
    if counts.get("properties"):
        found.append(Remark("damaged", "the properties of the document are damaged and left out"))
    return tuple(found)
