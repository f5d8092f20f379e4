"""Comments into a Word file, each at the words that it speaks of: its text, its look and its own comments stay."""

from __future__ import annotations

import copy
import io
import posixpath
import zipfile
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from corpora.errors import InputError
from corpora.files import Package, local_name, open_package, read_bytes, xml_text
from corpora.sheets.word_places import Piece, Stretch, find_rows, letters, text_of

if TYPE_CHECKING:
    from lxml.etree import _Element

AGAIN = "open it in Word or LibreOffice and save it again"
MAX_PART = 128_000_000
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
COMMENTS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
STRICT_COMMENTS = "http://purl.oclc.org/ooxml/officeDocument/relationships/comments"
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class WordComment(NamedTuple):
    """What is to be said of a row (from 0): at each of ``spans`` of its text, of all of it where there are none."""

    row: int
    spans: Sequence[tuple[int, int]]
    text: str


@dataclass(slots=True)
class Commented:
    """A Word file with comments: its bytes, how many comments it has got, and those for which no place was found."""

    data: bytes
    placed: int = 0
    left: list[WordComment] = field(default_factory=list)


def with_word_comments(
    path: Path, rows: Sequence[str], comments: Iterable[WordComment], when: datetime, who: str = "duizhao"
) -> Commented:
    """A Word file with comments anchored at the words that they speak of.

    ``rows``: all sentences of the document, in their order, as the reader gives them; they are found by their letters and
    figures, so that spaces, changes of look and numbers that Word makes itself do not matter. Notes and text boxes take no
    comments: what stands there is ``left``. All other parts of the file stay as they are, byte by byte. Raises
    :class:`InputError` for what is no Word file.
    """
    package = open_package(read_bytes(path), path)
    part = package.main_part()
    root = _tree(package, part) if part else None
    body = next((one for one in root if local_name(one) == "body"), None) if root is not None else None
    if root is None or body is None:
        raise InputError(f"{path}: is no Word file, or has no text", AGAIN)
    anchored, left = _anchored(body, rows, comments)
    known = package.related(part).get("comments", "")
    notes = _tree(package, known) if known in package else _empty(root)
    first = 1 + max((_number(one) for one in notes), default=-1)
    _put_anchors(body, anchored, first)
    for number, (_start, _end, text) in enumerate(anchored, start=first):
        notes.append(_comment(notes, number, text, when, who))
    changed = {part: root, known or posixpath.join(posixpath.dirname(part), "comments.xml"): notes}
    if known not in package:
        changed |= dict(_named(package, part, root))
    return Commented(_packed(package, changed), len(anchored), left)


def _tree(package: Package, part: str) -> _Element:
    data = b"".join(package.stream(part))
    if len(data) > MAX_PART or b"<!DOCTYPE" in data[:4096]:
        raise package.damaged(part)
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        raise package.damaged(part, f", line {error.lineno}" if error.lineno else "") from error


class _Document(NamedTuple):
    """The text of a document, its letters and figures, the place of each in the text."""

    text: str
    plain: str
    places: list[int]


Anchor = tuple[int, int, str]
"""The first character and the one behind the last, in the text of the document; what is said."""


