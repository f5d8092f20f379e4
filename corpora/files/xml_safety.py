"""XML from strangers: one set of parser settings and limits for every format that is XML inside.

What the parsers never do: load a DTD, open a network connection or another file, expand an entity that the file itself
declares. What is refused, each with one line: entity declarations (a dozen lines of them expand to gigabytes),
attribute defaults, stateful encodings in which a declaration could hide, elements nested deeper than
:data:`MAX_DEPTH`, files of more than :data:`MAX_FILE` bytes, segments of more than :data:`MAX_UNIT_TEXT` characters.
"""

from __future__ import annotations

import gzip
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Sequence
from html.entities import html5
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from lxml import etree

from corpora.errors import InputError
from corpora.files.read import check_ordinary, unreadable
from corpora.files.signatures import GZIP
from corpora.files.xml_controls import without_controls
from corpora.files.xml_prolog import PROLOG, read_prolog
from corpora.text import late

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_DEPTH = 256
"""Elements inside each other; real documents stay under 30."""
MAX_FILE = 1 << 30
"""Bytes of a file that is streamed, after unpacking."""
MAX_UNIT_TEXT = 1_000_000
"""Characters of one segment of one language."""
MAX_GAP = 64 << 20
"""Bytes between the ends of two units: room for an original that a tool has embedded."""
MAX_UNIT = 8 << 20
"""Bytes of one unit with all that is in it."""
MAX_RATIO = 200
"""How many bytes one byte of gzip may become beyond :data:`MAX_GAP`; memories pack to a tenth, bombs to a thousandth."""

UNDEFINED = late(r"Entity '([^']{1,80})' not defined")
PLAINLY = {
    "EntityRef": "a & that begins no reference is written &amp;",
    "StartTag: invalid element name": "a < that begins no element is written &lt;",
    "Invalid bytes in character encoding": "bytes that are not of its encoding, UTF-8 where it names no other",
    "Input is not proper UTF-8": "bytes that are not UTF-8",
}
"""What the parser says, in plain words."""
DAMAGED = (EOFError, gzip.BadGzipFile, zlib.error)
CHUNK = 1 << 16


def sniff_root(path: Path) -> str | None:
    """The name of the first element of an XML file, packed or not; ``None`` for anything else.

    Raises :class:`InputError` for files that cannot be read at all.
    """
    with open_stream(path) as stream:
        try:
            prolog = read_prolog(trimmed(stream.read(PROLOG)), path)
        except DAMAGED as error:
            raise _damaged(path) from error
    return prolog.root if prolog else None


def safe_iterparse(
    stream: IO[bytes],
    path: Path | str,
    tags: Sequence[str],
    starts: Sequence[str] = (),
    said: Callable[[str], None] | None = None,
) -> Iterator[tuple[str, _Element]]:
    """``("end", element)`` for each element called one of ``tags``, streaming; memory stays flat.

    ``starts``: elements around them, of which ``("start", element)`` is given while they have no more than their
    attributes. Names are local ones, of any namespace. An element is emptied once its end was handled, and all that
    stands before it goes too. ``said``: takes a line for what is mended: references to controls, which are dropped (and refused where
    nobody listens), and what stands before the XML declaration. Raises :class:`InputError` for what is malformed or past the limits.
    """
    try:
        whole = stream.read(PROLOG)
    except DAMAGED as error:
        raise _damaged(path) from error
    chunk = trimmed(whole)
    before = whole[: len(whole) - len(chunk)]
    if before and said:
        said("what stands before the XML declaration is skipped")
    prolog = read_prolog(chunk, path)
    if prolog is None:
        raise InputError(f"{path}: not well-formed XML (it does not begin with an element)", "export it again")
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=[f"{{*}}{name}" for name in {prolog.root, *tags, *starts}],
        encoding=prolog.encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,  # the limits are kept here
        collect_ids=False,  # an id that is there twice is well formed
    )
    pieces = _pieces(stream, chunk, path)
    if said and not (prolog.encoding or "").startswith("UTF-16"):
        pieces = without_controls(pieces, said, before.count(b"\n"))
    try:
        yield from _events(parser, _feed(parser, pieces), path, frozenset(tags), frozenset(starts))
    except etree.XMLSyntaxError as error:
        first = next(iter(parser.feed_error_log), None)
        raise syntax_error(error, path, first, before.count(b"\n")) from error
    except DAMAGED as error:
        raise _damaged(path) from error


def _events(
    parser: etree.XMLPullParser,
    sizes: Iterator[int],
    path: Path | str,
    tags: frozenset[str],
    starts: frozenset[str],
) -> Iterator[tuple[str, _Element]]:
    root: _Element | None = None
    around: _Element | None = None
    gap = 0
    for size in sizes:
        gap += size
        for event, found in parser.read_events():
            element = cast("_Element", found)
            if root is None:
                root = element
                _refuse_declared(root, path)
            name = local_name(element)
            if event == "start":
                if name in starts:
                    yield event, element
            elif name in tags:
                yield event, element
                gap = 0
                parent = element.getparent()
                _forget(element, path, new_parent=parent is not around)
                around = parent
        _check_gap(root, gap, path, tags)


def _pieces(stream: IO[bytes], chunk: bytes, path: Path | str) -> Iterator[bytes]:
    """A file in pieces, within the limit."""
    total = 0
    while chunk:
        total += len(chunk)
        if total > MAX_FILE:
            raise InputError(f"{path}: holds more than {MAX_FILE >> 30} GB", "split it")
        yield chunk
        chunk = stream.read(CHUNK)


def _feed(parser: etree.XMLPullParser, pieces: Iterable[bytes]) -> Iterator[int]:
    """Hand the parser a file in pieces, and say after each one how long it was."""
    for piece in pieces:
        parser.feed(piece)
        yield len(piece)
    parser.close()
    yield 0


def trimmed(head: bytes) -> bytes:
    r"""The beginning of a file without a second byte order mark, and without white space before the declaration.

    >>> trimmed(b"\xef\xbb\xbf\xef\xbb\xbf<a/>"), trimmed(b"\n <?xml version='1.0'?>"), trimmed(b"\n<a/>")
    (b'<a/>', b"<?xml version='1.0'?>", b'\n<a/>')
    """
    marked = head.startswith(BOM_UTF8)
    bare = head
    while bare.startswith(BOM_UTF8):
        bare = bare[len(BOM_UTF8) :]
    inner = bare.lstrip(b" \t\r\n")
    if inner.startswith(b"<?xml") and len(inner) < len(bare):
        return inner
    return bare if marked and head[len(BOM_UTF8) :].startswith(BOM_UTF8) else head


def local_name(element: _Element) -> str:
    """The name of an element without its namespace; empty for comments, instructions and references.

    >>> local_name(etree.fromstring('<x:a xmlns:x="urn:x"/>')), local_name(etree.Comment("a"))
    ('a', '')
    """
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _forget(element: _Element, path: Path | str, new_parent: bool) -> None:
    """Empty an element, and drop all that stands before it and, once for each parent, before the elements around."""
    element.clear()
    around: list[_Element] = []
    if new_parent:
        around = list(islice(element.iterancestors(), MAX_DEPTH + 1))
        if len(around) >= MAX_DEPTH:
            raise too_deep(path)
    for one in (element, *around):
        parent = one.getparent()
        while parent is not None and parent[0] is not one:
            del parent[0]