def _anchored(
    body: _Element, rows: Sequence[str], comments: Iterable[WordComment]
) -> tuple[list[Anchor], list[WordComment]]:
    """The places of the comments, and those that have none."""
    text = text_of(body).text
    document = _Document(text, *letters(text))
    known = [letters(row) for row in rows]
    found = find_rows(document.plain, [row for row, _places in known])
    anchored: list[Anchor] = []
    left: list[WordComment] = []
    for one in comments:
        stretch = found[one.row] if 0 <= one.row < len(found) else None
        if stretch is None:
            left.append(one)
            continue
        row = _Row(rows[one.row], known[one.row][1], stretch)
        anchored += [(*_place(document, row, span), one.text) for span in one.spans or [(0, len(row.text))]]
    return sorted(anchored, key=lambda anchor: anchor[:2]), left


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that was found: its text, the places of its letters and figures, where it stands among those of the document."""

    text: str
    places: list[int]
    stretch: Stretch


def _place(document: _Document, row: _Row, span: tuple[int, int]) -> tuple[int, int]:
    """The place in the document of a span of a row; of the whole row where that is a number that Word makes, or is not there."""
    first, behind = (bisect_left(row.places, edge) - row.stretch.label for edge in span)
    base, length = row.stretch.start, row.stretch.length
    if first == behind and 0 <= first <= length:
        return _marks(document, base + first, row.text[slice(*span)].strip(), ends=first == length)
    words = letters(row.text[span[0] : span[1]])[0]
    if first < 0 or document.plain[base + first : base + behind] != words:
        near = document.plain.find(words, base, base + length) if words and first >= 0 else -1
        if near < 0:
            return document.places[base], document.places[base + length - 1] + 1
        first, behind = near - base, near - base + len(words)
    start, end = document.places[base + first], document.places[base + behind - 1] + 1
    inner = [k for k, place in enumerate(row.places) if span[0] <= place < span[1]]
    for mark in reversed(row.text[span[0] : row.places[inner[0]]]):
        start -= start > 0 and document.text[start - 1] == mark
    for mark in row.text[row.places[inner[-1]] + 1 : span[1]]:
        end += document.text[end : end + 1] == mark
    return start, end


def _marks(document: _Document, at: int, marks: str, ends: bool) -> tuple[int, int]:
    """The place of marks before a letter of a document; ``ends``: those behind the last letter of a row."""
    start = document.places[at - 1] + 1 if at else 0
    end = document.places[at] if at < len(document.places) else len(document.text)
    between = document.text[start:end]
    if ends:
        between = between.partition("\n")[0]
    else:
        start += between.rfind("\n") + 1
        between = between.rpartition("\n")[2]
    found = between.find(marks)
    if found < 0:
        found, marks = len(between) - len(between.lstrip()), between.strip()
    return start + found, start + found + max(len(marks), 1)


def _put_anchors(body: _Element, anchored: Sequence[Anchor], first: int) -> None:
    """Put both ends of each comment into the text, the last ones first, so that places before them stay."""
    pieces = text_of(body).pieces
    starts = [piece.start for piece in pieces]
    edges: dict[tuple[int, bool], list[int]] = {}
    for number, (start, end, _text) in enumerate(anchored, start=first):
        edges.setdefault((start, True), []).append(number)
        edges.setdefault((max(end, start + 1), False), []).append(number)
    for (place, begins), numbers in sorted(edges.items(), reverse=True):
        at = bisect_right(starts, place) - 1 if begins else bisect_left(starts, place) - 1
        piece = pieces[max(at, 0)]
        space = str(piece.run.tag).removesuffix("r")
        rest = _split(piece, place)
        if begins:
            for number in numbers:
                (piece.run if rest is None else rest).addprevious(_marker(space, "commentRangeStart", number))
            continue
        for number in reversed(numbers):
            reference = etree.Element(f"{space}r")
            reference.append(_marker(space, "commentReference", number))
            piece.run.addnext(reference)
            piece.run.addnext(_marker(space, "commentRangeEnd", number))


def _marker(space: str, name: str, number: int) -> _Element:
    return etree.Element(f"{space}{name}", {f"{space}id": str(number)})


def _split(piece: Piece, place: int) -> _Element | None:
    """Cut a run before a character; the run behind the cut, ``None`` where nothing stands before or nothing behind."""
    run, child, cut = piece.run, piece.child, place - piece.start
    content = [one for one in run if local_name(one) != "rPr"]
    at = content.index(child)
    behind = content[at + (cut > 0) :]
    inside = 0 < cut < len(child.text or "")
    if not inside and (len(behind) == len(content) or not behind):
        return None
    rest = etree.Element(run.tag, {str(name): str(value) for name, value in run.attrib.items()})
    rest.extend(copy.deepcopy(one) for one in run if local_name(one) == "rPr")
    if inside:
        second = copy.deepcopy(child)
        second.tail = None
        child.text, second.text = (child.text or "")[:cut], (child.text or "")[cut:]
        for one in (child, second):
            one.set(SPACE, "preserve")
        rest.append(second)
    rest.extend(behind)
    run.addnext(rest)
    return rest


def _number(comment: _Element) -> int:
    text = next((str(value) for name, value in comment.attrib.items() if str(name).endswith("}id")), "")
    return int(text[:9]) if text.isascii() and text.isdecimal() else 0


def _empty(root: _Element) -> _Element:
    space = str(root.tag).rpartition("}")[0][1:]
    return etree.Element(f"{{{space}}}comments", nsmap={"w": space})


def _comment(notes: _Element, number: int, text: str, when: datetime, who: str) -> _Element:
    """A comment; each line of what is said is a paragraph."""
    space = str(notes.tag).rpartition("}")[0][1:]
    lines = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escape(line, quote=False)}</w:t></w:r></w:p>'
        for line in xml_text(text).split("\n")
    )
    date = f"{when.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return etree.fromstring(
        f'<w:comment xmlns:w="{space}" w:id="{number}" w:author="{escape(xml_text(who))}" w:date="{date}" w:initials="{escape(xml_text(who)[:2])}">'
        f"{lines}</w:comment>"
    )


def _named(package: Package, part: str, root: _Element) -> Iterator[tuple[str, _Element]]:
    """The lists of parts and of relations, with the comments in them."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    listed = _tree(package, relations) if relations in package else etree.Element(f"{{{RELATIONS}}}Relationships")
    taken = {one.get("Id") for one in listed}
    id = next(id for number in range(1, len(taken) + 2) if (id := f"rIdDuizhao{number}") not in taken)
    kind = STRICT_COMMENTS if "purl.oclc.org" in str(root.tag) else COMMENTS
    etree.SubElement(listed, f"{{{RELATIONS}}}Relationship", {"Id": id, "Type": kind, "Target": "comments.xml"})
    yield relations, listed
    types = _tree(package, "[Content_Types].xml")
    etree.SubElement(
        types, f"{{{TYPES}}}Override", {"PartName": f"/{posixpath.join(folder, 'comments.xml')}", "ContentType": KIND}
    )
    yield "[Content_Types].xml", types


def _packed(package: Package, changed: dict[str, _Element]) -> bytes:
    """The file with parts exchanged and added; the others as they are."""
    data = io.BytesIO()
    rest = {name.lower(): (name, tree) for name, tree in changed.items()}
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, entry in package.parts.items():
            _name, tree = rest.pop(key, ("", None))
            content = b"".join(package.stream(entry.filename)) if tree is None else _bytes(tree)
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
        for name, tree in rest.values():
            archive.writestr(zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0)), _bytes(tree), zipfile.ZIP_DEFLATED)
    return data.getvalue()


def _bytes(tree: _Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