def _check_gap(root: _Element | None, gap: int, path: Path | str, tags: frozenset[str]) -> None:
    """Limits of what is still open: the last element of the last element and so on.

    Outside of units, what is complete is dropped.
    """
    if gap > MAX_GAP:
        raise InputError(f"{path}: {MAX_GAP >> 20} MB without the end of a unit", "export it without the originals")
    inside = False
    for _ in range(MAX_DEPTH):
        last = None if root is None else next(root.iterchildren(reversed=True), None)
        if root is None or last is None:
            return
        inside = inside or local_name(root) in tags
        if inside and gap > MAX_UNIT:
            raise InputError(f"{path}: a unit of more than {MAX_UNIT >> 20} MB", "split it")
        while not inside and root[0] is not last:
            del root[0]
        root = last
    raise too_deep(path)


def too_deep(path: Path | str) -> InputError:
    """What is said of elements nested deeper than :data:`MAX_DEPTH`."""
    return InputError(f"{path}: elements nested deeper than {MAX_DEPTH}", "it is no document that a tool has written")


def _refuse_declared(root: _Element, path: Path | str) -> None:
    # the parser's own account, should it ever see a declaration that the look at the prolog did not
    subset: Any = root.getroottree().docinfo.internalDTD
    if subset is not None and next(iter(subset.iterentities()), None) is not None:
        raise InputError(f"{path}: declares entities, refused", "export it without its own entities")


def syntax_error(
    error: etree.XMLSyntaxError, path: Path | str, first: etree._LogEntry | None = None, skipped: int = 0
) -> InputError:
    """The parser's complaint in one line, with the limits called by our names.

    ``first``: the first entry of its log, which names the cause where the error names a consequence. ``skipped``: lines
    that the parser has not seen.
    """
    reason = str(error.msg or error).split(", line")[0].strip()
    line = error.lineno or 0
    if not line and first is not None:
        reason, line = first.message.strip(), first.line
    if "depth" in reason:
        return too_deep(path)
    if "XML_PARSE_HUGE" in reason or "too big" in reason:
        return InputError(f"{path}: one text in it is longer than 10 MB", "export it without embedded files")
    if reason.startswith("no element found"):
        reason = "it ends before its last element"
    undefined = UNDEFINED.fullmatch(reason)
    if undefined:
        reason = f"the entity {undefined[1]} is not declared{_as_reference(undefined[1])}"
    else:
        reason = next((plain for words, plain in PLAINLY.items() if words in reason), reason)
    return InputError(f"{path}:{line + skipped}: not well-formed XML ({reason})", "export it again")


def _as_reference(entity: str) -> str:
    """How a character that HTML knows by name is written in XML.

    >>> _as_reference("nbsp"), _as_reference("company")
    ('; write &#160; for &nbsp;', '')
    """
    character = html5.get(f"{entity};", "")
    return f"; write &#{ord(character)}; for &{entity};" if len(character) == 1 else ""


def open_stream(path: Path) -> IO[bytes]:
    """A file to read, gzip unpacked on the way; raises :class:`InputError` for what cannot be opened or is empty."""
    try:
        check_ordinary(path)
        with path.open("rb") as probe:
            head = probe.read(1024)
            size = path.stat().st_size
        if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe") and size <= len(head):
            raise InputError(f"{path}: file is empty", "export it again")
        return cast("IO[bytes]", _Unpacked(path, size)) if head.startswith(GZIP) else path.open("rb")
    except OSError as error:
        raise unreadable(path, error) from error


def _damaged(path: Path | str) -> InputError:
    return InputError(f"{path}: its gzip data is damaged", "pack it again, or give it unpacked")


class _Unpacked(gzip.GzipFile):
    """A gzip file that stops when it grows as only a bomb does."""

    def __init__(self, path: Path, size: int) -> None:
        super().__init__(path, "rb")
        self._limit = MAX_GAP + MAX_RATIO * size
        self._count = 0

    def read(self, size: int | None = -1) -> bytes:
        data = super().read(size)
        self._count += len(data)
        if self._count > self._limit:
            raise InputError(
                f"{self.name}: unpacks to more than {MAX_RATIO} times its size, refused", "unpack it first"
            )
        return data
